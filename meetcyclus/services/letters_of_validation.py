"""Letters to and from cabinets: the request to decide, and what they sent back to a lead."""

from __future__ import annotations

from collections.abc import Mapping

from meetcyclus.domain.entries import Entry
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.rounds import Step
from meetcyclus.domain.verdicts import Decision
from meetcyclus.services.desk import XLSX, Desk
from meetcyclus.services.entries import workbook_subjects
from meetcyclus.services.letter_facts import persons_with_role, projects_by_lead, workbook_name
from meetcyclus.services.rounds import local
from meetcyclus.services.verdict_state import current_verdicts, required_pairs


def plan_validation_requests(desk: Desk, step: Step) -> int:
    """Ask each cabinet to decide: once about all its projects, and again about each project that came back changed."""
    kabinetten = {each.mandate_code: each for each in persons_with_role(desk.data, "kabinet")}
    verdicts = current_verdicts(desk.uow, desk.round.key)
    entries = {each.project_number: each for each in desk.uow.entries.latest(desk.round.key)}
    by_mandate: dict[str, list[str]] = {}
    for number, mandate in required_pairs(desk.uow, desk.round.key):
        by_mandate.setdefault(mandate, []).append(number)
    planned = []
    for mandate, numbers in by_mandate.items():
        recipient = kabinetten.get(mandate)
        if recipient is None:
            continue
        occasions = {"1": numbers}
        for number in numbers:
            verdict = verdicts.get((number, mandate))
            current = entries[number].content_sha256 if number in entries else ""
            if verdict is not None and verdict.content_sha256 != current:
                occasions[f"{number}-{current[:12]}"] = [number]
        planned += [
            desk.plan(LetterKind.VALIDATION_REQUEST, recipient, sequence, _request(desk, mandate, some, entries, step))
            for sequence, some in occasions.items()
            if not desk.is_planned(LetterKind.VALIDATION_REQUEST, recipient, sequence)
        ]
    return desk.log(planned)


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


def _request(
    desk: Desk, mandate: str, numbers: list[str], entries: Mapping[str, Entry], step: Step
) -> dict[str, object]:
    titles = {each.code: each.title for each in desk.data.mandates}
    projects = [each for each in desk.data.projects if each.number in set(numbers)]
    previous_round = desk.data.previous_round(desk.round.key)
    previous = (
        {each.project_number: each for each in desk.uow.entries.latest(previous_round.key)} if previous_round else {}
    )
    warnings = [each for each in desk.uow.findings.where(round_key=desk.round.key) if each.is_live]

    def status(entry: Entry | None, version: str) -> str:
        codes = desk.data.codes("projectstatus", version)
        return codes[entry.report.status_code].label if entry and entry.report.status_code in codes else "–"

    return {
        "mandate_title": titles[mandate],
        "deadline": desk.soon(step),
        "projects": [
            {
                "number": each.number,
                "title": each.title,
                "status_label": status(entries.get(each.number), desk.round.code_list_version),
                "previous_status_label": status(
                    previous.get(each.number), previous_round.code_list_version if previous_round else ""
                ),
                "needs_attention": each.number in entries
                and entries[each.number].report.status_code in ("aandacht", "actie", "stopgezet"),
                "state_of_play": entries[each.number].report.state_of_play if each.number in entries else "",
                "shared_with": [titles[code] for code in each.mandate_codes if code != mandate],
                "open_warnings": sum(w.project_number == each.number for w in warnings),
                "sha256": entries[each.number].content_sha256 if each.number in entries else "",
            }
            for each in projects
        ],
    }
