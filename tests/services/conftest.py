"""An application on a database that already holds the small programme with its round open: copied, not built anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetcyclus.bootstrap import Application, application
from meetcyclus.storage.engine import make_engine, migrate
from meetcyclus.storage.unit_of_work import unit_of_work
from tests.factories import moment, small_programme
from tests.opening import import_and_open
from tests.services.databases import copy_of, new_database


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the round open; tests get a copy of it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('opened') / 'opened.db'}"
    else:
        url = new_database(request.getfixturevalue("postgresql_server"), "")
    _open_round(url)
    return url


@pytest.fixture
def app(opened: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Application:
    """The application on a copy of that database; the clock stands at the opening of entry."""
    monkeypatch.setenv("MEETCYCLUS_DATABASE_URL", copy_of(opened, tmp_path))
    monkeypatch.setenv("MEETCYCLUS_NOW", moment("2023-12-01 09:00").isoformat())
    return application()


def _open_round(url: str) -> None:
    engine = make_engine(url)
    migrate(engine)
    at = moment("2023-11-13 09:00")
    with unit_of_work(engine) as uow:
        import_and_open(uow, small_programme(), at=at)
    engine.dispose()
