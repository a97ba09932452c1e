"""Reads one sheet with rows: finds the rows by their identifier, guards the grey cells and reads the white ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meetcyclus.exchange.workbook_cells import ERROR, FORMULA, RawCell, RawSheet
from meetcyclus.exchange.workbook_headings import headings_of
from meetcyclus.exchange.workbook_layout import Column, Kind
from meetcyclus.exchange.workbook_problems import ProblemLog
from meetcyclus.exchange.workbook_rows import Row, Table
from meetcyclus.exchange.workbook_text_cleaning import clean_text
from meetcyclus.exchange.workbook_texts import WorkbookTexts
from meetcyclus.exchange.workbook_values import UnreadableError, comparable, read_value, shown
from meetcyclus.services.ports import WorkbookSubject

HEADING_ROW = 1
MAX_MERGED = 100
_IDS_OF_ROW = ("number", "project_number", "milestone_id", "indicator_id")
_VALUE_FIELDS = ("value", "value_on", "is_estimate")


class SheetReader:
    """One sheet against the table that was sent. Problems go to the log; reading goes on after each."""

    def __init__(
        self,
        table: Table,
        sheet: RawSheet,
        subject: WorkbookSubject,
        texts: WorkbookTexts,
        log: ProblemLog,
        is_untouched: bool,
    ) -> None:
        self._table = table
        self._sheet = sheet
        self._columns = table.layout.columns
        self._headings = headings_of(table.layout, subject, texts)
        self._log = log
        self._is_untouched = is_untouched
        self._ids = table.row_ids()
        self._merged = sheet.merged[:MAX_MERGED]
        # The first filled column of each row; looked up once, because a hostile file has very many rows.
        self._first_filled = {row: column for row, column in sorted(sheet.cells, reverse=True)}

    def rows(self) -> list[Mapping[str, Any]]:
        """The identifiers and white values of every row that was sent; incomplete when the log holds problems."""
        if self._columns_moved():
            return []
        self._check_strays()
        found = self._rows_by_id()
        return [self._read_row(found[row_id], sent) for row_id, sent in self._sent().items() if row_id in found]

    def _sent(self) -> dict[str, Row]:
        return dict(zip(self._ids, self._table.rows, strict=True))

    def _problem(self, row: int, column: int, expected: str, value: str = "", **facts: object) -> None:
        heading = self._headings[column - 1] if column <= len(self._headings) else ""
        self._log.cell(self._table.layout.name, row, column, heading, expected, value, **facts)

    def _columns_moved(self) -> bool:
        """Report headings that changed; True when a column stands elsewhere, because then no cell can be trusted."""
        has_moved = False
        for number, heading in enumerate(self._headings, start=1):
            found = self._text_at(HEADING_ROW, number)
            if found == clean_text(heading):
                continue
            moved = found in self._headings
            has_moved = has_moved or moved
            expected = "verschoven_kolom" if moved else "vergrendeld"
            self._problem(HEADING_ROW, number, expected, found, kop=heading, waarde=heading)
            if moved:
                break
        return has_moved

    def _check_strays(self) -> None:
        """Cells beside the table, cells stored twice and merged cells."""
        for (row, column), cell in sorted(self._sheet.cells.items()):
            if column > len(self._columns):
                self._problem(row, column, "buiten_tabel", shown(cell.value))
        for cell in self._sheet.twice:
            self._problem(cell.row, cell.column, "dubbele_cel", shown(cell.value))
        for merged in self._merged:
            if merged.first_column <= len(self._columns):
                self._problem(merged.first_row, merged.first_column, "niet_samengevoegd", merged.name)

    def _rows_by_id(self) -> dict[str, int]:
        """The row number of each identifier that was sent; what is unknown, double or missing is reported."""
        rows = self._filled_rows()
        sent_at = {row: self._sent_at(row) for row in rows}
        in_place = {row_id: row for row, row_id in sent_at.items() if row_id and row_id == self._text_at(row, 1)}
        elsewhere = [row for row in rows if row not in in_place.values()]
        found = self._moved(elsewhere, in_place) | in_place
        for row in (each for each in elsewhere if each not in found.values()):
            self._report_stranger(row, found)
        for missing in (each for each in self._ids if each not in found):
            self._log.sheet(self._table.layout.name, "ontbrekend_kenmerk", kenmerk=missing)
        return found

    def _moved(self, elsewhere: list[int], in_place: Mapping[str, int]) -> dict[str, int]:
        """Rows that were sent but stand on another line; of doubles the first counts."""
        sent = set(self._ids) - in_place.keys()
        return {self._text_at(row, 1): row for row in reversed(elsewhere) if self._text_at(row, 1) in sent}

    def _report_stranger(self, row: int, found: dict[str, int]) -> None:
        """A row that is not ours. Where a missing one used to stand, it is that one with an overwritten identifier."""
        said, expected = self._text_at(row, 1), self._sent_at(row)
        if expected and expected not in found:
            found[expected] = row
            self._problem(row, 1, "vergrendeld", said, waarde=expected)
        elif said in found:
            self._problem(row, 1, "dubbel_kenmerk", said, rij=found[said])
        elif said:
            self._problem(row, 1, "onbekend_kenmerk", said)
        else:
            column = self._first_filled[row]
            self._problem(row, column, "buiten_tabel", self._text_at(row, column))

    def _sent_at(self, row: int) -> str:
        """The identifier that was sent on a row, empty where none was."""
        position = row - HEADING_ROW - 1
        return self._ids[position] if position < len(self._ids) else ""

    def _filled_rows(self) -> list[int]:
        """The rows under the heading in which something stands; a sheet without rows has a remark there."""
        last_fixed = HEADING_ROW if self._table.rows else HEADING_ROW + 1
        width = len(self._columns)
        return sorted(row for row, column in self._first_filled.items() if row > last_fixed and column <= width)

    def _read_row(self, row: int, sent: Row) -> Mapping[str, Any]:
        values: dict[str, Any] = {key: sent[key] for key in _IDS_OF_ROW if key in sent}
        for number, column in enumerate(self._columns, start=1):
            cell = self._sheet.cells.get((row, number))
            if number == 1 or self._is_merged(row, number):
                continue
            if not column.is_white:
                self._check_locked(row, number, cell, sent[column.key])
            elif cell is None:
                self._check_required(row, number, column)
            else:
                values |= self._read_cell(cell, column)
        self._check_indicator(row, values)
        return values

    def _check_locked(self, row: int, number: int, cell: RawCell | None, sent: object) -> None:
        """A grey cell must be as it was sent. When all grey cells are, a newer register is no fault of the lead."""
        returned, expected = comparable(cell.value) if cell else "", comparable(sent)
        if returned == expected or self._is_untouched:
            return
        key = "vergrendeld" if expected else "vergrendeld_leeg"
        self._problem(row, number, key, shown(cell.value) if cell else "", waarde=shown(sent))

    def _check_required(self, row: int, number: int, column: Column) -> None:
        if column.is_required:
            self._problem(row, number, "verplicht_code", keuzes=self._choices(column))

    def _read_cell(self, cell: RawCell, column: Column) -> Mapping[str, Any]:
        try:
            if cell.kind in (FORMULA, ERROR):
                raise UnreadableError("geen_formule" if cell.kind == FORMULA else "geen_fout")
            labels = self._table.choices.get(column.code_list, {})
            return {column.key: read_value(cell, column.kind, labels)}
        except UnreadableError as reason:
            facts = {"keuzes": self._choices(column)} if column.kind is Kind.CODE else {}
            self._problem(cell.row, cell.column, reason.expected, shown(cell.value), **facts)
            return {column.key: None}

    def _check_indicator(self, row: int, values: Mapping[str, Any]) -> None:
        """An indicator is reported whole or not at all."""
        wanted = [each for each in _VALUE_FIELDS if each in {column.key for column in self._columns}]
        if not any(each in values for each in (*wanted, "explanation")):
            return
        for number in (self._table.layout.position(each) for each in wanted if each not in values):
            if not self._is_merged(row, number):
                self._problem(row, number, "verplicht_bij_waarde")

    def _is_merged(self, row: int, column: int) -> bool:
        return any(each.covers(row, column) for each in self._merged)

    def _choices(self, column: Column) -> str:
        return ", ".join(self._table.choices.get(column.code_list, {}).values())

    def _text_at(self, row: int, column: int) -> str:
        cell = self._sheet.cells.get((row, column))
        return shown(cell.value) if cell else ""
