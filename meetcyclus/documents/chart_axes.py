"""The axes of a native chart: the names of the categories, the scale, the notation of numbers."""

from __future__ import annotations

from decimal import Decimal

from meetcyclus.documents.chart_model import Chart, Form
from meetcyclus.documents.look import DARK

_GREY, _LINE = "5A6570", "C9D1D8"
# 0813 is Dutch as it is written in Belgium: a point between thousands, a comma before decimals.
_WHOLE, _BROKEN = "[$-813]#,##0;[$-813]-#,##0;", "[$-813]#,##0.0;[$-813]-#,##0.0;"
_TICKS = 6


def axes_xml(chart: Chart) -> str:
    """Categories first, then the scale. Bars that lie down are read from the top, with the scale under them."""
    lies = chart.form is not Form.COLUMNS
    return _categories(lies) + _scale(chart, lies)


def number_format(chart: Chart) -> str:
    """How numbers are shown; a zero has no bar and no number."""
    return _BROKEN if chart.places else _WHOLE


def text_looks(size: int, colour: str = "", *, bold: bool = False) -> str:
    """The properties of text in a chart, in hundredths of a point."""
    tint = f'<a:solidFill><a:srgbClr val="{(colour or DARK).lstrip("#").upper()}"/></a:solidFill>'
    font = '<a:latin typeface="Calibri"/><a:cs typeface="Calibri"/>'
    properties = f'<a:defRPr sz="{size}" b="{int(bold)}">{tint}{font}</a:defRPr>'
    return f'<a:bodyPr/><a:p><a:pPr>{properties}</a:pPr><a:endParaRPr lang="nl-BE"/></a:p>'


def scale_step(longest: Decimal, places: int) -> Decimal:
    """The distance between two marks: 1, 2 or 5 times a power of ten, whole numbers for counts."""
    rough = longest / _TICKS
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    return step if places else max(step, Decimal(1))


def scale_format(step: Decimal) -> str:
    """How the marks are shown: with the decimals that the step between them has, and none where it is whole."""
    places = max(0, -int(step.normalize().as_tuple().exponent))
    return _WHOLE.replace("0;", f"0.{'0' * places};" if places else "0;") + "0"


def _categories(lies: bool) -> str:
    order, side = ("maxMin", "l") if lies else ("minMax", "b")
    return (
        f'<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{_line()}<c:txPr>{text_looks(900)}</c:txPr>'
        '<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _scale(chart: Chart, lies: bool) -> str:
    side, crosses = ("b", "max") if lies else ("l", "autoZero")
    step = scale_step(chart.longest, chart.places)
    shown = scale_format(step)
    return (
        '<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/><c:majorGridlines>{_line()}</c:majorGridlines>'
        f'<c:numFmt formatCode="{shown}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>'
        f'<c:txPr>{text_looks(800, _GREY)}</c:txPr><c:crossAx val="1001"/><c:crosses val="{crosses}"/>'
        f'<c:crossBetween val="between"/><c:majorUnit val="{step:f}"/></c:valAx>'
    )


def _line() -> str:
    return f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{_LINE}"/></a:solidFill></a:ln></c:spPr>'
