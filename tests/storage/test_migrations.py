"""From an empty database to the newest version: the tables that the code declares, also when two start at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from meetcyclus.storage import record_tables, register_tables, round_tables
from meetcyclus.storage.base import Base
from meetcyclus.storage.engine import make_engine, migrate
from meetcyclus.storage.unit_of_work import unit_of_work
from tests.factories import small_programme

ROOT = Path(__file__).parents[2]
TABLES = (register_tables, round_tables, record_tables)
STARTER = """
import sys
from meetcyclus.storage.engine import make_engine, migrate
migrate(make_engine(sys.argv[1]))
"""


def test_an_empty_database_gets_exactly_the_declared_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_migrating_again_keeps_every_row(engine: Engine) -> None:
    with unit_of_work(engine) as uow:
        uow.projects.add(small_programme().projects)
    migrate(engine)
    with unit_of_work(engine) as uow:
        assert uow.projects.where() == list(small_programme().projects)


def test_two_processes_that_start_on_an_empty_database_both_get_it(database: str) -> None:
    starters = [
        subprocess.Popen([sys.executable, "-c", STARTER, database], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    errors = [each.communicate(timeout=60)[1] for each in starters]
    assert [each.returncode for each in starters] == [0, 0, 0], "\n".join(errors)
    with make_engine(database).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1
