"""The locks that keep two drivers apart, and the fence behind them: a driver that lost its lock changes nothing more.

Beside SQLite a lock is a file, which nobody can take away from a process that lives. On PostgreSQL it belongs to a
session, and a session can be cut while its process goes on. Every unit of work of such a process therefore asks, in
its own transaction, whether the session still holds the lock.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from meetcyclus.domain.errors import NotNow, OutsideFailure

_LOCK_SECONDS = 600
# PostgreSQL's code for a lock that did not come free in time.
_LOCK_NOT_AVAILABLE = "55P03"
_THE_WALK, _COPIES = "the walk", ".copies"
_SESSION = "SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
_GRANTED = """SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND classid = 0 AND objsubid = 1 AND objid::bigint = :key
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
# The number of a process is given again, after a restart of the server even soon; together with its start it is not.
_STILL_GRANTED = _GRANTED + " AND pid = :pid AND backend_start = :began"


@dataclass(frozen=True)
class _Hold:
    """A lock that this process counts on, and the session of PostgreSQL that it belongs to."""

    what: str
    key: int
    pid: int
    began: datetime

    def is_granted(self, connection: Connection) -> bool:
        facts = {"key": self.key, "pid": self.pid, "began": self.began}
        return bool(connection.scalar(text(_STILL_GRANTED), facts))


_holds: WeakKeyDictionary[Engine, list[_Hold]] = WeakKeyDictionary()


def round_lock(engine: Engine, folder: Path, round_key: str) -> AbstractContextManager[None]:
    """Hold the round for one driver at a time. The operating system or PostgreSQL frees it when the holder dies.

    Waits up to ten minutes for another driver, then raises NotNow.
    """
    return _exclusive(engine, folder, f"round {round_key}")


def walk_lock(engine: Engine, folder: Path) -> AbstractContextManager[None]:
    """Hold the walk over all rounds, on the same terms."""
    return _exclusive(engine, folder, _THE_WALK)


@contextmanager
def copies_lock(folder: Path, *, seconds: float = 0) -> Iterator[None]:
    """Hold a folder of copies, whatever the database; where another process has it for that long, NotNow."""
    try:
        with FileLock(_lock_file(folder, _COPIES), timeout=seconds):
            yield
    except Timeout:
        raise _taken(str(folder)) from None


def reading_lock(folder: Path) -> AbstractContextManager[None]:
    """Hold a folder out of which a copy is read, so that it is not thinned meanwhile. Waits up to ten minutes.

    Holds nothing where copies do not follow each other, or where we may only read, as on a disk that came from a safe.
    """
    may_hold = os.access(folder / f"{_COPIES}.lock", os.W_OK)
    return copies_lock(folder, seconds=_LOCK_SECONDS) if may_hold else nullcontext()


def is_walk_held(engine: Engine, folder: Path) -> bool:
    """Whether somebody holds the walk over all rounds. Waits for nobody."""
    if engine.dialect.name == "postgresql":
        # Looks at the table of locks: taking the lock, even for a moment, would keep a driver waiting.
        with engine.connect() as connection:
            return bool(connection.scalar(text(_GRANTED), {"key": _lock_key(_THE_WALK)}))
    lock = FileLock(_lock_file(folder, _THE_WALK), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False


def require_holds(connection: Connection) -> None:
    """Raise OutsideFailure where a lock that this process counts on is no longer its own.

    Only within a transaction that has its turn: whoever takes the lock after this look waits for its end.
    """
    for hold in _holds.get(connection.engine, ()):
        if not hold.is_granted(connection):
            raise OutsideFailure(f"the database cut the session that held {hold.what}; nothing more was changed")


def _exclusive(engine: Engine, folder: Path, what: str) -> AbstractContextManager[None]:
    return _postgresql_lock(engine, what) if engine.dialect.name == "postgresql" else _file_lock(folder, what)


@contextmanager
def _file_lock(folder: Path, what: str) -> Iterator[None]:
    try:
        with FileLock(_lock_file(folder, what), timeout=_LOCK_SECONDS):
            yield
    except Timeout:
        raise _taken(what) from None


@contextmanager
def _postgresql_lock(engine: Engine, what: str) -> Iterator[None]:
    key = _lock_key(what)
    with engine.connect() as connection:
        session = connection.execute(text(_SESSION)).one()
        hold = _Hold(what, key, session.pid, session.backend_start)
        try:
            connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": key})
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                raise
            raise _taken(what) from None
        connection.commit()
        holds = _holds.setdefault(engine, [])
        holds.append(hold)
        try:
            yield
        finally:
            holds.remove(hold)
            # Where the session is gone, so is the lock; what went wrong in the block says more.
            with suppress(OperationalError):
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
                connection.commit()


def _lock_key(what: str) -> int:
    return zlib.crc32(f"meetcyclus {what}".encode())


def _lock_file(folder: Path, what: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{what.replace(' ', '-')}.lock"


def _taken(what: str) -> NotNow:
    return NotNow(f"{what} is being worked on by somebody else; try again later")
