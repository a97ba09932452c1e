"""Where in the workbook of a lead a field is filled in: sheet, cell and heading, as a letter names them."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from meetcyclus.exchange.round_tables import REPORT_TABLES
from meetcyclus.exchange.workbook_headings import headings_of
from meetcyclus.exchange.workbook_rows import Row, Table, tables_of
from meetcyclus.exchange.workbook_texts import WorkbookTexts
from meetcyclus.services.ports import WorkbookPlace, WorkbookSubject


def places_of(subject: WorkbookSubject, texts: WorkbookTexts) -> dict[tuple[str, str], WorkbookPlace]:
    """By object and field of the exchange format the white cell of that field; by object and "" the row."""
    found: dict[tuple[str, str], WorkbookPlace] = {}
    for table, reports in zip(tables_of(subject), REPORT_TABLES, strict=True):
        names = {each.attribute: each.name for each in reports.columns}
        headings = headings_of(table.layout, subject, texts)
        # Row 1 of a sheet holds the headings.
        for line, (object_key, row) in enumerate(zip(table.row_ids(), table.rows, strict=True), start=1):
            found[object_key, ""] = WorkbookPlace(table.layout.name, line + 1)
            found |= {
                (object_key, name): _cell(table, row, line, position, headings[position])
                for position, name in _white_columns(table, names)
            }
    return found


def _cell(table: Table, row: Row, line: int, position: int, heading: str) -> WorkbookPlace:
    is_empty = row[table.layout.columns[position].key] is None
    return WorkbookPlace(table.layout.name, line + 1, xl_rowcol_to_cell(line, position), heading, is_empty)


def _white_columns(table: Table, names: dict[str, str]) -> list[tuple[int, str]]:
    return [
        (position, names[column.key])
        for position, column in enumerate(table.layout.columns)
        if column.is_white and column.key in names
    ]
