"""The facts that go into letters: what every letter shares, and people grouped by whom to write to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from meetcyclus.domain.errors import NotAllowed
from meetcyclus.domain.findings import Finding, Severity
from meetcyclus.domain.programme import Person, Project, StepTemplate
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.ports import WorkbookPlace

_WEIGHT = {each: order for order, each in enumerate(Severity)}


def common_facts(data: ProgrammeData, round_: Round, recipient: Person) -> dict[str, object]:
    """What every letter may name."""
    contact = contact_of(data)
    return {
        "programme_name": data.programme.name,
        "terms": {word: data.programme.term(word) for word in ("speerpunt", "cluster", "project", "mijlpaal")},
        "round_number": round_.number,
        "round_key": round_.key,
        "reference_date": round_.reference_date,
        "recipient_name": recipient.name,
        "contact_name": contact.name,
        "contact_email": contact.email,
    }


def contact_of(data: ProgrammeData) -> Person:
    """Whom to call: the first mailbox of the secretariat (secretariaat@ before secretariaat2@)."""
    found = [each for each in data.persons if each.role == "secretariaat"]
    if not found:
        raise NotAllowed("the programme has nobody with role secretariaat to sign its letters")
    return min(found, key=lambda each: each.email.partition("@"))


def mailbox_of(data: ProgrammeData) -> str:
    """The one address for questions; that of the programme itself where it has no secretariat."""
    return contact_of(data).email if persons_with_role(data, "secretariaat") else data.programme.sender_email


def persons_with_role(data: ProgrammeData, *roles: str) -> list[Person]:
    """Everybody with one of these roles, in the order of the register."""
    return [each for each in data.persons if each.role in roles]


def projects_by_lead(data: ProgrammeData, numbers: Iterable[str]) -> dict[Person, list[Project]]:
    """The projects per lead; a project whose lead is not a person of the programme is left to the quality check."""
    persons = {each.email: each for each in data.persons}
    wanted = set(numbers)
    grouped: dict[Person, list[Project]] = {}
    for project in data.projects:
        if project.number in wanted and project.lead_email in persons:
            grouped.setdefault(persons[project.lead_email], []).append(project)
    return grouped


def brief(projects: Iterable[Project]) -> list[dict[str, object]]:
    """Number and title of projects."""
    return [{"number": each.number, "title": each.title} for each in projects]


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """The heaviest first, and what one rule says behind each other."""
    return sorted(findings, key=lambda each: (_WEIGHT[each.severity], each.rule_code, each.object_key, each.field))


def finding_blocks(
    findings: Iterable[Finding],
    places: Mapping[tuple[str, str], WorkbookPlace] | None = None,
    explained: dict[tuple[str, str, str], str] | None = None,
) -> list[dict[str, object]]:
    """Findings as a letter shows them: the heaviest first, and what one rule says of many places said once.

    `places` says, by object and field, where in the workbook something is filled in. `explained` remembers, over the
    projects of a letter, where a rule gave its reason and advice: that is not said a second time.
    """
    groups = groupby(by_weight(findings), key=lambda each: (each.severity, each.rule_code, each.why, each.how))
    return [_block(list(group), places or {}, {} if explained is None else explained) for _, group in groups]


def _block(
    found: list[Finding],
    places: Mapping[tuple[str, str], WorkbookPlace],
    explained: dict[tuple[str, str, str], str],
) -> dict[str, object]:
    """`is_alike`: of many objects the same is said. `explained_at`: the project where why and how were said already."""
    first = found[0]
    objects = {each.object_key for each in found}
    said = {each.message.replace(each.object_key, "") for each in found}
    explanation = (first.rule_code, first.why, first.how)
    explained_at = explained.get(explanation, "")
    explained.setdefault(explanation, first.project_number)
    return {
        "severity": first.severity.value,
        "rule_code": first.rule_code,
        "why": first.why,
        "how": first.how,
        "explained_at": explained_at,
        "is_alike": len(found) > 1 and len(objects) == len(found) and len(said) == 1,
        "points": [
            {
                "object": each.object_key,
                "message": each.message,
                "earlier": each.earlier,
                "place": str(places.get((each.object_key, each.field)) or places.get((each.object_key, "")) or ""),
            }
            for each in found
        ],
    }


def severity_counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each weight, the heaviest first."""
    found = Counter(each.severity for each in findings)
    return {each.value: found[each] for each in Severity}


def at_local(day: date, hour: int, data: ProgrammeData) -> datetime:
    """A whole hour of a day on the clocks of the programme."""
    return datetime.combine(day, time(hour), ZoneInfo(data.programme.time_zone))


def at_clock(day: date, clock: str, data: ProgrammeData) -> datetime:
    """A time such as 14:30 of a day on the clocks of the programme."""
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(data.programme.time_zone))


def step_template(data: ProgrammeData, round_: Round, code: str) -> StepTemplate:
    """What the path of a round says of a step; a step that the path no longer has says nothing."""
    path = data.programme.governance.get(round_.governance_path, ())
    return next((each for each in path if each.code == code), StepTemplate(code, "", "", 0, 0))


def workbook_name(data: ProgrammeData, round_: Round, lead_email: str) -> str:
    """File name of a lead's entry workbook."""
    return f"{data.programme.code}_meting_{round_.key}_{lead_email.replace('@', '_')}.xlsx"
