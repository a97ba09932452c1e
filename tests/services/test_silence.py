"""Silence approves nothing: a year of walks through the real flows closes no step and decides nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.letters import LetterKind, LetterState
from meetcyclus.domain.rounds import StepState
from meetcyclus.launch import run_flow
from meetcyclus.services import rounds, steps, validation
from tests.factories import CHAIR, CIS, KABINET_1, KABINET_2, KEY, NUMBERS, entry, moment
from tests.services.world import begin, events, found, hand_in, letters

OPENING = moment("2023-12-01 09:00")
# The opening, the first working day after the deadline of the validation, and a year and more later.
WALKS = ("2023-12-01 09:00", "2023-12-27 09:00", "2025-01-02 09:00")


def states(app: Application) -> dict[str, StepState]:
    with app.work() as uow:
        return {each.code: each.state for each in rounds.steps_of(uow, KEY)}


def told(app: Application, kind: LetterKind) -> list[tuple[str, str]]:
    return [(each.sequence, each.recipient_email) for each in letters(app, kind)]


@pytest.mark.goal("27")
@pytest.mark.goal("26")
@pytest.mark.goal("18")
def test_more_than_a_year_of_silence_closes_and_decides_nothing(
    app: Application, conducted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entry misses the projects of one lead, and both cabinets are asked about the others; nobody ever answers."""
    for code in ("invoer", "validatie"):
        begin(app, code, OPENING)
        with app.work() as uow:
            uow.steps.put(replace(rounds.require_step(uow, KEY, code), escalation_days=(1, 3)))
    hand_in(app, [entry(number, 1) for number in NUMBERS[:4]], at=OPENING)
    found(app)
    before = states(app)

    for at in WALKS:
        monkeypatch.setenv("MEETCYCLUS_NOW", moment(at).isoformat())
        run_flow("run_round", round_key=KEY)

    later = states(app)
    assert {code for code in later if later[code] is not before[code]} == {"informatiesessies"}  # opened by its day
    assert StepState.CLOSED not in later.values()
    with app.work() as uow:
        lines = validation.validation_lines(uow, round_key=KEY)
        assert uow.verdicts.where() == []
        assert len(uow.entries.latest(KEY)) == 4
        waiting = [each.what for each in steps.waiting_for(uow, round_key=KEY, at=moment(WALKS[-1]))]
    assert len(lines) == 7 and {each.decision for each in lines} == {""}
    assert [each.action for each in events(app) if each.action.startswith(("verdict.", "step.close"))] == []
    assert "7 beslissingen van 2 mandaten: M1, M2" in waiting
    # Nobody stands at the head of the entity: the secretariat is told instead of nobody.
    assert "een leidend ambtenaar voor E2: te laat met KL005, KL006" in waiting
    assert told(app, LetterKind.REMINDER) == []  # nobody is reminded of what is over
    assert told(app, LetterKind.LATE_ENTRY) == [("1-2023-12-27", CIS)]
    assert told(app, LetterKind.LATE_VALIDATION) == [
        ("1-2023-12-27", KABINET_1),
        ("1-2023-12-27", KABINET_2),
        ("2-2025-01-02", CHAIR),
    ]
    assert {each.state for each in letters(app)} == {LetterState.SENT}
