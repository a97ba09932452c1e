"""A sender is alive as long as its process is, and others can tell; nothing else counts as dead."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from meetcyclus.storage.senders import enrolled_sender

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from meetcyclus.storage.engine import make_engine
from meetcyclus.storage.senders import enrolled_sender
with enrolled_sender(make_engine(sys.argv[1]), Path(sys.argv[2])) as sender:
    print(sender.name, flush=True)
    sys.stdin.readline()
"""


def test_sender_is_alive_to_itself_and_others_until_it_is_done(engine: Engine, tmp_path: Path) -> None:
    with enrolled_sender(engine, tmp_path) as one, enrolled_sender(engine, tmp_path) as two:
        assert one.name != two.name
        for each in (one, two):
            each.confirm()
            assert not each.is_dead(one.name) and not each.is_dead(two.name)
    with enrolled_sender(engine, tmp_path) as late:
        assert late.is_dead(one.name) and late.is_dead(two.name)
    assert [each.name for each in tmp_path.glob("sender-*")] == []


@pytest.mark.goal("51")
def test_killed_sender_is_dead_at_once_and_stays_dead(engine: Engine, database: str, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, database, str(tmp_path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    name = process.stdout.readline().strip()
    with enrolled_sender(engine, tmp_path) as sender:
        assert not sender.is_dead(name)
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        # PostgreSQL notices that the line is gone when it next looks, which is soon but not now.
        assert any(sender.is_dead(name) for _ in range(100_000))
        assert sender.is_dead(name)


def test_sender_whose_lock_was_lost_claims_nothing_more(engine: Engine, tmp_path: Path) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("a lock on a file cannot get lost")
    with enrolled_sender(engine, tmp_path) as sender:
        with engine.connect() as other:
            query = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            other.execute(text(f"{query} AND datname = current_database()")).all()
        with pytest.raises(DBAPIError):
            sender.confirm()
