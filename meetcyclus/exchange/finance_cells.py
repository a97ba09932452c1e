"""One cell of a finance extract: Belgian text or an Excel value, right or refused, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

from meetcyclus.exchange.cells import Unacceptable, is_year, parse_day, refuse_control
from meetcyclus.exchange.finance_amounts import EXPECTED_AMOUNT, cents_of_number, cents_of_text
from meetcyclus.exchange.finance_grid import Cell, Unreadable

_YEAR = re.compile("[0-9]{4}")
_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")

EXPECTED = {
    "project": "the number of a project",
    "begrotingsjaar": "a year such as 2023",
    "begrotingsartikel": "a budget article on one line",
    "vastgelegd": EXPECTED_AMOUNT,
    "vereffend": EXPECTED_AMOUNT,
    "standdatum": "a date such as 31/12/2023; a day number of Excel needs the format of a date",
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
        return cents_of_text(cell)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        raise ValueError(cell)
    return cents_of_number(cell)


def to_cents_between_commas(cell: Cell) -> int:
    """Cents from text in a file where the comma also parts the cells: an amount that lost its cents is not taken."""
    if isinstance(cell, str) and "," not in cell:
        raise Unacceptable(
            f'{EXPECTED_AMOUNT}, between quotes and with its cents ("1.234,00"): a comma parts the cells'
        )
    return to_cents(cell)


def to_day(cell: Cell) -> date:
    """A day, as a date of Excel or as 31/12/2023, 31-12-2023, 31.12.2023 or 2023-12-31."""
    if isinstance(cell, str):
        day = _day_of_text(cell.strip())
    elif isinstance(cell, datetime) and cell.time() == time():
        day = cell.date()
    else:
        raise ValueError(cell)
    if not is_year(day.year):
        raise ValueError(cell)
    return day


def _day_of_text(text: str) -> date:
    written = _DAY.fullmatch(text)
    return date(int(written[4]), int(written[3]), int(written[1])) if written else parse_day(text)


def read_cell(convert: Callable[[Cell], object], cell: Cell, expected: str) -> object:
    """The value of a cell; raises Unacceptable with what was expected."""
    if isinstance(cell, Unreadable):
        raise Unacceptable(f"{expected}; {cell.instead}")
    try:
        return convert(cell)
    except Unacceptable:
        raise
    except (ValueError, OverflowError) as bad:
        raise Unacceptable(expected) from bad
