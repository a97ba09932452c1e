"""Letters of the steps: planning them (once), and sending what is planned."""

from collections.abc import Callable

from meetcyclus.bootstrap import application
from meetcyclus.conductor.step import step
from meetcyclus.domain.rounds import Step
from meetcyclus.services import (
    letters_after,
    letters_of_check,
    letters_of_confirmation,
    letters_of_entry,
    letters_of_validation,
    outbox,
)
from meetcyclus.services.desk import Desk
from meetcyclus.services.reports import documents_to_send
from meetcyclus.services.rounds import require_step


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
    return _plan(round_key, step_code, letters_of_entry.plan_reminders)


@step
def plan_feedback(round_key: str, step_code: str) -> int:
    """One digest of findings per lead."""
    return _plan(round_key, step_code, letters_of_check.plan_feedback)


@step
def plan_validation(round_key: str, step_code: str) -> int:
    """Requests and reminders to cabinets, and returns to leads."""
    return sum(
        _plan(round_key, step_code, planner)
        for planner in (
            letters_of_validation.plan_validation_requests,
            letters_after.plan_validation_reminders,
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
def plan_meeting_invitation(round_key: str, step_code: str) -> int:
    """Report and cover note to the chairs of a forum."""
    return _plan(
        round_key,
        step_code,
        lambda desk, step_: letters_after.plan_meeting_invitation(
            desk, step_, documents_to_send(desk.uow, round_key=round_key)
        ),
    )


@step
def send(round_key: str) -> dict[str, int]:
    """Send every planned letter of the outbox; counts per outcome."""
    app = application()
    result = outbox.send_planned(app.work, app.mail_route(), alone=app.hold_outbox(), now=app.now)
    return {"sent": result.sent, "failed": result.failed, "unknown": result.unknown, "postponed": result.postponed}


def _plan(round_key: str, step_code: str, planner: Callable[[Desk, Step], int]) -> int:
    app = application()
    with app.work() as uow:
        return planner(app.desk(uow, round_key), require_step(uow, round_key, step_code))
