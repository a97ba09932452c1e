"""Four eyes: who wrote something down may not be the one who checks it or decides on it."""

from __future__ import annotations

from collections.abc import Iterable

from meetcyclus.domain.errors import NotAllowed
from meetcyclus.domain.findings import FindingState, Stage
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.verdict_state import current_verdicts

_DECIDED = (FindingState.WAIVED, FindingState.WITHDRAWN)


def require_other_eyes(uow: UnitOfWork, *, round_key: str, project_numbers: Iterable[str], by: str) -> None:
    """NotAllowed when this person entered the newest version of one of these projects, on whoever's behalf."""
    wanted = set(project_numbers)
    own = [each for each in uow.entries.latest(round_key, projects=wanted) if each.submitted_by == by]
    if own:
        named = ", ".join(f"version {each.version} of {each.project_number}" for each in own[:5])
        more = f" and {len(own) - 5} more" if len(own) > 5 else ""
        raise NotAllowed(f"{by} entered {named}{more}: somebody else must check it (four eyes)")


def require_other_eyes_on_money(uow: UnitOfWork, *, round_key: str, by: str) -> None:
    """NotAllowed when this person loaded the extract whose amounts a finding is about."""
    uploads = sorted(uow.uploads.where(round_key=round_key), key=lambda each: each.sequence)
    if uploads and uploads[-1].loaded_by == by:
        raise NotAllowed(f"{by} loaded {uploads[-1].file_name}: somebody else must decide about it (four eyes)")


def require_other_eyes_on_finding(uow: UnitOfWork, *, round_key: str, project: str, stage: Stage, by: str) -> None:
    """NotAllowed when this person wrote what a finding is about."""
    if stage is Stage.MONEY:
        require_other_eyes_on_money(uow, round_key=round_key, by=by)
    elif project:
        require_other_eyes(uow, round_key=round_key, project_numbers=[project], by=by)


def own_checks(uow: UnitOfWork, *, round_key: str) -> dict[str, tuple[str, ...]]:
    """By project the rules and mandates about which the author of its newest version decided, where there are any."""
    decided = [
        (each.project_number, each.rule_code, each.decided_by)
        for each in uow.findings.where(round_key=round_key)
        if each.decision in _DECIDED
    ]
    decided += [(each.project_number, each.mandate_code, each.decided_by)
                for each in current_verdicts(uow, round_key).values()]  # fmt: skip
    numbers = {number for number, _, _ in decided}
    authors = {each.project_number: each.submitted_by for each in uow.entries.latest(round_key, projects=numbers)}
    own: dict[str, set[str]] = {}
    for number, what, by in decided:
        if by and authors.get(number) == by:
            own.setdefault(number, set()).add(what)
    return {number: tuple(sorted(own[number])) for number in sorted(own)}
