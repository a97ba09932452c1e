"""Letters after the reference date: each lead is asked once per opening of the step, and reminded."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from meetcyclus.domain.deadlines import is_past
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.programme import Project
from meetcyclus.domain.rounds import Step
from meetcyclus.services.desk import XLSX, Desk
from meetcyclus.services.entries import workbook_subjects
from meetcyclus.services.forecasts import forecasts_of
from meetcyclus.services.letter_facts import brief, projects_by_lead, workbook_name
from meetcyclus.services.rounds import local


def plan_confirmation_requests(desk: Desk, step: Step) -> int:
    """Send each lead with forecasts the workbook as it stands: unchanged it confirms, changed it corrects."""
    occasion = _opened_on(desk, step).isoformat()
    forecasts = {each.project_number: each for each in forecasts_of(desk.uow, desk.round.key)}
    asked = {
        lead: projects
        for lead, projects in projects_by_lead(desk.data, forecasts).items()
        if not desk.is_planned(LetterKind.CONFIRMATION_REQUEST, lead, occasion)
    }
    if not asked:
        return 0
    subjects = {each.lead_email: each for each in workbook_subjects(desk.uow, round_key=desk.round.key)}
    planned = []
    for lead, projects in asked.items():
        name = workbook_name(desk.data, desk.round, lead.email)
        facts = {
            "deadline": confirmation_deadline(desk, step),
            "workbook_name": name,
            "projects": [_project(desk, each, forecasts[each.number]) for each in projects],
        }
        workbook = (name, XLSX, desk.workbooks.write(subjects[lead.email]))
        planned.append(desk.plan(LetterKind.CONFIRMATION_REQUEST, lead, occasion, facts, [workbook]))
    return desk.log(planned)


def plan_confirmation_reminders(desk: Desk, step: Step) -> int:
    """Remind the leads whose forecasts wait for a word, once per reminder day; never on the day they were asked."""
    today, deadline = local(desk.at, desk.data.programme).date(), confirmation_deadline(desk, step)
    due = [days for days in step.reminder_days if today >= deadline.date() - timedelta(days=days)]
    if not due or today <= _opened_on(desk, step) or is_past(deadline, desk.at):
        return 0
    occasion = f"{_opened_on(desk, step).isoformat()}/T-{min(due)}"
    waiting = projects_by_lead(desk.data, (each.project_number for each in forecasts_of(desk.uow, desk.round.key)))
    planned = [
        desk.plan(
            LetterKind.CONFIRMATION_REMINDER,
            lead,
            occasion,
            {"deadline": deadline, "projects": brief(projects)},
        )
        for lead, projects in waiting.items()
        if not desk.is_planned(LetterKind.CONFIRMATION_REMINDER, lead, occasion)
    ]
    return desk.log(planned)


def _opened_on(desk: Desk, step: Step) -> date:
    """The day of asking; a step that is taken up again asks again."""
    return local(step.opened_at or desk.at, desk.data.programme).date()


def confirmation_deadline(desk: Desk, step: Step) -> datetime:
    """Counted from the opening of the step, so that every letter names the same moment."""
    return desk.soon(step, since=step.opened_at)


def _project(desk: Desk, project: Project, entry: Entry) -> dict[str, object]:
    statuses = desk.data.codes("projectstatus", desk.round.code_list_version)
    status = statuses.get(entry.report.status_code)
    return {
        "number": project.number,
        "title": project.title,
        "status_label": status.label if status else entry.report.status_code,
        "entered_on": local(entry.submitted_at or desk.at, desk.data.programme).date(),
    }
