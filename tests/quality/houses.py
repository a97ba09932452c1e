"""A home whose database holds a programme with a round open and everything handed in, and a seat in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from meetcyclus.bootstrap import Application
from meetcyclus.calendars import public_holidays
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.finance import write_finance
from meetcyclus.services import entries, programmes, rounds
from meetcyclus.services.programmes import load_register
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.settings import read_settings
from meetcyclus.storage.engine import make_engine, migrate
from tests.cli.command_line import Seat
from tests.factories import DFB, KEY, SECRETARIAT, moment

OPENED, HANDED_IN = moment("2023-11-13 09:00"), moment("2023-12-05 10:00")
LATE, CHECKED = moment("2023-12-29 09:00"), moment("2023-12-29 10:00")


def furnished(home: Path, database: str, data: ProgrammeData) -> Seat:
    """Import the programme, open its last round, and hand in what `data` holds of it; those marked late, late."""
    engine = make_engine(database)
    migrate(engine)
    app = Application(read_settings(), engine)
    with app.work() as uow:
        programmes.import_programme(uow, _history(data), by="", at=OPENED)
        _open(uow, data)
        _hand_in(uow, data)
    settings = {"MEETCYCLUS_DATABASE_URL": database}
    return Seat(home, CHECKED.isoformat(), settings)


def paid(seat: Seat, database: str, data: ProgrammeData) -> Seat:
    """DFB loads the amounts of the round with its command."""
    app = Application(read_settings(), make_engine(database))
    with app.work() as uow:
        (step,) = [each for each in rounds.steps_of(uow, KEY) if each.kind == "financien"]
        rounds.begin_step(uow, key=KEY, code=step.code, flow_run_id="", by=SECRETARIAT, at=CHECKED)
        register = load_register(uow)
    own = tuple(each for each in data.credits if each.round_key == KEY)
    path = write_finance(own, register, seat.home / "emoe.xlsx")
    seat.run("finance", "load", KEY, path, "--by", DFB)
    return seat


def _history(data: ProgrammeData) -> ProgrammeData:
    """What was there before the round opened."""
    return replace(
        data,
        rounds=tuple(each for each in data.rounds if each.key != KEY),
        entries=tuple(each for each in data.entries if each.round_key != KEY),
        credits=tuple(each for each in data.credits if each.round_key != KEY),
    )


def _open(uow: UnitOfWork, data: ProgrammeData) -> None:
    rounds.open_round(
        uow,
        key=KEY,
        reference_date=data.round(KEY).reference_date,
        governance_path=None,
        entry_from=None,
        entry_until=None,
        holidays=public_holidays(data.programme.time_zone),
        by=SECRETARIAT,
        at=OPENED,
    )
    (step,) = [each for each in rounds.steps_of(uow, KEY) if each.kind == "invoer"]
    rounds.begin_step(uow, key=KEY, code=step.code, flow_run_id="", by=SECRETARIAT, at=HANDED_IN)


def _hand_in(uow: UnitOfWork, data: ProgrammeData) -> None:
    own = [replace(each, version=0, is_late=False) for each in data.entries if each.round_key == KEY]
    late = {each.project_number for each in data.entries if each.round_key == KEY and each.is_late}
    file = {"round_key": KEY, "file_name": "map", "file_sha256": "ab" * 32, "by": SECRETARIAT}
    for is_late, at in ((False, HANDED_IN), (True, LATE)):
        given = [each for each in own if (each.project_number in late) is is_late]
        entries.accept_entries(uow, entries=given, at=at, **file)  # type: ignore[arg-type]
