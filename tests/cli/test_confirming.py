"""`entry confirm` and what `round show` and `progress` say of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetcyclus.bootstrap import application
from meetcyclus.services import entries, rounds
from meetcyclus.services.authority import SYSTEM
from tests import factories
from tests.cli.command_line import Seat
from tests.confirming import STEP, confirming_programme
from tests.factories import ANNA, BERT, KEY, SECRETARIAT, moment
from tests.opening import import_and_open

AFTER = "2024-01-02T09:00+01:00"


@pytest.fixture
def seat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Seat:
    """All six projects were entered in December; the step is open since the second of January."""
    monkeypatch.setenv("MEETCYCLUS_HOME", str(tmp_path / "house"))
    at = moment("2023-12-05 10:00")
    with application().work() as uow:
        import_and_open(uow, confirming_programme(), at=at)
        given = {"file_name": "map", "file_sha256": "ab" * 32, "by": SECRETARIAT, "at": at}
        entries.accept_entries(uow, round_key=KEY, entries=factories.entries(), **given)
        rounds.begin_step(uow, key=KEY, code=STEP, flow_run_id="", by=SYSTEM, at=moment("2024-01-02 08:00"))
    return Seat(tmp_path / "house", AFTER)


def test_lead_confirms_all_own_projects_and_a_second_time_changes_nothing(seat: Seat) -> None:
    said = seat.ask("entry", "confirm", KEY, "--all", by=ANNA).json
    assert said["confirmed"] == ["KL001", "KL002"]
    counts = {"confirmed": 2, "entered_after": 0, "unconfirmed": 4}
    assert said["confirmations"] == {**counts, "unconfirmed_projects": ["KL003", "KL004", "KL005", "KL006"]}
    assert seat.ask("entry", "confirm", KEY, "--project", "KL001", by=ANNA).json["confirmed"] == []
    for words in (("round", "show", KEY), ("progress", KEY)):
        assert seat.ask(*words).json["confirmations"] == said["confirmations"]
        assert "2 confirmed, 0 entered, 4 still forecasts" in seat.run(*words).out


def test_confirming_says_what_is_wrong_and_changes_nothing(seat: Seat) -> None:
    for by, words, code in (
        (ANNA, ("--project", "KL003"), 2),
        (ANNA, (), 2),
        (ANNA, ("--all", "--project", "KL001"), 2),
        (ANNA, ("--project", "KL999"), 2),
        (SECRETARIAT, ("--all",), 2),
        ("niemand@example.org", ("--all",), 2),
    ):
        assert seat.run("entry", "confirm", KEY, *words, by=by).code == code, words
    early = seat.at("2023-12-06T09:00+01:00")
    with application().work() as uow:
        step = rounds.require_step(uow, KEY, STEP)
    early.ask("round", "close-step", KEY, step.code, "--note", "toch nog niet", by=SECRETARIAT)
    assert early.run("entry", "confirm", KEY, "--all", by=BERT).code == 3
    assert seat.ask("progress", KEY).json["confirmations"]["unconfirmed"] == 6
