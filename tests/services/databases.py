"""One address at which every test finds a fresh copy of a database that was prepared once.

The address stays the same, so that one engine serves all tests: what it worked out about the SQL of the product, which
takes longer than running that SQL on so few rows, is worked out once.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url

from meetcyclus.storage.engine import make_engine


class Copies:
    """Copies of a database that nobody uses, one after the other, at one address."""

    def __init__(self, original: str, folder: Path) -> None:
        self._original = make_url(original)
        self._is_file = self._original.get_backend_name() == "sqlite"
        name = str(folder / "meetcyclus.db") if self._is_file else f"{self._original.database}_copy"
        self.url = self._original.set(database=name).render_as_string(hide_password=False)
        self.engine = make_engine(self.url)

    def renew(self) -> Engine:
        """Put a fresh copy there; gives the engine for it. Whoever still holds the one before has lost it."""
        self.engine.dispose()
        name = make_url(self.url).database or ""
        if self._is_file:
            for path in Path(name).parent.glob("meetcyclus.db*"):
                path.unlink()
            shutil.copy(self._original.database or "", name)
        else:
            _run(self._original, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            _run(self._original, f"CREATE DATABASE {name} TEMPLATE {self._original.database} STRATEGY FILE_COPY")
        return self.engine


def _run(server: URL, command: str) -> None:
    """On the server's own database: nobody may be connected to a template while it is copied."""
    address = server.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(command)  # type: ignore[arg-type]
