"""Letters to and from cabinets: the request to decide, and what they sent back to a lead."""

from __future__ import annotations

from collections.abc import Mapping

from meetcyclus.domain.entries import Entry
from meetcyclus.domain.letters import Letter, LetterKind
from meetcyclus.domain.rounds import Step
from meetcyclus.domain.verdicts import Decision, ValidationRequest
from meetcyclus.domain.workdays import workdays_between
from meetcyclus.services.desk import XLSX, Desk
from meetcyclus.services.entries import workbook_subjects
from meetcyclus.services.letter_facts import persons_with_role, projects_by_lead, workbook_name
from meetcyclus.services.rounds import local
from meetcyclus.services.validation_facts import Known, known_entries, request_projects, statuses_to_explain
from meetcyclus.services.validation_money import money_by_project
from meetcyclus.services.verdict_state import current_verdicts, required_pairs, shown_hashes


def plan_validation_requests(desk: Desk, step: Step) -> int:
    """Ask each cabinet about the projects whose content it has not been shown yet: first all, later what changed."""
    shown = shown_hashes(desk.uow, desk.round.key)
    entries = {each.project_number: each for each in desk.uow.entries.latest(desk.round.key)}
    to_show: dict[str, list[str]] = {}
    for number, mandate in required_pairs(desk.uow, desk.round.key):
        if number in entries and shown.get((number, mandate)) != entries[number].content_sha256:
            to_show.setdefault(mandate, []).append(number)
    planned: list[Letter] = []
    money = money_by_project(desk) if to_show else {}
    for mandate, numbers in to_show.items():
        recipients = [each for each in persons_with_role(desk.data, "kabinet") if each.mandate_code == mandate]
        if recipients:
            seen = {each: shown[each, mandate] for each in numbers if (each, mandate) in shown}
            sequence = _note_request(desk, mandate, numbers, entries)
            facts = _request(desk, mandate, numbers, known_entries(desk, entries, seen, money), step)
            planned += [desk.plan(LetterKind.VALIDATION_REQUEST, each, sequence, facts) for each in recipients]
    return desk.log(planned)


def _note_request(desk: Desk, mandate: str, numbers: list[str], entries: Mapping[str, Entry]) -> str:
    """Write down what is shown to a cabinet; gives the number of the request."""
    earlier = desk.uow.validation_requests.where(round_key=desk.round.key, mandate_code=mandate)
    sequence = 1 + max((each.sequence for each in earlier), default=0)
    desk.uow.validation_requests.add(
        ValidationRequest(desk.round.key, number, mandate, sequence, entries[number].content_sha256, desk.at)
        for number in numbers
    )
    return str(sequence)


def plan_returns(desk: Desk) -> int:
    """Tell the lead that a cabinet sent a project back, why, and until when to mend it; once per verdict."""
    projects = {each.number: each for each in desk.data.projects}
    titles = {each.code: each.title for each in desk.data.mandates}
    members = {each.project_number: each for each in desk.uow.round_projects.where(round_key=desk.round.key)}
    subjects = {each.lead_email: each for each in workbook_subjects(desk.uow, round_key=desk.round.key)}
    planned = []
    for verdict in current_verdicts(desk.uow, desk.round.key).values():
        project = projects[verdict.project_number]
        sequence = f"{verdict.project_number}-{verdict.mandate_code}-{verdict.sequence}"
        if verdict.decision is not Decision.RETURNED:
            continue
        for lead in projects_by_lead(desk.data, [project.number]):
            if desk.is_planned(LetterKind.RETURNED, lead, sequence):
                continue
            name = workbook_name(desk.data, desk.round, lead.email)
            facts = {
                "deadline": local(members[project.number].entry_until or desk.at, desk.data.programme),
                "workbook_name": name,
                "projects": [
                    {
                        "number": project.number,
                        "title": project.title,
                        "mandate_title": titles[verdict.mandate_code],
                        "reason": verdict.remark,
                    }
                ],
            }
            workbook = (name, XLSX, desk.workbooks.write(subjects[lead.email]))
            planned.append(desk.plan(LetterKind.RETURNED, lead, sequence, facts, [workbook]))
    return desk.log(planned)


def _request(desk: Desk, mandate: str, numbers: list[str], known: Known, step: Step) -> dict[str, object]:
    wanted = [each for each in desk.data.projects if each.number in set(numbers)]
    projects = request_projects(desk, mandate, wanted, known)
    deadline, today = desk.soon(step), local(desk.at, desk.data.programme).date()
    return {
        "mandate_title": next(each.title for each in desk.data.mandates if each.code == mandate),
        "deadline": deadline,
        "workdays": workdays_between(today, deadline.date(), desk.holidays),
        "previous_number": known.previous_round.number if known.previous_round else None,
        "statuses": statuses_to_explain(desk, projects),
        "projects": projects,
    }
