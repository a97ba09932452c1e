"""One driver per round: a second process waits, another round does not, and a killed holder leaves nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from meetcyclus.domain.errors import NotNow
from meetcyclus.storage import engine as engine_module
from meetcyclus.storage.engine import round_lock

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from meetcyclus.storage.engine import make_engine, round_lock
with round_lock(make_engine(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits ten minutes here."""
    monkeypatch.setattr(engine_module, "_LOCK_SECONDS", 1)


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
