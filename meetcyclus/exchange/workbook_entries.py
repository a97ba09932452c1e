"""From the values of the white cells to entries: one per project, version 0, because the register gives the number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from meetcyclus.domain.entries import Entry, IndicatorReport, MilestoneReport, ProjectReport

# The values of one row: the field of the report to what was filled in, plus the identifiers of the row.
Values = Mapping[str, Any]


def entries_from(round_key: str, lead_email: str, values: Mapping[str, Sequence[Values]]) -> tuple[Entry, ...]:
    """The entries in the order of the sheet with projects. An indicator row without values reports nothing."""
    milestones: dict[str, list[MilestoneReport]] = defaultdict(list)
    for row in values["mijlpalen"]:
        milestones[row["project_number"]].append(MilestoneReport(**_without(row, "project_number")))
    indicators: dict[str, list[IndicatorReport]] = defaultdict(list)
    for row in values["indicatoren"]:
        if "value" in row:
            indicators[row["project_number"]].append(IndicatorReport(**_without(row, "project_number")))
    return tuple(
        Entry(
            round_key=round_key,
            project_number=row["number"],
            version=0,
            report=ProjectReport(**_without(row, "number")),
            milestones=tuple(milestones[row["number"]]),
            indicators=tuple(indicators[row["number"]]),
            submitted_by=lead_email,
            source="werkboek",
        )
        for row in values["projecten"]
    )


def _without(row: Values, key: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != key}
