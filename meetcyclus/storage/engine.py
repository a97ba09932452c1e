"""Engines, migrations and locks: SQLite (WAL) in one file, or PostgreSQL."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from filelock import FileLock, Timeout
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from meetcyclus.domain.errors import NotNow

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_SECONDS = 600
# PostgreSQL's code for a lock that did not come free in time.
_LOCK_NOT_AVAILABLE = "55P03"
# Any fixed number: whoever brings the database up to date holds this lock.
_MIGRATION_LOCK = 7_261_140_032
_THE_WALK = "the walk"


def make_engine(url: str) -> Engine:
    """An engine for that database. A PostgreSQL address without a driver gets psycopg."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    return create_engine(address, pool_pre_ping=True)


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        # The driver must not open transactions by itself: it would begin them as readers and fail to upgrade.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def migrate(engine: Engine) -> None:
    """Bring the database to the newest version; does nothing when it is there. Safe when two start at once."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def copy_database(engine: Engine, target: Path) -> None:
    """Copy an SQLite database to a new file as it stands at one moment, while others read and write it."""
    with closing(engine.raw_connection()) as source, closing(sqlite3.connect(target)) as copy:
        driver: Any = source.driver_connection
        driver.backup(copy)
        # The copy is one file by itself, without the log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def round_lock(engine: Engine, folder: Path, round_key: str) -> AbstractContextManager[None]:
    """Hold the round for one driver at a time. The operating system or PostgreSQL frees it when the holder dies.

    Waits up to ten minutes for another driver, then raises NotNow.
    """
    return _exclusive(engine, folder, f"round {round_key}")


def walk_lock(engine: Engine, folder: Path) -> AbstractContextManager[None]:
    """Hold the walk over all rounds, on the same terms."""
    return _exclusive(engine, folder, _THE_WALK)


def is_held(engine: Engine, folder: Path, round_key: str) -> bool:
    """Whether somebody holds the round, or, for no round, the walk over all rounds. Waits for nobody."""
    what = f"round {round_key}" if round_key else _THE_WALK
    if engine.dialect.name == "postgresql":
        return _is_held_in_postgresql(engine, what)
    lock = FileLock(_lock_file(folder, what), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False


def address_sha256(engine: Engine) -> str:
    """A name for the database that says nothing about it: the same for every process that uses it."""
    address = engine.url
    place = f"{address.get_backend_name()} {address.host} {address.port} {address.database}"
    return hashlib.sha256(place.encode()).hexdigest()


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
        try:
            connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))
            connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                raise
            raise _taken(what) from None
        connection.commit()
        try:
            yield
        finally:
            # Where the session is gone, so is the lock; what went wrong in the block says more.
            with suppress(OperationalError):
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)
                connection.commit()


def _is_held_in_postgresql(engine: Engine, what: str) -> bool:
    # Looks at the table of locks: taking the lock, even for a moment, would keep a driver waiting.
    query = """SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 AND objsubid = 1
        AND objid::bigint = :key AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
    with engine.connect() as connection:
        return bool(connection.scalar(text(query), _lock_key(what)))


def _lock_key(what: str) -> dict[str, int]:
    return {"key": zlib.crc32(f"meetcyclus {what}".encode())}


def _lock_file(folder: Path, what: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{what.replace(' ', '-')}.lock"


def _taken(what: str) -> NotNow:
    return NotNow(f"{what} is being worked on by somebody else; try again later")
