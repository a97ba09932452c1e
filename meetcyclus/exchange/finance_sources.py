"""The cells of a finance extract, from xlsx or CSV alike. What they must be is `finance_rows`."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.exchange.csv_text import read_records, read_text
from meetcyclus.exchange.xlsx_guard import MEGABYTE, Fault, Limits, Suspicion, UnsafeFileError, safe_xlsx

_MOST_ROWS = 20_000
_MOST_COLUMNS = 20
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


@dataclass(frozen=True)
class Unreadable:
    """A cell that has no value of its own: an error of Excel, or a formula that was never calculated."""

    text: str


Cell = object


@dataclass(frozen=True)
class GridRow:
    """One line with something in it: its number in the file and its cells."""

    line: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid:
    """The lines of one extract; `sheet` is empty for text."""

    file: str
    sheet: str
    rows: tuple[GridRow, ...]


def read_grid(path: Path, delimiter: str) -> Grid:
    """The filled lines of an extract; raises BadInput when the file cannot be opened as what its name says."""
    if not path.is_file():
        raise _refusal(path, "a file that exists")
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return _read_xlsx(path)
    if suffix == ".csv":
        return _read_csv(path, delimiter)
    raise _refusal(path, "a file whose name ends in .xlsx or .csv")


def _refusal(path: Path, expected: str, line: int = 0) -> BadInput:
    return BadInput(f"{path.name} cannot be read: expected {expected}", [Problem(path.name, line, "", "", expected)])


def _read_csv(path: Path, delimiter: str) -> Grid:
    problems: list[Problem] = []
    text = read_text(path, path.name, problems)
    if text is None:
        raise BadInput(f"{path.name} cannot be read: expected {problems[0].expected}", problems)
    records = list(read_records(text, delimiter))
    for record in records:
        if record.fault:
            raise _refusal(path, f"cells separated by {delimiter} ({record.fault})", record.line)
    return Grid(path.name, "", tuple(GridRow(each.line, each.cells) for each in records if any(each.cells)))


def _read_xlsx(path: Path) -> Grid:
    content = _safe_content(path)
    try:
        values = _filled_sheets(content, data_only=True)
        formulas = _filled_sheets(content, data_only=False)
    except (KeyError, ValueError, ParseError, InvalidFileException, OSError, EOFError) as bad:
        raise _refusal(path, "an Excel workbook (xlsx) that is not damaged") from bad
    if len(formulas) != 1:
        names = ", ".join(formulas) or "none"
        raise _refusal(path, f"one sheet with content; sheets with content in this workbook: {names}")
    sheet, cells = next(iter(formulas.items()))
    if len(cells) > _MOST_ROWS:
        raise _refusal(path, f"at most {_MOST_ROWS} lines")
    rows = (
        GridRow(line, [_cell(one, other) for one, other in itertools.zip_longest(calculated, written)])
        for line, (calculated, written) in enumerate(
            itertools.zip_longest(values.get(sheet, []), cells, fillvalue=()), start=1
        )
    )
    return Grid(path.name, sheet, tuple(row for row in rows if any(each is not None for each in row.cells)))


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
            sheet.title: list(sheet.iter_rows(max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS))
            for sheet in book.worksheets
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
    return value
