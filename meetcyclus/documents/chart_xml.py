"""A chart as the part that Word keeps for it. The order of the elements is fixed by the schema (ISO/IEC 29500)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from meetcyclus.documents.chart_axes import axes_xml, number_format, text_looks
from meetcyclus.documents.chart_model import Chart, Form, Paint, Series, is_narrow
from meetcyclus.documents.chart_workbook import category_cells, name_cell, value_cells
from meetcyclus.documents.markup import clean
from meetcyclus.services.wording import capital

_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_AXES = '<c:axId val="1001"/><c:axId val="1002"/>'


def chart_xml(chart: Chart, workbook: str) -> str:
    """The whole part; `workbook` is the id of the relation to the workbook inside."""
    bars = [(place, each) for place, each in enumerate(chart.series) if not each.is_line]
    lines = [(place, each) for place, each in enumerate(chart.series) if each.is_line]
    drawn = _bars(chart, bars) + (_lines(chart, lines) if lines else "")
    legend = '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>' if len(chart.series) > 1 else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace {_SPACES}>'
        '<c:date1904 val="0"/><c:lang val="nl-BE"/><c:roundedCorners val="0"/>'
        f'<c:chart>{_title(capital(chart.unit))}<c:autoTitleDeleted val="0"/>'
        f"<c:plotArea><c:layout/>{drawn}{axes_xml(chart)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr>{text_looks(900)}</c:txPr><c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData>'
        "</c:chartSpace>"
    )


def _title(text: str) -> str:
    """What the bars count, over them; the caption in the text above says the rest."""
    words = f'<a:r><a:rPr lang="nl-BE" sz="900" b="1"/><a:t>{clean(text)}</a:t></a:r>'
    body = f'<a:bodyPr/><a:p><a:pPr><a:defRPr sz="900" b="1"/></a:pPr>{words}</a:p>'
    return f'<c:title><c:tx><c:rich>{body}</c:rich></c:tx><c:overlay val="0"/></c:title>'


def _bars(chart: Chart, series: Sequence[tuple[int, Series]]) -> str:
    across = "col" if chart.form is Form.COLUMNS else "bar"
    gap = 25 if chart.form is Form.COLUMNS else 45
    grouping, overlap = ("stacked", 100) if chart.form is Form.STACKED else ("clustered", 0)
    return (
        f'<c:barChart><c:barDir val="{across}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>'
        f"{''.join(_bar(chart, place, each) for place, each in series)}"
        f'<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>{_AXES}</c:barChart>'
    )


def _bar(chart: Chart, place: int, series: Series) -> str:
    points = "".join(
        f'<c:dPt><c:idx val="{number}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_shape(paint)}</c:dPt>'
        for number, paint in enumerate(series.points)
    )
    return (
        f'<c:ser>{_head(place, series)}{_shape(series.paint)}<c:invertIfNegative val="0"/>{points}'
        f"{_labels(chart, series)}{_data(chart, place, series)}</c:ser>"
    )


def _lines(chart: Chart, series: Sequence[tuple[int, Series]]) -> str:
    drawn = "".join(
        f'<c:ser>{_head(place, each)}<c:spPr><a:ln w="19050"><a:solidFill>{_colour(each.paint.fill)}</a:solidFill>'
        '<a:prstDash val="dash"/></a:ln></c:spPr><c:marker><c:symbol val="none"/></c:marker>'
        f'{_first_label(chart, each)}{_data(chart, place, each)}<c:smooth val="0"/></c:ser>'
        for place, each in series
    )
    looks = '<c:grouping val="standard"/><c:varyColors val="0"/>'
    return f'<c:lineChart>{looks}{drawn}<c:marker val="1"/>{_AXES}</c:lineChart>'


def _head(place: int, series: Series) -> str:
    cached = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{clean(series.name)}</c:v></c:pt></c:strCache>'
    name = f"<c:tx><c:strRef><c:f>{name_cell(place)}</c:f>{cached}</c:strRef></c:tx>"
    return f'<c:idx val="{place}"/><c:order val="{place}"/>{name}'


def _data(chart: Chart, place: int, series: Series) -> str:
    rows = len(chart.categories)
    names = _points([clean(each) for each in chart.categories])
    values = _points([number(each) for each in series.values])
    shown = number_format(chart)
    return (
        f"<c:cat><c:strRef><c:f>{category_cells(rows)}</c:f><c:strCache>{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{value_cells(place, rows)}</c:f>"
        f"<c:numCache><c:formatCode>{shown}</c:formatCode>{values}</c:numCache></c:numRef></c:val>"
    )


def _points(values: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{place}"><c:v>{each}</c:v></c:pt>' for place, each in enumerate(values))
    return f'<c:ptCount val="{len(values)}"/>{points}'


def number(value: Decimal) -> str:
    """A number as XML writes it: no zeros behind the point, no exponent."""
    return f"{value.normalize():f}"


def _labels(chart: Chart, series: Series) -> str:
    """The number on every bar, or behind it; not where a segment is too short to hold it."""
    hidden = "".join(
        f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>'
        for place, value in enumerate(series.values)
        if is_narrow(chart, value)
    )
    ground, ink, place = "#FFFFFF", "", "outEnd"
    if chart.form is Form.STACKED:
        ground, ink, place = series.paint.fill, series.paint.ink, "ctr"
    looks = _label_looks(chart, ground, ink)
    return f'<c:dLbls>{hidden}{_format(chart)}{looks}<c:dLblPos val="{place}"/>{_ONLY_THE_VALUE}</c:dLbls>'


def _label_looks(chart: Chart, ground: str, ink: str) -> str:
    """Numbers stand on a plain ground, so that no pattern or line runs through them; small ones where bars stand."""
    size = 700 if chart.form is Form.COLUMNS else 800
    fill = f"<c:spPr><a:solidFill>{_colour(ground)}</a:solidFill></c:spPr>"
    return f"{fill}<c:txPr>{text_looks(size, ink, bold=True)}</c:txPr>"


def _first_label(chart: Chart, series: Series) -> str:
    """A line that is level says its number once, at its begin, where the bars are short."""
    hidden = "".join(
        f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>' for place in range(1, len(series.values))
    )
    looks = _label_looks(chart, "#FFFFFF", series.paint.fill)
    return f'<c:dLbls>{hidden}{_format(chart)}{looks}<c:dLblPos val="t"/>{_ONLY_THE_VALUE}</c:dLbls>'


def _format(chart: Chart) -> str:
    return f'<c:numFmt formatCode="{number_format(chart)}" sourceLinked="0"/>'


_ONLY_THE_VALUE = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


def _shape(paint: Paint) -> str:
    """Colour and pattern of a bar, with a white edge around it."""
    fill = f"<a:solidFill>{_colour(paint.fill)}</a:solidFill>"
    if paint.pattern:
        lines, ground = f"<a:fgClr>{_colour('#FFFFFF')}</a:fgClr>", f"<a:bgClr>{_colour(paint.fill)}</a:bgClr>"
        fill = f'<a:pattFill prst="{paint.pattern}">{lines}{ground}</a:pattFill>'
    edge = f'<a:ln w="6350"><a:solidFill>{_colour("#FFFFFF")}</a:solidFill></a:ln>'
    return f"<c:spPr>{fill}{edge}</c:spPr>"


def _colour(code: str) -> str:
    return f'<a:srgbClr val="{code.lstrip("#").upper()}"/>'
