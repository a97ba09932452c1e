"""From the cells of a finance extract to credits with their lines, checked against the control total."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from meetcyclus.domain import dutch
from meetcyclus.domain.credits import Credit
from meetcyclus.domain.errors import Problem
from meetcyclus.domain.programme import Programme
from meetcyclus.exchange.cells import Unacceptable
from meetcyclus.exchange.csv_text import shown
from meetcyclus.exchange.finance_cells import (
    EXPECTED,
    as_text,
    read_cell,
    to_cents,
    to_cents_between_commas,
    to_day,
    to_line,
    to_words,
    to_year,
)
from meetcyclus.exchange.finance_grid import Cell, Grid, GridRow
from meetcyclus.exchange.finance_layout import FinanceLayout, header_key
from meetcyclus.services.ports import FinanceFile, FinanceRow

_CONVERTERS: dict[str, Callable[[Cell], object]] = {
    "project": to_line,
    "begrotingsjaar": to_year,
    "begrotingsartikel": to_line,
    "vastgelegd": to_cents,
    "vereffend": to_cents,
    "standdatum": to_day,
    "opmerking": to_words,
}
_AMOUNTS = ("vastgelegd", "vereffend")
# What says which amount a line is about; the word that opens the total stands in one of them, alone.
_IDENTITY = ("project", "begrotingsjaar", "begrotingsartikel")


class FinanceReader:
    """Reads the lines of one extract and gathers the problems; the result counts only when there are none."""

    def __init__(self, grid: Grid, programme: Programme, round_key: str) -> None:
        self.problems: list[Problem] = []
        self._grid = grid
        self._layout = FinanceLayout.of(programme)
        self._number = re.compile(programme.project_number_pattern)
        self._round_key = round_key
        self._positions: dict[str, int] = {}
        amounts = to_cents_between_commas if grid.delimiter == "," else to_cents
        self._converters = _CONVERTERS | dict.fromkeys(_AMOUNTS, amounts)
        self._rows: list[FinanceRow] = []
        self._first_lines: dict[tuple[str, int, str], int] = {}

    def read(self) -> FinanceFile:
        """The extract, as far as it could be read."""
        if not self._read_header():
            return FinanceFile((), 0, 0)
        lines = self._grid.rows[1:]
        totals = [position for position, row in enumerate(lines) if self._is_total(row)]
        for row in lines[: totals[0]] if totals else lines:
            self._read_row(row)
        if not totals:
            self._report_missing_total()
            return FinanceFile(tuple(self._rows), 0, 0)
        self._refuse_after_total(lines[totals[0] + 1 :])
        stated = self._read_total(lines[totals[0]])
        return FinanceFile(tuple(self._rows), stated["vastgelegd"], stated["vereffend"])

    def _report(self, line: int, meaning: str, value: str, expected: str, position: int | None = None) -> None:
        column = self._layout.columns.get(meaning, meaning)
        at = self._positions.get(meaning) if position is None else position
        cell = f"{get_column_letter(at + 1)}{line}" if at is not None else ""
        self.problems.append(Problem(self._grid.file, line, column, shown(value), expected, self._grid.sheet, cell))

    def _read_header(self) -> bool:
        written = [as_text(each).strip() for each in self._grid.rows[0].cells] if self._grid.rows else []
        header = [header_key(each) for each in written]
        line = self._grid.rows[0].line if self._grid.rows else 1
        wanted = {meaning: header_key(name) for meaning, name in self._layout.columns.items()}
        for position, name in enumerate(header):
            if name and name not in wanted.values():
                expected = "one of the columns " + ", ".join(self._layout.columns.values())
                self._report(line, written[position], written[position], expected, position)
            elif name and name in header[:position]:
                self._report(line, written[position], written[position], "each column once", position)
        for meaning, name in wanted.items():
            if name not in header:
                self._report(line, meaning, "", f"a column {self._layout.columns[meaning]} in the first line")
            else:
                self._positions[meaning] = header.index(name)
        return not self.problems

    def _cell(self, row: GridRow, meaning: str) -> Cell:
        position = self._positions[meaning]
        return row.cells[position] if position < len(row.cells) else None

    def _is_total(self, row: GridRow) -> bool:
        words = [text for each in _IDENTITY if (text := as_text(self._cell(row, each)).strip())]
        return len(words) == 1 and self._layout.is_total(words[0])

    def _read_cells(self, row: GridRow, meanings: Mapping[str, Callable[[Cell], object]]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for meaning, convert in meanings.items():
            cell = self._cell(row, meaning)
            try:
                values[meaning] = read_cell(convert, cell, EXPECTED[meaning])
            except Unacceptable as bad:
                self._report(row.line, meaning, as_text(cell), str(bad))
        return values

    def _read_row(self, row: GridRow) -> None:
        values = self._read_cells(row, self._converters)
        self._refuse_cells_outside(row)
        article = values.get("begrotingsartikel", "")
        if "totaal" in article.casefold() or self._layout.is_total(article):
            self._report(row.line, "begrotingsartikel", article, "a budget article, not the total of some lines")
        number = values.get("project")
        if number is not None and self._number.fullmatch(number) is None:
            self._report(row.line, "project", number, f"a number after the pattern {self._number.pattern}")
        if len(values) == len(_CONVERTERS):
            self._refuse_repeated(row, values)
            self._rows.append(FinanceRow(row.line, self._credit(values)))

    def _refuse_cells_outside(self, row: GridRow) -> None:
        used = set(self._positions.values())
        for position, cell in enumerate(row.cells):
            if position not in used and as_text(cell).strip():
                expected = "nothing in a column without a header"
                self._report(row.line, f"cell {position + 1}", as_text(cell), expected, position)

    def _refuse_repeated(self, row: GridRow, values: Mapping[str, Any]) -> None:
        key = (values["project"], values["begrotingsjaar"], values["begrotingsartikel"])
        first = self._first_lines.setdefault(key, row.line)
        if first != row.line:
            expected = f"a project, year and article that are not yet in this file; line {first} has them already"
            self._report(row.line, "project", ", ".join(str(each) for each in key), expected)

    def _credit(self, values: Mapping[str, Any]) -> Credit:
        stand_on: date = values["standdatum"]
        return Credit(
            round_key=self._round_key,
            project_number=values["project"],
            budget_year=values["begrotingsjaar"],
            budget_article=values["begrotingsartikel"],
            committed_cents=values["vastgelegd"],
            settled_cents=values["vereffend"],
            stand_on=stand_on,
            remark=values["opmerking"],
        )

    def _sums(self) -> dict[str, int]:
        return {
            "vastgelegd": sum(each.credit.committed_cents for each in self._rows),
            "vereffend": sum(each.credit.settled_cents for each in self._rows),
        }

    def _report_missing_total(self) -> None:
        sums = self._sums()
        last = self._grid.rows[-1].line + 1
        expected = (
            f"a last line {self._layout.total} with both sums; the lines add up to "
            f"{dutch.amount(sums['vastgelegd'])} and {dutch.amount(sums['vereffend'])}"
        )
        self._report(last, "project", "", expected)

    def _refuse_after_total(self, rows: tuple[GridRow, ...]) -> None:
        for row in rows:
            value = " ".join(as_text(each) for each in row.cells).strip()
            self._report(row.line, "project", value, f"nothing after the line {self._layout.total}")

    def _read_total(self, row: GridRow) -> dict[str, int]:
        stated = self._read_cells(row, {meaning: self._converters[meaning] for meaning in _AMOUNTS})
        self._refuse_cells_outside(row)
        if not self._rows and not self.problems:
            self._report(row.line, "project", self._layout.total, "at least one line before the total")
        # A sum over lines that could not all be read proves nothing.
        if not self.problems:
            self._compare(row, stated)
        return {meaning: stated.get(meaning, 0) for meaning in _AMOUNTS}

    def _compare(self, row: GridRow, stated: Mapping[str, int]) -> None:
        for meaning, total in self._sums().items():
            if stated[meaning] != total:
                expected = f"the sum of the lines, {dutch.amount(total)}"
                self._report(row.line, meaning, dutch.amount(stated[meaning]), expected)
