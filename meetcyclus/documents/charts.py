"""Charts as PNG: pattern and colour, the number on the bar, Dutch notation. Equal charts give equal bytes.

The typeface is the one that comes with matplotlib, so that a chart is the same on every machine; it has the icons too.
"""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from meetcyclus.documents.chart_model import Chart, Form, Paint, Series, is_narrow
from meetcyclus.domain import dutch

DOTS_PER_INCH = 200
WIDTH_INCHES = 6.5
_INK, _GREY, _EDGE = "#1A1A1A", "#5A6570", "#C9D1D8"
_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_TEXT = FontProperties(fname=_FONTS / "DejaVuSans.ttf", size=8)
_SMALL = FontProperties(fname=_FONTS / "DejaVuSans.ttf", size=7)
_BOLD = FontProperties(fname=_FONTS / "DejaVuSans-Bold.ttf", size=8)
_TINY = FontProperties(fname=_FONTS / "DejaVuSans-Bold.ttf", size=6)
# The hatches that come nearest to the patterns of DrawingML.
_HATCHES = {
    "ltHorz": "--",
    "ltVert": "||",
    "ltUpDiag": "//",
    "ltDnDiag": "\\\\",
    "pct10": "..",
    "openDmnd": "xx",
    "smGrid": "++",
}
_SETTINGS: dict[Any, Any] = {
    "hatch.linewidth": 0.6,
    "axes.unicode_minus": False,
    "svg.hashsalt": "meetcyclus",
    "path.simplify": True,
}
_COLUMN, _GAP = 0.4, 0.012


def picture_of(chart: Chart) -> bytes:
    """The chart as a PNG."""
    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(WIDTH_INCHES, _height(chart)), dpi=DOTS_PER_INCH, layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color(_EDGE)
        axes.tick_params(length=0, colors=_GREY)
        {Form.STACKED: _stack, Form.BARS: _bars, Form.COLUMNS: _columns}[chart.form](axes, chart)
        if len(chart.series) > 1:
            _legend(figure, chart)
        for label in (*axes.get_yticklabels(), *axes.get_xticklabels()):
            label.set_fontproperties(_TEXT)
            label.set_color(_INK)
        out = BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _height(chart: Chart) -> float:
    return (
        3.0 if chart.form is Form.COLUMNS else 0.55 + 0.15 * -(-len(chart.series) // 3) + 0.33 * len(chart.categories)
    )


def _stack(axes: Axes, chart: Chart) -> None:
    """Bars of which every part has its number; what is too small for one has it behind the bar."""
    widest = float(chart.longest)
    for place in range(len(chart.categories)):
        left, behind = Decimal(0), []
        for series in chart.series:
            if not (value := series.values[place]):
                continue
            _bar(axes, place, float(left), float(value), series.paint)
            if is_narrow(chart, value):
                behind.append(f"{series.name.split()[0]} {_number(chart, value)}")
            else:
                _on_bar(axes, float(left + value / 2), place, _number(chart, value), series.paint)
            left += value
        text = "  ".join([_number(chart, left), *behind])
        axes.text(float(left) + widest * _GAP, place, text, va="center", ha="left", fontproperties=_SMALL, color=_INK)
    _rows(axes, chart, 1.3)


def _bars(axes: Axes, chart: Chart) -> None:
    series = chart.series[0]
    for place, value in enumerate(series.values):
        _bar(axes, place, 0, float(value), series.points[place] if place < len(series.points) else series.paint)
        across = float(value) + float(chart.longest) * _GAP
        text = _number(chart, value)
        axes.text(across, place, text, va="center", ha="left", fontproperties=_BOLD, color=_INK)
    _rows(axes, chart, 1.22)


def _columns(axes: Axes, chart: Chart) -> None:
    bars = [each for each in chart.series if not each.is_line]
    for number, series in enumerate(bars):
        for place, value in enumerate(series.values):
            across = place + (number - (len(bars) - 1) / 2) * _COLUMN
            looks = _looks(series.paint)
            axes.bar(across, float(value), width=_COLUMN, **looks)
            _over(axes, across, float(value), _number(chart, value), _INK)
    for series in (each for each in chart.series if each.is_line):
        level = [float(each) for each in series.values]
        axes.plot(range(len(level)), level, color=series.paint.fill, linewidth=1.2, linestyle="--", zorder=3)
        _over(axes, 0, level[0], _number(chart, series.values[0]), series.paint.fill)
    axes.set_xticks(range(len(chart.categories)), [each.replace(", ", "\n") for each in chart.categories])
    axes.set_ylim(0, float(chart.longest) * 1.12)
    axes.set_yticks([])
    axes.set_ylabel(chart.unit, fontproperties=_SMALL, color=_GREY)


def _over(axes: Axes, across: float, height: float, text: str, colour: str) -> None:
    """A number over a column, on white: no line runs through it."""
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}
    axes.annotate(
        text,
        (across, height),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        fontproperties=_TINY,
        color=colour,
        bbox=box,
        zorder=4,
    )


def _bar(axes: Axes, place: int, left: float, width: float, paint: Paint) -> None:
    axes.barh(place, width, left=left, height=0.68, **_looks(paint))


def _looks(paint: Paint) -> dict[str, Any]:
    hatch = _HATCHES.get(paint.pattern, "")
    return {"facecolor": paint.fill, "hatch": hatch, "edgecolor": "white", "linewidth": 0.6}


def _on_bar(axes: Axes, across: float, place: float, text: str, paint: Paint) -> None:
    box = {"facecolor": paint.fill, "edgecolor": "none", "pad": 1.2}
    axes.text(across, place, text, va="center", ha="center", fontproperties=_BOLD, color=paint.ink, bbox=box)


def _legend(figure: Figure, chart: Chart) -> None:
    """The names of the series over the chart, from its left edge: long names need the whole width."""
    figure.legend(
        handles=[_handle(each) for each in chart.series],
        loc="outside upper left",
        ncols=3,
        frameon=False,
        prop=_SMALL,
        handlelength=1.6,
        handleheight=1.1,
        columnspacing=1.4,
    )


def _handle(series: Series) -> Patch | Line2D:
    if series.is_line:
        return Line2D([], [], color=series.paint.fill, linewidth=1.2, linestyle="--", label=series.name)
    return Patch(label=series.name, **_looks(series.paint))


def _rows(axes: Axes, chart: Chart, room: float) -> None:
    """The names at the left, room for numbers at the right, what is counted below."""
    axes.set_yticks(range(len(chart.categories)), chart.categories)
    axes.set_ylim(len(chart.categories) - 0.4, -0.6)
    axes.set_xlim(0, float(chart.longest) * room)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_xlabel(chart.unit, fontproperties=_SMALL, color=_GREY)


def _number(chart: Chart, value: Decimal) -> str:
    return dutch.number(value, chart.places)
