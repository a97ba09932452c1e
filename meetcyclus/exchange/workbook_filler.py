"""Fills in a real workbook as a person would: labels, dates and numbers in the white cells, nothing else touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from meetcyclus.domain.entries import Entry, IndicatorReport, MilestoneReport, ProjectReport
from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.workbook_cells import RawCell, RawSheet
from meetcyclus.exchange.workbook_layout import META_SHEET, NO, YES, Column, SheetLayout, code_labels, sheet_layouts
from meetcyclus.exchange.workbook_meta import read_meta
from meetcyclus.exchange.workbook_values import excel_number

_Report = ProjectReport | MilestoneReport | IndicatorReport


def fill_workbook(content: bytes, entries: Mapping[str, Entry], data: ProgrammeData) -> bytes:
    """The workbook with the entries (by project number) in its white cells; other rows stay as they are."""
    workbook = load_workbook(BytesIO(content))
    at = data.round(_round_key(workbook[META_SHEET]))
    reports = {key: report for entry in entries.values() for key, report in _reports(entry)}
    for layout in sheet_layouts(data, at):
        labels = {each.code_list: code_labels(data, each.code_list, at.code_list_version) for each in layout.columns}
        _fill_sheet(workbook[layout.name], layout, reports, labels)
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def _reports(entry: Entry) -> Iterator[tuple[tuple[str, str], _Report]]:
    """Each report of an entry with its sheet and the identifier of its row."""
    yield ("projecten", entry.project_number), entry.report
    yield from ((("mijlpalen", each.milestone_id), each) for each in entry.milestones)
    yield from ((("indicatoren", each.indicator_id), each) for each in entry.indicators)


def _fill_sheet(
    sheet: Worksheet,
    layout: SheetLayout,
    reports: Mapping[tuple[str, str], _Report],
    labels: Mapping[str, Mapping[str, str]],
) -> None:
    for row in range(2, sheet.max_row + 1):
        report = reports.get((layout.key, str(sheet.cell(row, 1).value)))
        if report is None:
            continue
        for position, column in enumerate(layout.columns, start=1):
            if column.is_white:
                _type_into(sheet.cell(row, position), column, getattr(report, column.key), labels)


def _type_into(cell: object, column: Column, value: object, labels: Mapping[str, Mapping[str, str]]) -> None:
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell!r} is merged")
    cell.value = _typed(column, value, labels)
    if isinstance(cell.value, str):
        # The cells are text cells: what begins with an equals sign stays text, as it does for a person.
        cell.data_type = "s"


def _typed(column: Column, value: object, labels: Mapping[str, Mapping[str, str]]) -> str | float | date | None:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return excel_number(value)
    if isinstance(value, date):
        return value
    return (labels[column.code_list][str(value)] if column.code_list else str(value)) if value else None


def _round_key(sheet: Worksheet) -> str:
    cells = {(each.row, each.column): each for row in sheet["A1:B9"] for each in row if each.value}
    meta = read_meta(RawSheet({place: RawCell(*place, each.value, "s") for place, each in cells.items()}))
    if meta is None:
        raise BadInput("The workbook does not say for which round it was made.")
    return meta.round_key
