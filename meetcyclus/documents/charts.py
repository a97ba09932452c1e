"""Charts as PNG: hatch and colour, the number on the bar, Dutch notation. Equal data give equal bytes.

The typeface is the one that comes with matplotlib, so that a chart is the same on every machine; it has the icons too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Patch

from meetcyclus.documents.look import StatusLook

DOTS_PER_INCH = 200
WIDTH_INCHES = 6.5
_INK, _GREY, _VAK, _VEK = "#1A1A1A", "#5A6570", "#1F3A4D", "#7FA3BD"
_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_TEXT = FontProperties(fname=_FONTS / "DejaVuSans.ttf", size=8)
_SMALL = FontProperties(fname=_FONTS / "DejaVuSans.ttf", size=7)
_BOLD = FontProperties(fname=_FONTS / "DejaVuSans-Bold.ttf", size=8)
_SETTINGS: dict[Any, Any] = {
    "hatch.linewidth": 0.6,
    "axes.unicode_minus": False,
    "svg.hashsalt": "meetcyclus",
    "path.simplify": True,
}
# A segment narrower than this part of the axis cannot hold its number; the number then stands behind the bar.
_NARROW = 0.035


@dataclass(frozen=True)
class StackedBar:
    """One bar: a label and a count per status code."""

    label: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Sum of the counts."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class MoneyBar:
    """Committed and settled of one round, in millions of euro, with the text that stands on the bar."""

    label: str
    committed: float
    committed_text: str
    settled: float
    settled_text: str


def stacked_chart(bars: Sequence[StackedBar], looks: Sequence[StatusLook], unit: str) -> bytes:
    """Horizontal bars of statuses, one under the other; the legend names only the statuses that occur."""
    return _drawn(0.72 + 0.33 * len(bars), lambda axes: _stack(axes, bars, looks, unit))


def single_bar_chart(bar: StackedBar, looks: Sequence[StatusLook], unit: str) -> bytes:
    """One bar of statuses, for the opening page of a speerpunt."""
    return stacked_chart([bar], looks, unit)


def status_chart(counts: Sequence[tuple[StatusLook, int, str]], unit: str) -> bytes:
    """One bar per status with its count and share behind it."""
    return _drawn(0.55 + 0.34 * len(counts), lambda axes: _statuses(axes, counts, unit))


def money_chart(bars: Sequence[MoneyBar], means: float, means_text: str) -> bytes:
    """Committed and settled per round beside the means of the programme."""
    return _drawn(0.8 + 0.55 * len(bars), lambda axes: _money(axes, bars, means, means_text))


def _drawn(height: float, draw: Callable[[Axes], None]) -> bytes:
    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(WIDTH_INCHES, height), dpi=DOTS_PER_INCH, layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color("#C9D1D8")
        axes.tick_params(length=0, colors=_GREY)
        draw(axes)
        for label in (*axes.get_yticklabels(), *axes.get_xticklabels()):
            label.set_fontproperties(_TEXT)
            label.set_color(_INK)
        out = BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _stack(axes: Axes, bars: Sequence[StackedBar], looks: Sequence[StatusLook], unit: str) -> None:
    widest = max((bar.total for bar in bars), default=0) or 1
    for place, bar in enumerate(bars):
        left, behind = 0, []
        for look in looks:
            count = bar.counts.get(look.code, 0)
            if not count:
                continue
            _segment(axes, place, left, count, look)
            if count / widest >= _NARROW:
                _number(axes, left + count / 2, place, str(count), look)
            else:
                behind.append(f"{look.icon} {count}")
            left += count
        text = "  ".join([f"{bar.total} {unit}", *behind])
        axes.text(left + widest * 0.012, place, text, va="center", ha="left", fontproperties=_SMALL, color=_INK)
    _rows(axes, [bar.label for bar in bars])
    axes.set_xlim(0, widest * 1.3)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    shown = [look for look in looks if any(bar.counts.get(look.code) for bar in bars)]
    _legend(axes, shown)


def _segment(axes: Axes, place: int, left: float, width: float, look: StatusLook) -> None:
    axes.barh(place, width, left=left, height=0.68, color=look.fill, hatch=look.hatch, edgecolor="white", linewidth=0.6)


def _number(axes: Axes, across: float, place: float, text: str, look: StatusLook) -> None:
    box = {"facecolor": look.fill, "edgecolor": "none", "pad": 1.2}
    axes.text(across, place, text, va="center", ha="center", fontproperties=_BOLD, color=look.colour, bbox=box)


def _legend(axes: Axes, shown: Sequence[StatusLook]) -> None:
    handles = [
        Patch(facecolor=each.fill, hatch=each.hatch, edgecolor="white", label=f"{each.icon} {each.label}")
        for each in shown
    ]
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=3,
        frameon=False,
        prop=_SMALL,
        handlelength=1.6,
        handleheight=1.1,
        columnspacing=1.4,
        borderaxespad=0.2,
    )


def _statuses(axes: Axes, counts: Sequence[tuple[StatusLook, int, str]], unit: str) -> None:
    widest = max((count for _, count, _ in counts), default=0) or 1
    for place, (look, count, text) in enumerate(counts):
        _segment(axes, place, 0, count, look)
        axes.text(count + widest * 0.012, place, text, va="center", ha="left", fontproperties=_BOLD, color=_INK)
    _rows(axes, [f"{look.icon} {look.label}" for look, _, _ in counts])
    axes.set_xlim(0, widest * 1.22)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_xlabel(f"aantal {unit}", fontproperties=_SMALL, color=_GREY)


def _money(axes: Axes, bars: Sequence[MoneyBar], means: float, means_text: str) -> None:
    for place, bar in enumerate(bars):
        for shift, value, text, colour, hatch, name in (
            (-0.2, bar.committed, bar.committed_text, _VAK, "", "VAK"),
            (0.2, bar.settled, bar.settled_text, _VEK, "//", "VEK"),
        ):
            axes.barh(place + shift, value, height=0.36, color=colour, hatch=hatch, edgecolor="white", linewidth=0.6)
            _amount(axes, place + shift, value, f"{name} {text}", _widest(bars, means))
    _rows(axes, [bar.label for bar in bars])
    axes.set_xlim(0, _widest(bars, means) * 1.08)
    axes.set_xticks([])
    axes.set_xlabel("miljoen euro", fontproperties=_SMALL, color=_GREY)
    if means:
        axes.axvline(means, color="#B3261E", linewidth=1.2, linestyle="--")
        axes.text(
            means, -0.62, f"middelen: {means_text}", ha="center", va="bottom", fontproperties=_SMALL, color="#B3261E"
        )


def _amount(axes: Axes, place: float, value: float, text: str, widest: float) -> None:
    """The amount on the bar, or behind it where the bar is too short."""
    on_bar = value > widest * 0.25
    where, side = (value - widest * 0.012, "right") if on_bar else (value + widest * 0.012, "left")
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    axes.text(where, place, text, va="center", ha=side, fontproperties=_SMALL, color=_INK, bbox=box)


def _widest(bars: Sequence[MoneyBar], means: float) -> float:
    return max([means, *(max(bar.committed, bar.settled) for bar in bars)]) or 1.0


def _rows(axes: Axes, labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
