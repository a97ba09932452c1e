"""The cells that an xlsx really holds, sheet by sheet. openpyxl does the reading; nothing here knows what they mean.

A sheet is read as a stream of the cells it stores, never as the rectangle it claims to span: one cell at XFD1048576
costs one cell. Call this only with content that passed `xlsx_guard`.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import range_boundaries

# The parser of openpyxl gives stored cells and merged ranges without spreading them over a grid. Its module is
# private, but the public ways all walk the rectangle; the tests of hostile files fail when it changes.
from openpyxl.worksheet._reader import WorkSheetParser

from meetcyclus.exchange.workbook_text_cleaning import clean_text

FORMULA, ERROR = "f", "e"


@dataclass(frozen=True)
class RawCell:
    """A cell that is not empty. `kind` is openpyxl's type: n, s, d, b, and `FORMULA` or `ERROR`."""

    row: int
    column: int
    value: object
    kind: str
    is_percentage: bool = False


@dataclass(frozen=True)
class MergedRange:
    """Cells that were merged into one."""

    name: str
    first_column: int
    first_row: int
    last_column: int
    last_row: int

    def covers(self, row: int, column: int) -> bool:
        """Whether that cell lies inside."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


@dataclass(frozen=True)
class RawSheet:
    """The cells of a sheet by row and column, what is merged, and cells that were stored twice."""

    cells: Mapping[tuple[int, int], RawCell]
    merged: tuple[MergedRange, ...] = ()
    twice: tuple[RawCell, ...] = ()


def read_sheets(content: bytes) -> dict[str, RawSheet]:
    """Every sheet by name. Raises whatever openpyxl raises on a damaged file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Styles and extensions that openpyxl skips say nothing about the entries.
        workbook = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        try:
            return {sheet.title: _read_sheet(workbook, sheet) for sheet in workbook.worksheets}
        finally:
            workbook.close()


def _read_sheet(workbook: Any, sheet: Any) -> RawSheet:
    cells: dict[tuple[int, int], RawCell] = {}
    twice: list[RawCell] = []
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
        )
        for _, stored in parser.parse():
            for cell in filter(None, (_raw_cell(ReadOnlyCell(sheet, **each)) for each in stored)):
                if (cell.row, cell.column) in cells:
                    twice.append(cell)
                cells[cell.row, cell.column] = cell
    return RawSheet(cells, _merged_ranges(parser), tuple(twice))


def _raw_cell(cell: ReadOnlyCell) -> RawCell | None:
    value = _formula_text(cell.value) if cell.data_type == FORMULA else cell.value
    if value is None or (isinstance(value, str) and not clean_text(value)):
        return None
    return RawCell(cell.row, cell.column, value, cell.data_type, "%" in str(cell.number_format))


def _formula_text(formula: object) -> str:
    """Formulas over several cells are objects in openpyxl; one without text is still a formula."""
    return str(formula if isinstance(formula, str) else getattr(formula, "text", None) or "=")


def _merged_ranges(parser: WorkSheetParser) -> tuple[MergedRange, ...]:
    ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
    return tuple(MergedRange(each.ref, *range_boundaries(each.ref)) for each in ranges)
