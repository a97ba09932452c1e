"""Letters after the checks: to DFB, the forums, the Rekenhof, and the notice of publication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from meetcyclus.domain.deadlines import is_past
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.programme import Person, StepTemplate
from meetcyclus.domain.rounds import Step
from meetcyclus.domain.verdicts import ValidationRequest
from meetcyclus.services.desk import Desk
from meetcyclus.services.letter_facts import at_clock, brief, persons_with_role, step_template
from meetcyclus.services.report_kinds import COMMUNICATION, FORUM_NOTE
from meetcyclus.services.reports import FileToSend
from meetcyclus.services.rounds import local
from meetcyclus.services.verdict_state import unanswered
from meetcyclus.services.wording import forum_in_sentence, forum_name

_CHAIR = "voorzitter"


def plan_validation_reminders(desk: Desk, step: Step) -> int:
    """Remind the cabinets of what they were asked and did not answer, once per asking and reminder day of the step.

    The letter repeats the deadline of the request; after that the validation escalates instead. What a cabinet sent
    back waits for the lead, not for the cabinet.
    """
    today = local(desk.at, desk.data.programme).date()
    due = [days for days in step.reminder_days if today >= step.planned_until - timedelta(days=days)]
    if not due:
        return 0
    titles = {each.code: each.title for each in desk.data.mandates}
    waiting = unanswered(desk.uow, desk.round.key, desk.at)
    planned = []
    for person in persons_with_role(desk.data, "kabinet"):
        requests = waiting.get(person.mandate_code or "", [])
        if not requests:
            continue
        deadline = reminded_deadline(desk, step, requests)
        if is_past(deadline, desk.at):
            continue
        occasion = f"{local(_asked_at(requests), desk.data.programme).date().isoformat()}/T-{min(due)}"
        if desk.is_planned(LetterKind.VALIDATION_REMINDER, person, occasion):
            continue
        numbers = {each.project_number for each in requests}
        facts = {
            "mandate_title": titles[person.mandate_code or ""],
            "deadline": deadline,
            "projects": brief(each for each in desk.data.projects if each.number in numbers),
        }
        planned.append(desk.plan(LetterKind.VALIDATION_REMINDER, person, occasion, facts))
    return desk.log(planned)


def reminded_deadline(desk: Desk, step: Step | None, requests: Iterable[ValidationRequest]) -> datetime:
    """Until when a cabinet was asked to decide, by the newest of these requests."""
    return desk.soon(step, since=_asked_at(requests))


def _asked_at(requests: Iterable[ValidationRequest]) -> datetime:
    return max(each.asked_at for each in requests)


def plan_finance_request(desk: Desk, step: Step) -> int:
    """Ask DFB for the extract: stand date, columns and deadline."""
    columns = desk.data.programme.finance_mapping.get("kolommen", {})
    facts = {
        "stand_date": desk.round.reference_date,
        "deadline": desk.soon(step),
        "project_count": len(desk.population()),
        "columns": list(columns.values()) if isinstance(columns, dict) else [],
    }
    planned = [
        desk.plan(LetterKind.FINANCE_REQUEST, person, "1", facts)
        for person in persons_with_role(desk.data, "dfb")
        if not desk.is_planned(LetterKind.FINANCE_REQUEST, person, "1")
    ]
    return desk.log(planned)


def plan_meeting_invitation(desk: Desk, step: Step, documents: Iterable[FileToSend]) -> int:
    """Send the members of a forum its papers; without members of its own it is the chairs."""
    files = list(documents)
    template = step_template(desk.data, desk.round, step.code)
    names = [name for name, _, _ in files]
    facts = {
        "forum_name": forum_name(step.forum or step.code),
        "forum": forum_in_sentence(step.forum or step.code),
        "planned_on": step.planned_from,
        "starts_at": at_clock(step.planned_from, template.starts_at, desk.data) if template.starts_at else None,
        "place": template.place,
        "communication": _of_kind(COMMUNICATION, names),
        "note": _of_kind(FORUM_NOTE, names),
        "documents": [each for each in names if each != _of_kind(COMMUNICATION, names)],
    }
    planned = [
        desk.plan(LetterKind.MEETING_INVITATION, person, step.code, _said_to(person, facts), files)
        for person in _members(desk, step, template)
        if not desk.is_planned(LetterKind.MEETING_INVITATION, person, step.code)
    ]
    return desk.log(planned)


def _members(desk: Desk, step: Step, template: StepTemplate) -> list[Person]:
    """Everybody whom the path invites; of the cabinets those whose mandate still runs that day."""
    ended = {each.code for each in desk.data.mandates if not each.is_valid_on(step.planned_from)}
    roles = template.invited_roles or (_CHAIR,)
    return [each for each in persons_with_role(desk.data, *roles) if each.mandate_code not in ended]


def _said_to(person: Person, facts: Mapping[str, object]) -> dict[str, object]:
    """A chair is asked for the hour and the place where they are not agreed yet; a member is not."""
    return {**facts, "is_chair": person.role == _CHAIR}


def _of_kind(kind: str, names: Iterable[str]) -> str:
    """The file of that kind, empty where it does not go along."""
    return next((each for each in names if each.startswith(f"{kind}_")), "")


def plan_hand_over(
    desk: Desk,
    step: Step,
    *,
    package_name: str,
    package_sha256: str,
    files: Sequence[tuple[str, str]],
    ledger_lines: int,
) -> int:
    """Announce the package to the Rekenhof: how to get it, how to check it, and by when to answer."""
    facts = {
        "deadline": desk.soon(step),
        "link": desk.addresses.package(package_name),
        "package_name": package_name,
        "package_sha256": package_sha256,
        "files": [{"path": path, "sha256": sha256} for path, sha256 in files],
        "counts": {
            "findings": len(desk.uow.findings.where(round_key=desk.round.key)),
            "verdicts": len(desk.uow.verdicts.where(round_key=desk.round.key)),
            "ledger_lines": ledger_lines,
        },
    }
    planned = [
        desk.plan(LetterKind.HAND_OVER, person, package_sha256[:16], facts)
        for person in persons_with_role(desk.data, "rekenhof")
        if not desk.is_planned(LetterKind.HAND_OVER, person, package_sha256[:16])
    ]
    return desk.log(planned)


def plan_publication(desk: Desk, *, documents: Sequence[str], dataset_name: str) -> int:
    """Tell leads, SPOCs and cabinets that the round is published, and where."""
    facts = {
        "dataset_link": desk.addresses.dataset(desk.data.programme, desk.round.key),
        "catalogue_link": desk.addresses.catalogue(desk.data.programme),
        "documents": list(documents),
        "dataset_name": dataset_name,
        "project_count": len(desk.population()),
        "published_on": local(desk.at, desk.data.programme).date(),
    }
    planned = [
        desk.plan(LetterKind.PUBLICATION, person, "1", facts)
        for person in persons_with_role(desk.data, "projectverantwoordelijke", "spoc", "kabinet")
        if not desk.is_planned(LetterKind.PUBLICATION, person, "1")
    ]
    return desk.log(planned)
