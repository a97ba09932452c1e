"""What a chart shows, apart from how it is drawn: Word holds it natively, the PDF as a picture, both from this."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from meetcyclus.documents.look import DARK, StatusLook

# A segment shorter than this part of the longest bar cannot hold its number.
_NARROW = Decimal("0.035")
_NAMES_ON_A_LINE = 3


class Form(StrEnum):
    """How the series of a chart stand beside each other."""

    STACKED = "stacked"
    BARS = "bars"
    COLUMNS = "columns"


@dataclass(frozen=True)
class Paint:
    """Fill and pattern of a bar and the colour of the number on it. A pattern has its name of DrawingML."""

    fill: str
    pattern: str = ""
    ink: str = DARK

    @classmethod
    def of(cls, look: StatusLook) -> Paint:
        """The paint of a status."""
        return cls(look.fill, look.pattern, look.colour)


@dataclass(frozen=True)
class Series:
    """One value per category. `points` paints every bar by itself; a line has no bars."""

    name: str
    values: tuple[Decimal, ...]
    paint: Paint
    points: tuple[Paint, ...] = ()
    is_line: bool = False


@dataclass(frozen=True)
class Chart:
    """Categories and series are named as the rows and columns of the table beside the chart."""

    form: Form
    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    places: int = 0

    @cached_property
    def longest(self) -> Decimal:
        """The length of the longest bar; one where nothing has a length."""
        if self.form is Form.STACKED:
            sums = [sum(values, Decimal(0)) for values in zip(*(each.values for each in self.series), strict=True)]
        else:
            sums = [value for each in self.series for value in each.values]
        return max(sums, default=Decimal(0)) or Decimal(1)


def stacked(title: str, unit: str, rows: dict[str, dict[str, int]], looks: list[StatusLook]) -> Chart:
    """A bar per row, built up of its counts per status; statuses that occur nowhere are left out."""
    shown = [each for each in looks if any(counts.get(each.code) for counts in rows.values())]
    series = tuple(
        Series(each.words, tuple(Decimal(counts.get(each.code, 0)) for counts in rows.values()), Paint.of(each))
        for each in shown
    )
    return Chart(Form.STACKED, title, unit, tuple(rows), series)


def is_narrow(chart: Chart, value: Decimal) -> bool:
    """Whether a bar of a stack is too short for its number."""
    return chart.form is Form.STACKED and value / chart.longest < _NARROW


def has_narrow(chart: Chart) -> bool:
    """Whether some part of a bar is too short for its number."""
    return any(value and is_narrow(chart, value) for each in chart.series for value in each.values)


def height_mm(chart: Chart) -> float:
    """Room for title, legend and scale, and for every bar; columns stand beside each other."""
    if chart.form is Form.COLUMNS:
        return 78.0
    legend = 6.0 * -(-len(chart.series) // _NAMES_ON_A_LINE) if len(chart.series) > 1 else 0.0
    return 21.0 + legend + 8.5 * len(chart.categories)
