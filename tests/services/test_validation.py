"""Cabinets decide: about exactly what they were shown, in their own name, and a return opens one project only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.entries import Entry, IndicatorReport
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound, NotNow
from meetcyclus.domain.findings import Severity
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.rounds import StepState
from meetcyclus.domain.verdicts import Decision
from meetcyclus.services import letters_of_validation, rounds, validation
from tests.factories import (
    ANNA,
    BERT,
    CHAIR,
    CIS,
    CONTROLLER,
    DFB,
    KABINET_1,
    KABINET_2,
    KEY,
    NUMBERS,
    SECRETARIAT,
    entry,
    moment,
    with_report,
)
from tests.services.world import (
    DURING_VALIDATION,
    ask,
    begin,
    decide,
    desk_at,
    events,
    everything_entered,
    found,
    hand_in,
    hit,
    letters,
    rule,
    take_up_before,
)

MINE_1, MINE_2 = ("KL001", "KL002", "KL003", "KL004"), ("KL003", "KL005", "KL006")
LATER = DURING_VALIDATION + timedelta(days=1)


@pytest.fixture
def validating(app: Application) -> Application:
    """Everything is in and the cabinets may decide."""
    everything_entered(app)
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    return app


def decided(app: Application) -> dict[tuple[str, str], str]:
    with app.work() as uow:
        lines = validation.validation_lines(uow, round_key=KEY)
    return {(each.project_number, each.mandate_code): each.decision for each in lines}


def state(app: Application) -> tuple[StepState, str | None]:
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, "validatie")
    return step.state, step.closed_by


def test_a_cabinet_decides_on_what_it_was_shown_and_not_on_what_came_in_since(validating: Application) -> None:
    hand_in(validating, [with_report(entry("KL001", 1), outlook="Iets heel anders dan het kabinet las. " * 4)])
    with pytest.raises(NotNow, match="KL001 changed after it was shown to M1"):
        decide(validating, "M1", KABINET_1)
    assert not any(decided(validating).values())
    assert ask(validating) == 1
    assert decide(validating, "M1", KABINET_1)


def test_nothing_is_accepted_once_the_validation_is_closed(validating: Application) -> None:
    decide(validating, "M1", KABINET_1)
    decide(validating, "M2", KABINET_2)
    assert state(validating)[0] is StepState.CLOSED
    with pytest.raises(NotNow, match="validation is closed"):
        hand_in(validating, [with_report(entry("KL001", 1), outlook="Nog snel een wijziging na de validatie. " * 4)])


def test_decisions_stand_while_an_earlier_step_is_taken_up_again(validating: Application) -> None:
    take_up_before(validating, "validatie")
    decide(validating, "M1", KABINET_1)
    assert len(decide(validating, "M2", KABINET_2)) == len(MINE_2)
    assert set(decided(validating).values()) == {"validated"}
    assert state(validating) == (StepState.OPEN, None)
    with validating.work() as uow:
        earlier = rounds.require_step(uow, KEY, rounds.require_step(uow, KEY, "validatie").after[0])
        uow.steps.put(replace(earlier, state=StepState.CLOSED))
        rounds.close_step(uow, key=KEY, code="validatie", note="alles beslist", by=SECRETARIAT, at=LATER)
    assert state(validating) == (StepState.CLOSED, SECRETARIAT)


def test_the_last_decision_does_not_close_over_a_finding_that_blocks(validating: Application) -> None:
    found(validating, hit("KL001"), rules=[rule(severity=Severity.BLOCKING)], at=DURING_VALIDATION)
    decide(validating, "M1", KABINET_1)
    decide(validating, "M2", KABINET_2)
    assert set(decided(validating).values()) == {"validated"}
    assert state(validating) == (StepState.OPEN, None)


@pytest.mark.goal("54")
def test_one_decision_about_all_with_exceptions(validating: Application) -> None:
    made = decide(validating, "M1", KABINET_1, exceptions={"KL002": "graag de timing", "KL004": "welke stad?"})
    assert {each.project_number: each.decision for each in made} == {
        "KL001": Decision.VALIDATED,
        "KL002": Decision.RETURNED,
        "KL003": Decision.VALIDATED,
        "KL004": Decision.RETURNED,
    }
    assert {each.project_number: each.remark for each in made}["KL002"] == "graag de timing"
    standing = {pair for pair, word in decided(validating).items() if word == "validated"}
    assert standing == {("KL001", "M1"), ("KL003", "M1")}


@pytest.mark.goal("24")
def test_a_return_opens_only_that_project_and_tells_only_its_lead(validating: Application) -> None:
    decide(validating, "M2", KABINET_2, exceptions={"KL005": "graag de partners"})
    with validating.work() as uow:
        reopened = [each.project_number for each in uow.round_projects.where(round_key=KEY) if each.is_reopened]
        letters_of_validation.plan_returns(desk_at(validating, uow, LATER))
    assert reopened == ["KL005"]
    (letter,) = letters(validating, LetterKind.RETURNED)
    assert letter.recipient_email == CIS and "graag de partners" in letter.text and "KL006" not in letter.text
    with validating.work() as uow:
        assert letters_of_validation.plan_returns(desk_at(validating, uow, LATER)) == 0
    hand_in(validating, [with_report(entry("KL005", 1), outlook="p" * 130)], by=CIS, at=LATER)
    with pytest.raises(NotNow, match="KL006"):
        hand_in(validating, [with_report(entry("KL006", 1), outlook="p" * 130)], by=CIS, at=LATER)


@pytest.mark.goal("24")
@pytest.mark.parametrize("nothing", ["", "  "])
def test_a_return_needs_a_reason(validating: Application, nothing: str) -> None:
    with pytest.raises(BadInput, match="KL005"):
        decide(validating, "M2", KABINET_2, exceptions={"KL005": nothing})
    with pytest.raises(BadInput, match="needs a reason"):
        decide(validating, "M2", KABINET_2, "KL005", decision=Decision.RETURNED, remark=nothing)
    assert set(decided(validating).values()) == {""}


CHANGES: dict[str, Callable[[Entry], Entry]] = {
    "a text": lambda each: with_report(each, outlook="q" * 130),
    "the status": lambda each: with_report(each, status_code="aandacht"),
    "a day": lambda each: with_report(each, corrective_due_on=date(2024, 5, 1)),
    "a milestone": lambda each: replace(
        each, milestones=(replace(each.milestones[0], evidence="ander stuk"), *each.milestones[1:])
    ),
    "an indicator": lambda each: replace(each, indicators=(_other_value(each.indicators[0]),)),
}


def _other_value(report: IndicatorReport) -> IndicatorReport:
    return replace(report, value=report.value + Decimal("0.1"))


@pytest.mark.goal("53")
@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_any_later_change_voids_the_decision_on_that_project_alone(
    validating: Application, change: Callable[[Entry], Entry]
) -> None:
    decide(validating, "M2", KABINET_2)
    changed = change(entry("KL005", 1))
    hand_in(validating, [changed], by=SECRETARIAT, at=LATER)
    assert decided(validating)[("KL005", "M2")] == ""
    assert decided(validating)[("KL006", "M2")] == "validated"
    hand_in(validating, [entry("KL005", 1)], by=SECRETARIAT, at=LATER)
    assert decided(validating)[("KL005", "M2")] == "validated"


def test_a_shared_project_that_changes_needs_both_mandates_again(validating: Application) -> None:
    decide(validating, "M1", KABINET_1)
    decide(validating, "M2", KABINET_2, exceptions={"KL003": "graag de partners"})
    hand_in(validating, [with_report(entry("KL003", 1), outlook="r" * 130)], by=BERT, at=LATER)
    waiting = {pair for pair, word in decided(validating).items() if not word}
    assert waiting == {("KL003", "M1"), ("KL003", "M2")}
    ask(validating, LATER)
    decide(validating, "M2", KABINET_2, at=LATER)
    # What the first cabinet approved is not what stands there now: the step stays open.
    assert state(validating) == (StepState.OPEN, None)
    decide(validating, "M1", KABINET_1, at=LATER)
    assert state(validating) == (StepState.CLOSED, KABINET_1)


def test_the_last_decision_closes_the_step_in_the_name_of_who_made_it(validating: Application) -> None:
    decide(validating, "M1", KABINET_1)
    assert state(validating) == (StepState.OPEN, None)
    decide(validating, "M2", KABINET_2)
    assert state(validating) == (StepState.CLOSED, KABINET_2)
    with pytest.raises(NotNow, match="afgesloten"):
        decide(validating, "M1", KABINET_1)


@pytest.mark.goal("27")
def test_silence_never_approves(validating: Application) -> None:
    decide(validating, "M1", KABINET_1)
    a_year_later = DURING_VALIDATION + timedelta(days=365)
    with pytest.raises(NotNow, match="3 beslissingen van 1 mandaat: M2"), validating.work() as uow:
        rounds.close_step(uow, key=KEY, code="validatie", note="niemand reageerde", by=SECRETARIAT, at=a_year_later)
    assert state(validating) == (StepState.OPEN, None)
    assert [pair for pair, word in decided(validating).items() if not word] == [(n, "M2") for n in MINE_2]


@pytest.mark.goal("25")
@pytest.mark.parametrize("by", [SECRETARIAT, CONTROLLER, ANNA, DFB, CHAIR, KABINET_2, "vreemd@example.org", ""])
def test_only_the_cabinet_of_the_mandate_decides(validating: Application, by: str) -> None:
    lines = len(events(validating))
    with pytest.raises(NotAllowed):
        decide(validating, "M1", by)
    assert set(decided(validating).values()) == {""}
    assert len(events(validating)) == lines


def test_a_mandate_that_ran_out_decides_nothing_more(validating: Application) -> None:
    decide(validating, "M1", KABINET_1, "KL001", at=moment("2024-09-29 23:30"))
    # Half past midnight in Brussels is still the last day of the mandate in Greenwich.
    with pytest.raises(NotAllowed, match="not valid on 2024-09-30"):
        decide(validating, "M1", KABINET_1, "KL002", at=moment("2024-09-30 00:30"))
    with pytest.raises(NotFound):
        decide(validating, "M9", KABINET_1)


def test_a_cabinet_decides_about_own_projects_of_the_round_only(validating: Application) -> None:
    for number in ("KL001", "KL999"):
        with pytest.raises(NotAllowed, match=number):
            decide(validating, "M2", KABINET_2, "KL005", number)
        with pytest.raises(NotAllowed, match=number):
            decide(validating, "M2", KABINET_2, exceptions={number: "reden"})
    assert set(decided(validating).values()) == {""}


def test_deciding_the_same_again_changes_nothing(validating: Application) -> None:
    decide(validating, "M2", KABINET_2, exceptions={"KL005": "graag de partners"})
    lines = len(events(validating))
    assert decide(validating, "M2", KABINET_2, "KL003") == []
    assert decide(validating, "M2", KABINET_2, exceptions={"KL005": "graag de partners"}) == []
    assert len(events(validating)) == lines


def test_a_cabinet_can_think_again_about_a_project_it_names(validating: Application) -> None:
    decide(validating, "M2", KABINET_2, "KL005", "KL006")
    (again,) = decide(validating, "M2", KABINET_2, "KL005", decision=Decision.RETURNED, remark="toch niet")
    assert (again.sequence, again.decision) == (2, Decision.RETURNED)
    assert decided(validating)[("KL005", "M2")] == "returned"
    decide(validating, "M2", KABINET_2, "KL006", decision=Decision.REMARK, remark="mooi werk")
    # What is said about all leaves a remark alone, but settles what was sent back.
    decide(validating, "M2", KABINET_2)
    words = {pair[0]: word for pair, word in decided(validating).items() if pair[1] == "M2"}
    assert words == {"KL003": "validated", "KL005": "validated", "KL006": "remark"}


def test_nothing_is_decided_before_the_step_is_open_or_anything_was_entered(app: Application) -> None:
    with pytest.raises(NotNow, match="gepland"):
        decide(app, "M1", KABINET_1)
    begin(app, "validatie", DURING_VALIDATION)
    with pytest.raises(NotNow, match="nothing was entered"):
        decide(app, "M1", KABINET_1)


def test_every_project_of_the_population_needs_every_mandate_it_has(validating: Application) -> None:
    assert set(decided(validating)) == {(n, "M1") for n in MINE_1} | {(n, "M2") for n in MINE_2}
    assert {number for number, _ in decided(validating)} == set(NUMBERS)
