"""Importing a programme, all or nothing and twice without a change, and reading it as one whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from meetcyclus.domain.canonical import plain
from meetcyclus.domain.credits import Credit
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.errors import NotAllowed
from meetcyclus.domain.rounds import RoundState
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.authority import programme_of, require_role
from meetcyclus.services.extracts import credits_in_force
from meetcyclus.services.unit_of_work import Repository, UnitOfWork

# Per part of the programme: the repository that keeps it and the fields that are its key.
_PARTS: dict[str, tuple[str, ...]] = {
    "speerpunten": ("code",),
    "clusters": ("code",),
    "entities": ("code",),
    "mandates": ("code",),
    "persons": ("email",),
    "projects": ("number",),
    "milestones": ("id",),
    "indicators": ("id",),
    "rounds": ("key",),
    "vr_documents": ("number",),
    "shifts": ("shifted_on", "from_project", "to_project"),
    "code_values": ("list_name", "version", "code"),
}
_KEPT = "what was measured is kept as it was"


@dataclass(frozen=True)
class ImportResult:
    """What an import did: counts of what the programme now holds and how many facts are new or changed."""

    projects: int
    milestones: int
    rounds: int
    added: int
    changed: int


def import_programme(
    uow: UnitOfWork, data: ProgrammeData, *, by: str, at: datetime, files: Mapping[str, str] = MappingProxyType({})
) -> ImportResult:
    """Store a programme or bring it up to date.

    Rows that are gone from the files, and changes to a version of a code list or to a round, are refused (NotAllowed).
    The ledger line names every changed fact with what it was and what it became, the rounds whose reports or amounts
    came along, and in `files` the SHA-256 of every file that was read, by its name.
    """
    actor = _require_importer(uow, data, by)
    added = 0
    changes: list[dict[str, object]] = []
    present = uow.programmes.where()
    if present != [data.programme]:
        uow.programmes.put(data.programme)
        changes += [{"part": "programma", "before": each, "after": data.programme} for each in present]
    for part, key in _PARTS.items():
        new, changed = _bring_up_to_date(getattr(uow, part), part, getattr(data, part), key)
        added += new
        changes += [{"part": part, "before": before, "after": after} for before, after in changed]
    history, past = _add_history(uow, data)
    added += past
    if added or changes:
        uow.ledger.append(
            action="programme.import",
            object=data.programme.code,
            by=actor,
            at=at,
            after={
                "added": added,
                "projects": len(data.projects),
                "changes": changes,
                "files": dict(files),
                "history": history,
            },
        )
    return ImportResult(len(data.projects), len(data.milestones), len(uow.rounds.where()), added, len(changes))


def load_programme(uow: UnitOfWork) -> ProgrammeData:
    """The programme with all rounds, their newest entries and their credits."""
    return replace(load_register(uow), entries=tuple(uow.entries.latest()), credits=tuple(credits_in_force(uow)))


def load_register(uow: UnitOfWork) -> ProgrammeData:
    """The programme with its rounds, without what was reported in them."""
    parts: dict[str, Any] = {part: tuple(getattr(uow, part).where()) for part in _PARTS}
    return ProgrammeData(programme=programme_of(uow), **parts)


def _require_importer(uow: UnitOfWork, data: ProgrammeData, by: str) -> str:
    present = uow.programmes.where()
    if not present:
        return by or "eerste import"
    if present[0].code != data.programme.code:
        raise NotAllowed(f"this home holds programme {present[0].code}; use another --home for {data.programme.code}")
    return require_role(uow, by, "secretariaat").email


def _bring_up_to_date(
    repository: Repository[Any], part: str, items: Iterable[Any], key: tuple[str, ...]
) -> tuple[int, list[tuple[Any, Any]]]:
    """Store what is new or other; gives how many are new, and the changed ones before and after."""

    def key_of(item: Any) -> tuple[Any, ...]:
        return tuple(getattr(item, name) for name in key)

    present = {key_of(item): item for item in repository.where()}
    given = {key_of(item): item for item in items}
    gone = [each for each in present.keys() - given.keys() if part != "rounds"]
    if gone:
        raise NotAllowed(f"{part}: {sorted(map(str, gone))[0]} is no longer in the files; rows are never removed")
    changed = [item for each, item in given.items() if each in present and _differs(present[each], item)]
    for item in changed:
        _refuse_rewriting(part, item, present[key_of(item)])
        repository.put(item)
    new = [item for each, item in given.items() if each not in present]
    repository.add(new)
    return len(new), [(present[key_of(item)], item) for item in changed]


def _differs(present: Any, given: Any) -> bool:
    """Whether the files say something else. What a running round added to itself is not in the files."""
    if hasattr(given, "opened_at"):
        return any(
            getattr(present, name) != getattr(given, name)
            for name in ("number", "reference_date", "governance_path", "code_list_version")
        )
    return bool(present != given)


def _refuse_rewriting(part: str, given: Any, present: Any) -> None:
    if part in ("code_values", "rounds"):
        raise NotAllowed(f"{part}: {plain(present)} is in use and cannot become {plain(given)}; add a new version")


def _add_history(uow: UnitOfWork, data: ProgrammeData) -> tuple[list[str], int]:
    """Entries and credits of rounds that came as history: which rounds, and how many facts.

    Those stored before must say the same: NotAllowed else.
    """
    open_rounds = {each.key for each in uow.rounds.where() if each.state is not RoundState.HISTORY}
    present = {(each.round_key, each.project_number): each for each in uow.entries.latest()}
    known = {round_key for round_key, _ in present}
    given = [each for each in data.entries if each.round_key not in open_rounds]
    for entry in given:
        if entry.round_key in known and not _says_the_same(present.get((entry.round_key, entry.project_number)), entry):
            raise NotAllowed(f"{entry.project_number} was reported otherwise in round {entry.round_key}: {_KEPT}")
    entries = [each for each in given if each.round_key not in known]
    uow.entries.add(entries)
    credits = _add_past_money(uow, data, open_rounds)
    known_now = {each.round_key for each in entries} | {each.round_key for each in credits}
    return sorted(known_now), len(entries) + len(credits)


def _says_the_same(present: Entry | None, given: Entry) -> bool:
    if present is None:
        return False
    said, says = ((each.report, each.milestones, each.indicators) for each in (present, given))
    return said == says or present.content_sha256 == given.content_sha256


def _add_past_money(uow: UnitOfWork, data: ProgrammeData, open_rounds: set[str]) -> list[Credit]:
    present = uow.credits.in_force()
    added: list[Credit] = []
    for round_key in dict.fromkeys(each.round_key for each in data.credits if each.round_key not in open_rounds):
        rows, known = data.credits_of(round_key), {each for each in present if each.round_key == round_key}
        strange = next((each for each in rows if each not in known), None)
        if known and strange is not None:
            raise NotAllowed(f"{strange.project_number} had other amounts in round {round_key}: {_KEPT}")
        if not known:
            uow.credits.add(round_key, 0, rows)
            added += rows
    return added
