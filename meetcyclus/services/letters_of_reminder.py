"""Reminders of entry: to who has not handed in, counted from each project's own deadline, one letter a day at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from meetcyclus.domain.deadlines import is_past, reminder_dates
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.programme import Project
from meetcyclus.domain.rounds import Step
from meetcyclus.services.desk import Desk
from meetcyclus.services.entry_windows import missing_projects, window_of
from meetcyclus.services.letter_facts import brief, projects_by_lead
from meetcyclus.services.rounds import local

# What gives a project another deadline stands in the ledger under these names.
_NEW_DEADLINE = ("round.extend", "entry.reopen")


def plan_reminders(desk: Desk, step: Step) -> int:
    """Remind the leads who have not submitted, on the reminder days of each project's own deadline; none after it.

    A letter names every project that is still open, under its deadline, whichever of them made it due. A day on which
    no round walked is made up for by the next walk.
    """
    deadlines = deadlines_ahead(desk)
    by_lead = projects_by_lead(desk.data, deadlines)
    told, asked = _days_of(desk, LetterKind.REMINDER), _days_of(desk, LetterKind.ENTRY_OPENED)
    today, opened_on = _day(desk, desk.at), _day(desk, step.opened_at or desk.at)
    changed = _changed_on(desk, deadlines)
    planned = []
    for lead, projects in by_lead.items():
        asked_on = max(asked.get(lead.email, ()), default=opened_on)
        due = {
            day
            for each in projects
            for day in reminder_dates(asked_on, deadlines[each.number].date(), step.reminder_days, desk.holidays)
            if changed.get(each.number, asked_on) < day <= today
        }
        if due and max(due) > max(told.get(lead.email, ()), default=date.min):
            facts = _facts(projects, deadlines, today)
            planned.append(desk.plan(LetterKind.REMINDER, lead, today.isoformat(), facts))
    return desk.log(planned)


def deadlines_ahead(desk: Desk) -> dict[str, datetime]:
    """The missing projects whose own deadline has not passed, with that deadline on local clocks."""
    members = {each.project_number: each for each in desk.uow.round_projects.where(round_key=desk.round.key)}
    found = {
        number: window_of(desk.round, members[number]).due for number in missing_projects(desk.uow, desk.round.key)
    }
    return {
        number: local(deadline, desk.data.programme)
        for number, deadline in found.items()
        if deadline is not None and not is_past(deadline, desk.at)
    }


def _changed_on(desk: Desk, numbers: Iterable[str]) -> dict[str, date]:
    """When a project was last given another deadline: whoever just got it is not reminded of it."""
    members = {each.project_number: each for each in desk.uow.round_projects.where(round_key=desk.round.key)}
    return {
        number: max(
            _day(desk, each.at)
            for each in desk.uow.ledger.events(round_key=desk.round.key, project_number=number)
            if each.action in _NEW_DEADLINE
        )
        for number in numbers
        if members[number].entry_until is not None
    }


def _days_of(desk: Desk, kind: LetterKind) -> dict[str, set[date]]:
    """Per address the days on which letters of a kind were written."""
    days: dict[str, set[date]] = {}
    for letter in desk.uow.letters.where(round_key=desk.round.key, kind=kind.value):
        days.setdefault(letter.recipient_email, set()).add(_day(desk, letter.planned_at))
    return days


def _day(desk: Desk, moment: datetime) -> date:
    return local(moment, desk.data.programme).date()


def _facts(projects: list[Project], deadlines: Mapping[str, datetime], today: date) -> dict[str, object]:
    """The projects under their deadlines, the nearest first."""
    groups: dict[datetime, list[Project]] = {}
    for project in sorted(projects, key=lambda each: deadlines[each.number]):
        groups.setdefault(deadlines[project.number], []).append(project)
    shown = [{"deadline": deadline, "projects": brief(own)} for deadline, own in groups.items()]
    return {**shown[0], "days_left": (min(groups).date() - today).days, "later": shown[1:]}
