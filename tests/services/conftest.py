"""An application on a database that already holds the small programme with its round open: copied, not built anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetcyclus.bootstrap import Application, application
from meetcyclus.calendars import public_holidays
from meetcyclus.services import programmes, rounds
from meetcyclus.storage.engine import make_engine, migrate
from meetcyclus.storage.unit_of_work import unit_of_work
from tests.factories import KEY, REFERENCE_DATE, SECRETARIAT, ZONE, moment, small_programme
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
        programmes.import_programme(uow, small_programme(), by="", at=at)
        rounds.open_round(
            uow,
            key=KEY,
            reference_date=REFERENCE_DATE,
            governance_path=None,
            entry_from=None,
            entry_until=None,
            holidays=public_holidays(ZONE.key),
            by=SECRETARIAT,
            at=at,
        )
    engine.dispose()
