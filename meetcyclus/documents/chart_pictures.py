"""A Word file in which every native chart became a picture, for the PDF: LibreOffice drops a chart's alternative text.

The picture is drawn from the chart in the file, so the PDF shows what the Word file shows.
"""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from meetcyclus.documents.chart_model import Chart, Form, Paint, Series
from meetcyclus.documents.chart_reading import CHART, ReadSeries, chart_part, chart_root, series_of
from meetcyclus.documents.charts import picture_of

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FORMS = {("bar", "stacked"): Form.STACKED, ("bar", "clustered"): Form.BARS, ("col", "clustered"): Form.COLUMNS}
_PICTURE = (
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="0" name="grafiek.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic>"
)


def with_pictures(path: Path) -> bytes:
    """The Word file with pictures; charts of another kind than ours, put in by hand, stay as they are."""
    document = Document(str(path))
    for mark in list(document.element.body.iter(CHART)):
        chart = chart_of(chart_part(document.part, mark))
        if chart is not None:
            _replace(document, mark, picture_of(chart))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _replace(document: Any, mark: Any, png: bytes) -> None:
    """The picture takes the width and the alternative text of the chart; its height follows."""
    graphic = mark.getparent().getparent()
    extent = graphic.getparent().find(qn("wp:extent"))
    relation, image = document.part.get_or_add_image(BytesIO(png))
    width = int(extent.get("cx"))
    height = round(width * image.px_height / image.px_width)
    extent.set("cy", str(height))
    picture = parse_xml(_PICTURE.format(relation=relation, width=width, height=height))
    graphic.getparent().replace(graphic, picture)


def chart_of(part: Any) -> Chart | None:
    """The chart that a part describes, None where it is of a kind that we do not draw."""
    root = chart_root(part)
    bars = root.find(f".//{_C}barChart")
    form = None if bars is None else _FORMS.get((_value(bars, "barDir"), _value(bars, "grouping")))
    read = series_of(part)
    if form is None or not read:
        return None
    drawn = zip(read, root.iter(f"{_C}ser"), strict=True)
    series = tuple(_series(one, element, len(read[0].categories.shown)) for one, element in drawn)
    places = 1 if any("." in value for each in read for value in each.values.shown) else 0
    title = "".join(each.text or "" for each in root.iterfind(f"{_C}chart/{_C}title//{_A}t"))
    return Chart(form, "", title, read[0].categories.shown, series, places)


def _series(read: ReadSeries, element: Any, length: int) -> Series:
    values = [Decimal(each or 0) for each in read.values.shown[:length]]
    values += [Decimal(0)] * (length - len(values))
    points = tuple(_paint(each) for each in element.iter(f"{_C}dPt"))
    return Series("".join(read.name.shown), tuple(values), _paint(element), points, read.is_line)


def _paint(element: Any) -> Paint:
    """Fill, pattern and the colour of the numbers; grey where somebody chose a colour of the theme."""
    shape = element.find(f"{_C}spPr")
    pattern = None if shape is None else shape.find(f"{_A}pattFill")
    ground = shape if pattern is None else pattern.find(f"{_A}bgClr")
    name = "" if pattern is None else pattern.get("prst", "")
    ink = _colour(element.find(f"{_C}dLbls/{_C}txPr"), "#1A1A1A")
    return Paint(_colour(ground, "#6B7280"), name, ink)


def _colour(element: Any, absent: str) -> str:
    found = None if element is None else element.find(f".//{_A}srgbClr")
    return absent if found is None else f"#{found.get('val')}"


def _value(element: Any, tag: str) -> str:
    found = element.find(f"{_C}{tag}")
    return "" if found is None else str(found.get("val"))
