"""One cell of a finance extract: Belgian text or an Excel value, right or refused, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from meetcyclus.domain import dutch
from meetcyclus.exchange.cells import Unacceptable, is_year, refuse_control
from meetcyclus.exchange.finance_sources import Cell, Unreadable

_LARGEST_CENTS = 10**15
_YEAR = re.compile("[0-9]{4}")

EXPECTED = {
    "project": "the number of a project",
    "begrotingsjaar": "a year such as 2023",
    "begrotingsartikel": "a budget article on one line",
    "vastgelegd": "an amount in euro such as 1.234.567,89",
    "vereffend": "an amount in euro such as 1.234.567,89",
    "standdatum": "a date such as 31/12/2023",
    "opmerking": "text",
}


def as_text(cell: Cell) -> str:
    """How a cell is shown to people."""
    if isinstance(cell, Unreadable):
        return cell.text
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == time() else f"{cell:%d/%m/%Y %H:%M:%S}"
    return "" if cell is None else str(cell)


def to_words(cell: Cell) -> str:
    """Text; a whole number counts as its digits, because Excel makes one of a code without letters."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    if cell is None:
        return ""
    if not isinstance(cell, str):
        raise ValueError(cell)
    refuse_control(cell)
    return cell.strip()


def to_line(cell: Cell) -> str:
    """Text on one line that is not empty."""
    text = to_words(cell)
    if not text or "\n" in text or "\t" in text:
        raise ValueError(cell)
    return text


def to_year(cell: Cell) -> int:
    """A year, as a number or as four digits."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = to_line(cell)
    if not _YEAR.fullmatch(text) or not is_year(int(text)):
        raise ValueError(cell)
    return int(text)


def to_cents(cell: Cell) -> int:
    """Cents from a number that is exact to the cent, or from Belgian text."""
    if isinstance(cell, str):
        return _bounded(dutch.parse_amount(cell))
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        raise ValueError(cell)
    # Excel keeps fifteen digits; what is beyond them is noise of the binary number.
    cents = Decimal(format(cell, ".15g")) * 100
    if not cents.is_finite() or cents != cents.to_integral_value():
        raise ValueError(cell)
    return _bounded(int(cents))


def _bounded(cents: int) -> int:
    if abs(cents) >= _LARGEST_CENTS:
        raise ValueError(cents)
    return cents


def to_day(cell: Cell) -> date:
    """A day, as a date of Excel or as 31/12/2023."""
    if isinstance(cell, str):
        day = dutch.parse_date(cell)
    elif isinstance(cell, datetime) and cell.time() == time():
        day = cell.date()
    else:
        raise ValueError(cell)
    if not is_year(day.year):
        raise ValueError(cell)
    return day


def read_cell(convert: Callable[[Cell], object], cell: Cell, expected: str) -> object:
    """The value of a cell; raises Unacceptable with what was expected."""
    if isinstance(cell, Unreadable):
        raise Unacceptable(f"{expected}; a value instead of an error or a formula that was not calculated")
    try:
        return convert(cell)
    except Unacceptable:
        raise
    except (ValueError, OverflowError) as bad:
        raise Unacceptable(expected) from bad
