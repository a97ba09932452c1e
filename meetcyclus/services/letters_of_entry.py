"""Letters around entry: invitation, opening with the workbook, receipts. Each is planned once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.programme import Person
from meetcyclus.domain.rounds import Step
from meetcyclus.services.desk import XLSX, Desk
from meetcyclus.services.entries import Receipt, workbook_subjects
from meetcyclus.services.entry_windows import windows_of
from meetcyclus.services.forecasts import is_confirming
from meetcyclus.services.letter_facts import (
    at_clock,
    brief,
    contact_of,
    persons_with_role,
    projects_by_lead,
    step_template,
    workbook_name,
)
from meetcyclus.services.rounds import local

_SESSION_AT, _SESSION_HOURS, _SESSION_PLACE = "10:00", 2, "online (vraag de link aan het secretariaat)"


def plan_invitations(desk: Desk, step: Step) -> int:
    """Invite leads and SPOCs to the information session, with a calendar file."""
    template = step_template(desk.data, desk.round, step.code)
    starts_at = at_clock(step.planned_from, template.starts_at or _SESSION_AT, desk.data)
    ends_at = starts_at + timedelta(hours=_SESSION_HOURS)
    place = template.place or _SESSION_PLACE
    led = projects_by_lead(desk.data, desk.population())
    everybody = dict.fromkeys([*led, *persons_with_role(desk.data, "spoc")])
    planned = []
    for person in everybody:
        if desk.is_planned(LetterKind.INVITATION, person, "1"):
            continue
        facts = {
            "session_starts_at": starts_at,
            "session_ends_at": ends_at,
            "place": place,
            "projects": brief(led.get(person, [])),
        }
        invitation = desk.writer.calendar_invitation(
            uid=f"{step.code}-{desk.round.key}@{desk.data.programme.sender_email.partition('@')[2]}",
            title=f"Informatiesessie meting {desk.round.number}",
            place=place,
            description=f"{desk.data.programme.name}: uitleg over meting {desk.round.number}.",
            starts_at=starts_at,
            ends_at=ends_at,
            organiser=contact_of(desk.data).email,
            attendee=person.email,
        )
        attachment = ("informatiesessie.ics", "text/calendar", invitation)
        planned.append(desk.plan(LetterKind.INVITATION, person, "1", facts, [attachment]))
    return desk.log(planned)


def plan_entry_opening(desk: Desk) -> int:
    """Send each lead the prefilled workbook of all own projects; none asks for entry by a moment that is over."""
    persons = {each.email: each for each in desk.data.persons}
    statuses = desk.data.codes("projectstatus", desk.round.code_list_version).values()
    windows = windows_of(desk.uow, desk.round)
    planned = []
    for subject in workbook_subjects(desk.uow, round_key=desk.round.key):
        lead = persons.get(subject.lead_email)
        if lead is None or desk.is_planned(LetterKind.ENTRY_OPENED, lead, "1"):
            continue
        ahead = [windows[each].deadline for each in subject.project_numbers if not windows[each].is_late(desk.at)]
        if not ahead:
            continue
        own = [each for each in desk.data.projects if each.number in subject.project_numbers]
        name = workbook_name(desk.data, desk.round, lead.email)
        facts = {
            "projects": brief(own),
            "deadline": local(min(each or desk.at for each in ahead), desk.data.programme),
            "statuses": [{"label": each.label, "definition": each.definition} for each in statuses],
            "workbook_name": name,
        }
        workbook = (name, XLSX, desk.workbooks.write(subject))
        planned.append(desk.plan(LetterKind.ENTRY_OPENED, lead, "1", facts, [workbook]))
    return desk.log(planned)


def plan_receipt(desk: Desk, lead: Person, receipts: Iterable[Receipt], file_name: str, file_sha256: str) -> int:
    """Confirm to a lead what was received, with version and hash per project."""
    received = list(receipts)
    sequence = f"{file_sha256[:16]}-{sum(each.version for each in received)}"
    if any(each.is_confirmed for each in received):
        sequence += "-bevestigd"
    if desk.is_planned(LetterKind.RECEIPT, lead, sequence):
        return 0
    titles = {each.number: each.title for each in desk.data.projects}
    facts = {
        "projects": [
            {
                "number": each.project_number,
                "title": titles[each.project_number],
                "version": each.version,
                "sha256": each.content_sha256,
                "is_new": each.is_new,
                "is_confirmed": each.is_confirmed,
            }
            for each in received
        ],
        "is_after_reference_date": is_confirming(desk.uow, desk.round.key, desk.at),
        "file_name": file_name,
        "received_at": local(desk.at, desk.data.programme),
    }
    return desk.log([desk.plan(LetterKind.RECEIPT, lead, sequence, facts)])
