"""The series over the rounds: as published and for the same projects only, in the status list of the last round.

The register changes (180 projects, then 181) and so do the status lists. Every row says of how many projects it is, and
closes: its statuses add up to that number, with the projects that have no report counted as such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from meetcyclus.domain import dutch
from meetcyclus.domain.credits import committed_total, settled_total
from meetcyclus.domain.rounds import Round
from meetcyclus.services.scope import scope_of
from meetcyclus.services.tallies import ON_SCHEDULE, PROJECT_STATUS, RoundView
from meetcyclus.services.wording import plural


@dataclass(frozen=True)
class TrendRow:
    """One round, counted over some of its projects. `counts` lacks a status that its list did not know.

    `silent` are projects without a report, `strange` those with a status that leads nowhere in the last list, and
    `outside` those with a report that the register does not place in the round: with any of these last, it does not
    close.
    """

    round: Round
    projects: int
    clusters: int
    counts: Mapping[str, int]
    silent: int
    strange: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether anything was reported in the round."""
        return self.silent < self.projects

    @property
    def total(self) -> int:
        """What the row adds up to."""
        return sum(self.counts.values()) + self.silent

    @property
    def closes(self) -> bool:
        """Whether the statuses add up to the number of projects."""
        return self.total == self.projects and not self.outside

    @property
    def on_schedule(self) -> int:
        """Projects that run as planned."""
        return sum(self.counts.get(code, 0) for code in ON_SCHEDULE)

    def share(self, count: int) -> Decimal:
        """A count in percent of the projects, from the counts themselves."""
        return dutch.share(count, self.projects)


@dataclass(frozen=True)
class Mapped:
    """What became of one code of an older status list; `to` is empty where it leads nowhere in the last list."""

    version: str
    code: str
    label: str
    to: str
    to_label: str


@dataclass(frozen=True)
class MoneyRow:
    """The money of a round since the start, and how the settled part rose: points of the means are no growth."""

    round: Round
    committed_cents: int
    settled_cents: int
    budget_cents: int
    previous_settled_cents: int | None = None

    @property
    def settled_share(self) -> Decimal:
        """Settled, in percent of the means of the programme."""
        return dutch.share(self.settled_cents, self.budget_cents)

    @property
    def rise_cents(self) -> int | None:
        """How much more was settled than in the round before; None where that is not known."""
        return None if self.previous_settled_cents is None else self.settled_cents - self.previous_settled_cents

    @property
    def rise_points(self) -> Decimal | None:
        """The rise in percentage points of the means."""
        return None if self.rise_cents is None else dutch.share(self.rise_cents, self.budget_cents)

    @property
    def growth(self) -> Decimal | None:
        """The rise in percent of what was settled before."""
        if self.rise_cents is None or not self.previous_settled_cents:
            return None
        return dutch.share(self.rise_cents, self.previous_settled_cents)


@dataclass(frozen=True)
class Trend:
    """Both series, what the codes became, and the money; `projects` and `clusters` are the words of the programme."""

    projects: str
    clusters: str

    labels: Mapping[str, str]
    published: tuple[TrendRow, ...]
    same: tuple[TrendRow, ...]
    mapping: tuple[Mapped, ...]
    money: tuple[MoneyRow, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """What does not close, in Dutch."""
        return tuple(
            f"{name}, meting {row.round.number}: {_trouble(row)}"
            for name, rows in (("zoals gepubliceerd", self.published), (f"dezelfde {self.projects}", self.same))
            for row in rows
            if not row.closes
        )


def trend_of(view: RoundView, first_key: str) -> Trend:
    """The series from a first round to the round of the view.

    The projects of a round are those that were frozen when it opened; of other rounds the register tells.
    """
    start = view.snapshot.data.round(first_key).reference_date
    rounds = [each for each in view.rounds if each.reference_date >= start]
    members = {each.key: _members(view, each) for each in rounds}
    published = [_row(view, each, members[each.key], whole=True) for each in rounds]
    known = [members[row.round.key] for row in published if row.is_known]
    shared = frozenset.intersection(*known) if known else frozenset()
    term = view.snapshot.data.programme.term
    return Trend(
        projects=plural(term("project")),
        clusters=plural(term("cluster")),
        labels={code: value.label for code, value in view.status_codes.items()},
        published=tuple(published),
        same=tuple(_row(view, row.round, shared, whole=False) for row in published if row.is_known),
        mapping=tuple(_mapping(view, rounds)),
        money=tuple(_money(view, rounds)),
    )


def _members(view: RoundView, measured: Round) -> frozenset[str]:
    snapshot = view.snapshot
    if measured.key == snapshot.round_key:
        return frozenset(snapshot.population)
    frozen = snapshot.populations.get(measured.key)
    return frozenset(frozen) if frozen else scope_of(snapshot.data.projects, snapshot.data.rounds, measured)


def _row(view: RoundView, measured: Round, members: frozenset[str], *, whole: bool) -> TrendRow:
    reports = view.snapshot.data.entries_of(measured.key)
    version = measured.code_list_version
    found = {number: view.translated(each.report.status_code, version) for number, each in reports.items()}
    inside = {number: status for number, status in found.items() if number in members}
    counted = Counter(inside.values())
    parents = {each.number: each.cluster_code for each in view.snapshot.data.projects}
    return TrendRow(
        round=measured,
        projects=len(members),
        clusters=len({parents[each] for each in members if each in parents}),
        counts={code: counted[code] for code in view.status_codes if counted[code] or view.knows(code, measured)},
        silent=len(members - inside.keys()),
        strange=tuple(sorted(each for each, status in inside.items() if status not in view.status_codes)),
        outside=tuple(sorted(found.keys() - members)) if whole else (),
    )


def _mapping(view: RoundView, rounds: list[Round]) -> list[Mapped]:
    """Every code of the older lists in use, in the words of then and of now."""
    versions = dict.fromkeys(each.code_list_version for each in rounds)
    labels = {code: value.label for code, value in view.status_codes.items()}
    found = []
    for version in versions:
        for code, value in view.snapshot.data.codes(PROJECT_STATUS, version).items():
            if version != view.round.code_list_version:
                to = view.translated(code, version)
                found.append(Mapped(version, code, value.label, to if to in labels else "", labels.get(to, "")))
    return found


def _money(view: RoundView, rounds: list[Round]) -> list[MoneyRow]:
    rows: list[MoneyRow] = []
    budget = view.snapshot.data.programme.budget_cents
    for each in rounds:
        credits = view.credits_in(each)
        if credits:
            before = rows[-1].settled_cents if rows else None
            rows.append(MoneyRow(each, committed_total(credits), settled_total(credits), budget, before))
    return rows


def _trouble(row: TrendRow) -> str:
    parts = []
    if row.strange:
        parts.append(f"een status zonder plaats in de laatste lijst bij {', '.join(row.strange)}")
    if row.outside:
        parts.append(f"een rapport buiten de populatie van {', '.join(row.outside)}")
    return " en ".join(parts) or f"de statussen tellen op tot {row.total} van de {row.projects}"
