"""Rows about what happened to a milestone over time: slips, late corrections, proof, and its tie to the EU plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.entries import MilestoneReport
from meetcyclus.domain.programme import Milestone
from meetcyclus.quality.measures import days_between, filled
from meetcyclus.quality.milestone_rows import MilestoneRow, milestone_rows
from meetcyclus.quality.view import RoundView


@dataclass(frozen=True)
class MilestoneHistoryRow:
    """One reported milestone. `evidence_uses` counts the milestones of the round with the same numbered proof.

    `is_new`: introduced in this round although the project reported before. `moved_after_days` is how far the
    expected date of a milestone that was realised before moved since. `created_on` is the reference date of the round
    of introduction.
    """

    project: str
    object_key: str
    project_status: str | None
    is_final: bool
    status: str | None
    original_on: date | None
    planned_on: date | None
    realised_on: date | None
    total_slip_days: int | None
    expected_on: date | None
    previous_expected_on: date | None
    moved_after_days: int | None
    starts_on: date
    before_start_days: int | None
    created_on: date | None
    before_creation_days: int | None
    is_new: bool
    original_overdue_days: int | None
    evidence: str | None
    evidence_uses: int
    cid_number: str | None
    cid_due_on: date | None
    after_cid_days: int | None


def milestone_history_rows(view: RoundView) -> list[MilestoneHistoryRow]:
    """The milestones that are reported in this round."""
    register = {each.id: each for each in view.data.milestones}
    before = {each.milestone_id: each for entry in view.previous_entries.values() for each in entry.milestones}
    uses = _evidence_uses(view)
    return [
        _row(view, row, register.get(row.object_key), before.get(row.object_key), uses[row.evidence or ""])
        for row in milestone_rows(view)
        if row.is_reported
    ]


def _row(
    view: RoundView, row: MilestoneRow, known: Milestone | None, before: MilestoneReport | None, evidence_uses: int
) -> MilestoneHistoryRow:
    starts_on = view.projects[row.project].starts_on
    created_on = view.round_dates.get(known.introduced_in) if known else None
    cid_due_on = known.cid_due_on if known else None
    was_realised = before is not None and before.status_code == row.status == "gerealiseerd"
    moved = days_between(before.expected_on, row.expected_on) if before and was_realised else None
    return MilestoneHistoryRow(
        project=row.project,
        object_key=row.object_key,
        project_status=row.project_status,
        is_final=row.is_final,
        status=row.status,
        original_on=row.original_on,
        planned_on=row.planned_on,
        realised_on=row.realised_on,
        total_slip_days=days_between(row.original_on, row.planned_on),
        expected_on=row.expected_on,
        previous_expected_on=before.expected_on if before else None,
        moved_after_days=None if moved is None else abs(moved),
        starts_on=starts_on,
        before_start_days=days_between(row.realised_on, starts_on),
        created_on=created_on,
        before_creation_days=days_between(row.realised_on, created_on),
        is_new=_is_new(view, row.project, known),
        original_overdue_days=days_between(row.original_on, view.reference_date),
        evidence=row.evidence,
        evidence_uses=evidence_uses,
        cid_number=filled(known.cid_number) if known else None,
        cid_due_on=cid_due_on,
        after_cid_days=days_between(cid_due_on, row.planned_on),
    )


def _is_new(view: RoundView, number: str, known: Milestone | None) -> bool:
    return known is not None and known.introduced_in == view.subject.round.key and number in view.previous_entries


def _evidence_uses(view: RoundView) -> Counter[str]:
    """How often each proof is named. Without a digit it names a kind of document, which many milestones may share."""
    named = Counter(filled(each.evidence) or "" for entry in view.entries.values() for each in entry.milestones)
    return Counter({text: uses for text, uses in named.items() if any(sign.isdigit() for sign in text)})
