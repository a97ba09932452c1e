"""Databases that are copied, not built anew: a round that is prepared once serves many tests."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url


def copy_of(url: str, folder: Path) -> str:
    """A copy of a database that nobody uses now; gives its address."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return new_database(url, address.database or "")
    copy = folder / "meetcyclus.db"
    shutil.copy(address.database or "", copy)
    return f"sqlite:///{copy}"


def new_database(server: str, template: str) -> str:
    """A new PostgreSQL database, equal to the template where one is named."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(_maintenance(server), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _maintenance(server: str) -> str:
    """The address without the name of a template: nobody may be connected to that while it is copied."""
    return make_url(server).set(database="postgres").render_as_string(hide_password=False)
