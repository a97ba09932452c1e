"""Tables as fragments: fixed widths, a header row that repeats, rows that do not split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from meetcyclus.documents.markup import attribute, clean, paragraph, paragraphs, rich, run

TWIPS_PER_MM = 1440 / 25.4
# A table with at most this many rows stays on one page.
ROWS_KEPT_TOGETHER = 12
# So many kinds of tables are remembered; a document has some tens.
_SHAPES = 256
# A text that stands in for any other, to see what stands around it.
_TEXT = "#"


class Column(NamedTuple):
    """A column: its title, its width in millimetres and whether it holds numbers (aligned right)."""

    title: str
    width: float
    is_number: bool = False


class Cell(NamedTuple):
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
    shown = tuple(columns)
    widths = _widths(shown)
    together = not loose and len(rows) <= ROWS_KEPT_TOGETHER
    within, last = _shapes(shown, together, False), _shapes(shown, keep_next, total)
    body = [_row(within, row) for row in rows[:-1]] + [_row(last, row) for row in rows[-1:]]
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Meetcyclustabel"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        ' w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{attribute(title)}"/></w:tblPr>{_header(shown)}{"".join(body)}</w:tbl>'
    )


@lru_cache(maxsize=_SHAPES)
def _widths(columns: tuple[Column, ...]) -> list[int]:
    """Rounded at their edges, so that together they are no wider than what was asked."""
    edges = [0, *(round(edge * TWIPS_PER_MM) for edge in accumulate(column.width for column in columns))]
    return [right - left for left, right in pairwise(edges)]


@lru_cache(maxsize=_SHAPES)
def _header(columns: tuple[Column, ...]) -> str:
    """The grid and the row of titles."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _widths(columns))
    cells = "".join(
        _boxed(width, paragraph(run(column.title, bold=True), "Tabelkop", keep_next=True, align=_align(column)))
        for column, width in zip(columns, _widths(columns), strict=True)
    )
    return f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(shapes: Sequence[_Shape], row: Row) -> str:
    cells = [
        _plain_cell(shape, each) if isinstance(each, str) else _cell(shape, each)
        for shape, each in zip(shapes, row, strict=True)
    ]
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


@dataclass(frozen=True, eq=False)
class _Shape:
    """How the cells of one column look in one kind of row; `before` and `behind` stand around a text of one line."""

    width: int
    align: str
    keep: bool
    bold: bool

    @cached_property
    def before(self) -> str:
        return self._around[0]

    @cached_property
    def behind(self) -> str:
        return self._around[2]

    @property
    def _around(self) -> tuple[str, str, str]:
        return _cell(self, Cell(_TEXT)).partition(_TEXT)


@lru_cache(maxsize=_SHAPES)
def _shapes(columns: tuple[Column, ...], keep: bool, bold: bool) -> list[_Shape]:
    pairs = zip(_widths(columns), columns, strict=True)
    return [_Shape(width, _align(column), keep, bold) for width, column in pairs]


def _plain_cell(shape: _Shape, text: str) -> str:
    """A cell without looks of its own: hundreds of thousands of these stand in a large report."""
    if "\n" in text:
        return _boxed(shape.width, paragraphs(text, "Tabeltekst") or paragraph("", "Tabeltekst"))
    return f"{shape.before}{clean(text)}{shape.behind}" if text else _cell(shape, Cell())


@lru_cache(maxsize=4 * _SHAPES)
def _cell(shape: _Shape, cell: Cell) -> str:
    icon = run(f"{cell.icon}\u00a0", icon=True, colour=cell.colour) if cell.icon else ""
    text = cell.runs or _words(cell, bold=shape.bold or cell.bold)
    inside = paragraph(icon + text, cell.style or "Tabeltekst", keep_next=shape.keep, align=shape.align)
    return _boxed(shape.width, inside, cell.fill)


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
