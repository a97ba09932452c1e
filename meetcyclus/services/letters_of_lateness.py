"""Letters about what is late: entries, corrections and decisions. They escalate, and stop when the thing is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meetcyclus.domain.deadlines import is_past
from meetcyclus.domain.findings import Finding
from meetcyclus.domain.letters import Letter, LetterKind
from meetcyclus.domain.programme import Person, Project
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.domain.verdicts import ValidationRequest
from meetcyclus.services.desk import Desk
from meetcyclus.services.entry_windows import EntryWindow, missing_projects, windows_of
from meetcyclus.services.escalation import Notice, Overdue, answer_until, notices_due
from meetcyclus.services.letter_facts import brief, finding_blocks, persons_with_role
from meetcyclus.services.rounds import local
from meetcyclus.services.unheard import heard
from meetcyclus.services.verdict_state import unanswered
from meetcyclus.services.wording import joined

HEAD, CHAIR = "leidend_ambtenaar", "voorzitter"


def plan_late_entries(desk: Desk, step: Step) -> int:
    """Tell lead and SPOC, then the head of the entity, what was not handed in by its own deadline."""
    windows, late = windows_of(desk.uow, desk.round), late_projects(desk)
    days = step.escalation_days
    matters = [
        Overdue(
            number,
            local(windows[number].due or desk.at, desk.data.programme).date(),
            _rungs([*_lead(desk, each), *_spoc(desk, each)], _heads(desk, each), len(days)),
        )
        for number, each in late.items()
    ]
    planned = []
    for notice in notices_due(desk, LetterKind.LATE_ENTRY, days, matters):
        facts = _entry_facts(desk, notice, [late[each] for each in notice.keys], windows)
        planned.append(_plan(desk, LetterKind.LATE_ENTRY, notice, facts))
    return desk.log(planned)


def plan_late_corrections(desk: Desk, step: Step) -> int:
    """Tell the lead again, then the SPOC, which findings of the feedback letter still keep the check from closing."""
    projects = {each.number: each for each in desk.data.projects}
    open_findings = unmended_findings(desk)
    days = step.escalation_days
    matters = [
        Overdue(
            each.id,
            local(each.changed_at, desk.data.programme).date(),
            _rungs(_lead(desk, projects[each.project_number]), _spoc(desk, projects[each.project_number]), len(days)),
        )
        for each in open_findings.values()
    ]
    planned = []
    for notice in notices_due(desk, LetterKind.LATE_CORRECTION, days, matters):
        facts = _correction_facts(desk, notice, [open_findings[each] for each in notice.keys], projects)
        planned.append(_plan(desk, LetterKind.LATE_CORRECTION, notice, facts))
    return desk.log(planned)


def plan_late_validation(desk: Desk, step: Step) -> int:
    """Tell the second of the cabinets what they did not decide: on one rung the chair, on more the cabinet first."""
    late = late_requests(desk, step)
    days = step.escalation_days
    chairs = persons_with_role(desk.data, CHAIR)
    matters = [
        Overdue(
            key,
            desk.soon(step, since=each.asked_at).date(),
            _rungs(chairs if len(days) == 1 else _kabinet(desk, each.mandate_code), chairs, len(days)),
        )
        for key, each in late.items()
    ]
    planned = []
    for notice in notices_due(desk, LetterKind.LATE_VALIDATION, days, matters):
        facts = _validation_facts(desk, notice, [late[each] for each in notice.keys], step)
        planned.append(_plan(desk, LetterKind.LATE_VALIDATION, notice, facts))
    return desk.log(planned)


def late_projects(desk: Desk) -> dict[str, Project]:
    """By number the projects for which nothing was entered by their own deadline.

    Once entry is closed those are the projects with an extension; of the others the feedback says that they miss.
    """
    windows, missing = windows_of(desk.uow, desk.round), set(missing_projects(desk.uow, desk.round.key))
    steps = desk.uow.steps.where(round_key=desk.round.key, kind="invoer")
    if all(each.state is StepState.CLOSED for each in steps):
        missing = {each for each in missing if windows[each].due != desk.round.entry_until}
    return {
        each.number: each
        for each in desk.data.projects
        if each.number in missing and windows[each.number].is_late(desk.at)
    }


def unmended_findings(desk: Desk) -> dict[str, Finding]:
    """By id the findings that the leads were told of and that still keep the check from closing.

    Nobody is chased for what a rule found that cannot run now: it may be mended.
    """
    numbers = {each.number for each in desk.data.projects}
    found = desk.uow.findings.where(round_key=desk.round.key, owner="projectverantwoordelijke")
    return {
        each.id: each
        for each in sorted(heard(desk.uow, desk.round.key, found), key=lambda each: (each.project_number, each.id))
        if each.is_left_to_mend and each.project_number in numbers
    }


def late_requests(desk: Desk, step: Step) -> dict[str, ValidationRequest]:
    """By project and mandate what the cabinets did not decide in time."""
    return {
        f"{each.project_number}/{each.mandate_code}": each
        for requests in unanswered(desk.uow, desk.round.key, desk.at).values()
        for each in requests
        if is_past(desk.soon(step, since=each.asked_at), desk.at)
    }


def _rungs(first: Sequence[Person], then: Sequence[Person], count: int) -> tuple[tuple[Person, ...], ...]:
    """The people of each rung, each named once."""
    return tuple(tuple(dict.fromkeys(first if rung == 0 else then)) for rung in range(count))


def _lead(desk: Desk, project: Project) -> list[Person]:
    return [each for each in desk.data.persons if each.email == project.lead_email]


def _spoc(desk: Desk, project: Project) -> list[Person]:
    return [each for each in desk.data.persons if each.email == project.spoc_email]


def _heads(desk: Desk, project: Project) -> list[Person]:
    return [each for each in persons_with_role(desk.data, HEAD) if each.entity_code == project.entity_code]


def _kabinet(desk: Desk, mandate_code: str) -> list[Person]:
    return [each for each in persons_with_role(desk.data, "kabinet") if each.mandate_code == mandate_code]


def _plan(desk: Desk, kind: LetterKind, notice: Notice, facts: Mapping[str, object]) -> Letter:
    common = {"answer_until": answer_until(desk, notice), "next_on": notice.next_on}
    day = local(desk.at, desk.data.programme).date()
    return desk.plan(kind, notice.recipient, notice.sequence(day), {**common, **facts})


def _entry_facts(
    desk: Desk, notice: Notice, projects: list[Project], windows: Mapping[str, EntryWindow]
) -> dict[str, object]:
    is_lead = any(each.lead_email == notice.recipient.email for each in projects)
    closings = [windows[each.number] for each in projects]
    open_until = [each.closes_at for each in closings if each.closes_at and not each.is_closed(desk.at)]
    return {
        "audience": "leiding" if notice.rung else "verantwoordelijke" if is_lead else "aanspreekpunt",
        # The earliest end of grace: what is said of all of them must be true of each.
        "accepted_until": local(min(open_until), desk.data.programme) if len(open_until) == len(projects) else None,
        "projects": [
            {
                "number": each.number,
                "title": each.title,
                "lead_name": _name(desk, each.lead_email),
                "deadline": local(windows[each.number].due or desk.at, desk.data.programme),
            }
            for each in projects
        ],
    }


def _correction_facts(
    desk: Desk, notice: Notice, findings: list[Finding], projects: Mapping[str, Project]
) -> dict[str, object]:
    members = {each.project_number: each for each in desk.uow.round_projects.where(round_key=desk.round.key)}
    numbers = sorted({each.project_number for each in findings})
    ends = [members[each].entry_until for each in numbers]
    ahead = [each for each in ends if each is not None and not is_past(each, desk.at)]
    # While the time that the feedback gave still runs, the letter asks for nothing sooner.
    until = {"answer_until": local(min(ahead), desk.data.programme)} if ahead else {}
    explained: dict[tuple[str, str, str], str] = {}
    return {
        **until,
        "audience": "aanspreekpunt" if notice.rung else "verantwoordelijke",
        "projects": [
            {
                "number": number,
                "title": projects[number].title,
                "lead_name": _name(desk, projects[number].lead_email),
                "asked_on": max(
                    local(each.changed_at, desk.data.programme).date()
                    for each in findings
                    if each.project_number == number
                ),
                "blocks": finding_blocks((each for each in findings if each.project_number == number), {}, explained),
            }
            for number in numbers
        ],
    }


def _validation_facts(desk: Desk, notice: Notice, late: list[ValidationRequest], step: Step) -> dict[str, object]:
    is_kabinet = notice.recipient.role == "kabinet"
    numbers = {each.project_number for each in late}
    per_mandate = {
        mandate: [each for each in late if each.mandate_code == mandate.code] for mandate in desk.data.mandates
    }
    return {
        "audience": "mandaat" if is_kabinet else "voorzitter",
        "numbers": brief(each for each in desk.data.projects if each.number in numbers),
        "mandates": [
            {
                "title": mandate.title,
                "contacts": joined([f"{each.name} ({each.email})" for each in _kabinet(desk, mandate.code)]),
                "deadline": min(desk.soon(step, since=each.asked_at) for each in requests),
                "projects": brief(
                    each
                    for each in desk.data.projects
                    if each.number in {request.project_number for request in requests}
                ),
            }
            for mandate, requests in per_mandate.items()
            if requests
        ],
    }


def _name(desk: Desk, email: str) -> str:
    return next((each.name for each in desk.data.persons if each.email == email), email)
