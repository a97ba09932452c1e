"""Four eyes: who wrote something down may not be the one who checks it or decides on it."""

from __future__ import annotations

from collections.abc import Iterable

from meetcyclus.domain.errors import NotAllowed
from meetcyclus.domain.findings import FindingState, Stage
from meetcyclus.services.check_facts import OwnCheck
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.verdict_state import current_verdicts

_DECIDED = (FindingState.WAIVED, FindingState.WITHDRAWN)


def require_other_eyes(uow: UnitOfWork, *, round_key: str, project_numbers: Iterable[str], by: str) -> None:
    """NotAllowed when this person entered a version of one of these projects in the round, on whoever's behalf.

    A later version by somebody else changes nothing: most of what it says may still be theirs.
    """
    wanted = set(project_numbers)
    own = [each for each in uow.entries.authors(round_key) if each.by == by and each.project_number in wanted]
    if own:
        named = ", ".join(f"version {each.version} of {each.project_number}" for each in own[:5])
        more = f" and {len(own) - 5} more" if len(own) > 5 else ""
        raise NotAllowed(f"{by} entered {named}{more}: somebody else must check it (four eyes)")


def require_other_eyes_on_money(uow: UnitOfWork, *, round_key: str, by: str, signs: str = "") -> None:
    """NotAllowed when this person loaded the extract that a finding or a signature is about.

    `signs` is the role that signs: the refusal then names who else has it, or that somebody must be given it.
    """
    uploads = sorted(uow.uploads.where(round_key=round_key), key=lambda each: each.sequence)
    if uploads and uploads[-1].loaded_by == by:
        what = f"sign it (four eyes): {_who_else(uow, signs, by)}" if signs else "decide about it (four eyes)"
        raise NotAllowed(f"{by} loaded {uploads[-1].file_name}: somebody else must {what}")


def _who_else(uow: UnitOfWork, role: str, by: str) -> str:
    others = sorted(each.email for each in uow.persons.where(role=role) if each.email != by)
    if others:
        return f"{' or '.join(others)} can, with --by"
    return f"nobody else has the role {role}; add a second one to personen.csv and import the programme again"


def lone_signer(uow: UnitOfWork) -> str:
    """A warning where a round of the programme will wait for a signature of the money that nobody may give; or ""."""
    paths = [path for each in uow.programmes.where() for path in each.governance.values()]
    signers = uow.persons.where(role="dfb")
    if len(signers) > 1 or not any(step.kind == "financien" for path in paths for step in path):
        return ""
    has = f"only {signers[0].email} has" if signers else "nobody has"
    return f"{has} the role dfb: who loads the money may not sign it; add a second one to personen.csv"


def require_other_eyes_on_finding(uow: UnitOfWork, *, round_key: str, project: str, stage: Stage, by: str) -> None:
    """NotAllowed when this person wrote what a finding is about."""
    if stage is Stage.MONEY:
        require_other_eyes_on_money(uow, round_key=round_key, by=by)
    elif project:
        require_other_eyes(uow, round_key=round_key, project_numbers=[project], by=by)


def own_checks(uow: UnitOfWork, *, round_key: str) -> dict[str, tuple[OwnCheck, ...]]:
    """By project what an author of one of its versions decided about, and who, where there is anything."""
    decided = [
        (each.project_number, each.rule_code, each.decided_by)
        for each in uow.findings.where(round_key=round_key)
        if each.decision in _DECIDED
    ]
    decided += [(each.project_number, each.mandate_code, each.decided_by)
                for each in current_verdicts(uow, round_key).values()]  # fmt: skip
    authors = {(each.project_number, each.by) for each in uow.entries.authors(round_key)}
    own: dict[str, set[OwnCheck]] = {}
    for number, what, by in decided:
        if by and (number, by) in authors:
            own.setdefault(number, set()).add(OwnCheck(what, by))
    return {number: tuple(sorted(own[number])) for number in sorted(own)}
