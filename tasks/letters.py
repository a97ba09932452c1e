"""Letters of the steps: planning them (once), and sending what is planned."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial

from meetcyclus.bootstrap import application
from meetcyclus.conductor.step import step
from meetcyclus.domain.rounds import Step
from meetcyclus.services import (
    letters_after,
    letters_of_check,
    letters_of_confirmation,
    letters_of_entry,
    letters_of_failure,
    letters_of_lateness,
    letters_of_money,
    letters_of_reminder,
    letters_of_validation,
    needless,
    outbox,
    sending,
)
from meetcyclus.services.communications import papers_for
from meetcyclus.services.desk import Desk
from meetcyclus.services.rounds import is_open, require_step
from meetcyclus.services.steps import closed_entry_step


@step
def plan_invitations(round_key: str, step_code: str) -> int:
    """Invitations to the information sessions."""
    return _plan(round_key, step_code, letters_of_entry.plan_invitations)


@step
def plan_entry_opening(round_key: str, step_code: str) -> int:
    """The workbook to each lead."""
    return _plan(round_key, step_code, lambda desk, _step: letters_of_entry.plan_entry_opening(desk))


@step
def plan_reminders(round_key: str, step_code: str) -> int:
    """Reminders to leads who have not submitted."""
    return _plan(round_key, step_code, letters_of_reminder.plan_reminders)


@step
def plan_late_entries(round_key: str, step_code: str) -> int:
    """What was not handed in, to those who must hear of it."""
    return _plan(round_key, step_code, letters_of_lateness.plan_late_entries)


@step
def plan_extended_entries(round_key: str, step_code: str) -> int:
    """Reminders and lateness of who has more time than the others, after entry itself was closed."""
    app = application()
    with app.work() as uow:
        if not is_open(uow, round_key, step_code):
            return 0
        entry = closed_entry_step(uow, round_key=round_key)
        desk = app.desk(uow, round_key)
        planners = (letters_of_reminder.plan_reminders, letters_of_lateness.plan_late_entries)
        return sum(planner(desk, entry) for planner in planners) if entry else 0


@step
def plan_feedback(round_key: str, step_code: str) -> int:
    """One digest of findings per lead; rules that could not run are told to the secretariat alone."""
    return sum(
        _plan(round_key, step_code, planner)
        for planner in (letters_of_failure.plan_broken_check, letters_of_check.plan_feedback)
    )


@step
def plan_late_corrections(round_key: str, step_code: str) -> int:
    """Findings that nobody answers, to those who must hear of it."""
    return _plan(round_key, step_code, letters_of_lateness.plan_late_corrections)


@step
def plan_validation(round_key: str, step_code: str) -> int:
    """Requests and reminders to cabinets, what they left undecided to their second, and returns to leads."""
    return sum(
        _plan(round_key, step_code, planner)
        for planner in (
            letters_of_validation.plan_validation_requests,
            letters_after.plan_validation_reminders,
            letters_of_lateness.plan_late_validation,
            lambda desk, _step: letters_of_validation.plan_returns(desk),
        )
    )


@step
def plan_confirmation(round_key: str, step_code: str) -> int:
    """Requests to confirm or correct, and reminders to leads who did neither."""
    return sum(
        _plan(round_key, step_code, planner)
        for planner in (
            letters_of_confirmation.plan_confirmation_requests,
            letters_of_confirmation.plan_confirmation_reminders,
        )
    )


@step
def plan_finance_request(round_key: str, step_code: str) -> int:
    """The request to DFB."""
    return _plan(round_key, step_code, letters_after.plan_finance_request)


@step
def plan_trouble(round_key: str, step_code: str) -> int:
    """What the secretariat alone can settle: rules that could not run, and what no lead is asked any more."""
    return sum(
        _plan(round_key, step_code, planner)
        for planner in (letters_of_failure.plan_broken_check, letters_of_money.plan_money_questions)
    )


@step
def plan_meeting_invitation(round_key: str, step_code: str) -> int:
    """The papers to the chairs of a forum."""
    return _plan(
        round_key,
        step_code,
        lambda desk, step_: letters_after.plan_meeting_invitation(desk, step_, papers_for(desk.uow, step_)),
    )


@step
def send(round_key: str | None = None) -> dict[str, int | str]:
    """Send every letter that is due; counts per outcome, and how far outbox and ledger differ (None: of all rounds).

    Reminders of what is done by now are held first. A mail server that cannot be used is `trouble`, not an error: the
    round goes on and the letters wait.
    """
    app = application()
    with app.work() as uow:
        needless.hold_needless(uow, desk_of=partial(app.desk, uow))
    result = sending.send_planned(app.work, app.post_office(), now=app.now)
    with app.work() as uow:
        found = [outbox.reconcile_letters(uow, round_key=round_key)] if round_key else outbox.differences(uow).values()
        difference = sum(each.difference for each in found)
    return {**asdict(result), "difference": difference}


def _plan(round_key: str, step_code: str, planner: Callable[[Desk, Step], int]) -> int:
    app = application()
    with app.work() as uow:
        # Looked at in the transaction that plans: a person may have closed the step since the walk began.
        if not is_open(uow, round_key, step_code):
            return 0
        return planner(app.desk(uow, round_key), require_step(uow, round_key, step_code))
