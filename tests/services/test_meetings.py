"""Forums decide in words, and the decision closes their step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import BadInput, NotAllowed, NotNow
from meetcyclus.domain.meetings import ActionPoint, Meeting
from meetcyclus.domain.rounds import StepState
from meetcyclus.services import meetings, rounds
from tests.factories import ANNA, CHAIR, CONTROLLER, DFB, KABINET_1, KEY, SECRETARIAT, moment
from tests.services.world import begin, events, take_up_before

AT = moment("2024-01-15 16:00")
STEP = "directiecomite"


def record(app: Application, **changes: Any) -> Meeting:
    given = {"round_key": KEY, "step_code": STEP, "held_on": AT.date(), "decision": "akte genomen", "actions": ()}
    given |= {"by": CHAIR, "at": AT}
    with app.work() as uow:
        return meetings.record_meeting(uow, **{**given, **changes})


def test_a_recorded_decision_closes_the_step_of_the_forum(app: Application) -> None:
    begin(app, STEP, AT)
    action = meetings.parse_action("verslag bezorgen;secretariaat;2024-01-31")
    made = record(app, actions=(action,))
    assert (made.sequence, made.actions) == (1, (ActionPoint("verslag bezorgen", "secretariaat", date(2024, 1, 31)),))
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, STEP)
        assert uow.meetings.where(round_key=KEY) == [made]
    assert (step.state, step.closed_by, step.note) == (StepState.CLOSED, CHAIR, "akte genomen")
    assert [each.action for each in events(app)[-2:]] == ["meeting.record", "step.close"]
    with pytest.raises(NotNow, match="afgesloten"):
        record(app)


def test_what_a_forum_decided_stands_while_an_earlier_step_is_taken_up_again(app: Application) -> None:
    begin(app, STEP, AT)
    take_up_before(app, STEP)
    made = record(app)
    with app.work() as uow:
        assert uow.meetings.where(round_key=KEY) == [made]
        assert rounds.require_step(uow, KEY, STEP).state is StepState.OPEN


def test_a_forum_step_cannot_be_closed_without_its_decision(app: Application) -> None:
    begin(app, STEP, AT)
    with pytest.raises(NotNow, match="beslissing van Directiecomité"), app.work() as uow:
        rounds.close_step(uow, key=KEY, code=STEP, note="vergaderd", by=CHAIR, at=AT)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"decision": " "}, BadInput),
        ({"held_on": date(2024, 1, 16)}, BadInput),
        ({"step_code": "overdracht"}, NotAllowed),
        ({"step_code": "nergens"}, NotAllowed),
        *[({"by": by}, NotAllowed) for by in (ANNA, CONTROLLER, DFB, KABINET_1, "")],
    ],
)
def test_a_meeting_without_words_right_or_a_day_that_was_is_refused(
    app: Application, changes: dict[str, Any], error: type[Exception]
) -> None:
    begin(app, STEP, AT)
    lines = len(events(app))
    with pytest.raises(error):
        record(app, **changes)
    assert len(events(app)) == lines


def test_a_meeting_just_after_midnight_was_held_today(app: Application) -> None:
    begin(app, STEP, AT)
    midnight = moment("2024-01-16 00:30")
    assert record(app, at=midnight, held_on=date(2024, 1, 16), by=SECRETARIAT).held_on == date(2024, 1, 16)


def test_a_step_that_is_not_open_takes_no_decision(app: Application) -> None:
    with pytest.raises(NotNow, match="gepland"):
        record(app)


@pytest.mark.parametrize("text", ["", "a;b", "a;b;c;d", ";b;", "a;;", "a;b;31/01/2024", "a;b;2024-02-30"])
def test_an_action_point_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        meetings.parse_action(text)
