"""What the simulated people will say: the entries and the money of the round, shipped beside the programme."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.errors import NotAllowed
from meetcyclus.domain.programme import version_order
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.ports import ExchangeFiles

# The round that the shipped material is about.
ROUND_KEY = "2023-12"
REFERENCE_DATE = date(2023, 12, 31)


@dataclass(frozen=True)
class Material:
    """The right entry per project, and the right money."""

    entries: Mapping[str, Entry]
    credits: tuple[Credit, ...]


def material_folder(programme: Path) -> Path:
    """Where the material stands; NotAllowed for a programme that ships none."""
    folder = programme / f"meting_{ROUND_KEY}"
    if not folder.is_dir():
        raise NotAllowed(f"{programme.name} ships no entries for simulated people (folder {folder.name}/)")
    return folder


def read_material(exchange: ExchangeFiles, folder: Path, data: ProgrammeData) -> Material:
    """The material, read as the exchange format, for a programme in which the round is not yet launched."""
    entries = exchange.read_reports(folder, with_round(data), ROUND_KEY)
    return Material({each.project_number: each for each in entries}, read_credits(folder / "financien.csv"))


def with_round(data: ProgrammeData) -> ProgrammeData:
    """The programme with the round launched."""
    last = data.rounds_in_order()[-1]
    newest = max((each.version for each in data.code_values if each.list_name == "projectstatus"), key=version_order)
    launched = replace(
        last, key=ROUND_KEY, number=last.number + 1, reference_date=REFERENCE_DATE, code_list_version=newest
    )
    return replace(data, rounds=(*data.rounds, launched))


def read_credits(path: Path) -> tuple[Credit, ...]:
    """The lines of a financien.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Credit(
                round_key=row["meting"],
                project_number=row["project"],
                budget_year=int(row["begrotingsjaar"]),
                budget_article=row["begrotingsartikel"],
                committed_cents=int(Decimal(row["vastgelegd_eur"]) * 100),
                settled_cents=int(Decimal(row["vereffend_eur"]) * 100),
                stand_on=date.fromisoformat(row["standdatum"]),
                remark=row["opmerking"],
            )
            for row in csv.DictReader(file)
        )
