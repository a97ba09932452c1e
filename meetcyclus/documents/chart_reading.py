"""Reads a native chart back: its numbers as Word shows them, and as the workbook inside holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from openpyxl import load_workbook
from openpyxl.utils.cell import range_to_tuple

from meetcyclus.documents.chart_xml import number

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CHART = f"{_C}chart"
# A workbook of a chart is small; a damaged or hostile one is not opened.
_MOST_UNPACKED, _MOST_CELLS = 20_000_000, 100_000
_UNREADABLE = (BadZipFile, KeyError, ValueError, SyntaxError, OSError, TypeError, AttributeError)


@dataclass(frozen=True)
class Reference:
    """Cells of the workbook and what the chart remembers of them. `stored` is None where the cells do not exist."""

    cells: str
    shown: tuple[str, ...]
    stored: tuple[str, ...] | None


@dataclass(frozen=True)
class ReadSeries:
    """One series: its name, its categories and its values."""

    name: Reference
    categories: Reference
    values: Reference
    is_line: bool


def chart_root(part: Part) -> Any:
    """The XML of a chart part."""
    return parse_xml(part.blob)


def chart_part(document: Part, mark: Any) -> Part:
    """The part of a chart that stands in this document."""
    part: Part = document.related_parts[mark.get(qn("r:id"))]
    return part


def series_of(part: Part) -> tuple[ReadSeries, ...]:
    """All series of a chart, in their order."""
    root = chart_root(part)
    book = _Workbook(part, root)
    return tuple(_series(each, book) for each in root.iter(f"{_C}ser"))


def _series(element: Any, book: _Workbook) -> ReadSeries:
    name, categories, values = (_reference(element, tag, book) for tag in ("tx", "cat", "val"))
    return ReadSeries(name, categories, values, element.getparent().tag == f"{_C}lineChart")


def _reference(series: Any, tag: str, book: _Workbook) -> Reference:
    found = series.find(f"{_C}{tag}")
    cells = "" if found is None else found.findtext(f".//{_C}f", "")
    return Reference(cells, tuple(_cached(found)) if found is not None else (), book.values(cells))


def _cached(found: Any) -> Iterator[str]:
    points = {int(each.get("idx")): each.findtext(f"{_C}v", "") for each in found.iter(f"{_C}pt")}
    count = found.find(f".//{_C}ptCount")
    length = min(int(count.get("val")), _MOST_CELLS) if count is not None else len(points)
    return (plain_number(points.get(place, "")) for place in range(length))


class _Workbook:
    """The workbook inside; without values where there is none that can be read."""

    def __init__(self, part: Part, root: Any) -> None:
        self._sheets: dict[str, Any] = {}
        link = root.find(f"{_C}externalData")
        try:
            content = part.related_parts[link.get(qn("r:id"))].blob
            with ZipFile(BytesIO(content)) as package:
                if sum(each.file_size for each in package.infolist()) > _MOST_UNPACKED:
                    return
            book = load_workbook(BytesIO(content), data_only=True)
            self._sheets = {each.title: each for each in book.worksheets}
        except _UNREADABLE:
            return

    def values(self, cells: str) -> tuple[str, ...] | None:
        """What stands in these cells, None where they cannot be found."""
        try:
            sheet, (left, top, right, bottom) = range_to_tuple(cells)
        except (ValueError, TypeError):
            return None
        # Whole rows and columns have no bounds.
        if left is None or top is None or right is None or bottom is None or sheet not in self._sheets:
            return None
        if (right - left + 1) * (bottom - top + 1) > _MOST_CELLS:
            return None
        rows = self._sheets[sheet].iter_rows(top, bottom, left, right, values_only=True)
        return tuple(plain_number("" if each is None else str(each)) for row in rows for each in row)


def plain_number(text: str) -> str:
    """A number in one notation (33.0 and 33 are equal); other text as it stands."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    return number(found) if found.is_finite() else text
