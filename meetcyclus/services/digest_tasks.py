"""The first table of a digest: per thing that is asked where in the workbook it is to be done, at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from meetcyclus.domain.findings import Finding
from meetcyclus.services.letter_facts import by_weight
from meetcyclus.services.ports import WorkbookPlace

Places = Mapping[tuple[str, str], WorkbookPlace]

# A table that is read in ten seconds has this many rows, places in a row and cells in a place.
_ROWS, _SPOTS, _CELLS = 10, 5, 6
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True)
class DigestTasks:
    """The rows of the table, and how many more things are asked than it shows."""

    rows: list[dict[str, object]]
    more: int


def tasks_of(findings: Iterable[Finding], places: Places) -> DigestTasks:
    """What is asked, the heaviest first: a rule is one row, whatever the number of its places."""
    groups = [
        list(group) for _, group in groupby(by_weight(findings), key=lambda each: (each.severity, each.rule_code))
    ]
    return DigestTasks([_row(each, places) for each in groups[:_ROWS]], max(0, len(groups) - _ROWS))


def place_of_finding(finding: Finding, places: Places) -> WorkbookPlace | None:
    """The cell that a finding is about, else the row of its object, else nothing in the workbook."""
    keys = ((finding.object_key, finding.field), (finding.object_key, ""))
    return next((places[each] for each in keys if each in places), None)


def is_about_nothing(finding: Finding, places: Places) -> bool:
    """Whether the field that a finding is about is empty, so that nobody can say that it is right after all."""
    place = place_of_finding(finding, places)
    return place.is_empty if place and place.cell else not finding.value


def ask_of(how: str) -> str:
    """The first thing that a rule asks for: its advice up to the first sentence that is not a question."""
    said: list[str] = []
    for sentence in _SENTENCE_END.split(how.strip()):
        said.append(sentence)
        if not sentence.endswith("?"):
            break
    return " ".join(said)


def _row(found: list[Finding], places: Places) -> dict[str, object]:
    first = found[0]
    spots = _spots(found, places)
    return {
        "severity": first.severity.value,
        "rule_code": first.rule_code,
        "count": len(found),
        "ask": ask_of(first.how),
        "spots": spots[:_SPOTS],
        "spots_more": max(0, len(spots) - _SPOTS),
    }


def _spots(found: list[Finding], places: Places) -> list[dict[str, str]]:
    """Per project and sheet where it is to be done; without a place in the workbook, what it is about."""
    spots: dict[tuple[str, str], list[tuple[str, WorkbookPlace | None]]] = {}
    for finding in sorted(found, key=lambda each: each.project_number):
        place = place_of_finding(finding, places)
        field = place.heading if place and place.cell else finding.field.replace("_", " ")
        # What stands nowhere in the workbook is named by its object.
        if place is None and finding.object_key != finding.project_number:
            field = f"{finding.object_key} {field}".strip()
        spots.setdefault((finding.project_number, place.sheet if place else ""), []).append((field, place))
    return [
        {
            "project": project,
            "where": f"blad {sheet}, {_cells([place for _, place in points if place])}" if sheet else "",
            "field": ", ".join(dict.fromkeys(field for field, _ in points if field)),
        }
        for (project, sheet), points in spots.items()
    ]


def _cells(places: list[WorkbookPlace]) -> str:
    """Cells as people name them: cel F4; cellen F4 en F7; cellen F4 tot F9."""
    columns: dict[str, dict[int, WorkbookPlace]] = {}
    for each in places:
        columns.setdefault(each.heading, {})[each.row] = each
    named = [_span(run) for column in columns.values() for run in _runs(column)]
    one, several = ("cel", "cellen") if places[0].cell else ("rij", "rijen")
    return f"{one if sum(map(len, columns.values())) == 1 else several} {_listed(named)}"


def _runs(column: Mapping[int, WorkbookPlace]) -> list[list[WorkbookPlace]]:
    """What stands under each other without a gap."""
    runs: list[list[WorkbookPlace]] = []
    for row in sorted(column):
        if runs and runs[-1][-1].row == row - 1:
            runs[-1].append(column[row])
        else:
            runs.append([column[row]])
    return runs


def _span(run: list[WorkbookPlace]) -> str:
    first, last = (each.cell or str(each.row) for each in (run[0], run[-1]))
    return first if len(run) == 1 else f"{first} tot {last}"


def _listed(named: list[str]) -> str:
    if len(named) > _CELLS:
        return f"{', '.join(named[:_CELLS])} en nog {len(named) - _CELLS}"
    return " en ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
