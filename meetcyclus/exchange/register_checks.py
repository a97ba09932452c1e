"""Rules within the register: numbers after the pattern of the programme, ends after starts, roles with a mandate."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from meetcyclus.domain.errors import Problem
from meetcyclus.domain.programme import Programme
from meetcyclus.exchange.csv_text import shown
from meetcyclus.exchange.reading import Row, Sheet

# Table, first and last day: the last may not come before the first.
_DAY_ORDER = (("mandaten", "geldig_van", "geldig_tot"), ("projecten", "startdatum", "einddatum"))
# Table, first and last round.
_ROUND_ORDER = (("projecten", "in_scope_van", "in_scope_tot"), ("mijlpalen", "ingevoerd_in", "vervallen_in"))
# Table and two columns that may not name the same thing.
_DIFFERENT = (("mijlpalen", "id", "vervangen_door"), ("verschuivingen", "van", "naar"))


def check_register(sheets: Mapping[str, Sheet], problems: list[Problem]) -> None:
    """Every rule that needs nothing but the files themselves."""
    for name, first, last in _DAY_ORDER:
        _check_order(sheets[name], (first, last), _itself, problems)
    rounds = (row.values for row in sheets["metingen"].rows)
    moments = {each["sleutel"]: each.get("meetmoment") for each in rounds if "sleutel" in each}
    for name, first, last in _ROUND_ORDER:
        _check_order(sheets[name], (first, last), moments.get, problems)
    for name, one, other in _DIFFERENT:
        _check_different(sheets[name], (one, other), problems)
    _check_cabinets(sheets["personen"], problems)


def check_programme(sheets: Mapping[str, Sheet], programme: Programme, problems: list[Problem]) -> None:
    """Rules that need the settings: the pattern of project numbers and the governance paths."""
    pattern = re.compile(programme.project_number_pattern)
    for row in sheets["projecten"].rows:
        number = row.values.get("nummer")
        if isinstance(number, str) and pattern.fullmatch(number) is None:
            expected = f"a number after the pattern {pattern.pattern} of programma.toml"
            _report(sheets["projecten"], row, "nummer", expected, problems)
            sheets["projecten"].lost += 1
    for row in sheets["metingen"].rows:
        path = row.values.get("governance")
        if path is not None and path not in programme.governance:
            expected = "a governance path of programma.toml: " + ", ".join(programme.governance)
            _report(sheets["metingen"], row, "governance", expected, problems)


def _check_order(
    sheet: Sheet, names: tuple[str, str], day_of: Callable[[object], object], problems: list[Problem]
) -> None:
    for row in sheet.rows:
        first, last = (day_of(row.values.get(name)) for name in names)
        if isinstance(first, date) and isinstance(last, date) and last < first:
            expected = f"the same as column {names[0]} ({row.values[names[0]]}) or later"
            _report(sheet, row, names[1], expected, problems)


def _check_different(sheet: Sheet, names: tuple[str, str], problems: list[Problem]) -> None:
    for row in sheet.rows:
        one, other = (row.values.get(name) for name in names)
        if other and one == other:
            _report(sheet, row, names[1], f"something else than column {names[0]} of the same line", problems)


def _check_cabinets(persons: Sheet, problems: list[Problem]) -> None:
    for row in persons.rows:
        if row.values.get("rol") == "kabinet" and row.values.get("mandaat", "unread") is None:
            _report(persons, row, "mandaat", "a mandate, because role kabinet needs one", problems)


def _itself(day: object) -> object:
    return day


def _report(sheet: Sheet, row: Row, column: str, expected: str, problems: list[Problem]) -> None:
    value = row.values.get(column)
    found = "" if value is None else shown(str(value))
    problems.append(Problem(sheet.table.file_name, row.line, column, found, expected))
