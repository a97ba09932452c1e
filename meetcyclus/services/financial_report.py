"""The facts of the financial report: money per project, level and year, what moved, and who signed for which file.

Everything comes from a snapshot, in whole cents; the tables add up to the totals, and every project counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.credits import Credit, FinanceUpload, committed_total, settled_total
from meetcyclus.domain.programme import Project, Shift
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.tallies import RoundView

REGULAR = ("regulier", "gemengd")
_NO_DOMAIN = "geen beleidsdomein"


@dataclass(frozen=True)
class MoneyLine:
    """One line of a table. `means_cents` is the budget with its shifts; a year has none of its own."""

    key: str
    label: str
    means_cents: int | None
    committed_cents: int
    settled_cents: int

    @property
    def rest_cents(self) -> int:
        """Committed and still to be settled (encours)."""
        return self.committed_cents - self.settled_cents

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell: no means and no amounts."""
        return not (self.means_cents or self.committed_cents or self.settled_cents)


@dataclass(frozen=True)
class Decommitment:
    """A project whose cumulative committed or settled amount fell since the previous round, with the remarks of DFB."""

    project_number: str
    column: str
    previous_cents: int
    now_cents: int
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """The reconciliation: the file in force with its totals, what counts, and the versions with their signatures."""

    upload: FinanceUpload
    difference_committed_cents: int
    difference_settled_cents: int
    versions: tuple[FinanceUpload, ...]


@dataclass(frozen=True)
class FinancialReport:
    """Every table of the financial report; `statement` is None for a round of which no extract was loaded here."""

    stand_dates: tuple[date, ...]
    total: MoneyLine
    per_project: tuple[MoneyLine, ...]
    per_cluster: tuple[MoneyLine, ...]
    per_speerpunt: tuple[MoneyLine, ...]
    per_domain: tuple[MoneyLine, ...]
    per_year: tuple[MoneyLine, ...]
    regular: tuple[MoneyLine, ...]
    shifts: tuple[Shift, ...]
    decommitments: tuple[Decommitment, ...]
    statement: Statement | None


def financial_report(snapshot: Snapshot) -> FinancialReport:
    """The financial report of a frozen round."""
    view = RoundView(snapshot)
    credits = view.credits_in(view.round)
    lines = _project_lines(view, credits)
    clusters = {each.code: each for each in snapshot.data.clusters}
    speerpunten = {each.code: each for each in snapshot.data.speerpunten}
    domains = {each.code: each.policy_domain or _NO_DOMAIN for each in snapshot.data.entities}

    def speerpunt_of(project: Project) -> str:
        return clusters[project.cluster_code].speerpunt_code

    return FinancialReport(
        stand_dates=tuple(sorted({each.stand_on for each in credits})),
        total=_sum("totaal", "totaal", lines.values()),
        per_project=tuple(lines.values()),
        per_cluster=_grouped(view, lines, lambda each: each.cluster_code, lambda key: clusters[key].name),
        per_speerpunt=_grouped(view, lines, speerpunt_of, lambda key: speerpunten[key].name),
        per_domain=_grouped(view, lines, lambda each: domains.get(each.entity_code, _NO_DOMAIN), str),
        per_year=_years(credits),
        regular=tuple(lines[each.project.number] for each in view.standings if each.project.funding in REGULAR),
        shifts=tuple(each for each in snapshot.data.shifts if each.shifted_on <= view.round.reference_date),
        decommitments=tuple(_decommitments(view, credits)),
        statement=_statement(snapshot, credits),
    )


def _project_lines(view: RoundView, credits: Iterable[Credit]) -> dict[str, MoneyLine]:
    own: dict[str, list[Credit]] = {each.project.number: [] for each in view.standings}
    for credit in credits:
        own[credit.project_number].append(credit)
    return {
        each.project.number: MoneyLine(
            each.project.number,
            each.project.title,
            view.means_of(each.project),
            committed_total(own[each.project.number]),
            settled_total(own[each.project.number]),
        )
        for each in view.standings
    }


def _sum(key: str, label: str, lines: Iterable[MoneyLine]) -> MoneyLine:
    parts = tuple(lines)
    means = sum(each.means_cents or 0 for each in parts)
    committed, settled = sum(each.committed_cents for each in parts), sum(each.settled_cents for each in parts)
    return MoneyLine(key, label, means, committed, settled)


def _grouped(
    view: RoundView, lines: dict[str, MoneyLine], key_of: Callable[[Project], str], label_of: Callable[[str], str]
) -> tuple[MoneyLine, ...]:
    """The lines of projects added up by what the project belongs to; a project belongs to one of each kind."""
    groups: dict[str, list[MoneyLine]] = {}
    for each in view.standings:
        groups.setdefault(key_of(each.project), []).append(lines[each.project.number])
    return tuple(_sum(key, label_of(key), groups[key]) for key in sorted(groups))


def _years(credits: Iterable[Credit]) -> tuple[MoneyLine, ...]:
    years: dict[int, list[Credit]] = {}
    for each in credits:
        years.setdefault(each.budget_year, []).append(each)
    return tuple(
        MoneyLine(str(year), str(year), None, committed_total(years[year]), settled_total(years[year]))
        for year in sorted(years)
    )


def _decommitments(view: RoundView, credits: Iterable[Credit]) -> Iterable[Decommitment]:
    past = view.credits_in(view.previous) if view.previous else ()
    present = tuple(credits)
    for number in (each.project.number for each in view.standings):
        now = [each for each in present if each.project_number == number]
        before = [each for each in past if each.project_number == number]
        # The same remark stands on every line that it is about; a reader needs it once.
        remarks = tuple(dict.fromkeys(each.remark for each in now if each.remark))
        for column, total in (("vastgelegd", committed_total), ("vereffend", settled_total)):
            if total(now) < total(before):
                yield Decommitment(number, column, total(before), total(now), remarks)


def _statement(snapshot: Snapshot, credits: tuple[Credit, ...]) -> Statement | None:
    if not snapshot.uploads:
        return None
    upload = snapshot.uploads[-1]
    return Statement(
        upload,
        upload.committed_cents - committed_total(credits),
        upload.settled_cents - settled_total(credits),
        snapshot.uploads,
    )
