"""Databases for the time of a rehearsal on a PostgreSQL server, and the server's own processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from meetcyclus.storage.engine import make_engine


def is_postgresql(url: str) -> bool:
    """Whether the address is one of a PostgreSQL server."""
    return make_url(url).get_backend_name() == "postgresql"


@contextmanager
def scratch_database(url: str, name: str) -> Iterator[str]:
    """A new database beside the one of the address, for a while; gives its address."""
    engine = make_engine(url)
    try:
        _outside_transaction(engine, f'CREATE DATABASE "{name}"')
        try:
            yield make_url(url).set(database=name).render_as_string(hide_password=False)
        finally:
            _outside_transaction(engine, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        engine.dispose()


def backend_pid(engine: Engine) -> int:
    """The process of the server that serves this connection."""
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def cut_sessions(engine: Engine) -> None:
    """End every other session of this PostgreSQL database, as a restart or an administrator does."""
    cut = """SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()"""
    _outside_transaction(engine, cut)


@contextmanager
def thrown_out(engine: Engine) -> Iterator[Callable[[], bool]]:
    """Holds a connection, and tells whether the server has closed it: a crash ends every session before it recovers.

    A new connection says nothing: a server that lost a process lets people in until it notices.
    """
    witness = engine.connect()

    def is_out() -> bool:
        try:
            witness.execute(text("SELECT 1"))
        except DBAPIError:
            return True
        return False

    try:
        is_out()
        yield is_out
    finally:
        witness.invalidate()
        witness.close()


def _outside_transaction(engine: Engine, statement: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
