"""The shipped round of 181 projects in a database: handed in, paid, validated, checked and frozen by the services."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from meetcyclus.bootstrap import Application
from meetcyclus.demo.material import REFERENCE_DATE, ROUND_KEY, material_folder, read_credits
from meetcyclus.domain.verdicts import Decision, Verdict
from meetcyclus.exchange.finance import write_finance
from meetcyclus.reception import receive_folder
from meetcyclus.services import checks, entries, finance, programmes, rounds, snapshots
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.programmes import load_register
from meetcyclus.services.verdict_state import required_pairs
from tests.conftest import SECRETARIAT, SHIPPED
from tests.factories import moment

DFB, SIGNER, CONTROLLER = "dfb@example.org", "dfb2@example.org", "controle1@example.org"
OPENED, ENTERED, VALIDATED, PAID = (
    moment(f"{day} 10:00") for day in ("2023-11-13", "2023-12-05", "2023-12-22", "2024-01-04")
)
# The project of which no cabinet says anything, and the one that hands in twice.
SILENT, TWICE = "VV010", "VV020"


def play(app: Application, folder: Path) -> None:
    """From the import to the freeze."""
    with app.work() as uow:
        data = app.exchange.read_programme(SHIPPED)
        files = app.exchange.programme_hashes(SHIPPED)
        programmes.import_programme(uow, data, by=SECRETARIAT, at=OPENED, files=files)
        rounds.open_round(
            uow,
            key=ROUND_KEY,
            reference_date=REFERENCE_DATE,
            governance_path=None,
            entry_from=None,
            entry_until=None,
            holidays=app.holidays(uow),
            rules=app.quality.content(),
            by=SECRETARIAT,
            at=OPENED,
        )
    _enter(app)
    _pay(app, folder)
    with app.work() as uow:
        uow.verdicts.add(_verdicts(app))
        checks.run_check(
            uow, quality=app.quality, round_key=ROUND_KEY, stages=checks.ENTRY_STAGES, by=CONTROLLER, at=PAID
        )
        snapshots.freeze(uow, round_key=ROUND_KEY, by=SECRETARIAT, at=PAID)


def _enter(app: Application) -> None:
    with app.work() as uow:
        rounds.begin_step(uow, key=ROUND_KEY, code="invoer", flow_run_id="", by=SYSTEM, at=ENTERED)
    receive_folder(app, material_folder(SHIPPED), round_key=ROUND_KEY, by=SECRETARIAT)
    with app.work() as uow:
        (entry,) = uow.entries.latest(ROUND_KEY, projects=[TWICE])
        second = replace(entry, report=replace(entry.report, outlook=f"{entry.report.outlook} Wordt vervolgd."))
        entries.accept_entries(
            uow,
            round_key=ROUND_KEY,
            entries=[second],
            file_name="tweede.xlsx",
            file_sha256=uow.files.put(b"tweede"),
            by=CONTROLLER,
            at=ENTERED,
        )


def _pay(app: Application, folder: Path) -> None:
    with app.work() as uow:
        rounds.begin_step(uow, key=ROUND_KEY, code="financien", flow_run_id="", by=SYSTEM, at=PAID)
        data = load_register(uow)
        path = write_finance(read_credits(material_folder(SHIPPED) / "financien.csv"), data, folder / "emoe.csv")
        finance.load_finance(
            uow,
            quality=app.quality,
            round_key=ROUND_KEY,
            file=app.exchange.read_finance(path, data, ROUND_KEY),
            file_name=path.name,
            content=path.read_bytes(),
            by=DFB,
            at=PAID,
        )
        finance.sign_off(uow, round_key=ROUND_KEY, by=SIGNER, at=PAID)


def _verdicts(app: Application) -> list[Verdict]:
    """What the cabinets said of exactly what was entered."""
    with app.work() as uow:
        content = {each.project_number: each.content_sha256 for each in uow.entries.latest(ROUND_KEY)}
        cabinet = {each.mandate_code: each.email for each in uow.persons.where(role="kabinet")}
        return [
            Verdict(ROUND_KEY, number, code, 1, Decision.VALIDATED, "", cabinet[code], VALIDATED, content[number])
            for number, code in required_pairs(uow, ROUND_KEY)
            if number != SILENT
        ]


def hashes_on_disk(folder: Path) -> set[tuple[str, str]]:
    """Name and SHA-256 of every file that anybody handed in, counted from the files themselves."""
    paths = [*SHIPPED.glob("*.csv"), SHIPPED / "programma.toml", folder / "emoe.csv"]
    return {(each.name, hashlib.sha256(each.read_bytes()).hexdigest()) for each in paths}
