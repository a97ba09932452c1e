"""A finance extract as a workbook: one sheet with content, every cell with its value or why it has none."""

from __future__ import annotations

import itertools
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.exchange.finance_formats import shown_otherwise
from meetcyclus.exchange.finance_grid import MOST_COLUMNS, MOST_ROWS, Cell, Grid, GridRow, Unreadable, filled, refusal
from meetcyclus.exchange.xlsx_guard import MEGABYTE, Fault, Limits, Suspicion, UnsafeFileError, safe_xlsx

# Room for the most rows with every column filled.
_LIMITS = Limits(
    file_bytes=10 * MEGABYTE,
    unpacked_bytes=50 * MEGABYTE,
    side_part_bytes=5 * MEGABYTE,
    parts=1000,
    tags=2_500_000,
)
_EXPECTED = {
    Fault.TOO_LARGE: "an Excel workbook of at most {} MB",
    Fault.TOO_MANY_PARTS: "an Excel workbook of at most {} parts",
    Fault.TOO_LARGE_UNPACKED: "an Excel workbook of at most {} MB when unpacked",
    Fault.TOO_DENSE: "an Excel workbook as Excel saves it; a part of this one is packed suspiciously small",
    Fault.TOO_MUCH_CONTENT: "an Excel workbook with less content; remove formatted empty lines and columns",
    Fault.DOUBLE_PART: "an Excel workbook that names each of its parts once",
    Fault.ODD_NAME: "an Excel workbook whose parts stay inside it",
    Fault.FORBIDDEN_PART: "an Excel workbook without macros, links to other files and embedded files",
    Fault.OWN_DEFINITIONS: "an Excel workbook without definitions of its own in its XML",
}
_NO_WORKBOOK = "an Excel workbook (xlsx) without a password; this is something else or it is damaged"


def read_xlsx(path: Path) -> Grid:
    """The filled lines of the only sheet with content; raises BadInput when there is no such sheet."""
    content = _safe_content(path)
    try:
        values = _filled_sheets(content, data_only=True)
        formulas = _filled_sheets(content, data_only=False)
    except (KeyError, ValueError, ParseError, InvalidFileException, OSError, EOFError) as bad:
        raise refusal(path, "an Excel workbook (xlsx) that is not damaged") from bad
    if len(formulas) != 1:
        names = ", ".join(formulas) or "none"
        raise refusal(path, f"one sheet with content, hidden sheets included; in this workbook: {names}")
    sheet, cells = next(iter(formulas.items()))
    if len(cells) > MOST_ROWS:
        raise refusal(path, f"at most {MOST_ROWS} lines")
    rows = (
        GridRow(line, [_cell(one, other) for one, other in itertools.zip_longest(calculated, written)])
        for line, (calculated, written) in enumerate(
            itertools.zip_longest(values.get(sheet, []), cells, fillvalue=()), start=1
        )
    )
    return Grid(path.name, sheet, filled(list(rows)))


def _safe_content(path: Path) -> bytes:
    try:
        return safe_xlsx(path, _LIMITS)
    except UnsafeFileError as refused:
        problems = [Problem(path.name, 0, "", each.seen, _expected(each)) for each in refused.suspicions]
        raise BadInput(f"{path.name} cannot be read: expected {problems[0].expected}", problems) from refused


def _expected(suspicion: Suspicion) -> str:
    return _EXPECTED.get(suspicion.fault, _NO_WORKBOOK).format(suspicion.limit)


def _filled_sheets(content: bytes, *, data_only: bool) -> dict[str, list[tuple[Any, ...]]]:
    # The extent that a sheet states about itself is not trusted: rows and columns are bounded here.
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    try:
        sheets = {
            sheet.title: list(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)) for sheet in book.worksheets
        }
    finally:
        book.close()
    return {title: rows for title, rows in sheets.items() if _is_filled(rows)}


def _is_filled(rows: list[tuple[Any, ...]]) -> bool:
    return any(cell.value is not None for row in rows for cell in row)


def _cell(calculated: Any, written: Any) -> Cell:
    """The value of a cell; a formula counts for what Excel calculated."""
    value = None if calculated is None else calculated.value
    if written is not None and written.data_type == "f" and value is None:
        return Unreadable(f"formula {written.value}")
    if calculated is not None and calculated.data_type == "e":
        return Unreadable(str(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        instead = shown_otherwise(calculated.number_format)
        return Unreadable(f"{value} shown as {calculated.number_format}", instead) if instead else value
    return value
