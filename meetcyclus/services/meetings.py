"""What the forums decide. A recorded decision closes the step of that forum, in the name of who recorded it."""

from __future__ import annotations

from datetime import date, datetime

from meetcyclus.domain.errors import BadInput, NotAllowed, NotNow
from meetcyclus.domain.meetings import ActionPoint, Meeting
from meetcyclus.domain.rounds import StepState
from meetcyclus.services.authority import programme_of, require_role
from meetcyclus.services.rounds import close_by_decision, local, require_step
from meetcyclus.services.unit_of_work import UnitOfWork


def record_meeting(
    uow: UnitOfWork,
    *,
    round_key: str,
    step_code: str,
    held_on: date,
    decision: str,
    actions: tuple[ActionPoint, ...],
    by: str,
    at: datetime,
) -> Meeting:
    """Record the outcome of a forum. Raises NotNow while the step is not open."""
    require_role(uow, by, "secretariaat", "voorzitter")
    step = require_step(uow, round_key, step_code)
    if step.kind != "overleg":
        raise NotAllowed(f"step {step_code} is not a meeting but {step.kind}")
    if step.state is not StepState.OPEN:
        raise NotNow(f"step {step_code} is {step.state.value}; a decision can be recorded once it is open")
    if not decision.strip():
        raise BadInput("a meeting needs a decision in words")
    if held_on > local(at, programme_of(uow)).date():
        raise BadInput(f"the meeting date {held_on} lies in the future")
    sequence = len(uow.meetings.where(round_key=round_key, step_code=step_code)) + 1
    meeting = Meeting(round_key, step_code, sequence, held_on, decision, actions, by, at)
    uow.meetings.add([meeting])
    uow.ledger.append(action="meeting.record", object=step_code, by=by, at=at, round_key=round_key, after=meeting)
    close_by_decision(uow, step, note=decision, by=by, at=at)
    return meeting


def parse_action(text: str) -> ActionPoint:
    """An action point from "WHAT;WHO;WHEN", WHEN as 2024-01-31 or empty. Raises BadInput for anything else."""
    parts = [part.strip() for part in text.split(";")]
    if len(parts) != 3 or not parts[0] or not parts[1]:
        raise BadInput(f"action {text!r}: expected WHAT;WHO;WHEN with WHEN as 2024-01-31 or empty")
    try:
        due_on = date.fromisoformat(parts[2]) if parts[2] else None
    except ValueError:
        raise BadInput(f"action {text!r}: {parts[2]!r} is not a date such as 2024-01-31") from None
    return ActionPoint(parts[0], parts[1], due_on)
