"""Rows about words: one per project and field that a lead fills in, beside the same field of the round before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from meetcyclus.domain.credits import Credit, committed_total, settled_total
from meetcyclus.domain.entries import Entry
from meetcyclus.quality.measures import facts_of, filled, likeness
from meetcyclus.quality.money_rows import credits_by_project
from meetcyclus.quality.view import RoundView

# Name in the exchange format, name in the entry, and how people call the field.
REQUIRED_TEXTS = (
    ("stand_van_zaken", "state_of_play", "stand van zaken"),
    ("realisaties", "achievements", "realisaties"),
    ("vooruitblik", "outlook", "vooruitblik"),
)
OTHER_TEXTS = (
    ("knelpunten", "issues", "knelpunten"),
    ("bijsturing", "corrective_measure", "bijsturing"),
    ("motivering", "motivation", "motivering"),
)


@dataclass(frozen=True)
class TextRow:
    """One field of a report. `likeness` to the round before runs from 0 to 1; it is empty when nothing changed."""

    project: str
    object_key: str
    field: str
    label: str
    is_required: bool
    is_text: bool
    text: str | None
    length: int
    likeness: float | None
    likeness_pct: float | None


def text_rows(view: RoundView) -> list[TextRow]:
    """The status and the texts of every project that reported."""
    changed_amounts = _projects_with_changed_amounts(view)
    return [
        row
        for number in view.projects
        if number in view.entries
        for row in _rows_of(
            view.entries[number], view.previous_entries.get(number), has_changed_amounts=number in changed_amounts
        )
    ]


def _rows_of(entry: Entry, before: Entry | None, has_changed_amounts: bool) -> Iterable[TextRow]:
    has_changed = before is not None and (has_changed_amounts or facts_of(entry) != facts_of(before))
    status = filled(entry.report.status_code)
    number = entry.project_number
    yield TextRow(number, number, "status", "status", True, False, status, 0, None, None)
    for fields, is_required in ((REQUIRED_TEXTS, True), (OTHER_TEXTS, False)):
        for field, name, label in fields:
            text = filled(getattr(entry.report, name))
            old = filled(getattr(before.report, name)) if before and has_changed else None
            alike = likeness(old, text)
            share = None if alike is None else round(alike * 100)
            yield TextRow(number, number, field, label, is_required, True, text, len(text or ""), alike, share)


def _projects_with_changed_amounts(view: RoundView) -> set[str]:
    now = credits_by_project(view.data.credits_of(view.subject.round.key))
    before = credits_by_project(view.data.credits_of(view.previous.key)) if view.previous else {}
    return {number for number in now.keys() & before.keys() if _totals(now[number]) != _totals(before[number])}


def _totals(credits: list[Credit]) -> tuple[int, int]:
    return committed_total(credits), settled_total(credits)
