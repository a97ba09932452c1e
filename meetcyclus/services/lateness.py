"""Who is late now, and until when what they owe is still taken: entries, corrections and decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from meetcyclus.domain.deadlines import is_past
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.services.desk import Desk
from meetcyclus.services.entry_windows import missing_projects, windows_of
from meetcyclus.services.rounds import steps_of
from meetcyclus.services.verdict_state import unanswered


@dataclass(frozen=True)
class Late:
    """Somebody who did not do in time what was asked about a project.

    Until `until` leads may still hand it in themselves; a cabinet may decide as long as the validation is open (None).
    """

    step: str
    who: str
    project: str
    deadline: datetime
    until: datetime | None


def late_now(desk: Desk) -> list[Late]:
    """Everybody who is late at an open step, in the order of the path."""
    found: list[Late] = []
    for step in steps_of(desk.uow, desk.round.key):
        if step.state is StepState.OPEN:
            found += {"invoer": _entries, "kwaliteitscheck": _corrections, "validatie": _decisions}.get(
                step.kind, _nobody
            )(desk, step)
    return found


def _nobody(desk: Desk, step: Step) -> Iterator[Late]:
    yield from ()


def _entries(desk: Desk, step: Step) -> Iterator[Late]:
    windows, missing = windows_of(desk.uow, desk.round), set(missing_projects(desk.uow, desk.round.key))
    for project in desk.data.projects:
        deadline = windows[project.number].due if project.number in missing else None
        if deadline is not None and is_past(deadline, desk.at):
            yield Late(step.code, project.lead_email, project.number, deadline, windows[project.number].closes_at)


def _corrections(desk: Desk, step: Step) -> Iterator[Late]:
    windows = windows_of(desk.uow, desk.round)
    stuck = {
        each.project_number
        for each in desk.uow.findings.where(round_key=desk.round.key, owner="projectverantwoordelijke")
        if each.is_left_to_mend
    }
    for project in desk.data.projects:
        deadline = windows[project.number].deadline if project.number in stuck else None
        if deadline is not None and is_past(deadline, desk.at):
            yield Late(step.code, project.lead_email, project.number, deadline, deadline)


def _decisions(desk: Desk, step: Step) -> Iterator[Late]:
    for mandate, requests in unanswered(desk.uow, desk.round.key, desk.at).items():
        who = ", ".join(each.email for each in desk.data.persons if each.mandate_code == mandate) or mandate
        for request in requests:
            deadline = desk.soon(step, since=request.asked_at)
            if is_past(deadline, desk.at):
                yield Late(step.code, who, request.project_number, deadline, None)
