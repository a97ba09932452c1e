"""Cabinets decide about projects. A decision is bound to the hash of what was shown; a return reopens one project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound, NotNow
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.domain.verdicts import Decision, Verdict
from meetcyclus.services.authority import programme_of, require_role
from meetcyclus.services.four_eyes import require_other_eyes
from meetcyclus.services.rounds import allow_entry, close_by_decision, local, require_running, steps_of
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.verdict_state import current_verdicts, required_pairs, shown_hashes, trouble_with_say


@dataclass(frozen=True)
class ValidationLine:
    """One project as one mandate sees it now. `decision` is empty while nothing stands for the current content."""

    project_number: str
    mandate_code: str
    decision: str
    remark: str
    decided_by: str
    content_sha256: str
    is_current: bool


def validation_lines(uow: UnitOfWork, *, round_key: str) -> list[ValidationLine]:
    """Every (project, mandate) with its newest verdict and whether that verdict still stands."""
    require_running(uow, round_key)
    verdicts = current_verdicts(uow, round_key)
    hashes = {each.project_number: each.content_sha256 for each in uow.entries.latest(round_key)}
    return [
        _line(number, mandate, verdicts.get((number, mandate)), hashes.get(number, ""))
        for number, mandate in required_pairs(uow, round_key)
    ]


def decide(
    uow: UnitOfWork,
    *,
    round_key: str,
    mandate_code: str,
    project_numbers: Iterable[str] | None,
    decision: Decision,
    exceptions: Mapping[str, str],
    remark: str,
    return_until: datetime,
    by: str,
    at: datetime,
) -> list[Verdict]:
    """Record a cabinet's decision about some or all (None) of its projects; exceptions go back with their reason.

    The last decision that completes the round's validation closes the step, in the name of who made it.
    """
    _require_mandate(uow, mandate_code, by, at)
    step = _open_step(uow, round_key)
    own = [number for number, mandate in required_pairs(uow, round_key) if mandate == mandate_code]
    chosen = _chosen(own, project_numbers, exceptions, mandate_code)
    if decision is Decision.RETURNED and not remark.strip():
        raise BadInput("sending a project back needs a reason")
    words = {number: remark for number in chosen} | dict(exceptions)
    standing = _standing(uow, round_key, mandate_code)
    _require_shown(uow, round_key, mandate_code, chosen)
    require_other_eyes(uow, round_key=round_key, project_numbers=chosen, by=by)
    made = []
    for number in chosen:
        word = Decision.RETURNED if number in exceptions else decision
        if not _says_already(standing.get(number), word, words[number], is_about_all=project_numbers is None):
            made.append(_record(uow, round_key, number, mandate_code, word, words[number], by, at))
    for verdict in made:
        if verdict.decision is Decision.RETURNED:
            _reopen(uow, verdict, return_until)
    close_by_decision(uow, step, note="alle mandaten hebben beslist", by=by, at=at)
    return made


def _require_mandate(uow: UnitOfWork, mandate_code: str, by: str, at: datetime) -> None:
    mandate = uow.mandates.get(mandate_code)
    if mandate is None:
        raise NotFound(f"there is no mandate {mandate_code}")
    person = require_role(uow, by, "kabinet")
    trouble = trouble_with_say(mandate, person, local(at, programme_of(uow)).date())
    if trouble:
        raise NotAllowed(trouble)


def _open_step(uow: UnitOfWork, round_key: str) -> Step:
    require_running(uow, round_key)
    steps = [each for each in steps_of(uow, round_key) if each.kind == "validatie"]
    if not steps:
        raise NotAllowed(f"the path of round {round_key} has no validation")
    if steps[0].state is not StepState.OPEN:
        raise NotNow(f"step {steps[0].code} of round {round_key} is {steps[0].state.value}; decisions need it open")
    return steps[0]


def _chosen(own: list[str], asked: Iterable[str] | None, exceptions: Mapping[str, str], mandate_code: str) -> list[str]:
    chosen = list(own) if asked is None else list(dict.fromkeys([*asked, *exceptions]))
    strange = sorted({*chosen, *exceptions} - set(own))
    if strange:
        raise NotAllowed(f"{', '.join(strange)}: not in this round for mandate {mandate_code}")
    empty = sorted(number for number, reason in exceptions.items() if not reason.strip())
    if empty:
        raise BadInput(f"{', '.join(empty)}: sending a project back needs a reason (--except NUMBER=REASON)")
    return chosen


def _standing(uow: UnitOfWork, round_key: str, mandate_code: str) -> dict[str, Verdict]:
    """The verdicts of a mandate, by project, that were given on the content as it is now."""
    hashes = {each.project_number: each.content_sha256 for each in uow.entries.latest(round_key)}
    return {
        number: verdict
        for (number, mandate), verdict in current_verdicts(uow, round_key).items()
        if mandate == mandate_code and verdict.content_sha256 == hashes.get(number)
    }


def _says_already(present: Verdict | None, decision: Decision, remark: str, *, is_about_all: bool) -> bool:
    """Whether a verdict adds nothing: said before, or covered by one about all that leaves earlier words alone."""
    if present is None:
        return False
    if is_about_all and decision is not Decision.RETURNED:
        return present.decision is not Decision.RETURNED
    return (present.decision, present.remark) == (decision, remark)


def _require_shown(uow: UnitOfWork, round_key: str, mandate_code: str, numbers: list[str]) -> None:
    """A cabinet decides on what it was shown, never on what came in since."""
    shown = shown_hashes(uow, round_key)
    current = {each.project_number: each.content_sha256 for each in uow.entries.latest(round_key)}
    missing = [number for number in numbers if number not in current]
    if missing:
        raise NotNow(
            f"nothing was entered for {', '.join(missing)} in round {round_key}: there is nothing to decide on"
        )
    changed = [number for number in numbers if shown.get((number, mandate_code)) != current[number]]
    if changed:
        raise NotNow(
            f"{', '.join(changed)} changed after it was shown to {mandate_code}: "
            f"run `meetcyclus round advance {round_key}` to ask again"
        )


def _record(
    uow: UnitOfWork,
    round_key: str,
    number: str,
    mandate_code: str,
    decision: Decision,
    remark: str,
    by: str,
    at: datetime,
) -> Verdict:
    entries = uow.entries.versions(round_key, number)
    if not entries:
        raise NotNow(f"nothing was entered for {number} in round {round_key}: there is nothing to decide on")
    earlier = uow.verdicts.where(round_key=round_key, project_number=number, mandate_code=mandate_code)
    verdict = Verdict(
        round_key=round_key,
        project_number=number,
        mandate_code=mandate_code,
        sequence=len(earlier) + 1,
        decision=decision,
        remark=remark,
        decided_by=by,
        decided_at=at,
        content_sha256=entries[-1].content_sha256,
    )
    uow.verdicts.add([verdict])
    uow.ledger.append(
        action=f"verdict.{decision.value}",
        object=f"{number}/{mandate_code}",
        by=by,
        at=at,
        round_key=round_key,
        project_number=number,
        before=earlier[-1] if earlier else None,
        after=verdict,
    )
    return verdict


def _reopen(uow: UnitOfWork, verdict: Verdict, until: datetime) -> None:
    allow_entry(
        uow,
        key=verdict.round_key,
        project_number=verdict.project_number,
        until=until,
        reason=f"teruggestuurd door {verdict.mandate_code}: {verdict.remark}",
        action="entry.reopen",
        by=verdict.decided_by,
        at=verdict.decided_at,
    )


def _line(number: str, mandate: str, verdict: Verdict | None, content_sha256: str) -> ValidationLine:
    if verdict is None:
        return ValidationLine(number, mandate, "", "", "", content_sha256, False)
    is_current = verdict.content_sha256 == content_sha256
    decision = verdict.decision.value if is_current else ""
    return ValidationLine(number, mandate, decision, verdict.remark, verdict.decided_by, content_sha256, is_current)
