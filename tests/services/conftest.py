"""An application on a database that already holds the small programme with its round open: copied, not built anew."""

from __future__ import annotations

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.settings import read_settings
from meetcyclus.storage.engine import make_engine, migrate
from meetcyclus.storage.unit_of_work import unit_of_work
from tests.conftest import new_postgresql_database
from tests.factories import moment, small_programme
from tests.opening import import_and_open
from tests.services.databases import Copies


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Copies of a database with the round open."""
    folder = tmp_path_factory.mktemp("opened")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'opened.db'}"
    else:
        url = new_postgresql_database(request.getfixturevalue("postgresql_server"))
    _open_round(url)
    return Copies(url, folder)


@pytest.fixture
def app(opened: Copies, monkeypatch: pytest.MonkeyPatch) -> Application:
    """The application on a fresh copy; the clock stands at the opening of entry."""
    monkeypatch.setenv("MEETCYCLUS_DATABASE_URL", opened.url)
    monkeypatch.setenv("MEETCYCLUS_NOW", moment("2023-12-01 09:00").isoformat())
    return Application(read_settings(), opened.renew())


def _open_round(url: str) -> None:
    engine = make_engine(url)
    migrate(engine)
    at = moment("2023-11-13 09:00")
    with unit_of_work(engine) as uow:
        import_and_open(uow, small_programme(), at=at)
    engine.dispose()
