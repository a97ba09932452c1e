"""Reports: from rows of the three report files to entries, and from entries to rows in a fixed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from meetcyclus.domain.entries import Entry, IndicatorReport, MilestoneReport, ProjectReport
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.columns import Table
from meetcyclus.exchange.reading import Row, Sheet
from meetcyclus.exchange.report_checks import Register
from meetcyclus.exchange.round_tables import INDICATORRAPPORTEN, MIJLPAALRAPPORTEN, PROJECTRAPPORTEN

_Owner = tuple[str, str]
Facts = Mapping[str, object]
_REPORT_FIELDS = tuple(each.name for each in fields(ProjectReport))


def attributes(table: Table, row: Row) -> dict[str, Any]:
    """The values of a row by the attribute that each column fills."""
    return {each.attribute: row.values.get(each.name, each.empty) for each in table.columns}


def entries_of(sheets: Mapping[str, Sheet], register: Register, *, version: int, source: str) -> tuple[Entry, ...]:
    """One entry per project report, with the milestones and indicators of that project in the order of the files."""
    milestones = _by_owner(sheets[MIJLPAALRAPPORTEN.name], register.project_of_milestone, "milestone_id")
    indicators = _by_owner(sheets[INDICATORRAPPORTEN.name], register.project_of_indicator, "indicator_id")
    found = []
    for row in sheets[PROJECTRAPPORTEN.name].rows:
        facts = attributes(PROJECTRAPPORTEN, row)
        owner = (facts["round_key"], facts["project_number"])
        found.append(
            Entry(
                round_key=owner[0],
                project_number=owner[1],
                version=version,
                report=ProjectReport(**{name: facts[name] for name in _REPORT_FIELDS}),
                milestones=tuple(MilestoneReport(**each) for each in milestones[owner]),
                indicators=tuple(IndicatorReport(**each) for each in indicators[owner]),
                submitted_by=facts["submitted_by"],
                submitted_at=facts["submitted_at"],
                source=source,
                is_forecast=facts["is_forecast"],
            )
        )
    return tuple(found)


def _by_owner(sheet: Sheet, project_of: Mapping[str, str], key: str) -> dict[_Owner, list[dict[str, Any]]]:
    grouped: dict[_Owner, list[dict[str, Any]]] = defaultdict(list)
    for row in sheet.rows:
        facts = attributes(sheet.table, row)
        grouped[facts.pop("round_key"), project_of[facts[key]]].append(facts)
    return grouped


def rows_of_entries(data: ProgrammeData) -> dict[str, list[Facts]]:
    """The rows of the three report files: rounds by reference date, then projects and their parts as registered."""
    rounds = {each.key: position for position, each in enumerate(data.rounds_in_order())}
    projects = {each.number: position for position, each in enumerate(data.projects)}
    milestones = {each.id: position for position, each in enumerate(data.milestones)}
    indicators = {each.id: position for position, each in enumerate(data.indicators)}
    entries = sorted(
        data.entries,
        key=lambda each: (rounds.get(each.round_key, len(rounds)), projects.get(each.project_number, len(projects))),
    )
    return {
        PROJECTRAPPORTEN.name: [_project_row(each) for each in entries],
        MIJLPAALRAPPORTEN.name: list(_part_rows(entries, "milestones", "milestone_id", milestones)),
        INDICATORRAPPORTEN.name: list(_part_rows(entries, "indicators", "indicator_id", indicators)),
    }


def _project_row(entry: Entry) -> Facts:
    return vars(entry) | vars(entry.report)


def _part_rows(entries: Iterable[Entry], parts: str, key: str, order: Mapping[str, int]) -> Iterator[Facts]:
    for entry in entries:
        for part in sorted(getattr(entry, parts), key=lambda each: order.get(getattr(each, key), len(order))):
            yield {"round_key": entry.round_key, **vars(part)}
