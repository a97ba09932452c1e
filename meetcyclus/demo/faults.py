"""Mistakes that people make when they fill in a workbook. Each takes the right entry and gives a wrong one, or None."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from meetcyclus.demo.material import REFERENCE_DATE
from meetcyclus.domain.entries import Entry, MilestoneReport

Fault = Callable[[Entry], Entry | None]


def forgets_outlook(entry: Entry) -> Entry | None:
    """Leaves a required text empty (KC-002)."""
    return replace(entry, report=replace(entry.report, outlook=""))


def writes_see_previous(entry: Entry) -> Entry | None:
    """Writes a placeholder instead of a text (KC-005)."""
    return replace(entry, report=replace(entry.report, achievements="zie vorige meting"))


def forgets_realisation_date(entry: Entry) -> Entry | None:
    """Says realised without a date (KC-050)."""
    return _first_milestone(
        entry, lambda each: each.status_code == "gerealiseerd", lambda each: replace(each, realised_on=None)
    )


def leaves_old_date(entry: Entry) -> Entry | None:
    """Leaves a milestone on schedule whose date has passed (KC-054)."""
    passed = REFERENCE_DATE - timedelta(days=60)
    return _first_milestone(
        entry, lambda each: each.status_code == "op_schema", lambda each: replace(each, expected_on=passed)
    )


def forgets_measure(entry: Entry) -> Entry | None:
    """Asks attention without saying what is done about it (KC-023)."""
    if entry.report.status_code not in ("aandacht", "actie"):
        return None
    return replace(entry, report=replace(entry.report, corrective_measure="", corrective_owner=""))


def mistakes_the_unit(entry: Entry) -> Entry | None:
    """Types an indicator a thousand times too high (KC-087)."""
    if not entry.indicators or entry.indicators[0].value <= 0:
        return None
    first = replace(entry.indicators[0], value=entry.indicators[0].value * 1000)
    return replace(entry, indicators=(first, *entry.indicators[1:]))


FAULTS: tuple[Fault, ...] = (
    forgets_outlook,
    forgets_realisation_date,
    leaves_old_date,
    writes_see_previous,
    mistakes_the_unit,
    forgets_measure,
)


def _first_milestone(
    entry: Entry, is_meant: Callable[[MilestoneReport], bool], change: Callable[[MilestoneReport], MilestoneReport]
) -> Entry | None:
    meant = next((each for each in entry.milestones if is_meant(each)), None)
    if meant is None:
        return None
    return replace(entry, milestones=tuple(change(each) if each is meant else each for each in entry.milestones))
