"""Engines and migrations: SQLite (WAL) in one file, or PostgreSQL."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any fixed number: whoever brings the database up to date holds this lock.
_MIGRATION_LOCK = 7_261_140_032


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


def address_sha256(engine: Engine) -> str:
    """A name for the database that says nothing about it: the same for every process that uses it."""
    address = engine.url
    place = f"{address.get_backend_name()} {address.host} {address.port} {address.database}"
    return hashlib.sha256(place.encode()).hexdigest()
