"""meetcyclus trend: the series over the rounds, as published and for the same projects only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonCommand, Shown, emit
from meetcyclus.domain import dutch
from meetcyclus.domain.rounds import Round, RoundState
from meetcyclus.services.trend import MoneyRow, Trend, TrendRow
from meetcyclus.services.trends import read_trend

_NONE = "–"
_ROUNDS_ACROSS = 6
_Pairs = list[tuple[TrendRow, TrendRow | None]]


@click.command(cls=CommonCommand)
@click.option("--from", "first", metavar="KEY", default="", help="First round; the first of the programme if absent.")
@click.option("--to", "last", metavar="KEY", default="", help="Last round; the newest of the programme if absent.")
def trend(first: str, last: str) -> int:
    """Statuses and money of the rounds, in the status list of the last one; each row adds up to its projects.

    Every round is shown as published, with all its projects, and for the projects that are in all rounds shown. Ends
    with 1 where a row does not close: a report outside the population, or a status that leads nowhere.

    Example:  meetcyclus trend --from 2021-03 --to 2023-12
    """
    with application().work() as uow:
        found = read_trend(uow, first_key=first, last_key=last)
    emit(
        {
            "statuses": found.labels,
            "published": [_facts(each) for each in found.published],
            "same_projects": [_facts(each) for each in found.same],
            "mapping": found.mapping,
            "money": [_money_facts(each) for each in found.money],
            "problems": found.problems,
        },
        *_statuses(found),
        *_mapping(found),
        *_money(found),
        lines=_lines(found),
    )
    return FOUND_SOMETHING if found.problems else 0


def _facts(row: TrendRow) -> dict[str, object]:
    return {
        "round": row.round.key,
        "number": row.round.number,
        "reference_date": row.round.reference_date,
        "state": row.round.state,
        "code_list": row.round.code_list_version,
        "projects": row.projects,
        "clusters": row.clusters,
        "counts": row.counts,
        "shares_pct": {code: _rounded(row.share(count)) for code, count in row.counts.items()},
        "on_schedule": row.on_schedule,
        "on_schedule_pct": _rounded(row.share(row.on_schedule)),
        "not_reported": row.silent,
        "total": row.total,
        "closes": row.closes,
        "strange": row.strange,
        "outside": row.outside,
    }


def _money_facts(row: MoneyRow) -> dict[str, object]:
    return {
        "round": row.round.key,
        "committed_eur": Decimal(row.committed_cents) / 100,
        "settled_eur": Decimal(row.settled_cents) / 100,
        "settled_pct": _rounded(row.settled_share),
        "rise_eur": None if row.rise_cents is None else Decimal(row.rise_cents) / 100,
        "rise_points": _rounded(row.rise_points),
        "growth_pct": _rounded(row.growth),
    }


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else dutch.rounded(value, 2)


def _statuses(found: Trend) -> Iterator[Shown]:
    """Both series side by side, six rounds a table: before the stroke as published, behind it the same projects."""
    like = {each.round.key: each for each in found.same}
    for start in range(0, len(found.published), _ROUNDS_ACROSS):
        rounds = found.published[start : start + _ROUNDS_ACROSS]
        pairs = [(each, like.get(each.round.key)) for each in rounds]
        heads = [
            f"gepubliceerd / zelfde {found.projects}",
            *(f"{each.round.number} ({each.round.key})" for each in rounds),
        ]
        rows = [(label, *_across(pairs, partial(_count, code))) for code, label in found.labels.items()]
        rows += [
            ("geen rapport", *_across(pairs, lambda row: row.silent if row.is_known else None)),
            ("som van de statussen", *_across(pairs, lambda row: row.total if row.is_known else None)),
            (found.projects, *_across(pairs, lambda row: row.projects)),
            (found.clusters, *_across(pairs, lambda row: row.clusters)),
            ("volgens schema, gepubliceerd", *(_schedule(one if two else None) for one, two in pairs)),
            (f"volgens schema, zelfde {found.projects}", *(_schedule(two) for _, two in pairs)),
            ("statuslijst", *(one.round.code_list_version for one, _ in pairs)),
        ]
        yield Shown("Statussen bij elke meting", heads, rows, frozenset(heads[1:]))


def _across(pairs: _Pairs, value: Callable[[TrendRow], int | None]) -> Iterator[str]:
    """One cell a round: the value as published, and that of the same projects."""
    for published, same in pairs:
        first, second = value(published), value(same) if same else None
        yield _NONE if first is None else f"{first} / {_NONE if second is None else second}"


def _count(code: str, row: TrendRow) -> int | None:
    return row.counts.get(code) if row.is_known else None


def _schedule(row: TrendRow | None) -> str:
    return dutch.percent(row.share(row.on_schedule), 2) if row else _NONE


def _name(measured: Round) -> str:
    return f"{measured.number} ({dutch.short_date(measured.reference_date)})"


def _mapping(found: Trend) -> Iterator[Shown]:
    if found.mapping:
        rows = [(each.version, each.label, each.to_label or "geen plaats") for each in found.mapping]
        yield Shown("Oude statussen in de lijst van de laatste meting", ("lijst", "toen", "nu"), rows)


def _money(found: Trend) -> Iterator[Shown]:
    if not found.money:
        return
    heads = ("meting", "vastgelegd", "vereffend", "van de middelen", "stijging", "in procentpunt", "groei")
    rows = [
        (
            _name(each.round),
            _millions(each.committed_cents),
            _millions(each.settled_cents),
            dutch.percent(each.settled_share, 2),
            _NONE if each.rise_cents is None else _millions(each.rise_cents),
            _NONE if each.rise_points is None else dutch.number(each.rise_points, 2),
            _NONE if each.growth is None else dutch.percent(each.growth),
        )
        for each in found.money
    ]
    yield Shown("Middelen sinds de start, in miljoen euro", heads, rows, frozenset(heads[1:]))


def _millions(cents: int) -> str:
    return dutch.number(Decimal(cents) / 10**8, 1)


def _lines(found: Trend) -> list[str]:
    shared, things = found.same[0].projects if found.same else 0, found.projects
    lines = [f"Zelfde {things}: de {shared} {things} die in elke getoonde meting met rapporten zitten."]
    lines += [
        f"Meting {each.round.number} loopt nog: dit zijn voorlopige cijfers."
        for each in found.published
        if each.round.state is RoundState.RUNNING
    ]
    if found.problems:
        return [*lines, *(f"Sluit niet: {each}." for each in found.problems)]
    return [*lines, f"Elke meting sluit: de statussen tellen op tot het aantal {things}."]


COMMANDS = (trend,)
