"""Does a native chart agree with the workbook inside it, and with the table beside it?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from meetcyclus.documents.chart_reading import ReadSeries, Reference
from meetcyclus.documents.look import NO_VALUE
from meetcyclus.documents.spoken_numbers import spoken_numbers
from meetcyclus.documents.word_reading import ChartText, TableText, WordText

_MILLION = Decimal(10) ** 6


def chart_problems(text: WordText) -> Iterator[str]:
    """Every number or name of a chart that its workbook or its table contradicts."""
    for each in text.charts:
        yield from _chart(each, text)


def _chart(chart: ChartText, text: WordText) -> Iterator[str]:
    name = f"chart '{chart.name}'"
    if not chart.series:
        yield f"{name} has no series that can be read"
        return
    for series in chart.series:
        for reference in (series.name, series.categories, series.values):
            yield from _workbook(reference, name)
    if chart.table is None:
        yield f"{name} has no table with its figures beside it"
        return
    for series in chart.series:
        yield from _line(series, text, name) if series.is_line else _table(series, chart.table, name)


def _workbook(reference: Reference, name: str) -> Iterator[str]:
    cells = reference.cells or "some of its data"
    if reference.stored is None:
        yield f"{name}: {cells} cannot be found in the workbook inside the chart"
    elif len(reference.stored) != len(reference.shown):
        yield f"{name}: {cells} has {len(reference.stored)} cells, the chart shows {len(reference.shown)}"
    else:
        for stored, shown in zip(reference.stored, reference.shown, strict=True):
            if stored != shown:
                yield f"{name}: its workbook says '{stored}' in {cells}, the chart shows '{shown}'"


def _table(series: ReadSeries, table: TableText, name: str) -> Iterator[str]:
    """Every bar has a cell: the row of its category, the column of its series."""
    title = _plain("".join(series.name.shown))
    columns = [place for place, each in enumerate(table.header) if _plain(each) == title]
    if len(columns) != 1:
        yield f"{name}: the table '{table.title}' has no column '{title}'"
        return
    for category, value in zip(map(_plain, series.categories.shown), series.values.shown, strict=False):
        rows = [row for row in table.body if _is_named(row[0], category)]
        if len(rows) != 1:
            yield f"{name}: the table '{table.title}' has no row '{category}'"
        elif columns[0] >= len(rows[0]) or _number(rows[0][columns[0]]) != _decimal(value):
            cell = "".join(rows[0][columns[0] : columns[0] + 1])
            yield f"{name}, {category}, {title}: the chart shows {value}, the table says {cell}"


def _line(series: ReadSeries, text: WordText, name: str) -> Iterator[str]:
    """A line has no column; it is level, and its amount stands in the text beside it."""
    amounts = [said for paragraph in text.paragraphs for said in spoken_numbers(paragraph) if said.unit]
    for value in dict.fromkeys(series.values.shown):
        amount = _decimal(value)
        if amount is None or not any(abs(each.value - amount * _MILLION) <= each.slack for each in amounts):
            yield f"{name}, {''.join(series.name.shown)}: the chart shows {value}, which the text does not name"


def _is_named(cell: str, category: str) -> bool:
    """A row by its name; a name that was cut for the chart ends in an ellipsis."""
    row = _plain(cell)
    return row.startswith(category[:-1]) if category.endswith("…") else row == category


def _plain(text: str) -> str:
    return " ".join(text.split())


def _number(cell: str) -> Decimal | None:
    """A cell in Dutch notation; what is unknown has no bar."""
    return Decimal(0) if cell == NO_VALUE else _decimal(cell.replace(".", "").replace(",", "."))


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
