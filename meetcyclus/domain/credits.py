"""Money: committed (vastgelegd, VAK) and settled (vereffend, VEK), per project, budget year and article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Credit:
    """Amounts of one budget year and article (financien.csv). Totals of a project are sums over its credits."""

    round_key: str
    project_number: str
    budget_year: int
    budget_article: str
    committed_cents: int
    settled_cents: int
    stand_on: date
    remark: str = ""


@dataclass(frozen=True)
class FinanceUpload:
    """One EMOE extract that was loaded. The newest that DFB signed is in force; before any is signed, the newest if it
    was not refused, and only in a concept.

    `reason` says why it was loaded after an earlier one was signed; that signature stays with what was signed.
    """

    round_key: str
    sequence: int
    file_name: str
    sha256: str
    loaded_by: str
    loaded_at: datetime
    rows: int
    committed_cents: int
    settled_cents: int
    unmatched: tuple[str, ...] = ()
    signed_off_by: str | None = None
    signed_off_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class AmountChange:
    """An amount of one project, year and article that another extract gives otherwise; `column` says which one."""

    project_number: str
    budget_year: int
    budget_article: str
    column: str
    old_cents: int
    new_cents: int

    @property
    def difference_cents(self) -> int:
        """What was added; negative where the amount fell."""
        return self.new_cents - self.old_cents


def changes_between(old: Iterable[Credit], new: Iterable[Credit]) -> tuple[AmountChange, ...]:
    """The amounts that differ, by project, year and article; a line that is absent counts as zero."""
    before, after = _by_line(old), _by_line(new)
    return tuple(
        AmountChange(*line, column, was, now)
        for line in sorted(before.keys() | after.keys())
        for column, was, now in zip(
            ("vastgelegd", "vereffend"), before.get(line, (0, 0)), after.get(line, (0, 0)), strict=True
        )
        if was != now
    )


def _by_line(credits: Iterable[Credit]) -> dict[tuple[str, int, str], tuple[int, int]]:
    return {
        (each.project_number, each.budget_year, each.budget_article): (each.committed_cents, each.settled_cents)
        for each in credits
    }


def committed_total(credits: Iterable[Credit]) -> int:
    """Sum of committed cents."""
    return sum(each.committed_cents for each in credits)


def settled_total(credits: Iterable[Credit]) -> int:
    """Sum of settled cents."""
    return sum(each.settled_cents for each in credits)
