"""Checks of report rows against the register and the code lists, for a whole programme and for one round alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meetcyclus.domain.errors import Problem
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.code_lists import CAUSE, MILESTONE_STATUS, PROJECT_STATUS, CodeLists, check_code
from meetcyclus.exchange.reading import Row, Sheet
from meetcyclus.exchange.references import References

REPORTS = "projectrapporten"


@dataclass(frozen=True)
class Register:
    """What reports lean on: whose milestone or indicator it is, and which code lists a round uses."""

    project_of_milestone: Mapping[str, str]
    project_of_indicator: Mapping[str, str]
    version_of_round: Mapping[str, str]
    lists: CodeLists


def register_of_sheets(sheets: Mapping[str, Sheet], lists: CodeLists) -> Register:
    """The register as far as its files could be read."""
    versions = lists.versions(PROJECT_STATUS)
    wanted = _pairs(sheets["metingen"], "sleutel", "codelijst")
    return Register(
        project_of_milestone=_pairs(sheets["mijlpalen"], "id", "project"),
        project_of_indicator=_pairs(sheets["indicatoren"], "id", "project"),
        version_of_round={key: version for key, version in wanted.items() if version in versions},
        lists=lists,
    )


def register_of_data(data: ProgrammeData) -> Register:
    """The register of a programme that was imported before."""
    return Register(
        project_of_milestone={each.id: each.project_number for each in data.milestones},
        project_of_indicator={each.id: each.project_number for each in data.indicators},
        version_of_round={each.key: each.code_list_version for each in data.rounds},
        lists=CodeLists.of((each.list_name, each.version, each.code) for each in data.code_values),
    )


def _pairs(sheet: Sheet, key: str, value: str) -> dict[str, str]:
    return {
        str(row.values[key]): str(row.values[value]) for row in sheet.rows if key in row.values and value in row.values
    }


def check_report_codes(sheets: Mapping[str, Sheet], register: Register, known: References) -> None:
    """Require statuses and causes to be codes of the lists that the round uses."""
    has_causes = bool(register.lists.versions(CAUSE))
    for sheet, column, list_name in (
        (sheets[REPORTS], "status", PROJECT_STATUS),
        (sheets[REPORTS], "oorzaak", CAUSE),
        (sheets["mijlpaalrapporten"], "status", MILESTONE_STATUS),
    ):
        if list_name == CAUSE and not has_causes:
            continue
        for row in sheet.rows:
            version = register.version_of_round.get(str(row.values.get("meting")))
            if version is not None:
                check_code(sheet, row, column, (list_name, version), register.lists, known)


def check_report_owners(sheets: Mapping[str, Sheet], register: Register, known: References) -> None:
    """Require each reported milestone or indicator to belong to a project that reports in the same round."""
    for name, column, owners in (
        ("mijlpaalrapporten", "mijlpaal", register.project_of_milestone),
        ("indicatorrapporten", "indicator", register.project_of_indicator),
    ):
        for row in sheets[name].rows:
            _check_owner(sheets[name], row, column, owners, known)


def _check_owner(sheet: Sheet, row: Row, column: str, owners: Mapping[str, str], known: References) -> None:
    round_key, thing = str(row.values.get("meting", "")), str(row.values.get(column, ""))
    project = owners.get(thing, "")
    if known.exists("metingen", round_key) and known.exists("projecten", project):
        expected = f"a {column} of a project with a report in {REPORTS}.csv for round {round_key} ({project} has none)"
        problem = Problem(sheet.table.file_name, row.line, column, thing, expected)
        known.require(REPORTS, (round_key, project), problem)
