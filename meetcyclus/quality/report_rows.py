"""Rows about what came in: one per entry, and one per milestone or indicator in an entry. Doubles stay visible here."""

from __future__ import annotations

from dataclasses import dataclass

from meetcyclus.quality.view import RoundView


@dataclass(frozen=True)
class ReportRow:
    """One entry of the round as it came."""

    project: str
    object_key: str
    in_population: bool
    is_late: bool


@dataclass(frozen=True)
class ReportLineRow:
    """One milestone or indicator in an entry; `line` tells the two kinds apart."""

    project: str
    object_key: str
    line: str


def report_rows(view: RoundView) -> list[ReportRow]:
    """The entries of the round."""
    return [
        ReportRow(entry.project_number, entry.project_number, entry.project_number in view.projects, entry.is_late)
        for entry in view.own_entries
    ]


def report_line_rows(view: RoundView) -> list[ReportLineRow]:
    """The milestones and indicators in the entries of the round."""
    return [
        ReportLineRow(entry.project_number, key, f"{kind} {key}")
        for entry in view.own_entries
        for kind, keys in (
            ("mijlpaal", [each.milestone_id for each in entry.milestones]),
            ("indicator", [each.indicator_id for each in entry.indicators]),
        )
        for key in keys
    ]
