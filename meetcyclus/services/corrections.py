"""What a correction after the reference date sets in motion: the cabinets decide again, about that project only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from meetcyclus.domain.entries import Entry
from meetcyclus.domain.rounds import StepState
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.verdict_state import undecided


def take_up_validation(uow: UnitOfWork, *, round_key: str, corrected: Sequence[Entry], by: str, at: datetime) -> None:
    """Open a closed validation again when what was corrected is not covered by the decisions of the cabinets."""
    closed = [
        each
        for each in uow.steps.where(round_key=round_key)
        if each.kind == "validatie" and each.state is StepState.CLOSED
    ]
    if not closed:
        return
    numbers = {each.project_number for each in corrected}
    waiting = sorted({number for number, _ in undecided(uow, round_key)} & numbers)
    for step in closed if waiting else ():
        step.require_move(StepState.OPEN)
        note = f"{', '.join(waiting)} na het meetmoment verbeterd door {by}"
        opened = replace(step, state=StepState.OPEN, opened_at=at, closed_at=None, closed_by=None, note=note)
        uow.steps.put(opened)
        uow.ledger.append(
            action="step.reopen",
            object=step.code,
            by=by,
            at=at,
            round_key=round_key,
            project_number=waiting[0] if len(waiting) == 1 else "",
            before={"state": step.state, "closed_by": step.closed_by, "closed_at": step.closed_at},
            after={"state": opened.state, "note": note, "projects": waiting},
        )
