"""Three drivers walk one round on one PostgreSQL at the same moment: it ends as that of one driver alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from meetcyclus.bootstrap import Application, application
from meetcyclus.chaos.drivers import DriverHost, driver_host
from meetcyclus.chaos.end_state import Facts, differences, facts_of
from meetcyclus.chaos.stage import MOVED, WAITS
from meetcyclus.launch import read_history
from meetcyclus.mail.sink import MailSink
from meetcyclus.services import programmes, rounds
from meetcyclus.storage import locks
from tests.conftest import new_postgresql_database
from tests.factories import KEY, SECRETARIAT, moment, small_programme
from tests.faults.serving import wait_until

OPEN = ("round", "open", KEY, "--reference-date", "2023-12-31", "--by", SECRETARIAT)
ADVANCE = ("round", "advance", KEY)
# The launch with its invitations, entry that opens with a workbook for each lead, and a reminder to each.
WALKS = (("2023-11-13 09:00", OPEN), ("2023-12-01 09:00", ADVANCE), ("2023-12-11 09:00", ADVANCE))
LETTERS = [4, 7, 10]


@pytest.fixture
def hosts(conducted: None) -> Iterator[list[DriverHost]]:
    """Three hosts, of which each forks its driver in a moment."""
    with ExitStack() as stack:
        yield [stack.enter_context(driver_host(os.environ)) for _ in range(3)]


@pytest.mark.goal("51")
@pytest.mark.goal("52")
@pytest.mark.long
def test_three_drivers_at_once_end_as_one_driver_alone(
    hosts: list[DriverHost], postgresql_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, together = (
        walk_the_round(tmp_path / name, new_postgresql_database(postgresql_server), some, monkeypatch)
        for name, some in (("alone", hosts[:1]), ("together", hosts))
    )
    for one, three in zip(alone, together, strict=True):
        assert differences(three, one) == []
        assert (three["lost"], three["doubled"], three["ledger is sound"]) == ((), (), ())
    assert [len(each["mail"]) for each in together] == [len(each["letters"]) for each in together] == LETTERS


def walk_the_round(
    home: Path, database: str, hosts: Sequence[DriverHost], monkeypatch: pytest.MonkeyPatch
) -> list[Facts]:
    """The first walks of the small round, each taken by every host at once; gives what stood after each."""
    monkeypatch.setenv("MEETCYCLUS_HOME", str(home))
    monkeypatch.setenv("MEETCYCLUS_DATABASE_URL", database)
    app, seen = application(), []
    with app.work() as uow:
        programmes.import_programme(uow, small_programme(), by="", at=moment(WALKS[0][0]))
    with MailSink(home / "post") as sink:
        monkeypatch.setenv("MEETCYCLUS_SMTP_URL", sink.url)
        for number, (at, words) in enumerate(WALKS):
            monkeypatch.setenv("MEETCYCLUS_NOW", moment(at).isoformat())
            if number == 1:
                with app.work() as uow:
                    rounds.close_step(
                        uow, key=KEY, code="informatiesessies", note="gehouden", by=SECRETARIAT, at=app.now()
                    )
            walk_at_once(app, hosts, words, home)
            seen.append(facts_of(app, KEY, home / "post"))
    # Each driver really walked each time: as many whole walks as drivers, and none of them failed.
    walked = [each for each in read_history(KEY) if app.home_tag in each["tags"] and each["flow"] == "run_round"]
    assert [each["state_type"] for each in walked] == ["COMPLETED"] * (len(hosts) * len(WALKS))
    app.engine.dispose()
    return seen


def walk_at_once(app: Application, hosts: Sequence[DriverHost], words: Sequence[str], home: Path) -> None:
    """Every host starts a driver; they are let go at one moment, when all of them stand before the round."""
    with app.hold_round(KEY):
        drivers = [
            host.start(words, os.environ, home / f"driver-{number}.json", None) for number, host in enumerate(hosts)
        ]
        wait_until(lambda: waiting(app) == len(hosts))
    codes = [each.exit_code() for each in drivers]
    assert set(codes) <= {MOVED, WAITS}, [path.read_text() for path in home.glob("driver-*.err")]


def waiting(app: Application) -> int:
    """How many sessions wait for the round."""
    ask = """SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid::bigint = %s
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
    with psycopg.connect(app.settings.database_url) as connection:
        ((count,),) = connection.execute(ask, [locks._lock_key(f"round {KEY}")]).fetchall()
    return int(count)
