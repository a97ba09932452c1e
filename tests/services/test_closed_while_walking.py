"""A person closes a step after the walk listed it as work: that walk does nothing for it any more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.run_round import FLOW_OF_KIND
from meetcyclus.bootstrap import Application
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.services import rounds
from tests.factories import KEY, moment
from tests.services.world import begin, events, everything_entered, letters


@pytest.mark.goal("52")
def test_a_step_that_was_closed_during_the_walk_is_left_alone(
    app: Application, conducted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything_entered(app)
    closed = [_closed(app, begin(app, each.code)) for each in _steps(app)]
    monkeypatch.setenv("MEETCYCLUS_NOW", moment("2024-01-23 09:00").isoformat())
    lines = len(events(app))
    for each in closed:
        FLOW_OF_KIND[each.kind](KEY, each.code)
    assert {each.kind for each in closed} >= FLOW_OF_KIND.keys() - {"actualisatie"}
    assert [each.action for each in events(app)[lines:]] == []
    assert letters(app, None) == _receipts(app)
    assert _steps(app) == closed
    with app.work() as uow:
        assert (uow.documents.where(), uow.snapshots.where(), uow.check_runs.where()) == ([], [], [])


def _steps(app: Application) -> list[Step]:
    with app.work() as uow:
        return rounds.steps_of(uow, KEY)


def _closed(app: Application, step: Step) -> Step:
    """As a person closes it, without what each step asks for first."""
    with app.work() as uow:
        closed = replace(step, state=StepState.CLOSED)
        uow.steps.put(closed)
        return closed


def _receipts(app: Application) -> list[object]:
    return [each for each in letters(app) if each.kind == "ontvangstbevestiging"]
