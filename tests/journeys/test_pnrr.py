"""Italy's real recovery plan on both databases: in, one round further, checked, frozen, reported, and out again."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from meetcyclus import reception
from meetcyclus.bootstrap import Application, application
from meetcyclus.domain.findings import Finding
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.launch import run_flow
from meetcyclus.services import checks, programmes, reports, rounds, snapshots
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.programmes import load_programme

PNRR = Path(__file__).parents[1] / "data" / "pnrr"
LAST, KEY = "2022-06", "2022-12"
FLEMISH = ("Vlaams", "Vlaamse", "Rekenhof", "Directiecomit", "minister-president", "DFB")
SECRETARIAT = "secretariaat@example.org"


@dataclass
class Played:
    """What playing the round left behind."""

    app: Application
    exported_before: dict[str, bytes]
    receipts: list[dict[str, object]]
    findings: tuple[Finding, ...]
    data: ProgrammeData
    documents: dict[str, bytes]


@pytest.fixture
def played(database: str, conducted: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Played]:
    """The round of 31 December 2022: what was said in June is said again."""
    monkeypatch.setenv("MEETCYCLUS_NOW", "2022-12-15T09:00:00+01:00")
    app = application()
    with app.work() as uow:
        programmes.import_programme(uow, app.exchange.read_programme(PNRR), by="", at=app.now())
    before = exported(app, tmp_path / "before")
    given = {"reference_date": "2022-12-31", "governance": "", "entry_from": "", "entry_until": "", "by": SECRETARIAT}
    run_flow("open_round", round_key=KEY, launch=given)
    monkeypatch.setenv("MEETCYCLUS_NOW", "2023-01-09T09:00:00+01:00")
    with app.work() as uow:
        rounds.begin_step(uow, key=KEY, code="invoer", flow_run_id="", by=SYSTEM, at=app.now())
    folder = said_again(tmp_path / "rapporten")
    receipts = reception.receive_folder(app, folder, round_key=KEY, by=SECRETARIAT)
    assert not any(each["is_new"] for each in reception.receive_folder(app, folder, round_key=KEY, by=SECRETARIAT))
    with app.work() as uow:
        found = checks.run_check(
            uow, quality=app.quality, round_key=KEY, stages=checks.ENTRY_STAGES, by=SYSTEM, at=app.now()
        )
        assert found.crashed == ()
    with app.work() as uow:
        snapshots.freeze(uow, round_key=KEY, by=SYSTEM, at=app.now())
        made = reports.build_reports(uow, writer=app.reports, round_key=KEY, by=SYSTEM, at=app.now())
        data = load_programme(uow)
    yield Played(app, before, receipts, found.findings, data, {each.document.kind: each.content for each in made})


@pytest.mark.long("postgresql")
def test_the_real_programme_goes_one_round_further_and_comes_out_as_it_went_in(played: Played, tmp_path: Path) -> None:
    require_totals(played.data)
    require_export_equals_import(played)
    require_findings(played.findings)
    require_round_can_be_read_again(played, tmp_path / "after")
    require_documents(played)


def require_totals(data: ProgrammeData) -> None:
    """The totals that Italia Domani publishes: 6 missions, 16 components, 191 measures and the money of the plan."""
    counts = (len(data.speerpunten), len(data.clusters), len(data.projects), len(data.milestones))
    assert counts == (6, 16, 191, 1136)
    assert sum(each.budget_cents for each in data.projects) == 191_499_177_890_20 == data.programme.budget_cents
    assert Counter(each.round_key for each in data.entries) == {"2021-12": 191, LAST: 191, KEY: 191}
    assert sum(len(each.milestones) for each in data.entries_of(KEY).values()) == 1136


def require_export_equals_import(played: Played) -> None:
    """Byte for byte, after a stay in the database, for every file that came in."""
    for path in sorted(PNRR.glob("*.csv")):
        assert played.exported_before[path.name] == path.read_bytes(), path.name
    assert played.exported_before["programma.toml"] == (PNRR / "programma.toml").read_bytes()


def require_findings(findings: tuple[Finding, ...]) -> None:
    """Half a year later, everything that was on schedule and has come due is named, and nothing else."""
    planned = {row["id"]: row["datum_origineel"] for row in rows_of(PNRR / "mijlpalen.csv")}
    overdue = {
        row["mijlpaal"]
        for row in rows_of(PNRR / "mijlpaalrapporten.csv")
        if row["meting"] == LAST
        and row["status"] == "op_schema"
        and date.fromisoformat(row["datum_verwacht"] or planned[row["mijlpaal"]]) <= date(2022, 12, 31)
    }
    assert len(overdue) > 10
    assert {each.object_key for each in findings if each.rule_code == "KC-054"} == overdue


def require_round_can_be_read_again(played: Played, folder: Path) -> None:
    """What is exported now holds the new round, and reading it gives what the database has."""
    exported(played.app, folder)
    again = played.app.exchange.read_programme(folder)
    said = {number: each.content_sha256 for number, each in again.entries_of(KEY).items()}
    assert said == {number: each.content_sha256 for number, each in played.data.entries_of(KEY).items()}
    assert said == {str(each["project"]): each["receipt_sha256"] for each in played.receipts}
    assert (again.projects, again.milestones, again.code_values) == (
        played.data.projects,
        played.data.milestones,
        played.data.code_values,
    )


def require_documents(played: Played) -> None:
    """Report and cover note are Word files that call things as this programme does, and count right."""
    texts = {}
    for kind, content in played.documents.items():
        with ZipFile(io.BytesIO(content)) as word:
            texts[kind] = word.read("word/document.xml").decode()
    assert set(texts) == {"monitoringsrapport", "covernota", "dc_nota"}
    assert "Nota stuurgroep meting 3" in texts["dc_nota"]
    assert not [word for word in FLEMISH if word in texts["dc_nota"]]
    for project in played.data.projects:
        assert project.number in texts["monitoringsrapport"]
    assert "missie" in texts["covernota"]
    with played.app.work() as uow:
        figures = {each.id: each for each in reports.round_figures(uow, round_key=KEY)}
    assert figures["projecten.totaal"].value == 191
    assert figures["middelen.totaal"].value == Decimal("191499177890.20")


def exported(app: Application, folder: Path) -> dict[str, bytes]:
    with app.work() as uow:
        data = load_programme(uow)
    app.exchange.write_programme(data, folder)
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def said_again(folder: Path) -> Path:
    """A folder with the reports of the last round under the key of the new one."""
    folder.mkdir()
    for name in ("projectrapporten.csv", "mijlpaalrapporten.csv"):
        rows = [{**row, "meting": KEY} for row in rows_of(PNRR / name) if row["meting"] == LAST]
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
