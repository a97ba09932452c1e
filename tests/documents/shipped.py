"""Meting 6 of the shipped programme as a snapshot: its history and the rows that people enter in this round."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.exchange.programme_reader import read_programme, read_reports

PROGRAMME = Path(__file__).resolve().parents[2] / "meetcyclus" / "programmes" / "vlaamse_veerkracht"
KEY = "2023-12"


@cache
def vlaamse_veerkracht() -> Snapshot:
    """The round with all its reports and its money."""
    data = read_programme(PROGRAMME)
    data = replace(data, rounds=(*data.rounds, Round(KEY, 6, date(2023, 12, 31), "A_2021", "3")))
    reports = read_reports(PROGRAMME / f"meting_{KEY}", data, KEY)
    data = replace(data, entries=(*data.entries, *reports), credits=(*data.credits, *_credits()))
    population = tuple(each.number for each in data.projects)
    return Snapshot(
        KEY, 1, datetime(2024, 1, 19, 13, 5, tzinfo=UTC), "secretariaat@example.org", True, population, data
    )


def _credits() -> list[Credit]:
    with (PROGRAMME / f"meting_{KEY}" / "financien.csv").open(encoding="utf-8-sig", newline="") as rows:
        return [
            Credit(
                each["meting"],
                each["project"],
                int(each["begrotingsjaar"]),
                each["begrotingsartikel"],
                int(Decimal(each["vastgelegd_eur"]) * 100),
                int(Decimal(each["vereffend_eur"]) * 100),
                date.fromisoformat(each["standdatum"]),
            )
            for each in csv.DictReader(rows)
        ]
