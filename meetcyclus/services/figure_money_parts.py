"""Figures of parts of the money: per mandate, of the European facility, of stopped projects, and per budget year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from meetcyclus.domain import dutch
from meetcyclus.domain.credits import committed_total, settled_total
from meetcyclus.domain.figures import Figure
from meetcyclus.services.figure_groups import mandate_groups, rrf_group
from meetcyclus.services.figure_shapes import money_figure
from meetcyclus.services.tallies import STOPPED, RoundView, Standing, credit_rows
from meetcyclus.services.wording import plural
from meetcyclus.services.year_gaps import YearGap, year_gaps

_MILLION, _MILLIARD = 10**8, 10**11


def money_part_figures(view: RoundView) -> Iterator[Figure]:
    """All of them; absent where the round has no money."""
    if not view.credits_in(view.round):
        return
    stopped = [each for each in view.standings if each.status == STOPPED]
    things = plural(view.snapshot.data.programme.term("project"))
    yield from _in_table(view, "geld.totaal", f"alle {things}", view.standings)
    for group in mandate_groups(view):
        yield from _in_table(view, f"geld.{group.key}", group.label, group.standings)
    yield from _in_words(view, "rrf", "RRF", rrf_group(view).standings)
    yield from _in_words(view, STOPPED, f"stopgezette {things}", stopped)
    for gap in year_gaps(view):
        yield from _of_years(view, gap)


@dataclass(frozen=True)
class _Amount:
    """Cents with the keys of the rows that they were added up from."""

    cents: int
    rows: tuple[str, ...]


def _amounts(view: RoundView, standings: Iterable[Standing]) -> dict[str, _Amount]:
    """The amounts of these projects by name: the means rest on budgets and shifts, the others on their credits."""
    projects = [each.project for each in standings]
    numbers = {each.number for each in projects}
    credits = tuple(each for each in view.credits_in(view.round) if each.project_number in numbers)
    committed, settled = committed_total(credits), settled_total(credits)
    rows, means = credit_rows(credits), sum(view.means_of(each) for each in projects)
    return {
        "middelen": _Amount(means, view.means_rows(projects)),
        "vak": _Amount(committed, rows),
        "vek": _Amount(settled, rows),
        "encours": _Amount(committed - settled, rows),
    }


_LABELS = {
    "middelen": "middelen na verschuivingen",
    "vak": "vastgelegd (VAK)",
    "vek": "vereffend (VEK)",
    "encours": "nog te vereffenen",
}


def _in_table(view: RoundView, key: str, label: str, standings: Iterable[Standing]) -> Iterator[Figure]:
    """The amounts in millions as a table prints them, and the settled share."""
    amounts = _amounts(view, standings)
    for name, found in amounts.items():
        text, what = dutch.number(Decimal(found.cents) / _MILLION, 1), f"{label}: {_LABELS[name]}, in miljoen euro"
        yield money_figure(f"{key}.{name}", what, found.cents, text, found.rows, _formula(name))
    settled, means = amounts["vek"], amounts["middelen"]
    if means.cents:
        share = dutch.share(settled.cents, means.cents)
        what, formula = f"{label}: vereffend (aandeel)", f"{key}.vek / {key}.middelen"
        yield Figure(f"{key}.vek.aandeel", what, share, "procent", dutch.percent(share), formula, settled.rows)


def _in_words(view: RoundView, key: str, label: str, standings: Iterable[Standing]) -> Iterator[Figure]:
    """The amounts as a sentence says them; absent where no project of these has any."""
    amounts = _amounts(view, standings)
    if not amounts["vak"].rows:
        return
    for name, found in amounts.items():
        what = f"{label}: {_LABELS[name]}"
        yield money_figure(f"{key}.{name}", what, found.cents, _in_millions(found.cents), found.rows, _formula(name))


def _formula(name: str) -> str:
    return {
        "middelen": "budgetten met de verschuivingen",
        "vak": "som van vastgelegd_eur",
        "vek": "som van vereffend_eur",
        "encours": "vastgelegd − vereffend",
    }[name]


def _in_millions(cents: int) -> str:
    """To two decimals, so that parts of a sentence can be added up; milliard from one milliard on."""
    return dutch.billions(cents, 2) if abs(cents) >= _MILLIARD else dutch.millions(cents, 2)


def _of_years(view: RoundView, gap: YearGap) -> Iterator[Figure]:
    """Two totals that a reader may take for the same, and the gap between them."""
    number = view.previous.number if view.previous else 0
    fresh, old = credit_rows(gap.new_credits), credit_rows(gap.older_credits)
    key, label = f"jaren.{gap.name}", _LABELS[gap.name]
    for name, what, cents, rows, formula in (
        (
            "nieuw",
            f"{label} op de begrotingsjaren na meting {number}",
            gap.new_cents,
            fresh,
            "som van de nieuwe begrotingsjaren",
        ),
        (
            "eerder",
            f"{label} op vroegere begrotingsjaren: verschil met meting {number}",
            gap.older_cents,
            old,
            "som van de vroegere begrotingsjaren, nu − toen",
        ),
        (
            "verschil",
            f"{label}: verschil met meting {number}",
            gap.new_cents + gap.older_cents,
            fresh + old,
            f"{key}.nieuw + {key}.eerder",
        ),
    ):
        # The sentence says more or less of a difference; of an amount it says nothing, so that one keeps its sign.
        sign = "−" if name == "nieuw" and cents < 0 else ""
        yield money_figure(f"{key}.{name}", what, cents, f"{sign}{_in_millions(abs(cents))}", rows, formula)
