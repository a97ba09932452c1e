"""Importing a programme, all or nothing and twice without a change, and reading it as one whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from meetcyclus.domain.canonical import plain
from meetcyclus.domain.errors import NotAllowed
from meetcyclus.domain.rounds import RoundState
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.authority import programme_of, require_role
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


@dataclass(frozen=True)
class ImportResult:
    """What an import did: counts of what the programme now holds and how many facts are new or changed."""

    projects: int
    milestones: int
    rounds: int
    added: int
    changed: int


def import_programme(uow: UnitOfWork, data: ProgrammeData, *, by: str, at: datetime) -> ImportResult:
    """Store a programme or bring it up to date.

    Rows that are gone from the files, and changes to what a round was measured with, are refused (NotAllowed).
    """
    actor = _require_importer(uow, data, by)
    added, changed = 0, 0
    if uow.programmes.where() != [data.programme]:
        uow.programmes.put(data.programme)
        changed += 1
    for part, key in _PARTS.items():
        new, other = _bring_up_to_date(getattr(uow, part), part, getattr(data, part), key)
        added, changed = added + new, changed + other
    added += _add_history(uow, data)
    if added or changed:
        uow.ledger.append(
            action="programme.import",
            object=data.programme.code,
            by=actor,
            at=at,
            after={"added": added, "changed": changed, "projects": len(data.projects)},
        )
    return ImportResult(len(data.projects), len(data.milestones), len(uow.rounds.where()), added, changed)


def load_programme(uow: UnitOfWork) -> ProgrammeData:
    """The programme with all rounds, their newest entries and their credits."""
    return replace(
        load_register(uow), entries=tuple(uow.entries.latest()), credits=tuple(uow.credits.in_force())
    )


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
) -> tuple[int, int]:
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
    return len(new), len(changed)


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


def _add_history(uow: UnitOfWork, data: ProgrammeData) -> int:
    """Entries and credits of rounds that came as history and were not stored before."""
    known = {each.round_key for each in uow.entries.latest()}
    open_rounds = {each.key for each in uow.rounds.where() if each.state is not RoundState.HISTORY}
    entries = [each for each in data.entries if each.round_key not in known | open_rounds]
    uow.entries.add(entries)
    with_money = {each.round_key for each in uow.credits.in_force()}
    count = len(entries)
    for round_key in dict.fromkeys(each.round_key for each in data.credits):
        if round_key not in with_money | open_rounds:
            rows = data.credits_of(round_key)
            uow.credits.add(round_key, 0, rows)
            count += len(rows)
    return count
