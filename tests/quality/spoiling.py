"""Ways to spoil one thing in a small programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from meetcyclus.domain.entries import Entry
from meetcyclus.domain.programme import VrDocument
from meetcyclus.domain.snapshot import ProgrammeData
from tests.quality.small_programme import ROUNDS, THIS

Spoil = Callable[[ProgrammeData, str], ProgrammeData]


def entry(number: str, change: Callable[[Entry], Entry | None], place: int = 2) -> Spoil:
    """Change or (None) drop the entry of the project whose number ends in that digit."""

    def spoil(data: ProgrammeData, prefix: str) -> ProgrammeData:
        def of(each: Entry) -> Entry | None:
            is_it = each.project_number == prefix + number and each.round_key == ROUNDS[place].key
            return change(each) if is_it else each

        return replace(data, entries=tuple(kept for each in data.entries if (kept := of(each)) is not None))

    return spoil


def report(number: str, place: int = 2, **values: Any) -> Spoil:
    """Change fields of a project report."""
    return entry(number, lambda each: replace(each, report=replace(each.report, **values)), place)


def milestone(number: str, key: str, place: int = 2, **values: Any) -> Spoil:
    """Change fields of a milestone report."""
    return entry(
        number,
        lambda each: replace(
            each,
            milestones=tuple(
                replace(one, **values) if one.milestone_id.endswith(key) else one for one in each.milestones
            ),
        ),
        place,
    )


def value(number: str, **values: Any) -> Spoil:
    """Change fields of the indicator report."""
    return entry(
        number, lambda each: replace(each, indicators=tuple(replace(one, **values) for one in each.indicators))
    )


def rows(table: str, ends_with: str, **values: Any) -> Spoil:
    """Change fields of rows of the register whose key ends so."""

    def spoil(data: ProgrammeData, prefix: str) -> ProgrammeData:
        def of(each: Any) -> Any:
            key = getattr(each, "number", None) or getattr(each, "id", "")
            return replace(each, **_with_copy(values, prefix)) if key == prefix + ends_with else each

        changed: dict[str, Any] = {table: tuple(of(each) for each in getattr(data, table))}
        return replace(data, **changed)

    return spoil


def credit(number: str, year: int, **values: Any) -> Spoil:
    """Change fields of the credit of this round of a project and year."""

    def spoil(data: ProgrammeData, prefix: str) -> ProgrammeData:
        return replace(
            data,
            credits=tuple(
                replace(each, **_with_copy(values, prefix))
                if (each.project_number, each.budget_year, each.round_key) == (prefix + number, year, THIS.key)
                else each
                for each in data.credits
            ),
        )

    return spoil


def without(table: str, condition: Callable[[object, str], bool]) -> Spoil:
    """Drop the rows of a table for which the condition holds."""

    def spoil(data: ProgrammeData, prefix: str) -> ProgrammeData:
        kept: dict[str, Any] = {table: tuple(each for each in getattr(data, table) if not condition(each, prefix))}
        return replace(data, **kept)

    return spoil


def document(number: str, day: date, label: str = "VV ") -> Spoil:
    """Add a government document about a project."""

    def spoil(data: ProgrammeData, prefix: str) -> ProgrammeData:
        added = VrDocument(f"VR {day:%Y %d%m} {label}DOC.{int(prefix[2:]):04d}/1", (prefix + number,), day, "Nota")
        return replace(data, vr_documents=(*data.vr_documents, added))

    return spoil


def both(*spoils: Spoil) -> Spoil:
    """Several ways after each other."""

    def spoil(data: ProgrammeData, prefix: str) -> ProgrammeData:
        for each in spoils:
            data = each(data, prefix)
        return data

    return spoil


def _with_copy(values: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Texts may hold {copy}: the number of the copy without leading zeros, and {prefix}."""

    def of(text: object) -> object:
        return text.format(copy=int(prefix[2:]), prefix=prefix) if isinstance(text, str) else text

    return {name: tuple(map(of, each)) if isinstance(each, tuple) else of(each) for name, each in values.items()}
