"""Reads the shipped programme with the standard library, the coming meting included."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "meetcyclus" / "programmes" / "vlaamse_veerkracht"
COMING = FOLDER / "meting_2023-12"
Row = dict[str, str]


class Shipped:
    """The tables of the programme and the few sums that several tests need."""

    @staticmethod
    def read(path: Path) -> list[Row]:
        """Read one file."""
        return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))

    @cache  # noqa: B019  # one instance for the whole session
    def rows(self, name: str) -> list[Row]:
        """Return a table: the main file and then the coming meting."""
        coming = COMING / f"{name}.csv"
        return self.read(FOLDER / f"{name}.csv") + (self.read(coming) if coming.exists() else [])

    @cache  # noqa: B019
    def of_round(self, name: str, meting: str) -> list[Row]:
        """Return the rows of one meting."""
        return [row for row in self.rows(name) if row["meting"] == meting]

    @cache  # noqa: B019
    def projects(self) -> dict[str, Row]:
        """Return the projects by number."""
        return {row["nummer"]: row for row in self.rows("projecten")}

    def statuses(self, meting: str) -> dict[str, str]:
        """Return the status of each project in a meting."""
        return {row["project"]: row["status"] for row in self.of_round("projectrapporten", meting)}

    @cache  # noqa: B019
    def milestones(self, meting: str) -> dict[str, list[Row]]:
        """Return per project its milestones, each merged with its report, in the order of their numbers."""
        known = {row["id"]: row for row in self.rows("mijlpalen")}
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.of_round("mijlpaalrapporten", meting):
            found[known[row["mijlpaal"]]["project"]].append(known[row["mijlpaal"]] | row)
        return found

    @cache  # noqa: B019
    def totals(self, meting: str, column: str) -> dict[str, Decimal]:
        """Return the cumulative amount of each project."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in self.of_round("financien", meting):
            sums[row["project"]] += Decimal(row[column])
        return sums

    def vak(self, meting: str) -> Decimal:
        """Return all committed money."""
        return sum(self.totals(meting, "vastgelegd_eur").values(), Decimal(0))

    def vek(self, meting: str) -> Decimal:
        """Return all settled money."""
        return sum(self.totals(meting, "vereffend_eur").values(), Decimal(0))

    def ceiling(self, project: str, moment: str) -> Decimal:
        """Return the budget after the shifts up to a day."""
        amount = Decimal(self.projects()[project]["budget_eur"])
        for row in self.rows("verschuivingen"):
            if row["datum"] <= moment:
                amount += Decimal(row["bedrag_eur"]) * ((row["naar"] == project) - (row["van"] == project))
        return amount


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    """Return the shipped programme."""
    return Shipped()
