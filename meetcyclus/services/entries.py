"""Accepting what leads enter: all or nothing, within the time that holds for each project, with a receipt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from meetcyclus.domain.entries import Entry, FieldChange, changes_between
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound, NotNow, Problem
from meetcyclus.domain.rounds import Round, RoundState, StepState
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.authority import programme_of, require_role
from meetcyclus.services.corrections import take_up_validation
from meetcyclus.services.entry_windows import EntryWindow, window_of
from meetcyclus.services.forecasts import is_confirming
from meetcyclus.services.ports import WorkbookSubject
from meetcyclus.services.programmes import load_register
from meetcyclus.services.rounds import local, require_running
from meetcyclus.services.unit_of_work import UnitOfWork

ON_BEHALF = ("secretariaat", "dossierbeheerder")


@dataclass(frozen=True)
class Receipt:
    """Proof of what was received for one project: the version it became and the hash of its content.

    `is_confirmed` says that it came back unchanged after the reference date, and so is no forecast any more.
    """

    project_number: str
    version: int
    content_sha256: str
    is_new: bool
    is_confirmed: bool = False


def workbook_subjects(uow: UnitOfWork, *, round_key: str, lead_email: str = "") -> list[WorkbookSubject]:
    """What each lead gets in a workbook: all own projects of the population, or those of one lead only."""
    round_ = require_running(uow, round_key)
    data = load_register(uow)
    population = {each.project_number for each in uow.round_projects.where(round_key=round_key)}
    by_lead: dict[str, list[str]] = {}
    for project in data.projects:
        if project.number in population:
            by_lead.setdefault(project.lead_email, []).append(project.number)
    wanted = by_lead if not lead_email else {lead_email: by_lead.get(lead_email, [])}
    if lead_email and not wanted[lead_email]:
        raise NotFound(f"{lead_email} leads no project of round {round_key}")
    deadline = local(round_.entry_until or round_.opened_at, data.programme)  # type: ignore[arg-type]
    filled = _with_entries_to_show(uow, data, round_, {each for numbers in wanted.values() for each in numbers})
    return [WorkbookSubject(filled, round_, email, tuple(numbers), deadline) for email, numbers in wanted.items()]


def _with_entries_to_show(
    uow: UnitOfWork, data: ProgrammeData, round_: Round, project_numbers: set[str]
) -> ProgrammeData:
    """A workbook shows this round and the one before, of its own projects: nothing else needs to be read."""
    previous = data.previous_round(round_.key)
    keys = [round_.key, *([previous.key] if previous else [])]
    return replace(data, entries=tuple(uow.entries.latest(*keys, projects=project_numbers)))


def accept_entries(
    uow: UnitOfWork,
    *,
    round_key: str,
    entries: Iterable[Entry],
    file_name: str,
    file_sha256: str,
    by: str,
    at: datetime,
) -> list[Receipt]:
    """Store new versions of entries, all or nothing; an entry equal to the newest version changes nothing.

    What leads hand in within the grace behind their deadline is marked late; after that they are refused (NotNow).
    What the secretariat brings in afterwards is marked late as well.
    After the reference date leads may correct while the actualisatie is open; the cabinets are then asked again.
    """
    round_ = require_running(uow, round_key)
    _require_open_validation(uow, round_, at)
    person = require_role(uow, by, "projectverantwoordelijke", "spoc", *ON_BEHALF)
    newest = {each.project_number: each for each in uow.entries.latest(round_key)}
    given = list(entries)
    changed = [each for each in given if not _is_same(newest.get(each.project_number), each)]
    require_own_projects(uow, (each.project_number for each in changed), person.email, person.role)
    corrigible = newest.keys() if is_confirming(uow, round_key, at) else frozenset()
    late = _lateness(uow, round_, changed, corrigible, person.role, at)
    moment = local(at, programme_of(uow))
    numbered = [_numbered(each, newest, by, moment, late[each.project_number]) for each in changed]
    uow.entries.add(numbered)
    for entry in numbered:
        _log(uow, entry, newest.get(entry.project_number), file_name, file_sha256, by, at)
    take_up_validation(uow, round_key=round_key, corrected=numbered, by=by, at=at)
    versions = {each.project_number: each for each in numbered}
    return [_receipt(each, versions, newest) for each in given]


def entry_history(uow: UnitOfWork, *, round_key: str, project_number: str) -> list[Entry]:
    """Every version of one entry; NotFound when nothing was entered."""
    found = uow.entries.versions(round_key, project_number)
    if not found:
        raise NotFound(f"nothing was entered for {project_number} in round {round_key}")
    return found


def entry_diff(uow: UnitOfWork, *, round_key: str, project_number: str, old: int, new: int) -> tuple[FieldChange, ...]:
    """Every field that differs between two versions."""
    versions = {each.version: each for each in entry_history(uow, round_key=round_key, project_number=project_number)}
    for number in (old, new):
        if number not in versions:
            raise NotFound(f"{project_number} has no version {number}; it has {', '.join(map(str, versions))}")
    return changes_between(versions[old], versions[new])


def _require_open_validation(uow: UnitOfWork, round_: Round, at: datetime) -> None:
    """What the cabinets approved changes only by a correction, or after somebody takes the validation up again."""
    closed = [
        step.code
        for step in uow.steps.where(round_key=round_.key)
        if step.kind == "validatie" and step.state is StepState.CLOSED
    ]
    if (closed and not is_confirming(uow, round_.key, at)) or round_.state is RoundState.PUBLISHED:
        raise NotNow(f"round {round_.key} takes no more entries: its validation is closed ({', '.join(closed)})")


def _is_same(newest: Entry | None, given: Entry) -> bool:
    return newest is not None and newest.content_sha256 == given.content_sha256


def require_own_projects(uow: UnitOfWork, project_numbers: Iterable[str], email: str, role: str) -> None:
    """Leads and SPOCs speak for their own projects only, the secretariat and the controllers for all; NotAllowed."""
    if role in ON_BEHALF:
        return
    projects = {each.number: each for each in uow.projects.where()}
    for number in project_numbers:
        if email not in (projects[number].lead_email, projects[number].spoc_email):
            raise NotAllowed(f"{email} is neither lead nor SPOC of {number}")


def _lateness(
    uow: UnitOfWork, round_: Round, entries: list[Entry], corrigible: Collection[str], role: str, at: datetime
) -> Mapping[str, bool]:
    """Whether each is late where it is the first; raises with every project that may not be entered now.

    `corrigible` projects may be corrected whatever their deadline was.
    """
    members = {each.project_number: each for each in uow.round_projects.where(round_key=round_.key)}
    problems = [
        Problem(entry.project_number, 0, "project", entry.project_number, f"a project of round {round_.key}")
        for entry in entries
        if entry.project_number not in members
    ]
    if problems:
        raise BadInput(f"{len(problems)} projects are not in round {round_.key}", problems)
    if not _entry_has_begun(uow, round_.key) and role not in ON_BEHALF:
        raise NotNow(f"entry of round {round_.key} has not begun yet")
    windows = {each.project_number: window_of(round_, members[each.project_number]) for each in entries}
    refused = sorted(number for number, window in windows.items() if window.is_closed(at) and number not in corrigible)
    if refused and role not in ON_BEHALF:
        raise NotNow(
            f"the deadline of round {round_.key} has passed for {', '.join(refused)}: "
            f"entry closed at {_closing(uow, windows[refused[0]])}"
        )
    return {number: window.is_late(at) for number, window in windows.items()}


def _closing(uow: UnitOfWork, window: EntryWindow) -> str:
    return "an unknown time" if window.closes_at is None else local(window.closes_at, programme_of(uow)).isoformat()


def _entry_has_begun(uow: UnitOfWork, round_key: str) -> bool:
    steps = [each for each in uow.steps.where(round_key=round_key) if each.kind == "invoer"]
    return all(each.state is not StepState.PLANNED for each in steps)


def _numbered(entry: Entry, newest: Mapping[str, Entry], by: str, at: datetime, is_late: bool) -> Entry:
    before = newest.get(entry.project_number)
    version = 1 if before is None else before.version + 1
    # Late or in time is said of the first entry: no correction makes it late, and none mends that it was.
    is_late = is_late if before is None else before.is_late
    return replace(entry, version=version, submitted_by=by, submitted_at=at, is_late=is_late)


def _log(
    uow: UnitOfWork, entry: Entry, before: Entry | None, file_name: str, file_sha256: str, by: str, at: datetime
) -> None:
    uow.ledger.append(
        action="entry.submit",
        object=entry.project_number,
        by=by,
        at=at,
        round_key=entry.round_key,
        project_number=entry.project_number,
        before=None if before is None else {"version": before.version, "sha256": before.content_sha256},
        after={
            "version": entry.version,
            "sha256": entry.content_sha256,
            "is_late": entry.is_late,
            "source": entry.source,
            "file": file_name,
            "file_sha256": file_sha256,
        },
    )


def _receipt(given: Entry, versions: Mapping[str, Entry], newest: Mapping[str, Entry]) -> Receipt:
    stored = versions.get(given.project_number) or newest[given.project_number]
    return Receipt(given.project_number, stored.version, stored.content_sha256, given.project_number in versions)
