"""Rows about the planning of a project as a whole: what its milestones and indicators say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from meetcyclus.domain.entries import ProjectReport
from meetcyclus.quality.indicator_rows import IndicatorRow, indicator_rows
from meetcyclus.quality.measures import days_between, filled
from meetcyclus.quality.milestone_rows import ENDED, MilestoneRow, milestone_rows
from meetcyclus.quality.view import RoundView

DONE = "gerealiseerd"
ON_SCHEDULE = (DONE, "op_schema", "niet_gestart")
FULL_PCT = 100


@dataclass(frozen=True)
class PlanningRow:
    """One project that reported. A milestone stands as long as it is not dropped or replaced.

    A milestone is late when its original date has passed and it is not realised. `overtaken` counts those that come
    before the final milestone and were not realised by then, though the final one was.
    """

    project: str
    object_key: str
    status: str | None
    issues: str | None
    is_rrf: bool
    cid_milestones: int
    milestones: int
    is_all_done: bool
    late_critical: int
    late_share_pct: Decimal | None
    not_on_schedule: int
    open_milestones: int
    days_to_next: int | None
    ends_on: date
    final_planned_on: date | None
    end_gap_days: int | None
    overtaken: int
    realised: int
    on_reference_date: int
    on_reference_date_pct: Decimal | None
    indicators: int


def planning_rows(view: RoundView) -> list[PlanningRow]:
    """The projects of the population that reported."""
    milestones: dict[str, list[MilestoneRow]] = {}
    for row in milestone_rows(view):
        if row.is_reported and row.status not in ENDED:
            milestones.setdefault(row.project, []).append(row)
    indicators: dict[str, list[IndicatorRow]] = {}
    for indicator in indicator_rows(view):
        indicators.setdefault(indicator.project, []).append(indicator)
    return [
        _row(view, number, view.entries[number].report, milestones.get(number, []), indicators.get(number, []))
        for number in view.projects
        if number in view.entries
    ]


def _row(
    view: RoundView,
    number: str,
    report: ProjectReport,
    standing: Sequence[MilestoneRow],
    indicators: Sequence[IndicatorRow],
) -> PlanningRow:
    project, today = view.projects[number], view.reference_date
    realised = [each for each in standing if each.status == DONE]
    due = [each for each in standing if each.original_on and each.original_on <= today]
    late = [each.object_key for each in due if each.status != DONE]
    final = next((each for each in standing if each.is_final), None)
    on_day = sum(1 for each in realised if each.realised_on == today)
    end_gap = days_between(project.ends_on, final.planned_on) if final and final.status != DONE else None
    return PlanningRow(
        project=number,
        object_key=number,
        status=filled(report.status_code),
        issues=filled(report.issues),
        is_rrf=project.is_rrf,
        cid_milestones=sum(1 for each in view.milestones_of.get(number, ()) if filled(each.cid_number)),
        milestones=len(standing),
        is_all_done=0 < len(realised) == len(standing) and all(map(_is_reached, indicators)),
        late_critical=len(view.critical_milestones.intersection(late)),
        late_share_pct=_share_pct(len(late), len(due)),
        not_on_schedule=sum(1 for each in standing if each.status not in ON_SCHEDULE),
        open_milestones=len(standing) - len(realised),
        days_to_next=_days_to_next(standing, today),
        ends_on=project.ends_on,
        final_planned_on=final.planned_on if final else None,
        end_gap_days=None if end_gap is None else abs(end_gap),
        overtaken=_overtaken(final, standing),
        realised=len(realised),
        on_reference_date=on_day,
        on_reference_date_pct=_share_pct(on_day, len(realised)),
        indicators=len(indicators),
    )


def _share_pct(part: int, whole: int) -> Decimal | None:
    return Decimal(part * FULL_PCT) / whole if whole else None


def _is_reached(indicator: IndicatorRow) -> bool:
    return indicator.target_share_pct is not None and indicator.target_share_pct >= FULL_PCT


def _days_to_next(standing: Iterable[MilestoneRow], today: date) -> int | None:
    days = [(each.planned_on - today).days for each in standing if each.status != DONE and each.planned_on]
    return min((each for each in days if each > 0), default=None)


def _overtaken(final: MilestoneRow | None, standing: Iterable[MilestoneRow]) -> int:
    if final is None or final.status != DONE or not final.realised_on or not final.original_on:
        return 0
    before = [each for each in standing if each.original_on and each.original_on < final.original_on]
    return sum(1 for each in before if each.status != DONE or (each.realised_on or date.min) > final.realised_on)
