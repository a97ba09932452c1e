"""What a digest of the quality check says: what is open, what is corrected since the last one, and what was fine."""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from datetime import datetime

from meetcyclus.domain.findings import Finding, FindingState, Severity
from meetcyclus.domain.letters import Letter
from meetcyclus.domain.programme import Project
from meetcyclus.services.desk import Desk
from meetcyclus.services.digest_tasks import is_about_nothing, tasks_of
from meetcyclus.services.letter_facts import brief, finding_blocks, severity_counts, workbook_name
from meetcyclus.services.ports import WorkbookSubject
from meetcyclus.services.unit_of_work import UnitOfWork

_WEIGHT = {each: order for order, each in enumerate(Severity)}


def feedback_facts(
    desk: Desk,
    subject: WorkbookSubject,
    *,
    projects: Sequence[Project],
    live: Sequence[Finding],
    unsure: Set[str],
    earlier: Sequence[Letter],
    until: datetime,
) -> dict[str, object]:
    """The facts of one digest; `earlier` are the digests that the lead was sent before.

    Of the projects in `unsure` it does not say that they are fine.
    """
    asking = [each for each in live if each.severity is not Severity.INFO]
    per_project = {each.number: [one for one in asking if one.project_number == each.number] for each in projects}
    asked = [each for each in projects if per_project[each.number]]
    asked.sort(key=lambda each: min(_WEIGHT[one.severity] for one in per_project[each.number]))
    places = desk.workbooks.places(subject)
    tasks = tasks_of(asking, places)
    told = {each.project_number for each in live}
    fine = brief(each for each in projects if each.number not in told | unsure)
    explained: dict[tuple[str, str, str], str] = {}
    return {
        "deadline": until,
        "sequence": len(earlier) + 1,
        "workbook_name": workbook_name(desk.data, desk.round, subject.lead_email),
        "counts": severity_counts(asking),
        "tasks": tasks.rows,
        "tasks_more": tasks.more,
        "has_filled": not all(is_about_nothing(each, places) for each in asking),
        "has_empty": any(is_about_nothing(each, places) for each in asking),
        "projects": [_project(each, finding_blocks(per_project[each.number], places, explained)) for each in asked],
        "informed": finding_blocks(each for each in live if each.severity is Severity.INFO),
        "corrected": _corrected(desk, projects, earlier),
        "fine_projects": fine,
        "named": brief(asked or [each for each in projects if each.number in told]) or fine,
    }


def told_findings(uow: UnitOfWork, round_key: str) -> set[str]:
    """Ids of the findings that a lead was ever told of."""
    events = uow.ledger.events(round_key=round_key)
    return {id_ for each in events if each.action == "finding.sent" for id_ in json.loads(each.after)["findings"]}


def _project(project: Project, blocks: list[dict[str, object]]) -> dict[str, object]:
    return {"number": project.number, "title": project.title, "blocks": blocks}


def _corrected(desk: Desk, projects: Sequence[Project], earlier: Sequence[Letter]) -> list[dict[str, object]]:
    """Per project what the lead was told and has mended since the digest before."""
    if not earlier:
        return []
    told, since = told_findings(desk.uow, desk.round.key), earlier[-1].planned_at
    mended = [
        each
        for each in desk.uow.findings.where(round_key=desk.round.key)
        if each.id in told and each.decision is FindingState.CORRECTED and each.changed_at > since
    ]
    return [
        _project(each, finding_blocks(found))
        for each in projects
        if (found := [one for one in mended if one.project_number == each.number])
    ]
