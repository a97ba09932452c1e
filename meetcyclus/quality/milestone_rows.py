"""Rows about milestones: what the register promises beside what is reported now and what was reported before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.entries import Entry, MilestoneReport
from meetcyclus.domain.programme import Milestone
from meetcyclus.quality.guard import is_active
from meetcyclus.quality.measures import days_between, filled
from meetcyclus.quality.view import RoundView

ENDED = ("geschrapt", "vervangen")


@dataclass(frozen=True)
class MilestoneRow:
    """One milestone of a project that reported. `planned_on` is the expected date, else the original one.

    `must_be_reported`: the register expects it, or the last report still had it. `introduced_late_days` is how far
    the original date lies beyond the date first reported; it is empty when that first date was explained.
    """

    project: str
    object_key: str
    description: str
    project_status: str | None
    is_final: bool
    must_be_reported: bool
    is_reported: bool
    status: str | None
    previous_status: str | None
    original_on: date | None
    original_year: int | None
    expected_on: date | None
    expected_year: int | None
    planned_on: date | None
    previous_planned_on: date | None
    realised_on: date | None
    realised_year: int | None
    first_expected_on: date | None
    introduced_late_days: int | None
    overdue_days: int | None
    slip_days: int | None
    realised_after_reference_days: int | None
    explanation: str | None
    evidence: str | None


def milestone_rows(view: RoundView) -> Sequence[MilestoneRow]:
    """The milestones that are due, reported now or reported before, of the projects that reported."""
    return view.once("milestone_rows", _milestone_rows)


def _milestone_rows(view: RoundView) -> tuple[MilestoneRow, ...]:
    register = {each.id: each for each in view.data.milestones}
    first = _first_reports(view)
    rows: list[MilestoneRow] = []
    for number, entry in view.entries.items():
        if number not in view.projects:
            continue
        now = {each.milestone_id: each for each in entry.milestones}
        before = _reports(view.previous_entries.get(number))
        due = [each.id for each in view.milestones_of.get(number, ()) if is_active(each, view)]
        for key in dict.fromkeys([*due, *now, *before]):
            rows.append(_row(view, entry, key, register.get(key), now.get(key), before.get(key), first.get(key)))
    return tuple(rows)


def _row(
    view: RoundView,
    entry: Entry,
    key: str,
    known: Milestone | None,
    now: MilestoneReport | None,
    before: MilestoneReport | None,
    first: MilestoneReport | None,
) -> MilestoneRow:
    original_on = known.original_on if known else None
    report = now or MilestoneReport(key, "")
    planned_on = report.expected_on or original_on
    previous_planned_on = (before.expected_on or original_on) if before else None
    first_expected_on = first.expected_on if first and not filled(first.explanation) else None
    return MilestoneRow(
        project=entry.project_number,
        object_key=key,
        description=known.description if known else "",
        project_status=filled(entry.report.status_code),
        is_final=known is not None and known.is_final,
        must_be_reported=_must_be_reported(view, known, before),
        is_reported=now is not None,
        status=filled(report.status_code),
        previous_status=filled(before.status_code) if before else None,
        original_on=original_on,
        original_year=original_on.year if original_on else None,
        expected_on=report.expected_on,
        expected_year=report.expected_on.year if report.expected_on else None,
        planned_on=planned_on,
        previous_planned_on=previous_planned_on,
        realised_on=report.realised_on,
        realised_year=report.realised_on.year if report.realised_on else None,
        first_expected_on=first_expected_on,
        introduced_late_days=days_between(first_expected_on, original_on),
        overdue_days=days_between(planned_on, view.reference_date),
        slip_days=days_between(previous_planned_on, planned_on),
        realised_after_reference_days=days_between(view.reference_date, report.realised_on),
        explanation=filled(report.explanation),
        evidence=filled(report.evidence),
    )


def _must_be_reported(view: RoundView, known: Milestone | None, before: MilestoneReport | None) -> bool:
    if known is None:
        return before is not None and before.status_code not in ENDED
    return is_active(known, view) and (before is None or before.status_code not in ENDED)


def _reports(entry: Entry | None) -> Mapping[str, MilestoneReport]:
    return {each.milestone_id: each for each in entry.milestones} if entry else {}


def _first_reports(view: RoundView) -> Mapping[str, MilestoneReport]:
    """The report of the round in which each milestone was introduced, where that round came before this one."""
    introduced = {each.id: each.introduced_in for each in view.data.milestones}
    earlier = {each.key for each in view.earlier}
    return {
        report.milestone_id: report
        for key, entries in view.history.items()
        if key in earlier
        for report in _all_reports(entries.values())
        if introduced.get(report.milestone_id) == key
    }


def _all_reports(entries: Iterable[Entry]) -> Iterable[MilestoneReport]:
    return (report for entry in entries for report in entry.milestones)
