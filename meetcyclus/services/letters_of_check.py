"""The feedback letter of the quality check: one digest per lead with everything on all own projects."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from meetcyclus.domain.findings import Finding, FindingState, Severity
from meetcyclus.domain.letters import Letter, LetterKind
from meetcyclus.domain.programme import Person, Project
from meetcyclus.domain.rounds import Step
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.desk import XLSX, Desk
from meetcyclus.services.entries import workbook_subjects
from meetcyclus.services.entry_windows import awaited_projects
from meetcyclus.services.letter_facts import brief, finding_facts, projects_by_lead, workbook_name
from meetcyclus.services.ports import WorkbookSubject
from meetcyclus.services.rounds import allow_entry


def plan_feedback(desk: Desk, step: Step) -> int:
    """One digest per lead with every live finding on own projects; only leads with something new get one.

    The projects named are opened again for correction until the deadline in the letter.
    """
    # Who still has time to hand in for the first time is not told that it is missing.
    awaited = awaited_projects(desk.uow, desk.round, desk.at)
    live = [
        each
        for each in desk.uow.findings.where(round_key=desk.round.key)
        if each.is_live and each.owner == "projectverantwoordelijke" and each.project_number not in awaited
    ]
    fresh = {each.project_number for each in live if each.state is FindingState.OPEN}
    until = desk.soon(step)
    concerned = {
        lead: projects
        for lead, projects in projects_by_lead(desk.data, set(desk.population()) - awaited).items()
        if fresh & {each.number for each in projects}
    }
    if not concerned:
        return 0
    subjects = {each.lead_email: each for each in workbook_subjects(desk.uow, round_key=desk.round.key)}
    planned = [
        _feedback(desk, lead, projects, live, until, subjects[lead.email]) for lead, projects in concerned.items()
    ]
    told = {each.number for projects in concerned.values() for each in projects} & _numbers(live)
    for number in sorted(told):
        _reopen(desk, number, until, "feedback van de kwaliteitscheck")
    for finding in live:
        if finding.state is FindingState.OPEN and finding.project_number in told:
            desk.uow.findings.put(replace(finding, state=FindingState.SENT, changed_at=desk.at))
    return desk.log(planned)


def _feedback(
    desk: Desk, lead: Person, projects: list[Project], live: list[Finding], until: datetime, subject: WorkbookSubject
) -> Letter:
    earlier = desk.uow.letters.where(
        round_key=desk.round.key, kind=LetterKind.FEEDBACK.value, recipient_email=lead.email
    )
    per_project = {each.number: [f for f in live if f.project_number == each.number] for each in projects}
    with_findings = [each for each in projects if per_project[each.number]]
    with_findings.sort(key=lambda each: min(_severity_order(f) for f in per_project[each.number]))
    name = workbook_name(desk.data, desk.round, lead.email)
    facts = {
        "deadline": until,
        "sequence": len(earlier) + 1,
        "workbook_name": name,
        "projects": [
            {"number": each.number, "title": each.title, "findings": finding_facts(per_project[each.number])}
            for each in with_findings
        ],
        "fine_projects": brief(each for each in projects if not per_project[each.number]),
    }
    workbook = (name, XLSX, desk.workbooks.write(subject))
    return desk.plan(LetterKind.FEEDBACK, lead, str(len(earlier) + 1), facts, [workbook])


def _severity_order(finding: Finding) -> int:
    return list(Severity).index(finding.severity)


def _reopen(desk: Desk, number: str, until: datetime, reason: str) -> None:
    allow_entry(
        desk.uow,
        key=desk.round.key,
        project_number=number,
        until=until,
        reason=reason,
        action="entry.reopen",
        by=SYSTEM,
        at=desk.at,
    )


def _numbers(findings: list[Finding]) -> set[str]:
    return {each.project_number for each in findings}
