"""The finance extract in and out: the layout is agreed per programme (`finance_layout`), not in code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from meetcyclus.domain import dutch
from meetcyclus.domain.credits import Credit, committed_total, settled_total
from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.csv_text import csv_text
from meetcyclus.exchange.finance_amounts import LARGEST_NUMBER_CENTS
from meetcyclus.exchange.finance_layout import FinanceLayout
from meetcyclus.exchange.finance_rows import FinanceReader
from meetcyclus.exchange.finance_sources import read_grid
from meetcyclus.exchange.finance_text import disarmed
from meetcyclus.safe_files import write_file
from meetcyclus.services.ports import FinanceFile

# A fixed moment inside the workbook, so that equal credits give equal bytes.
_MADE_AT = datetime(2000, 1, 1)
_SHEET = "Extract"
_SLOTS = ("project", "begrotingsjaar", "begrotingsartikel", "vastgelegd", "vereffend", "standdatum", "opmerking")


def read_finance(path: Path, data: ProgrammeData, round_key: str) -> FinanceFile:
    """The credits of an extract (xlsx or CSV); raises BadInput with every problem, the control total among them."""
    layout = FinanceLayout.of(data.programme)
    reader = FinanceReader(read_grid(path, layout), data.programme, round_key)
    extract = reader.read()
    if reader.problems:
        first = reader.problems[0]
        place = f"in cell {first.cell}" if first.cell else f"on line {first.line}"
        raise BadInput(
            f"{path.name} cannot be read: {len(reader.problems)} problem(s), the first is {place}: "
            f"{first.value!r} found, expected {first.expected}; nothing was stored",
            reader.problems,
        )
    return extract


def write_finance(credits: Sequence[Credit], data: ProgrammeData, path: Path) -> Path:
    """Write credits as an extract with its control total, as xlsx or CSV after the suffix of the path."""
    layout = FinanceLayout.of(data.programme)
    writers = {".xlsx": _xlsx, ".csv": _csv}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise BadInput(f"cannot write {path.name}: expected a name that ends in .xlsx or .csv")
    write_file(path, writer(credits, layout))
    return path


def _lines(credits: Sequence[Credit], layout: FinanceLayout) -> Iterator[tuple[object, ...]]:
    yield tuple(layout.columns[slot] for slot in _SLOTS)
    for each in credits:
        yield (
            each.project_number,
            each.budget_year,
            each.budget_article,
            _Cents(each.committed_cents),
            _Cents(each.settled_cents),
            each.stand_on,
            each.remark,
        )
    yield (layout.total, "", "", _Cents(committed_total(credits)), _Cents(settled_total(credits)), "", "")


class _Cents(int):
    """An amount, so that it is not taken for another whole number."""


def _csv(credits: Sequence[Credit], layout: FinanceLayout) -> bytes:
    rows = [[_belgian(value) for value in line] for line in _lines(credits, layout)]
    return csv_text(rows, layout.delimiter).encode()


def _belgian(value: object) -> str:
    if isinstance(value, _Cents):
        return dutch.amount(value)
    return dutch.short_date(value) if isinstance(value, date) else disarmed(str(value))


def _xlsx(credits: Sequence[Credit], layout: FinanceLayout) -> bytes:
    buffer = BytesIO()
    # Text that looks like a formula or a link stays text.
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE_AT})
    sheet = book.add_worksheet(_SHEET)
    amount = book.add_format({"num_format": "#,##0.00"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for line, cells in enumerate(_lines(credits, layout)):
        for position, value in enumerate(cells):
            if isinstance(value, _Cents) and abs(value) < LARGEST_NUMBER_CENTS:
                sheet.write_number(line, position, value / 100, amount)
            elif isinstance(value, _Cents):
                sheet.write_string(line, position, dutch.amount(value))
            elif isinstance(value, date):
                sheet.write_datetime(line, position, value, day)
            elif isinstance(value, int):
                sheet.write_number(line, position, value)
            elif value:
                sheet.write_string(line, position, str(value))
    sheet.set_column(0, len(_SLOTS) - 1, 18)
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()
