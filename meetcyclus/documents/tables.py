"""Tables as fragments: fixed widths, a header row that repeats, rows that do not split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meetcyclus.documents.markup import attribute, paragraph, paragraphs, rich, run

TWIPS_PER_MM = 1440 / 25.4
# A table with at most this many rows stays on one page.
ROWS_KEPT_TOGETHER = 12


@dataclass(frozen=True)
class Column:
    """A column: its title, its width in millimetres and whether it holds numbers (aligned right)."""

    title: str
    width: float
    is_number: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell with looks: `icon` stands before the text, `fill` and `colour` are hexadecimal; `runs` replaces the text.

    `style` is the paragraph style, where it is not that of every table.
    """

    text: str = ""
    icon: str = ""
    fill: str = ""
    colour: str = ""
    bold: bool = False
    runs: str = ""
    style: str = ""


Row = Sequence[str | Cell]


def table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    title: str,
    *,
    total: bool = False,
    loose: bool = False,
    keep_next: bool = False,
) -> str:
    """A table: `title` is for screen readers, `total` makes the last row bold, `loose` lets a page end in it.

    With `keep_next` the last row stays on the page of what follows.
    """
    widths = [round(column.width * TWIPS_PER_MM) for column in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    together = not loose and len(rows) <= ROWS_KEPT_TOGETHER
    body = [
        _row(
            columns, widths, row, keep=keep_next if place == len(rows) else together, bold=total and place == len(rows)
        )
        for place, row in enumerate(rows, start=1)
    ]
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Meetcyclustabel"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        ' w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{attribute(title)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{_header(columns, widths)}{''.join(body)}</w:tbl>"
    )


def _header(columns: Sequence[Column], widths: Sequence[int]) -> str:
    cells = "".join(
        _boxed(width, paragraph(run(column.title, bold=True), "Tabelkop", keep_next=True, align=_align(column)))
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(columns: Sequence[Column], widths: Sequence[int], row: Row, *, keep: bool, bold: bool) -> str:
    cells = "".join(
        _cell(column, width, each, keep=keep, bold=bold)
        for column, width, each in zip(columns, widths, row, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(column: Column, width: int, value: str | Cell, *, keep: bool, bold: bool) -> str:
    if isinstance(value, str) and "\n" in value:
        return _boxed(width, paragraphs(value, "Tabeltekst") or paragraph("", "Tabeltekst"))
    cell = Cell(value) if isinstance(value, str) else value
    icon = run(f"{cell.icon}\u00a0", icon=True, colour=cell.colour) if cell.icon else ""
    text = cell.runs or _words(cell, bold=bold or cell.bold)
    inside = paragraph(icon + text, cell.style or "Tabeltekst", keep_next=keep, align=_align(column))
    return _boxed(width, inside, cell.fill)


def _words(cell: Cell, *, bold: bool) -> str:
    return run(cell.text, bold=bold, colour=cell.colour) if cell.text else ""


def _boxed(width: int, inside: str, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill.lstrip("#")}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inside}</w:tc>'


def _align(column: Column) -> str:
    return "right" if column.is_number else ""


def emphasised(text: str) -> Cell:
    """A cell in which **words between double stars** are bold."""
    return Cell(runs=rich(text))
