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
    """One EMOE extract that was loaded; the newest of a round is the one in force."""

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


def committed_total(credits: Iterable[Credit]) -> int:
    """Sum of committed cents."""
    return sum(each.committed_cents for each in credits)


def settled_total(credits: Iterable[Credit]) -> int:
    """Sum of settled cents."""
    return sum(each.settled_cents for each in credits)
