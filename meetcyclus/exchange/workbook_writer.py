"""Writes the entry workbook of one lead. Every text goes in as text, so nothing a person typed becomes a formula."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from meetcyclus.domain.errors import MeetcyclusError
from meetcyclus.exchange.workbook_formats import FONT, LINE_HEIGHT, Formats, lines_of
from meetcyclus.exchange.workbook_guide import write_guide
from meetcyclus.exchange.workbook_headings import headings_of
from meetcyclus.exchange.workbook_layout import GUIDE_SHEET, META_SHEET, PREVIOUS, SheetLayout, workbook_title
from meetcyclus.exchange.workbook_meta import FIRST_LIST_COLUMN, WorkbookMeta, meta_of
from meetcyclus.exchange.workbook_rows import CellValue, Row, Table, tables_of
from meetcyclus.exchange.workbook_texts import WorkbookTexts
from meetcyclus.exchange.workbook_validation import CellRules
from meetcyclus.exchange.workbook_values import excel_number
from meetcyclus.services.ports import WorkbookSubject

_A4, _A3 = 9, 8
_TALLEST_ROW = 409.0
_MAY_CHANGE = {"format_columns": True, "format_rows": True}


def write_workbook(subject: WorkbookSubject, texts: WorkbookTexts) -> bytes:
    """The xlsx; equal subjects give equal bytes."""
    tables = tables_of(subject)
    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": 10}})
    workbook.set_properties(_properties(subject))
    formats = Formats(workbook)
    write_guide(workbook.add_worksheet(GUIDE_SHEET), formats, subject, tables, texts)
    for table in tables:
        _TableWriter(workbook.add_worksheet(table.layout.name), formats, subject, texts).write(table)
    _write_meta(workbook.add_worksheet(META_SHEET), formats, meta_of(subject, tables), CellRules.lists(tables))
    workbook.close()
    return target.getvalue()


def put(sheet: Worksheet, row: int, column: int, value: CellValue, form: Format) -> None:
    """One cell, by the type of its value. Text is never interpreted."""
    shown = excel_number(value) if isinstance(value, Decimal) else value
    if shown is None:
        outcome = sheet.write_blank(row, column, None, form)
    elif isinstance(shown, str):
        outcome = sheet.write_string(row, column, shown, form)
    elif isinstance(shown, date):
        outcome = sheet.write_datetime(row, column, shown, form)
    else:
        outcome = sheet.write_number(row, column, shown, form)
    if outcome:
        raise MeetcyclusError(
            f"{sheet.get_name()}, row {row + 1}: the value does not fit in a cell of Excel: {value!r:.60}"
        )


class _TableWriter:
    """Fills one sheet with rows."""

    def __init__(self, sheet: Worksheet, formats: Formats, subject: WorkbookSubject, texts: WorkbookTexts) -> None:
        self._sheet = sheet
        self._formats = formats
        self._subject = subject
        self._texts = texts

    def write(self, table: Table) -> None:
        """Headings with their explanation, rows, rules of the cells, and how the sheet prints."""
        self._write_headings(table)
        for line, row in enumerate(table.rows, start=1):
            self._sheet.set_row(line, _row_height(table.layout, row))
            for position, column in enumerate(table.layout.columns):
                put(self._sheet, line, position, row[column.key], self._formats.cell(column, row[column.key]))
        if table.rows:
            CellRules(self._sheet, self._texts, table).add()
            self._colour_statuses(table)
        else:
            put(self._sheet, 1, 0, self._texts.phrase("leeg", table.layout.key), self._formats.of(italic=True))
        self._set_up_page(table)

    def _write_headings(self, table: Table) -> None:
        headings = headings_of(table.layout, self._subject, self._texts)
        self._sheet.set_row(0, 44)
        for position, (column, heading) in enumerate(zip(table.layout.columns, headings, strict=True)):
            self._sheet.set_column(position, position, column.width)
            put(self._sheet, 0, position, heading, self._formats.heading(column.is_white))
            explanation = self._texts.explanation(table.layout.key, column.key)
            self._sheet.write_comment(0, position, explanation, _comment_size(explanation))

    def _colour_statuses(self, table: Table) -> None:
        """The colour of a status beside its word, in the cells of this round and of the one before."""
        for position, column in enumerate(table.layout.columns):
            if column.key.removeprefix(PREVIOUS) != "status_code":
                continue
            codes = self._subject.data.codes(column.code_list, self._subject.round.code_list_version)
            for value in (each for each in codes.values() if each.colour):
                self._sheet.conditional_format(
                    1, position, len(table.rows), position, _equals(value.label, self._formats.status(value.colour))
                )

    def _set_up_page(self, table: Table) -> None:
        sheet, title = self._sheet, workbook_title(self._subject.data.programme, self._subject.round)
        sheet.freeze_panes(1, _frozen_columns(table))
        sheet.set_landscape()
        sheet.set_paper(_A3 if table.layout.is_wide else _A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L{title.replace('&', '&&')}&C&A&R{self._texts.phrase('druk', 'voet_rechts')}")
        sheet.set_tab_color("#1F3A4D")
        sheet.protect("", _MAY_CHANGE)


def _row_height(layout: SheetLayout, row: Row) -> float:
    """Room for the longest text of the row. Set by us, because not every program fits a row to its text by itself."""
    needed = (lines_of(str(row[each.key] or ""), each.width) for each in layout.columns)
    return min(_TALLEST_ROW, LINE_HEIGHT * max(layout.lines, *needed) + 4)


def _frozen_columns(table: Table) -> int:
    """Identifier and name stay in sight: two columns of projects, three of what belongs to a project."""
    return 2 if table.layout.is_wide else 1


def _comment_size(text: str) -> dict[str, object]:
    return {
        "author": "Meetcyclus",
        "font_name": FONT,
        "font_size": 9,
        "width": 240,
        "height": 20 + 15 * (len(text) // 38 + 1),
    }


def _equals(label: str, form: Format) -> dict[str, object]:
    quoted = label.replace('"', '""')
    return {"type": "cell", "criteria": "==", "value": f'"{quoted}"', "format": form}


def _write_meta(sheet: Worksheet, formats: Formats, meta: WorkbookMeta, lists: Mapping[str, tuple[str, ...]]) -> None:
    plain = formats.of()
    for row, (name, value) in enumerate(meta.named_values()):
        put(sheet, row, 0, name, plain)
        put(sheet, row, 1, value, plain)
    for position, labels in enumerate(lists.values(), start=FIRST_LIST_COLUMN - 1):
        for row, label in enumerate(labels):
            put(sheet, row, position, label, plain)
    sheet.protect()
    sheet.very_hidden()


def _properties(subject: WorkbookSubject) -> dict[str, object]:
    created = (subject.round.opened_at or subject.deadline).astimezone(UTC).replace(tzinfo=None)
    return {
        "title": workbook_title(subject.data.programme, subject.round),
        "author": subject.data.programme.sender_email,
        "created": created,
    }
