"""One driver per round: a second process waits, another round does not; who is killed or cut off is no holder."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from meetcyclus.domain.errors import NotNow, OutsideFailure
from meetcyclus.services.authority import SYSTEM
from meetcyclus.storage import locks
from meetcyclus.storage.engine import make_engine
from meetcyclus.storage.locks import round_lock
from meetcyclus.storage.unit_of_work import unit_of_work
from tests.factories import moment

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from meetcyclus.storage.engine import make_engine
from meetcyclus.storage.locks import round_lock
with round_lock(make_engine(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits ten minutes here."""
    monkeypatch.setattr(locks, "_LOCK_SECONDS", 1)


def test_a_second_process_cannot_hold_the_same_round(
    engine: Engine, database: str, tmp_path: Path, impatient: None
) -> None:
    holder, refused = _holder(database, tmp_path, "2023-12"), pytest.raises(NotNow, match="2023-12")
    with holder, refused, round_lock(engine, tmp_path, "2023-12"):
        pass


def test_another_round_is_free(engine: Engine, database: str, tmp_path: Path, impatient: None) -> None:
    with _holder(database, tmp_path, "2023-12"), round_lock(engine, tmp_path, "2024-06"):
        pass


def test_the_round_is_free_again_when_the_holder_is_done(engine: Engine, tmp_path: Path, impatient: None) -> None:
    for _ in range(2):
        with round_lock(engine, tmp_path, "2023-12"):
            pass
    with pytest.raises(ValueError), round_lock(engine, tmp_path, "2023-12"):
        raise ValueError
    with round_lock(engine, tmp_path, "2023-12"):
        pass


@pytest.mark.goal("42")
def test_a_holder_that_is_killed_frees_the_round_at_once(
    engine: Engine, database: str, tmp_path: Path, impatient: None
) -> None:
    with _holder(database, tmp_path, "2023-12") as process:
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        started = time.monotonic()
        with round_lock(engine, tmp_path, "2023-12"):
            pass
        assert time.monotonic() - started < 1


@contextmanager
def _holder(database: str, folder: Path, key: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the round until it is told to stop."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, database, str(folder), key],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.goal("42")
@pytest.mark.goal("51")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_holder_whose_session_is_cut_changes_nothing_more(engine: Engine, database: str, tmp_path: Path) -> None:
    other = make_engine(database)
    with round_lock(engine, tmp_path, "2023-12"), round_lock(engine, tmp_path, "2024-06"):
        _write_line(engine, "before")
        _cut_session(other, "round 2023-12")
        with pytest.raises(OutsideFailure, match="2023-12"):
            _write_line(engine, "cut")
        with round_lock(other, tmp_path, "2023-12"):
            _write_line(other, "other")
            with pytest.raises(OutsideFailure, match="2023-12"):
                _write_line(engine, "cut")
    # Out of the block it is a process like any other again.
    _write_line(engine, "after")
    with unit_of_work(other) as uow:
        assert [each.object for each in uow.ledger.events()] == ["before", "other", "after"]
    other.dispose()


def _write_line(engine: Engine, what: str) -> None:
    with unit_of_work(engine) as uow:
        uow.ledger.append(action="test", object=what, by=SYSTEM, at=moment("2023-12-01 09:00"))


def _cut_session(engine: Engine, what: str) -> None:
    """What a restart, an administrator or a broken line does to the session that holds a lock."""
    cut = "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = :key"
    with engine.begin() as connection:
        assert connection.scalars(text(cut), {"key": locks._lock_key(what)}).all() == [True]
