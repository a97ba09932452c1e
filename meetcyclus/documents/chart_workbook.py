"""The workbook inside a native chart: what Word opens at 'Edit data'. One sheet, categories down, series across."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from meetcyclus.documents.chart_model import Chart

SHEET = "Gegevens"
# A chart has no moment of its own, and equal charts are equal files.
_MOMENT = datetime(1980, 1, 1)


def workbook_of(chart: Chart) -> bytes:
    """The xlsx. Names go in as text, so nothing a person typed becomes a formula."""
    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True})
    workbook.set_properties({"title": chart.title[:255], "created": _MOMENT})
    sheet = workbook.add_worksheet(SHEET)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, max(len(chart.series), 1), 16)
    numbers = workbook.add_format({"num_format": "#,##0.0" if chart.places else "#,##0"})
    for row, name in enumerate(chart.categories, start=1):
        sheet.write_string(row, 0, name)
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, start=1):
            sheet.write_number(row, column, float(value), numbers)
    workbook.close()
    return target.getvalue()


def name_cell(place: int) -> str:
    """Where the name of a series stands."""
    return f"{SHEET}!${xl_col_to_name(place + 1)}$1"


def value_cells(place: int, rows: int) -> str:
    """Where its values stand."""
    column = xl_col_to_name(place + 1)
    return f"{SHEET}!${column}$2:${column}${rows + 1}"


def category_cells(rows: int) -> str:
    """Where the names of the categories stand."""
    return f"{SHEET}!$A$2:$A${rows + 1}"
