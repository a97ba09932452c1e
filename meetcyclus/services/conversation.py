"""How the conversation about a finding ends: closing, taking up again, and waivers that last into the next round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from meetcyclus.domain.errors import BadInput, NotFound
from meetcyclus.domain.findings import DECIDED, Finding, FindingState
from meetcyclus.domain.rounds import ROUND_KEY, Round
from meetcyclus.services.authority import require_role
from meetcyclus.services.unit_of_work import UnitOfWork

# Steps in which leads are asked to mend, in digests.
ASKING = frozenset({"kwaliteitscheck", "validatie", "actualisatie"})
# Steps in which findings are raised and decided; when one of them closes, what was decided is closed with it.
CHECKING = ASKING | {"financien", "rapportering", "publicatie"}
_CONTROLLERS = ("dossierbeheerder", "secretariaat")
_LONGEST_WAIT = 12

Place = tuple[str, str, str, str]


def require_finding(uow: UnitOfWork, id_: str) -> Finding:
    """The finding with that id; NotFound otherwise."""
    finding = uow.findings.get(id_)
    if finding is None:
        raise NotFound(f"there is no finding {id_}")
    return finding


def close_finding(uow: UnitOfWork, *, finding_id: str, by: str, at: datetime) -> Finding:
    """A controller ends the conversation about what was corrected, waived or withdrawn."""
    require_role(uow, by, *_CONTROLLERS)
    finding = require_finding(uow, finding_id)
    finding.require_move(FindingState.CLOSED)
    closed = _closed(uow, finding, by, at)
    _log(uow, finding, closed, {"outcome": closed.outcome}, by, at)
    return closed


def close_decided(uow: UnitOfWork, *, round_key: str, by: str, at: datetime) -> int:
    """Close everything that was decided, as the end of a step of checking does; how many."""
    decided = [each for each in uow.findings.where(round_key=round_key) if each.state in DECIDED]
    for finding in decided:
        _closed(uow, finding, by, at)
    if decided:
        after = {"findings": sorted(each.id for each in decided)}
        uow.ledger.append(action="finding.closed", object=round_key, by=by, at=at, round_key=round_key, after=after)
    return len(decided)


def reopen_finding(uow: UnitOfWork, *, finding_id: str, reason: str, by: str, at: datetime) -> Finding:
    """A controller takes a finding up again that was answered, decided or closed; what was said stays in the ledger."""
    require_role(uow, by, *_CONTROLLERS)
    finding = require_finding(uow, finding_id)
    if not reason.strip():
        raise BadInput("taking a finding up again needs a reason in words")
    finding.require_move(FindingState.OPEN)
    opened = replace(
        finding,
        state=FindingState.OPEN,
        changed_at=at,
        answer="",
        decided_by=None,
        waived_until="",
        outcome=None,
        closed_by=None,
        closed_at=None,
    )
    uow.findings.put(opened)
    _log(uow, finding, opened, {"text": reason}, by, at)
    return opened


def end_of_waiver(uow: UnitOfWork, round_key: str, until: str) -> str:
    """The round until which a waiver counts: its own, or at most the next one; BadInput for anything else."""
    if until in ("", round_key):
        return round_key
    if not ROUND_KEY.fullmatch(until):
        raise BadInput(f"{until!r} is not the key of a round; expected year and month such as 2024-06")
    later = sorted(each.key for each in uow.rounds.where() if each.key > round_key)
    is_next = until == later[0] if later else 0 < _months(round_key, until) <= _LONGEST_WAIT
    if not is_next:
        raise BadInput(f"a waiver in round {round_key} counts in that round or until the next one, not until {until}")
    return until


def place_of(finding: Finding) -> Place:
    """What makes a finding the same point in another round."""
    return finding.rule_code, finding.project_number, finding.object_key, finding.field


def waived_before(uow: UnitOfWork, round_key: str) -> dict[Place, Finding]:
    """What was waived in the round just before this one, by place."""
    before = _round_before(uow, round_key)
    found = uow.findings.where(round_key=before.key) if before else []
    return {place_of(each): each for each in found if each.decision is FindingState.WAIVED}


def recalled(uow: UnitOfWork, fresh: Finding, before: Mapping[Place, Finding]) -> Finding:
    """A new finding that knows how its point was waived in the round before; a waiver that still counts shields it.

    A waiver was given for what was said then: for another value, or under another version of the rule, it is history.
    """
    waived = before.get(place_of(fresh))
    if waived is None:
        return fresh
    told = replace(fresh, earlier=_told(uow, waived))
    if waived.waived_until < fresh.round_key or says_else(fresh, waived):
        return told
    return replace(
        told,
        state=FindingState.WAIVED,
        answer=waived.answer,
        decided_by=waived.decided_by,
        waived_until=fresh.round_key,
    )


def says_else(fresh: Finding, known: Finding) -> bool:
    """Whether the rule says something else of the same place than it did."""
    names = ("value", "expected", "message", "rule_version", "severity")
    return any(getattr(fresh, name) != getattr(known, name) for name in names)


def _told(uow: UnitOfWork, waived: Finding) -> str:
    round_ = uow.rounds.get(waived.round_key)
    person = uow.persons.get(waived.decided_by or "")
    name = person.name if person else waived.decided_by
    return f"In meting {round_.number if round_ else waived.round_key} aanvaard door {name}: {waived.answer}"


def _round_before(uow: UnitOfWork, round_key: str) -> Round | None:
    present = uow.rounds.get(round_key)
    until = present.reference_date if present else date.min
    earlier = [each for each in uow.rounds.where() if each.reference_date < until]
    return max(earlier, key=lambda each: each.reference_date, default=None)


def _months(first: str, last: str) -> int:
    (year, month), (later_year, later_month) = first.split("-"), last.split("-")
    return (int(later_year) - int(year)) * 12 + int(later_month) - int(month)


def _closed(uow: UnitOfWork, finding: Finding, by: str, at: datetime) -> Finding:
    closed = replace(finding, state=FindingState.CLOSED, outcome=finding.state, closed_by=by, closed_at=at)
    uow.findings.put(closed)
    return closed


def _log(uow: UnitOfWork, before: Finding, after: Finding, more: Mapping[str, object], by: str, at: datetime) -> None:
    action = "finding.reopened" if after.state is FindingState.OPEN else f"finding.{after.state.name.lower()}"
    uow.ledger.append(
        action=action,
        object=after.id,
        by=by,
        at=at,
        round_key=after.round_key,
        project_number=after.project_number,
        before={"state": before.state, "answer": before.answer, "decided_by": before.decided_by},
        after={"state": after.state, "rule": after.rule_code, **more},
    )
