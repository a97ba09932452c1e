"""Rows about the portfolio as a whole: the count of the statuses, who came and went, groups that stand apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.programme import Project
from meetcyclus.quality.milestone_rows import milestone_rows
from meetcyclus.quality.view import RoundView


@dataclass(frozen=True)
class CountRow:
    """The projects of the round, counted three ways."""

    project: str
    object_key: str
    population: int
    figure: int
    sum_of_statuses: int


@dataclass(frozen=True)
class ArrivalRow:
    """One project that is in one of two rounds and not in the other; `is_recorded` says that the register knows."""

    project: str
    object_key: str
    change: str
    is_recorded: bool


@dataclass(frozen=True)
class PromiseRow:
    """One milestone that the round before planned within a year. `days_unmet` counts from that day; empty when met."""

    project: str
    object_key: str
    description: str
    promised_on: date
    status: str | None
    days_unmet: int | None


def count_rows(view: RoundView) -> list[CountRow]:
    """One row, where there are figures."""
    release = view.subject.release
    if release is None:
        return []
    values = {each.id: int(each.value) for each in release.figures if each.unit == "projecten"}
    parts = [value for name, value in values.items() if _is_part(name)]
    key = view.subject.round.key
    return [CountRow("", key, len(view.projects), values.get("projecten.totaal", 0), sum(parts))]


def arrival_rows(view: RoundView) -> list[ArrivalRow]:
    """Every project that came or went since the round before."""
    release = view.subject.release
    if release is None or release.previous_population is None:
        return []
    now, before = set(view.projects), set(release.previous_population)
    register = {each.number: each for each in view.data.projects}
    key = view.subject.round.key
    came = [
        ArrivalRow(number, number, "kwam erbij", register[number].in_scope_from == key)
        for number in sorted(now - before)
    ]
    went = [
        ArrivalRow(number, number, "viel weg", _is_leaving_recorded(register.get(number)))
        for number in sorted(before - now)
    ]
    return came + went


def promise_rows(view: RoundView) -> list[PromiseRow]:
    """The milestones that were planned for the year after the previous round."""
    if view.previous is None:
        return []
    first, last = view.previous.reference_date, _a_year_after(view.previous.reference_date)
    return [
        PromiseRow(
            project=row.project,
            object_key=row.object_key,
            description=row.description,
            promised_on=row.previous_planned_on,
            status=row.status,
            days_unmet=_unmet(row.realised_on, row.previous_planned_on, view.reference_date),
        )
        for row in milestone_rows(view)
        if row.previous_planned_on is not None and first < row.previous_planned_on <= last
    ]


def _is_leaving_recorded(project: Project | None) -> bool:
    return project is not None and project.in_scope_until is not None and bool(project.out_of_scope_reason.strip())


def _unmet(realised_on: date | None, promised_on: date, today: date) -> int | None:
    return None if realised_on or promised_on > today else (today - promised_on).days


def _a_year_after(day: date) -> date:
    return date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _is_part(name: str) -> bool:
    return name == "projecten.zonder_rapport.aantal" or (
        name.startswith("projecten.status.") and name.endswith(".aantal")
    )
