"""Who is sending letters now: each sender holds a lock of its own for its life, so that others can see that it died.

The operating system (beside SQLite) or PostgreSQL frees the lock when the process is gone, however it went.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text

from meetcyclus.services.ports import Sender


def enrolled_sender(engine: Engine, folder: Path) -> AbstractContextManager[Sender]:
    """A new sender with a name that nobody had before; its lock is held until the block ends or the process dies."""
    return _postgresql_sender(engine) if engine.dialect.name == "postgresql" else _file_sender(folder)


class _FileSender:
    """Holds a lock file in the folder of the home; senders of one SQLite database share that folder."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder

    def lock(self, name: str) -> FileLock:
        return FileLock(self._folder / f"sender-{name}.lock", timeout=0)

    def confirm(self) -> None:
        """A lock on a file cannot get lost while the process lives."""

    def is_dead(self, name: str) -> bool:
        lock = self.lock(name)
        try:
            with lock:
                # A name is never used twice, so nobody waits for this file any more.
                Path(lock.lock_file).unlink(missing_ok=True)
        except Timeout:
            return False
        return True


class _PostgresqlSender:
    """Holds an advisory lock on a connection of its own."""

    def __init__(self, name: str, connection: Connection) -> None:
        self.name = name
        self._connection = connection

    def confirm(self) -> None:
        # A server that restarted has forgotten the lock: this raises before another letter is claimed.
        self._connection.execute(text("SELECT 1"))

    def is_dead(self, name: str) -> bool:
        if name == self.name:
            return False
        key = {"key": _key(name)}
        if not self._connection.execute(text("SELECT pg_try_advisory_lock(:key)"), key).scalar_one():
            return False
        self._connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)
        return True


@contextmanager
def _file_sender(folder: Path) -> Iterator[Sender]:
    folder.mkdir(parents=True, exist_ok=True)
    sender = _FileSender(uuid.uuid4().hex, folder)
    lock = sender.lock(sender.name)
    with lock:
        yield sender
        Path(lock.lock_file).unlink(missing_ok=True)


@contextmanager
def _postgresql_sender(engine: Engine) -> Iterator[Sender]:
    # Without a transaction that stays open for the life of the sender.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        sender = _PostgresqlSender(uuid.uuid4().hex, connection)
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _key(sender.name)})
        try:
            yield sender
        finally:
            # Given back to the pool with the lock on it, the connection would keep this sender alive.
            connection.invalidate()


def _key(name: str) -> int:
    """The number of a name, as PostgreSQL wants it: 63 bits of the 128 that chance gave."""
    return int(name[:16], 16) >> 1
