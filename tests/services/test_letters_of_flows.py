"""What the flows of the steps write when a check ran outside them, and while somebody has more time than the others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from prefect import Flow

from flows.check_quality import check_quality
from flows.confirm_entries import confirm_entries
from flows.report_finance import report_finance
from flows.validate_entries import validate_entries
from meetcyclus.bootstrap import Application
from meetcyclus.domain.findings import CheckOutcome, Crash
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.rounds import StepState
from meetcyclus.services import checks, rounds
from meetcyclus.services.authority import SYSTEM
from tests.factories import ANNA, CIS, KEY, SECRETARIAT, brief, entries, moment
from tests.services.world import begin, found, hand_in, hit, letters, rule


def told(app: Application, kind: LetterKind) -> list[str]:
    return [each.recipient_email for each in letters(app, kind)]


@pytest.mark.goal("26")
@pytest.mark.parametrize(("flow", "kind"), [(validate_entries, "validatie"), (confirm_entries, "actualisatie")])
def test_what_a_check_found_outside_the_flow_reaches_the_lead_and_escalates(
    app: Application, conducted: None, monkeypatch: pytest.MonkeyPatch, flow: Flow[[str, str], None], kind: str
) -> None:
    """A controller ran the check, or the walk died right after it; a later day checks again and finds the same."""
    begin(app, "invoer")
    hand_in(app, [brief(each) if each.project_number == "KL001" else each for each in entries()])
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, "validatie")
        uow.steps.put(replace(step, kind=kind, escalation_days=(3, 5)))
        given = {"round_key": KEY, "stages": checks.ENTRY_STAGES, "by": SYSTEM, "at": moment("2023-12-14 09:00")}
        checks.run_check(uow, quality=app.quality, **given)
    for at in ("2024-01-02 09:00", "2024-01-02 10:00", "2024-01-09 09:00"):
        monkeypatch.setenv("MEETCYCLUS_NOW", moment(at).isoformat())
        flow(KEY, "validatie")
    assert told(app, LetterKind.FEEDBACK) == [ANNA]
    assert told(app, LetterKind.LATE_CORRECTION) == [ANNA]


@pytest.mark.goal("18")
@pytest.mark.goal("26")
def test_who_has_an_extension_is_reminded_and_chased_after_entry_was_closed(
    app: Application, conducted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KL005 has time until 20 December; KL006 of the same lead never came in and is told so by the feedback alone."""
    begin(app, "invoer")
    hand_in(app, [each for each in entries() if each.project_number < "KL005"])
    with app.work() as uow:
        given = {"until": moment("2023-12-20 12:00"), "reason": "ziekte", "by": SECRETARIAT}
        rounds.extend_deadline(uow, key=KEY, project_number="KL005", at=moment("2023-12-11 09:00"), **given)
        step = rounds.require_step(uow, KEY, "invoer")
        uow.steps.put(replace(step, state=StepState.CLOSED, escalation_days=(1, 3)))
    found(app, hit("KL005"), hit("KL006"))

    def walk(at: str) -> None:
        monkeypatch.setenv("MEETCYCLUS_NOW", moment(at).isoformat())
        check_quality(KEY, "kwaliteitscheck")

    walk("2023-12-14 09:00")
    assert (told(app, LetterKind.REMINDER), told(app, LetterKind.LATE_ENTRY)) == ([CIS], [])
    walk("2023-12-18 09:00")
    (feedback,) = letters(app, LetterKind.FEEDBACK)
    assert "KL006" in feedback.text and "KL005" not in feedback.text
    assert told(app, LetterKind.REMINDER) == [CIS, CIS]
    assert "KL005" in letters(app, LetterKind.REMINDER)[-1].text
    for at in ("2023-12-20 12:01", "2023-12-21 09:00", "2023-12-21 15:00"):
        walk(at)
    assert told(app, LetterKind.FEEDBACK) == [CIS, CIS]
    (late,) = letters(app, LetterKind.LATE_ENTRY)
    assert late.recipient_email == CIS and "20/12/2023, 12 u." in late.text and "KL006" not in late.text


@pytest.mark.goal("57")
def test_rules_about_money_that_could_not_run_reach_the_secretariat(app: Application, conducted: None) -> None:
    """The extract is checked as it comes in, outside every flow."""
    with app.work() as uow:
        checks.store_outcome(
            uow,
            round_key=KEY,
            stages=checks.MONEY_STAGES,
            rules=[rule()],
            outcome=CheckOutcome((), (Crash("KC-100", "deling door nul"),), ()),
            by=SYSTEM,
            at=app.now(),
        )
    for _ in range(2):
        report_finance(KEY, "financien")
    assert told(app, LetterKind.BROKEN_CHECK) == [SECRETARIAT]
