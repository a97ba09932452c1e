"""Rows about money: one per credit of this round, and one per project with its totals now, before and at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from meetcyclus.domain.credits import Credit, committed_total, settled_total
from meetcyclus.quality.measures import filled
from meetcyclus.quality.view import RoundView


@dataclass(frozen=True)
class CreditRow:
    """One budget year and article of a project. `stand_gap_days` is how far its date is from the reference date."""

    project: str
    object_key: str
    in_register: bool
    budget_year: int
    budget_article: str | None
    stand_on: date
    stand_gap_days: int
    lowest_cents: int
    has_remark: bool


@dataclass(frozen=True)
class MoneyRow:
    """The totals of a project over all years. `limit_cents` is its budget with the shifts up to the reference date."""

    project: str
    object_key: str
    committed_cents: int
    settled_cents: int
    previous_committed_cents: int
    previous_settled_cents: int
    committed_change_cents: int
    settled_change_cents: int
    limit_cents: int
    has_remark: bool


def credit_rows(view: RoundView) -> list[CreditRow]:
    """The credits of this round; the key names project, year and article."""
    register = {each.number for each in view.data.projects}
    return [
        CreditRow(
            project=each.project_number,
            object_key=f"{each.project_number}/{each.budget_year}/{each.budget_article}",
            in_register=each.project_number in register,
            budget_year=each.budget_year,
            budget_article=filled(each.budget_article),
            stand_on=each.stand_on,
            stand_gap_days=abs((view.reference_date - each.stand_on).days),
            lowest_cents=min(each.committed_cents, each.settled_cents),
            has_remark=filled(each.remark) is not None,
        )
        for each in view.data.credits_of(view.subject.round.key)
    ]


def money_rows(view: RoundView) -> list[MoneyRow]:
    """The projects of the population that have amounts now or had them in the round before."""
    now = credits_by_project(view.data.credits_of(view.subject.round.key))
    before = credits_by_project(view.data.credits_of(view.previous.key)) if view.previous else {}
    limits = limits_by_project(view)
    return [
        _money_row(number, now.get(number, []), before.get(number, []), limits[number])
        for number in view.projects
        if number in now or number in before
    ]


def credits_by_project(credits: Iterable[Credit]) -> Mapping[str, list[Credit]]:
    """The credits grouped by project number."""
    ordered = sorted(credits, key=lambda each: each.project_number)
    return {number: list(group) for number, group in groupby(ordered, key=lambda each: each.project_number)}


def limits_by_project(view: RoundView) -> Mapping[str, int]:
    """The most that a project may commit: its budget, more what was shifted to it, less what was shifted away."""
    limits = {number: project.budget_cents for number, project in view.projects.items()}
    for shift in view.data.shifts:
        if shift.shifted_on > view.reference_date:
            continue
        for number, cents in ((shift.from_project, -shift.amount_cents), (shift.to_project, shift.amount_cents)):
            if number in limits:
                limits[number] += cents
    return limits


def _money_row(number: str, now: list[Credit], before: list[Credit], limit_cents: int) -> MoneyRow:
    committed, settled = committed_total(now), settled_total(now)
    previous_committed, previous_settled = committed_total(before), settled_total(before)
    return MoneyRow(
        project=number,
        object_key=number,
        committed_cents=committed,
        settled_cents=settled,
        previous_committed_cents=previous_committed,
        previous_settled_cents=previous_settled,
        committed_change_cents=committed - previous_committed,
        settled_change_cents=settled - previous_settled,
        limit_cents=limit_cents,
        has_remark=any(filled(each.remark) for each in now),
    )
