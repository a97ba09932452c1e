"""Why the amounts of the new budget years are not the rise since the round before: something was booked on older years.

Only after a round at the end of a year can the two be compared: then its years are full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from meetcyclus.domain.credits import Credit
from meetcyclus.services.tallies import RoundView

_DECEMBER, _LAST_DAY = 12, 31


@dataclass(frozen=True)
class YearGap:
    """One column of money: cents on the years since the round before, and per project the change of older years.

    `new_credits` are those of the new years; `older_credits` those of the older years, now and in the round before.
    """

    name: str
    new_years: tuple[int, ...]
    new_cents: int
    older: Mapping[str, int]
    new_credits: tuple[Credit, ...]
    older_credits: tuple[Credit, ...]

    @property
    def older_cents(self) -> int:
        """What was booked on older years since the round before, over all projects."""
        return sum(self.older.values())


def year_gaps(view: RoundView) -> Iterator[YearGap]:
    """The columns (vak, vek) of which both totals differ."""
    previous = view.previous
    before = view.credits_in(previous) if previous else ()
    if previous is None or not before:
        return
    day = previous.reference_date
    if (day.month, day.day) != (_DECEMBER, _LAST_DAY) or any(each.budget_year > day.year for each in before):
        return
    now = view.credits_in(view.round)
    fresh = tuple(each for each in now if each.budget_year > day.year)
    old = tuple(each for each in now if each.budget_year <= day.year)
    years = tuple(sorted({each.budget_year for each in fresh}))
    for name in ("vak", "vek"):
        older = _sums(old, name)
        older.subtract(_sums(before, name))
        changed = {each: older[each] for each in sorted(older) if older[each]}
        gap = YearGap(name, years, _sums(fresh, name).total(), changed, fresh, old + before)
        if gap.older_cents:
            yield gap


def _sums(credits: Iterable[Credit], name: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in credits:
        found[each.project_number] += each.committed_cents if name == "vak" else each.settled_cents
    return found
