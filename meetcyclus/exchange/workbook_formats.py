"""What cells of an entry workbook look like: white to fill in, grey when locked, dates and numbers as in Flanders."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from meetcyclus.exchange.workbook_layout import Column, Kind

DARK, GREY, LINE, INK, WHITE = "#1F3A4D", "#E9ECEF", "#B4BCC4", "#1A1A1A", "#FFFFFF"
FONT = "Calibri"
DATE_PATTERN = "dd/mm/yyyy"
_TEXT_PATTERN = "@"
_MAX_PLACES = 6
LINE_HEIGHT = 13.0
_LETTERS_PER_DIGIT = 1.1


class Formats:
    """Makes each format once and gives it again: an xlsx with a format per cell opens slowly."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(self, **properties: object) -> Format:
        """The format with these properties, in the house font."""
        wanted: dict[str, object] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
        key = tuple(sorted({**wanted, **properties}.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(dict(key))
        return self._made[key]

    def heading(self, is_white: bool) -> Format:
        """A column heading: dark; columns to fill in are underlined in their colour and bold."""
        return self.of(
            bold=is_white, font_color=WHITE, bg_color=DARK if is_white else "#5B6B78", text_wrap=True, border=1,
            border_color=LINE, valign="vcenter",
        )  # fmt: skip

    def cell(self, column: Column, value: object) -> Format:
        """A cell under a heading."""
        ground: dict[str, object] = {"bg_color": WHITE, "locked": False} if column.is_white else {"bg_color": GREY}
        return self.of(border=1, border_color=LINE, text_wrap=True, **ground, **_pattern(column, value))

    def filled(self, colour: str) -> Format:
        """A cell in the colour of a status, with text that stays readable on it."""
        ink = readable_on(colour)
        return self.of(bold=True, bg_color=colour, font_color=ink, border=1, border_color=LINE, align="left", indent=1)

    def status(self, colour: str) -> Format:
        """What is laid over a cell with a status; only colours, because conditional formats can hold no font."""
        return self._workbook.add_format({"bg_color": colour, "font_color": readable_on(colour)})


@lru_cache(maxsize=10_000)  # The guide says the same to every lead.
def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of that width, which Excel counts in digits: letters are narrower."""
    room = int(width * _LETTERS_PER_DIGIT)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, len(wrap(part, room))) for part in text.split("\n"))


def readable_on(colour: str) -> str:
    """White or nearly black, whichever has most contrast with the colour (WCAG relative luminance)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return WHITE if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.0603 else INK


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _pattern(column: Column, value: object) -> dict[str, object]:
    if column.kind is Kind.DATE:
        return {"num_format": DATE_PATTERN, "align": "center"}
    if column.kind is Kind.NUMBER:
        return {"align": "right", "num_format": "General" if column.is_white else _number_pattern(value)}
    # Text cells are text for Excel, so that what looks like a formula or a date stays what was typed.
    return {"num_format": _TEXT_PATTERN}


def _number_pattern(value: object) -> str:
    exponent = value.normalize().as_tuple().exponent if isinstance(value, Decimal) else 0
    places = min(_MAX_PLACES, max(0, -exponent)) if isinstance(exponent, int) else 0
    return "#,##0." + "0" * places if places else "#,##0"
