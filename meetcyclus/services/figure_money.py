"""Figures of money: committed (VAK) and settled (VEK) against the means of the programme, now and before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from meetcyclus.domain import dutch
from meetcyclus.domain.credits import committed_total, settled_total
from meetcyclus.domain.figures import Figure
from meetcyclus.services.figure_shapes import money_figure, money_text
from meetcyclus.services.tallies import RoundView, credit_rows

# All shares of the table of rounds have as many decimals.
_TABLE_PLACES = 2


def money_figures(view: RoundView) -> Iterator[Figure]:
    """The means, VAK, VEK and encours of this round, the change since the previous one and the totals per round."""
    budget = view.snapshot.data.programme.budget_cents
    if budget:
        what = "middelen van het programma"
        yield money_figure("middelen.totaal", what, budget, money_text(budget, 1), ("programma:middelen_eur",), what)
    credits = view.credits_in(view.round)
    if not credits:
        return
    rows, committed, settled = credit_rows(credits), committed_total(credits), settled_total(credits)
    for name, label, cents, places, share_places, column in (
        ("vak", "vastgelegd (VAK)", committed, 3, 0, "vastgelegd_eur"),
        ("vek", "vereffend (VEK)", settled, 2, 2, "vereffend_eur"),
    ):
        yield money_figure(f"{name}.totaal", label, cents, money_text(cents, places), rows, f"som van {column}")
        if budget:
            yield _share(name, label, cents, budget, share_places, rows)
    rest = committed - settled
    yield money_figure(
        "encours.totaal", "vastgelegd, nog te vereffenen", rest, money_text(rest, 2), rows, "vak.totaal − vek.totaal"
    )
    yield from _changes(view, rows, committed, settled)
    yield from _evolution(view)


def _share(name: str, label: str, cents: int, budget: int, places: int, rows: tuple[str, ...]) -> Figure:
    value = dutch.share(cents, budget)
    text, formula = dutch.percent(value, places), f"{name}.totaal / middelen.totaal"
    return Figure(f"{name}.aandeel", f"{label}, aandeel van de middelen", value, "procent", text, formula, rows)


def _changes(view: RoundView, rows: tuple[str, ...], committed: int, settled: int) -> Iterator[Figure]:
    before = view.credits_in(view.previous) if view.previous else ()
    if not before or view.previous is None:
        return
    budget, both, number = view.snapshot.data.programme.budget_cents, rows + credit_rows(before), view.previous.number
    days = f"{dutch.long_date(view.round.reference_date)} − op {dutch.long_date(view.previous.reference_date)}"
    for name, label, now, old in (
        ("vak", "vastgelegd (VAK)", committed, committed_total(before)),
        ("vek", "vereffend (VEK)", settled, settled_total(before)),
    ):
        gap = now - old
        where = f"{label}: verschil met meting {number}"
        formula = f"{name}.totaal op {days}"
        yield money_figure(f"{name}.verschil", where, gap, money_text(abs(gap), 3), both, formula)
        if budget:
            points = dutch.share(gap, budget)
            text, formula = dutch.percentage_points(abs(points)), "verschil van de exacte aandelen"
            label = f"{where}, in procentpunt"
            yield Figure(f"{name}.verschil_punten", label, points, "procentpunt", text, formula, both)


def _evolution(view: RoundView) -> Iterator[Figure]:
    budget = view.snapshot.data.programme.budget_cents
    for measured in view.rounds:
        credits = view.credits_in(measured)
        if not credits:
            continue
        rows, committed, settled = credit_rows(credits), committed_total(credits), settled_total(credits)
        where = f"meting {measured.number}"
        for name, label, cents in (
            ("vak", f"{where}: vastgelegd (VAK)", committed),
            ("vek", f"{where}: vereffend (VEK)", settled),
            ("encours", f"{where}: nog te vereffenen", committed - settled),
        ):
            key = f"evolutie.{measured.key}.{name}"
            text, formula = (
                dutch.number(Decimal(cents) / 10**8, 1),
                f"{name} op {dutch.long_date(measured.reference_date)}, in miljoen euro",
            )
            yield money_figure(key, f"{label}, in miljoen euro", cents, text, rows, formula)
            if budget and name != "encours":
                share = dutch.share(cents, budget)
                text, formula = dutch.percent(share, _TABLE_PLACES), f"{key} / middelen.totaal"
                yield Figure(f"{key}.aandeel", f"{label}, aandeel", share, "procent", text, formula, rows)
