"""Rows about single lines of money: each budget year of a project, each shift of means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.credits import Credit
from meetcyclus.quality.measures import filled
from meetcyclus.quality.money_rows import credits_by_project
from meetcyclus.quality.view import RoundView


@dataclass(frozen=True)
class BudgetYearRow:
    """One budget year of a project, its last one excepted. `shortage_cents` is how much more was settled up to
    that year than was committed; below nought there is room left.
    """

    project: str
    object_key: str
    budget_year: int
    committed_cents: int
    settled_cents: int
    shortage_cents: int


@dataclass(frozen=True)
class ShiftRow:
    """One shift of means up to the reference date. `has_document`: its number is that of a known document."""

    project: str
    object_key: str
    to_project: str
    shifted_on: date
    amount_cents: int
    vr_number: str | None
    has_document: bool


def budget_year_rows(view: RoundView) -> list[BudgetYearRow]:
    """The budget years of this round. The total of all years is for the money table, so the last one is left out."""
    by_project = credits_by_project(view.data.credits_of(view.subject.round.key))
    return [row for number in view.projects for row in _years(number, by_project.get(number, []))]


def shift_rows(view: RoundView) -> list[ShiftRow]:
    """The shifts that happened by now; the key names the giver and the day."""
    known = {each.number for each in view.data.vr_documents}
    return [
        ShiftRow(
            project=each.from_project,
            object_key=f"{each.from_project}/{each.shifted_on.isoformat()}",
            to_project=each.to_project,
            shifted_on=each.shifted_on,
            amount_cents=each.amount_cents,
            vr_number=filled(each.vr_number),
            has_document=each.vr_number in known,
        )
        for each in view.data.shifts
        if each.shifted_on <= view.reference_date
    ]


def _years(number: str, lines: Iterable[Credit]) -> Iterable[BudgetYearRow]:
    sums: dict[int, tuple[int, int]] = {}
    for line in lines:
        committed, settled = sums.get(line.budget_year, (0, 0))
        sums[line.budget_year] = committed + line.committed_cents, settled + line.settled_cents
    shortage = 0
    for year in sorted(sums)[:-1]:
        committed, settled = sums[year]
        shortage += settled - committed
        yield BudgetYearRow(number, f"{number}/{year}", year, committed, settled, shortage)
