"""Reads a whole programme, or the reports of one round, from a folder. All or nothing: every problem, or the data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from meetcyclus.domain.entries import Entry
from meetcyclus.domain.errors import BadInput, NotFound, Problem
from meetcyclus.domain.programme import Programme
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.code_lists import CODES, check_list_versions, check_mappings, lists_of
from meetcyclus.exchange.csv_text import read_text
from meetcyclus.exchange.reading import Sheet, read_sheet
from meetcyclus.exchange.references import References, Target, check_references, target_of
from meetcyclus.exchange.register_checks import check_programme, check_register
from meetcyclus.exchange.report_checks import (
    Register,
    check_report_codes,
    check_report_owners,
    register_of_data,
    register_of_sheets,
)
from meetcyclus.exchange.report_rows import attributes, entries_of
from meetcyclus.exchange.round_tables import PROJECTRAPPORTEN, REPORT_TABLES, TABLES
from meetcyclus.exchange.settings_file import read_settings
from meetcyclus.exchange.settings_reader import SETTINGS_FILE

_HISTORY = "geschiedenis"
_EXCHANGE = "uitwisseling"
_RANK = {SETTINGS_FILE: -1} | {each.file_name: position for position, each in enumerate(TABLES)}


def read_programme(folder: Path) -> ProgrammeData:
    """The programme in a folder; raises BadInput with every problem of every file."""
    _require_folder(folder)
    problems: list[Problem] = []
    programme = _read_programme_settings(folder, problems)
    sheets = {table.name: read_sheet(table, folder, problems) for table in TABLES}
    register = _check(sheets, programme, problems)
    if problems or programme is None:
        raise _refusal(problems, f"the programme in {folder.name}")
    parts = {table.attribute: _records(table.record, sheets[table.name]) for table in TABLES if table.record}
    entries = entries_of(sheets, register, version=1, source=_HISTORY)
    return ProgrammeData(programme=programme, entries=entries, **parts)


def programme_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a programme in a folder, by its name: what an auditor holds a kept copy against."""
    paths = (folder / name for name in (SETTINGS_FILE, *(table.file_name for table in TABLES)))
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in paths if each.is_file()}


def read_reports(folder: Path, data: ProgrammeData, round_key: str) -> tuple[Entry, ...]:
    """The reports of one round in a folder, checked against the programme; raises BadInput with every problem."""
    if round_key not in {each.key for each in data.rounds}:
        raise NotFound(f"the programme has no round {round_key}")
    _require_folder(folder)
    problems: list[Problem] = []
    sheets = {table.name: read_sheet(table, folder, problems) for table in REPORT_TABLES}
    if not sheets[PROJECTRAPPORTEN.name].is_present:
        problems.append(Problem(PROJECTRAPPORTEN.file_name, 0, "", "", "a file with this name"))
        sheets[PROJECTRAPPORTEN.name].is_readable = False
    for sheet in sheets.values():
        _refuse_other_rounds(sheet, round_key, problems)
    register = register_of_data(data)
    targets = {name: target_of(sheet, problems) for name, sheet in sheets.items()}
    references = References(_targets_of_data(data, register) | targets)
    _check_reports(sheets, register, references)
    references.report(problems)
    if problems:
        raise _refusal(problems, f"the reports in {folder.name}")
    return entries_of(sheets, register, version=0, source=_EXCHANGE)


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}", [Problem(folder.name, 0, "", "", "a folder that exists")])


def _read_programme_settings(folder: Path, problems: list[Problem]) -> Programme | None:
    path = folder / SETTINGS_FILE
    if not path.is_file():
        problems.append(Problem(SETTINGS_FILE, 0, "", "", "a file with this name"))
        return None
    text = read_text(path, SETTINGS_FILE, problems)
    return None if text is None else read_settings(text, problems)


def _check(sheets: Mapping[str, Sheet], programme: Programme | None, problems: list[Problem]) -> Register:
    """All checks between cells, rows and files; gives the register that the reports lean on."""
    _check_absent(sheets, problems)
    check_register(sheets, problems)
    if programme is not None:
        check_programme(sheets, programme, problems)
    references = References({name: target_of(sheet, problems) for name, sheet in sheets.items()})
    lists = lists_of(sheets[CODES])
    register = register_of_sheets(sheets, lists)
    check_list_versions(sheets["metingen"], lists, references)
    check_mappings(sheets[CODES], lists, references)
    _check_reports(sheets, register, references)
    references.report(problems)
    return register


def _check_absent(sheets: Mapping[str, Sheet], problems: list[Problem]) -> None:
    """Name an optional file that is missing once, where others point at it, instead of each cell that does."""
    for sheet in sheets.values():
        for column in sheet.table.columns:
            target = sheets.get(column.refers_to)
            if target is None or target.is_present or not target.is_readable:
                continue
            if any(row.values.get(column.name) for row in sheet.rows):
                source = f"{sheet.table.file_name}, column {column.name}"
                expected = f"a file with this name, because {source}, points at it"
                problems.append(Problem(target.table.file_name, 0, "", "", expected))
                target.is_readable = False


def _check_reports(sheets: Mapping[str, Sheet], register: Register, references: References) -> None:
    check_references(sheets.values(), references)
    check_report_codes(sheets, register, references)
    check_report_owners(sheets, register, references)


def _refuse_other_rounds(sheet: Sheet, round_key: str, problems: list[Problem]) -> None:
    """Name the rows of another round and leave them out of the further checks, which hold for one round only."""
    rows = sheet.rows
    sheet.rows = [row for row in rows if row.values.get("meting", round_key) == round_key]
    sheet.lost += len(rows) - len(sheet.rows)
    for row in rows:
        if row.values.get("meting", round_key) == round_key:
            continue
        found, expected = str(row.values["meting"]), f"round {round_key} only"
        problems.append(Problem(sheet.table.file_name, row.line, "meting", found, expected))


def _targets_of_data(data: ProgrammeData, register: Register) -> dict[str, Target]:
    codes = {(name, version, code) for (name, version), all_codes in register.lists.codes.items() for code in all_codes}
    return {
        "metingen": Target({each.key for each in data.rounds}),
        "projecten": Target({each.number for each in data.projects}),
        "mijlpalen": Target(set(register.project_of_milestone)),
        "indicatoren": Target(set(register.project_of_indicator)),
        "personen": Target({each.email for each in data.persons}),
        CODES: Target({*codes}),
    }


def _records(record: Callable[..., Any], sheet: Sheet) -> Any:
    return tuple(record(**attributes(sheet.table, row)) for row in sheet.rows)


def _refusal(problems: list[Problem], what: str) -> BadInput:
    ordered = sorted(problems, key=lambda each: (_RANK.get(each.file, len(_RANK)), each.line))
    count = f"{len(ordered)} problem" + ("" if len(ordered) == 1 else "s")
    return BadInput(f"{what} cannot be read: {count}; nothing was stored", ordered)
