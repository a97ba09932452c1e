"""The chain of what happened: it never forks, whoever writes at the same time, and nobody can change a line."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from meetcyclus.domain.canonical import canonical_json
from meetcyclus.domain.ledger import GENESIS, chain_problems, event_sha256
from meetcyclus.storage.engine import make_engine
from meetcyclus.storage.unit_of_work import unit_of_work
from tests.storage.samples import AT, LOCAL, ODD

ROOT = Path(__file__).parents[2]
LINES = 40
WRITER = """
import sys, time
from datetime import UTC, datetime
from meetcyclus.storage.engine import make_engine
from meetcyclus.storage.unit_of_work import unit_of_work
engine = make_engine(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for line in range(int(sys.argv[3])):
    with unit_of_work(engine) as uow:
        uow.ledger.append(action="proef", object=str(line), by=sys.argv[2], at=datetime.now(UTC))
    time.sleep(0.003)  # SQLite lets whoever is quickest go first; a breath gives the other a turn
"""


def test_a_line_keeps_who_when_what_before_and_after(engine: Engine) -> None:
    with unit_of_work(engine) as uow:
        uow.ledger.append(
            action="round.extend",
            object=ODD,
            by="x@example.org",
            at=LOCAL,
            round_key="2023-12",
            project_number="KL001",
            before={"b": None, "a": AT},
            after=[ODD, 1],
        )
    with unit_of_work(engine) as uow:
        (event,) = uow.ledger.events()
    assert (event.seq, event.previous_sha256, event.sha256) == (1, GENESIS, event_sha256(event))
    assert (event.action, event.object, event.by, event.at) == ("round.extend", ODD, "x@example.org", LOCAL)
    assert event.before == canonical_json({"a": AT, "b": None})
    assert event.after == canonical_json([ODD, 1])


def test_the_ledger_is_read_by_round_project_person_and_action_and_behind_a_line(engine: Engine) -> None:
    lines = [("a", "1", "x", "proef"), ("a", "2", "y", "proef"), ("b", "1", "x", "slot")]
    with unit_of_work(engine) as uow:
        for at, (key, number, by, action) in enumerate(lines):
            uow.ledger.append(action=action, object=str(at), by=by, at=AT, round_key=key, project_number=number)
    with unit_of_work(engine) as uow:
        read = uow.ledger.events
        assert [e.object for e in read(round_key="a")] == ["0", "1"]
        assert [e.object for e in read(project_number="1")] == ["0", "2"]
        assert [e.object for e in read(round_key="a", by="y")] == ["1"]
        assert [e.object for e in read(action="slot")] == ["2"]
        assert [e.object for e in read(behind=1)] == ["1", "2"]
        assert [e.object for e in read(by="x", behind=1)] == ["2"]
        assert uow.ledger.last_seq() == 3


def test_two_processes_that_write_at_once_never_fork_the_chain(engine: Engine, database: str) -> None:
    names = ("een", "twee")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, database, name, str(LINES)], cwd=ROOT, text=True, **pipes)
        for name in names
    ]
    for each in writers:
        assert each.stdout is not None and each.stdout.readline() == "ready\n"
    for each in writers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    assert [each.wait(60) for each in writers] == [0, 0]
    _require_sound_chain(engine, names)


def test_two_threads_that_write_at_once_never_fork_the_chain(engine: Engine) -> None:
    names = ("een", "twee", "drie")
    failures: list[Exception] = []

    def write(name: str) -> None:
        for line in range(LINES):
            with unit_of_work(engine) as uow:
                uow.ledger.append(action="proef", object=str(line), by=name, at=AT)
            time.sleep(0.002)  # SQLite knows no queue: without a breath one of them may take every turn

    _together([lambda name=name: write(name) for name in names], failures)  # type: ignore[misc]
    assert not failures
    _require_sound_chain(engine, names)


def test_a_line_of_a_change_that_failed_leaves_no_gap(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work(engine) as uow:
        uow.ledger.append(action="mislukt", object="", by="x", at=AT)
        _ = 1 / 0
    with unit_of_work(engine) as uow:
        uow.ledger.append(action="gelukt", object="", by="x", at=AT)
    with unit_of_work(engine) as uow:
        assert [(each.seq, each.action) for each in uow.ledger.events()] == [(1, "gelukt")]


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger SET object = 'anders' WHERE seq = 2", "DELETE FROM ledger WHERE seq = 2"]
)
@pytest.mark.goal("72")
def test_the_database_itself_refuses_to_change_the_ledger(engine: Engine, statement: str) -> None:
    with unit_of_work(engine) as uow:
        for line in range(3):
            uow.ledger.append(action="proef", object=str(line), by="x", at=AT)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    with unit_of_work(engine) as uow:
        assert [each.object for each in uow.ledger.events()] == ["0", "1", "2"]
        assert not chain_problems(uow.ledger.events())


def test_the_database_refuses_to_empty_the_ledger_whole(engine: Engine) -> None:
    with unit_of_work(engine) as uow:
        uow.ledger.append(action="proef", object="", by="x", at=AT)
    statement = "DELETE FROM ledger" if engine.dialect.name == "sqlite" else "TRUNCATE ledger"
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


def test_sqlite_refuses_to_replace_a_line_of_the_ledger(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    with unit_of_work(engine) as uow:
        uow.ledger.append(action="proef", object="0", by="x", at=AT)
    columns = 'seq, at, "by", action, object, round_key, project_number, "before", "after", previous_sha256, sha256'
    changed = columns.replace("object", "'anders'")
    again = f"INSERT OR REPLACE INTO ledger ({columns}) SELECT {changed} FROM ledger"
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(again))


def _require_sound_chain(engine: Engine, names: tuple[str, ...]) -> None:
    with unit_of_work(make_engine(engine.url.render_as_string(hide_password=False))) as uow:
        events = uow.ledger.events()
    assert not chain_problems(events)
    assert len(events) == LINES * len(names)
    for name in names:
        assert [each.object for each in events if each.by == name] == [str(line) for line in range(LINES)]
    # Writers that took turns prove that they ran at once; one after the other would prove nothing.
    assert len({each.by for each in events[:LINES]}) > 1


def _together(jobs: list[Callable[[], None]], failures: list[Exception]) -> None:
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], None]) -> None:
        start.wait()
        try:
            job()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
