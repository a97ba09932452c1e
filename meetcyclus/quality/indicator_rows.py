"""Rows about output indicators: definition and target from the register, the value now and the value before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from meetcyclus.domain import dutch
from meetcyclus.domain.entries import Entry, IndicatorReport
from meetcyclus.domain.programme import Indicator
from meetcyclus.quality.measures import days_between, filled
from meetcyclus.quality.view import RoundView

_TIMES_FROM_PCT = 1000
PERCENT_UNITS = ("%", "procent", "percent", "pct")
PEOPLE_UNITS = ("personen", "deelnemers", "leerlingen", "studenten", "werknemers", "cursisten", "gezinnen", "kinderen")


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of the register. `target_share_pct` is how much of the target is reached, `target_share_shown` the
    same in words.

    `lowest` and `highest` are the values that the unit allows; `jump_factor` is how many times the larger of the
    two last values is the smaller one. `behind_pp` is how many percentage points the value is behind a straight line
    from baseline to target. `common_unit` is the number of the common indicator with the unit.
    """

    project: str
    object_key: str
    name: str
    definition: str | None
    unit: str | None
    source: str | None
    target: Decimal | None
    target_on: date | None
    has_entry: bool
    project_status: str | None
    measure_kind: str
    is_reported: bool
    value: Decimal | None
    previous_value: Decimal | None
    change: Decimal | None
    jump_factor: Decimal | None
    target_share_pct: Decimal | None
    target_share_shown: str | None
    below_lowest: bool
    above_highest: bool
    is_part_of_person: bool
    explanation: str | None
    baseline: Decimal | None
    baseline_on: date | None
    baseline_after_start_days: int | None
    value_on: date | None
    value_age_days: int | None
    behind_pp: Decimal | None
    common_unit: str | None


def indicator_rows(view: RoundView) -> list[IndicatorRow]:
    """The indicators of the population."""
    return [
        _row(view, each, view.entries.get(each.project_number), view.previous_entries.get(each.project_number))
        for each in view.data.indicators
        if each.project_number in view.projects
    ]


def _row(view: RoundView, known: Indicator, entry: Entry | None, previous: Entry | None) -> IndicatorRow:
    report, before = _reports(entry).get(known.id), _reports(previous).get(known.id)
    value, previous_value = report.value if report else None, before.value if before else None
    reached = _target_share_pct(known, value)
    return IndicatorRow(
        project=known.project_number,
        object_key=known.id,
        name=known.name,
        definition=filled(known.definition),
        unit=filled(known.unit),
        source=filled(known.source),
        target=known.target,
        target_on=known.target_on,
        has_entry=entry is not None,
        project_status=filled(entry.report.status_code) if entry else None,
        measure_kind=known.measure_kind,
        is_reported=report is not None,
        value=value,
        previous_value=previous_value,
        change=None if value is None or previous_value is None else value - previous_value,
        jump_factor=_jump_factor(previous_value, value),
        target_share_pct=reached,
        target_share_shown=None if reached is None else _target_share_shown(known, reached),
        below_lowest=value is not None and value < 0 and not _lives_below_zero(known),
        above_highest=value is not None and value > 100 and _is_percentage(known) and (known.target or 0) <= 100,
        is_part_of_person=value is not None and value % 1 != 0 and _counts_people(known),
        explanation=filled(report.explanation) if report else None,
        baseline=known.baseline,
        baseline_on=known.baseline_on,
        baseline_after_start_days=days_between(view.projects[known.project_number].starts_on, known.baseline_on),
        value_on=report.value_on if report else None,
        value_age_days=days_between(report.value_on, view.reference_date) if report else None,
        behind_pp=_behind_pp(known, value, view.reference_date),
        common_unit=f"{known.common_indicator} {known.unit.strip().casefold()}" if known.common_indicator else None,
    )


def _reports(entry: Entry | None) -> Mapping[str, IndicatorReport]:
    return {each.indicator_id: each for each in entry.indicators} if entry else {}


def _jump_factor(before: Decimal | None, now: Decimal | None) -> Decimal | None:
    if not before or not now:
        return None
    smaller, larger = sorted((abs(before), abs(now)))
    return larger / smaller


def _target_share_pct(known: Indicator, value: Decimal | None) -> Decimal | None:
    """Value over target when more is better; target over value when less is better."""
    if value is None or known.target is None:
        return None
    reached, wanted = (known.target, value) if known.direction == "dalend" else (value, known.target)
    return reached * 100 / wanted if wanted > 0 else None


def _target_share_shown(known: Indicator, reached: Decimal) -> str:
    """Nobody reads 60.185,19%; from ten times the target on it is said in times."""
    if reached < _TIMES_FROM_PCT:
        return f"{dutch.percent(reached, 0 if reached == int(reached) else 1)} van de streefwaarde"
    times = f"{dutch.number(reached / 100)} keer"
    return f"{times} beter dan de streefwaarde" if known.direction == "dalend" else f"{times} de streefwaarde"


def _behind_pp(known: Indicator, value: Decimal | None, today: date) -> Decimal | None:
    """A flow says what happened in a period, so it has no line from baseline to target."""
    start, end = known.baseline_on, known.target_on
    if value is None or known.baseline is None or known.target is None or known.measure_kind == "stroom":
        return None
    if start is None or end is None or end <= start or known.target == known.baseline:
        return None
    elapsed = Decimal(min((today - start).days, (end - start).days)) / (end - start).days
    return 100 * (elapsed - (value - known.baseline) / (known.target - known.baseline))


def _lives_below_zero(known: Indicator) -> bool:
    return any(each is not None and each < 0 for each in (known.baseline, known.target))


def _is_percentage(known: Indicator) -> bool:
    return known.unit.strip().casefold() in PERCENT_UNITS


def _counts_people(known: Indicator) -> bool:
    return any(word in PEOPLE_UNITS for word in known.unit.casefold().split())
