"""A migrated database of each kind, and one row of every table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from meetcyclus.storage.engine import make_engine, migrate


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An empty database at the newest version."""
    made = make_engine(database)
    migrate(made)
    yield made
    made.dispose()
