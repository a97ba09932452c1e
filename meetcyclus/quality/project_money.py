"""What money says about the state of a project: whether anything was committed, and where the rest of it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meetcyclus.domain.credits import committed_total
from meetcyclus.quality.money_rows import credits_by_project, limits_by_project
from meetcyclus.quality.view import RoundView


@dataclass(frozen=True)
class ProjectMoney:
    """Committed cents as last known (None: no amounts yet) and whether nothing is left without a destination."""

    committed_cents: int | None
    has_destination: bool


def project_money(view: RoundView) -> Mapping[str, ProjectMoney]:
    """By project number. The amounts of a round come in after its quality check: until then those of before count."""
    keys = [view.subject.round.key, *([view.previous.key] if view.previous else [])]
    newest = next((credits for key in keys if (credits := view.data.credits_of(key))), ())
    committed = {number: committed_total(credits) for number, credits in credits_by_project(newest).items()}
    limits = limits_by_project(view)
    givers = {each.from_project for each in view.data.shifts if each.shifted_on <= view.reference_date}
    return {
        number: ProjectMoney(
            committed_cents=committed.get(number),
            has_destination=number in givers or limits[number] - committed.get(number, 0) <= 0,
        )
        for number in view.projects
    }
