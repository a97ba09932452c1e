"""Where in the workbook of a lead a field is filled in: sheet and cell, as a letter names them."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from meetcyclus.exchange.round_tables import REPORT_TABLES
from meetcyclus.exchange.workbook_rows import Table, tables_of
from meetcyclus.services.ports import WorkbookSubject


def places_of(subject: WorkbookSubject) -> dict[tuple[str, str], str]:
    """By object and field of the exchange format the white cell of that field; by object and "" the row."""
    found: dict[tuple[str, str], str] = {}
    for table, reports in zip(tables_of(subject), REPORT_TABLES, strict=True):
        names = {each.attribute: each.name for each in reports.columns}
        # Row 1 of a sheet holds the headings.
        for line, object_key in enumerate(table.row_ids(), start=1):
            found[object_key, ""] = f"blad {table.layout.name}, rij {line + 1}"
            found |= {
                (object_key, name): f"blad {table.layout.name}, cel {xl_rowcol_to_cell(line, position)}"
                for position, name in _white_columns(table, names)
            }
    return found


def _white_columns(table: Table, names: dict[str, str]) -> list[tuple[int, str]]:
    return [
        (position, names[column.key])
        for position, column in enumerate(table.layout.columns)
        if column.is_white and column.key in names
    ]
