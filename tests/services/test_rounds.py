"""Launching a round, its planning on working days, and people's decisions about steps and deadlines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.calendars import public_holidays
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound, NotNow
from meetcyclus.domain.programme import StepTemplate
from meetcyclus.domain.rounds import Round, RoundState, StepState
from meetcyclus.domain.workdays import plan_steps
from meetcyclus.services import rounds, steps
from meetcyclus.services.authority import SYSTEM
from tests.factories import ANNA, CONTROLLER, DFB, HISTORY, KABINET_1, KEY, NUMBERS, REFERENCE_DATE, SECRETARIAT, moment
from tests.services.world import DURING_ENTRY, begin, events, everything_entered

AT = moment("2023-11-13 09:00")
ENTRY_OVER = moment("2023-12-13 12:30")


def open_round(app: Application, **changes: Any) -> Round:
    given: dict[str, Any] = {
        "key": KEY,
        "reference_date": REFERENCE_DATE,
        "governance_path": None,
        "entry_from": None,
        "entry_until": None,
        "by": SECRETARIAT,
        "at": AT,
    }
    with app.work() as uow:
        return rounds.open_round(uow, holidays=app.holidays(uow), **{**given, **changes})


def close(app: Application, code: str, by: str = SECRETARIAT, at: datetime = DURING_ENTRY) -> None:
    with app.work() as uow:
        rounds.close_step(uow, key=KEY, code=code, note="gezien", by=by, at=at)


@pytest.mark.goal("01")
def test_opening_a_round_again_gives_the_same_round(app: Application) -> None:
    with app.work() as uow:
        before = (uow.rounds.where(), uow.steps.where(), uow.round_projects.where(), uow.ledger.events())
    same_entry = {"entry_from": date(2023, 12, 1), "entry_until": datetime(2023, 12, 13, 11, tzinfo=UTC)}
    assert open_round(app, **same_entry) == open_round(app)
    again = open_round(app, at=moment("2023-11-20 09:00"))
    with app.work() as uow:
        assert (uow.rounds.where(), uow.steps.where(), uow.round_projects.where(), uow.ledger.events()) == before
        assert again == uow.rounds.get(KEY)
    assert (again.number, again.state, again.code_list_version) == (2, RoundState.RUNNING, "2")


@pytest.mark.goal("01")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reference_date": date(2024, 1, 1)}, "already open for 2023-12-31"),
        ({"governance_path": "LANG"}, "already open for 2023-12-31"),
        ({"key": HISTORY, "reference_date": date(2024, 6, 30)}, "came with the programme's history"),
        ({"key": "2023-01", "reference_date": date(2023, 6, 30)}, "already a round on or after"),
        ({"key": "2024-06", "reference_date": date(2024, 6, 30), "governance_path": "LANG"}, "path LANG is not in"),
        ({"entry_until": moment("2023-12-14 12:00")}, "2023-12-13T12:00:00.*round extend"),
        ({"entry_from": date(2023, 12, 2)}, "from 2023-12-01 until"),
        ({"by": CONTROLLER, "key": "2024-06", "reference_date": date(2024, 6, 30)}, "this needs secretariaat"),
        ({"by": "vreemd@example.org"}, "not a person of this programme"),
    ],
)
def test_opening_something_else_is_refused_and_changes_nothing(
    app: Application, changes: dict[str, Any], said: str
) -> None:
    with app.work() as uow:
        before = (uow.rounds.where(), uow.steps.where(), uow.ledger.last_seq())
    with pytest.raises((NotAllowed, BadInput), match=said):
        open_round(app, **changes)
    with app.work() as uow:
        assert (uow.rounds.where(), uow.steps.where(), uow.ledger.last_seq()) == before


def test_a_home_is_for_rehearsals_or_for_real(app: Application) -> None:
    """What was practised is never the previous round of a real one, and a practised key stays free in the real home."""
    june = {"key": "2024-06", "reference_date": date(2024, 6, 30)}
    with pytest.raises(NotAllowed, match=f"round {KEY} of this home is for real: rehearse in a home of its own"):
        open_round(app, **june, is_rehearsal=True)
    with app.work() as uow:
        uow.rounds.put(replace(rounds.require_running(uow, KEY), is_rehearsal=True))
    with pytest.raises(NotAllowed, match=f"round {KEY} of this home is a rehearsal: open a real round in a home"):
        open_round(app, **june)
    assert open_round(app, **june, is_rehearsal=True).is_rehearsal


def test_the_population_is_what_is_in_scope_on_the_reference_date(app: Application) -> None:
    with app.work() as uow:
        first, second, third, fourth = uow.projects.where()[:4]
        uow.projects.put(replace(first, in_scope_until=HISTORY))
        uow.projects.put(replace(second, in_scope_until=KEY))
        uow.projects.put(replace(third, in_scope_from="2024-06"))
        uow.projects.put(replace(fourth, in_scope_from="2024-12"))
    opened = open_round(app, key="2024-06", reference_date=date(2024, 6, 30))
    with app.work() as uow:
        population = [each.project_number for each in uow.round_projects.where(round_key=opened.key)]
        assert population == [NUMBERS[2], *NUMBERS[4:]]
        # The population of the round that was open already stays as it was frozen.
        assert [each.project_number for each in uow.round_projects.where(round_key=KEY)] == list(NUMBERS)


def test_a_round_around_new_year_is_planned_on_belgian_working_days(app: Application) -> None:
    with app.work() as uow:
        planned = {each.code: (each.planned_from, each.planned_until) for each in rounds.steps_of(uow, KEY)}
        opened = uow.rounds.get(KEY)
    assert planned["informatiesessies"] == (date(2023, 11, 16), date(2023, 11, 16))
    assert planned["invoer"] == (date(2023, 12, 1), date(2023, 12, 13))
    assert planned["validatie"] == (date(2023, 12, 22), date(2023, 12, 26))
    # Sunday 31 December and Monday 1 January are no working days, nor is Saturday 20 January further on.
    assert planned["financien"] == (date(2024, 1, 2), date(2024, 1, 5))
    assert planned["directiecomite"] == (date(2024, 1, 15), date(2024, 1, 15))
    assert opened is not None and opened.entry_until == datetime(2023, 12, 13, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "planned"),
    [
        (date(2023, 10, 31), date(2023, 10, 31)),  # Tuesday
        (date(2023, 11, 1), date(2023, 11, 2)),  # All Saints
        (date(2023, 11, 11), date(2023, 11, 13)),  # Armistice, a Saturday
        (date(2023, 12, 23), date(2023, 12, 26)),  # Saturday, Sunday, Christmas
        (date(2023, 12, 25), date(2023, 12, 26)),  # Christmas
        (date(2024, 1, 1), date(2024, 1, 2)),  # New Year
        (date(2024, 4, 1), date(2024, 4, 2)),  # Easter Monday
        (date(2024, 5, 1), date(2024, 5, 2)),  # Labour Day
        (date(2024, 5, 9), date(2024, 5, 10)),  # Ascension
        (date(2024, 5, 20), date(2024, 5, 21)),  # Whit Monday
        (date(2023, 7, 21), date(2023, 7, 24)),  # National holiday, a Friday
        (date(2023, 8, 15), date(2023, 8, 16)),  # Assumption
    ],
)
def test_a_step_on_a_holiday_moves_to_the_next_working_day(day: date, planned: date) -> None:
    offset = (day - REFERENCE_DATE).days
    path = (StepTemplate("stap", "overleg", "voorzitter", offset, offset),)
    (step,) = plan_steps(KEY, REFERENCE_DATE, path, public_holidays("Europe/Brussels"))
    assert (step.planned_from, step.planned_until) == (planned, planned)


def test_entry_can_be_given_other_days_when_the_round_is_opened(app: Application) -> None:
    until = moment("2024-06-14 16:00")
    opened = open_round(
        app, key="2024-06", reference_date=date(2024, 6, 30), entry_from=date(2024, 6, 3), entry_until=until
    )
    with app.work() as uow:
        step = rounds.require_step(uow, "2024-06", "invoer")
    assert (step.planned_from, step.planned_until, opened.entry_until) == (date(2024, 6, 3), date(2024, 6, 14), until)
    with pytest.raises(BadInput, match="before it starts"):
        open_round(
            app, key="2024-12", reference_date=date(2024, 12, 31), entry_from=date(2024, 12, 20), entry_until=until
        )


def test_only_due_and_unblocked_steps_can_be_worked_on(app: Application) -> None:
    def workable(at: datetime) -> list[str]:
        with app.work() as uow:
            return [each.code for each in steps.workable_steps(uow, round_key=KEY, at=at)]

    # People are invited ten days before the session of 16 November.
    assert workable(moment("2023-11-05 23:59")) == []
    # Midnight in Brussels is still yesterday in Greenwich.
    assert workable(moment("2023-11-06 00:01")) == ["informatiesessies"]
    begin(app, "informatiesessies")
    assert workable(moment("2023-12-01 08:00")) == ["informatiesessies"]
    close(app, "informatiesessies")
    assert workable(moment("2023-12-01 08:00")) == ["invoer"]
    assert workable(moment("2024-01-02 08:00")) == ["invoer", "financien"]


def test_a_step_is_opened_once_and_only_the_newest_run_is_noted(app: Application) -> None:
    first = begin(app, "invoer")
    lines = len(events(app))
    with app.work() as uow:
        second = rounds.begin_step(uow, key=KEY, code="invoer", flow_run_id="later", by=SYSTEM, at=ENTRY_OVER)
    assert second == replace(first, flow_run_id="later")
    assert len(events(app)) == lines


def test_a_step_is_closed_by_its_owner_or_the_secretariat_with_a_note(app: Application) -> None:
    begin(app, "informatiesessies")
    for stranger in (ANNA, CONTROLLER, DFB, KABINET_1):
        with pytest.raises(NotAllowed):
            close(app, "informatiesessies", by=stranger)
    close(app, "informatiesessies")
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, "informatiesessies")
    assert (step.state, step.closed_by, step.note) == (StepState.CLOSED, SECRETARIAT, "gezien")
    with pytest.raises(NotAllowed, match="afgesloten"):
        close(app, "informatiesessies")
    with pytest.raises(NotAllowed, match="gepland"):
        close(app, "invoer")
    with pytest.raises(NotFound, match="it has informatiesessies, invoer"):
        close(app, "bestaat_niet")


def test_entry_cannot_be_closed_while_a_project_is_missing_and_time_is_left(app: Application) -> None:
    begin(app, "invoer")
    with pytest.raises(NotNow, match="6 van 6 projecten"):
        close(app, "invoer")
    with pytest.raises(NotAllowed):
        close(app, "invoer", by=ANNA, at=ENTRY_OVER)
    close(app, "invoer", at=ENTRY_OVER)


def test_only_a_closed_step_is_reopened_and_only_by_the_secretariat(app: Application) -> None:
    everything_entered(app)

    def reopen(by: str) -> None:
        with app.work() as uow:
            rounds.reopen_step(uow, key=KEY, code="invoer", note="nieuwe feiten", by=by, at=ENTRY_OVER)

    with pytest.raises(NotAllowed):
        reopen(SECRETARIAT)
    close(app, "invoer", at=ENTRY_OVER)
    with pytest.raises(NotAllowed, match="this needs secretariaat"):
        reopen(CONTROLLER)
    reopen(SECRETARIAT)
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, "invoer")
    assert (step.state, step.closed_by, step.closed_at, step.note) == (StepState.OPEN, None, None, "nieuwe feiten")


@pytest.mark.goal("03")
def test_an_extension_has_a_name_a_reason_and_an_end_in_the_ledger(app: Application) -> None:
    until = moment("2023-12-15 17:00")
    with app.work() as uow:
        rounds.extend_deadline(
            uow, key=KEY, project_number="KL002", until=until, reason="ziekte", by=SECRETARIAT, at=DURING_ENTRY
        )
        (line,) = uow.ledger.events(project_number="KL002")
        assert [each.entry_until for each in uow.round_projects.where()] == [None, until, None, None, None, None]
    assert (line.action, line.by, line.at) == ("round.extend", SECRETARIAT, DURING_ENTRY)
    assert json.loads(line.before)["entry_until"] is None
    assert json.loads(line.after)["entry_until"] == "2023-12-15T16:00:00+00:00"
    assert json.loads(line.after)["extension_reason"] == "ziekte"


@pytest.mark.goal("03")
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": "  "}, BadInput),
        ({"until": DURING_ENTRY}, BadInput),
        ({"project_number": "KL999"}, NotFound),
        ({"by": ANNA}, NotAllowed),
        ({"by": CONTROLLER}, NotAllowed),
        ({"key": HISTORY}, NotAllowed),
    ],
)
def test_an_extension_without_reason_future_or_right_is_refused(
    app: Application, changes: dict[str, Any], error: type[Exception]
) -> None:
    given: dict[str, Any] = {"key": KEY, "project_number": "KL001", "reason": "ziekte", "by": SECRETARIAT}
    given |= {"until": moment("2023-12-15 17:00"), "at": DURING_ENTRY}
    lines = len(events(app))
    with pytest.raises(error), app.work() as uow:
        rounds.extend_deadline(uow, **{**given, **changes})
    assert len(events(app)) == lines


ROLE_CHECKS: list[Callable[[Application, str], object]] = [
    lambda app, by: open_round(app, by=by),
    lambda app, by: close(app, "informatiesessies", by=by),
]


@pytest.mark.parametrize("attempt", ROLE_CHECKS)
def test_nobody_acts_without_a_name(app: Application, attempt: Callable[[Application, str], object]) -> None:
    with pytest.raises(NotAllowed, match="say who acts"):
        attempt(app, "")
