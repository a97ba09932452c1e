"""How a round was conducted, as facts for the check: authors, deciders, verdicts, feedback and waivers."""

from __future__ import annotations

from collections.abc import Collection, Container
from datetime import date, datetime

from meetcyclus.calendars import public_holidays
from meetcyclus.domain.findings import Finding, FindingState, Severity, Stage
from meetcyclus.domain.programme import Programme
from meetcyclus.domain.rounds import StepState
from meetcyclus.domain.verdicts import Decision, Verdict
from meetcyclus.domain.workdays import workdays_between
from meetcyclus.services.authority import persons_at, programme_of
from meetcyclus.services.check_facts import ProcessFacts, ProjectTrail, VerdictTrail, WaiverTrail
from meetcyclus.services.forecasts import stale_forecasts
from meetcyclus.services.four_eyes import own_checks
from meetcyclus.services.rounds import local
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.verdict_state import current_verdicts, required_pairs, trouble_with_say, undecided


def process_facts(uow: UnitOfWork, *, round_key: str, at: datetime) -> ProcessFacts:
    """The facts of a round at a moment."""
    steps = [each for each in uow.steps.where(round_key=round_key) if each.kind == "validatie"]
    return ProcessFacts(
        is_validation_closed=bool(steps) and all(each.state is StepState.CLOSED for each in steps),
        projects=_projects(uow, round_key, at),
        verdicts=_verdicts(uow, round_key),
        waivers=_waivers(uow, round_key),
    )


def _projects(uow: UnitOfWork, round_key: str, at: datetime) -> tuple[ProjectTrail, ...]:
    programme = programme_of(uow)
    today = local(at, programme).date()
    entries = {each.project_number: each for each in uow.entries.latest(round_key)}
    found: dict[str, list[Finding]] = {}
    for each in uow.findings.where(round_key=round_key):
        found.setdefault(each.project_number, []).append(each)
    own = own_checks(uow, round_key=round_key)
    stale = stale_forecasts(uow, round_key)
    trails = []
    for member in uow.round_projects.where(round_key=round_key):
        number = member.project_number
        entry, about = entries.get(number), found.get(number, [])
        since = _unanswered_since(about, programme)
        trail = ProjectTrail(
            project=number,
            entered_by=(entry.submitted_by if entry else None) or "",
            version=entry.version if entry else 0,
            own_checks=own.get(number, ()),
            open_blocking=_open_blocking(about),
            unanswered_since=since,
            unanswered_workdays=workdays_between(since, today, public_holidays(programme.time_zone)) if since else None,
            forecast_of=stale.get(number),
        )
        trails.append(trail)
    return tuple(trails)


def _open_blocking(found: list[Finding]) -> tuple[str, ...]:
    blocking = {
        each.rule_code
        for each in found
        if each.is_gating and each.severity is Severity.BLOCKING and each.stage in (Stage.ENTRY, Stage.QUALITY)
    }
    return tuple(sorted(blocking))


def _unanswered_since(found: list[Finding], programme: Programme) -> date | None:
    sent = [each.changed_at for each in found if each.state is FindingState.SENT]
    return local(min(sent), programme).date() if sent else None


def _verdicts(uow: UnitOfWork, round_key: str) -> tuple[VerdictTrail, ...]:
    waiting = set(undecided(uow, round_key))
    verdicts, pairs = current_verdicts(uow, round_key), required_pairs(uow, round_key)
    hashes = {each.project_number: each.content_sha256 for each in uow.entries.latest(round_key)}
    shared = {project for project, mandate in pairs if len([1 for other, _ in pairs if other == project]) > 1}
    said = _said_by_right(uow, verdicts.values())
    return tuple(
        _verdict(uow, pair, verdicts.get(pair), hashes.get(pair[0], ""), pair not in waiting, pair[0] in shared, said)
        for pair in pairs
    )


def _verdict(
    uow: UnitOfWork,
    pair: tuple[str, str],
    verdict: Verdict | None,
    current: str,
    stands: bool,
    is_shared: bool,
    said_by_right: Container[Verdict],
) -> VerdictTrail:
    if verdict is None:
        return VerdictTrail(*pair, "", "", current, stands, is_shared)
    changed, reason = _after_return(uow, verdict)
    return VerdictTrail(
        *pair,
        decision=verdict.decision.value,
        decided_sha256=verdict.content_sha256,
        current_sha256=current,
        stands=stands,
        is_shared=is_shared,
        decided_by=verdict.decided_by,
        has_say=verdict in said_by_right,
        status_changed=changed,
        return_reason=reason,
    )


def _said_by_right(uow: UnitOfWork, verdicts: Collection[Verdict]) -> set[Verdict]:
    """The verdicts of who had the role then; what became of that person later takes nothing away from them."""
    programme, mandates = programme_of(uow), {each.code: each for each in uow.mandates.where()}
    people = persons_at(uow, ((each.decided_by, each.decided_at) for each in verdicts))

    def is_by_right(verdict: Verdict) -> bool:
        mandate = mandates.get(verdict.mandate_code)
        person, day = people.get((verdict.decided_by, verdict.decided_at)), local(verdict.decided_at, programme).date()
        return mandate is not None and not trouble_with_say(mandate, person, day)

    return {each for each in verdicts if is_by_right(each)}


def _after_return(uow: UnitOfWork, newest: Verdict) -> tuple[bool, str]:
    """Whether the status moved after this mandate last sent the project back, and what it said then."""
    said = uow.verdicts.where(
        round_key=newest.round_key, project_number=newest.project_number, mandate_code=newest.mandate_code
    )
    returned = [each for each in said if each.decision is Decision.RETURNED]
    if not returned:
        return False, ""
    versions = uow.entries.versions(newest.round_key, newest.project_number)
    shown = [each for each in versions if each.content_sha256 == returned[-1].content_sha256]
    changed = bool(shown) and versions[-1].report.status_code != shown[-1].report.status_code
    return changed, returned[-1].remark.strip()


def _waivers(uow: UnitOfWork, round_key: str) -> tuple[WaiverTrail, ...]:
    """What is accepted now, with the number of rounds just before this one in which it was accepted too."""
    rounds = sorted(uow.rounds.where(), key=lambda each: each.reference_date)
    order = [each.key for each in rounds]
    earlier = order[: order.index(round_key)][::-1]
    waived: dict[str, set[tuple[str, ...]]] = {}
    for each in uow.findings.where():
        if each.decision is FindingState.WAIVED:
            waived.setdefault(each.round_key, set()).add(_place(each))
    return tuple(
        WaiverTrail(place[1], place[2], place[0], _rounds_in_a_row(place, [waived.get(key, set()) for key in earlier]))
        for place in sorted(waived.get(round_key, ()))
    )


def _place(finding: Finding) -> tuple[str, ...]:
    return finding.rule_code, finding.project_number, finding.object_key, finding.field


def _rounds_in_a_row(place: tuple[str, ...], earlier: list[set[tuple[str, ...]]]) -> int:
    count = 0
    for waived in earlier:
        if place not in waived:
            break
        count += 1
    return count
