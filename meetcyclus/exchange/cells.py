"""One cell of the exchange format: from text to a domain value and back, and what is expected of it in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any

from meetcyclus.exchange.columns import FIRST_YEAR, LAST_YEAR, LIST_SEPARATOR, Column, Kind

ROUND_KEY_PATTERN = "[0-9]{4}-(0[1-9]|1[0-2])"
COLOUR_PATTERN = "#[0-9A-Fa-f]{6}"
BOOLEANS = {"ja": True, "nee": False}

# Characters that have no place in text and that Word, Excel and XML refuse; a tab and a line break are text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("[\t\n\u2028\u2029]")
_MAILBOX = r"[A-Za-z0-9_%+'-]+(\.[A-Za-z0-9_%+'-]+)*"
_EMAIL = re.compile(_MAILBOX + r"@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_MONEY = re.compile(r"-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,12})?")
_INTEGER = re.compile("-?(0|[1-9][0-9]{0,8})")
_ROUND_KEY = re.compile(ROUND_KEY_PATTERN)
_COLOUR = re.compile(COLOUR_PATTERN)
_LONGEST_EMAIL = 254


class Unacceptable(ValueError):
    """A cell that cannot be read; the text says what was expected instead."""


def is_email(text: str) -> bool:
    """Whether the text is a plain address: ASCII, no quotes, a domain with a dot."""
    return len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def is_year(year: int) -> bool:
    """Whether a year can occur in a programme; anything else is a slip of the pen."""
    return FIRST_YEAR <= year <= LAST_YEAR


def refuse_control(text: str) -> None:
    """Raise Unacceptable when the text holds a control character."""
    found = _CONTROL.search(text)
    if found:
        raise Unacceptable(f"text without control characters (it holds U+{ord(found[0]):04X})")


def parse_money(text: str) -> int:
    """Cents from an amount in euro with a point; ValueError for anything else."""
    match = _MONEY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    whole, _, cents = text.lstrip("-").partition(".")
    amount = int(whole) * 100 + int(cents.ljust(2, "0") if cents else 0)
    return -amount if text.startswith("-") else amount


@lru_cache(maxsize=4096)
def parse_day(text: str) -> date:
    """A day from 2023-12-31; ValueError for any other notation, a day that does not exist or an impossible year."""
    day = date.fromisoformat(_matching(_DATE, text))
    if not is_year(day.year):
        raise ValueError(text)
    return day


@lru_cache(maxsize=4096)
def parse_moment(text: str) -> datetime:
    """An instant from 2023-12-22T12:00:00+01:00; ValueError for any other notation or without an offset."""
    moment = datetime.fromisoformat(_matching(_MOMENT, text))
    if not is_year(moment.year):
        raise ValueError(text)
    return moment


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if pattern.fullmatch(text) is None:
        raise ValueError(text)
    return text


def _text(column: Column, text: str) -> str:
    return text


def _line(column: Column, text: str) -> str:
    if _BREAK.search(text):
        raise ValueError(text)
    return text


def _code(column: Column, text: str) -> str:
    if text != text.strip() or LIST_SEPARATOR in text:
        raise ValueError(text)
    return _line(column, text)


def _codes(column: Column, text: str) -> tuple[str, ...]:
    codes = tuple(_code(column, each) for each in text.split(LIST_SEPARATOR))
    if not all(codes) or len(set(codes)) < len(codes):
        raise ValueError(text)
    return codes


def _email(column: Column, text: str) -> str:
    if not is_email(text):
        raise ValueError(text)
    return text


def _integer(column: Column, text: str) -> int:
    return _within(column, int(_matching(_INTEGER, text)))


def _money(column: Column, text: str) -> int:
    return _within(column, parse_money(text))


def _within(column: Column, value: int) -> int:
    if column.minimum is not None and value < column.minimum:
        raise ValueError(value)
    if column.maximum is not None and value > column.maximum:
        raise ValueError(value)
    return value


def _choice(column: Column, text: str) -> str:
    if text not in column.choices:
        raise ValueError(text)
    return text


def _boolean(column: Column, text: str) -> bool:
    if text not in BOOLEANS:
        raise ValueError(text)
    return BOOLEANS[text]


_PARSERS: dict[Kind, Callable[[Column, str], object]] = {
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.EMAIL: _email,
    Kind.DATE: lambda column, text: parse_day(text),
    Kind.MOMENT: lambda column, text: parse_moment(text),
    Kind.MONEY: _money,
    Kind.DECIMAL: lambda column, text: Decimal(_matching(_DECIMAL, text)),
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.COLOUR: lambda column, text: _matching(_COLOUR, text),
    Kind.ROUND_KEY: lambda column, text: _matching(_ROUND_KEY, text),
}

_EXPECTED = {
    Kind.CODE: "a code on one line, without spaces around it and without ;",
    Kind.CODES: "codes separated by ; without spaces around them, each code once",
    Kind.LINE: "text on one line, without tabs",
    Kind.TEXT: "text",
    Kind.EMAIL: "a mail address such as naam@example.org",
    Kind.DATE: f"a date that exists, such as 2023-12-31, from {FIRST_YEAR} to {LAST_YEAR}",
    Kind.MOMENT: f"a time with its offset, such as 2023-12-22T12:00:00+01:00, from {FIRST_YEAR} to {LAST_YEAR}",
    Kind.MONEY: "an amount such as 1250000.50: a point, at most two decimals, no thousands separator",
    Kind.DECIMAL: "a number such as 12.5: a point, no thousands separator",
    Kind.INTEGER: "a whole number",
    Kind.BOOLEAN: "ja or nee",
    Kind.COLOUR: "a colour such as #1B7A3D",
    Kind.ROUND_KEY: "the key of a round, year and month such as 2023-12",
}


def expected_of(column: Column) -> str:
    """What a cell of that column must be, in plain English with the Dutch codes."""
    if column.kind is Kind.CHOICE:
        return "one of: " + ", ".join(column.choices)
    return _EXPECTED[column.kind] + _range_of(column)


def _range_of(column: Column) -> str:
    if column.minimum is None:
        return ""
    return f", {column.minimum} or more" if column.maximum is None else f" from {column.minimum} to {column.maximum}"


def parse_cell(column: Column, text: str) -> object:
    """The domain value of a cell; raises Unacceptable with what was expected."""
    if not text:
        if column.required:
            raise Unacceptable(f"a value, because this cell may not be empty: {expected_of(column)}")
        return column.empty
    refuse_control(text)
    if column.required and not text.strip():
        raise Unacceptable(f"a value, because this cell may not be blank: {expected_of(column)}")
    try:
        return _PARSERS[column.kind](column, text)
    except ValueError as bad:
        raise Unacceptable(expected_of(column)) from bad


def print_money(cents: int) -> str:
    """Cents as euro with a point and two decimals."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


_PRINTERS: dict[Kind, Callable[[Any], str]] = {
    Kind.CODES: LIST_SEPARATOR.join,
    Kind.DATE: lambda value: str(value.isoformat()),
    Kind.MONEY: print_money,
    Kind.DECIMAL: lambda value: format(value, "f"),
    Kind.BOOLEAN: lambda value: "ja" if value else "nee",
}


def print_cell(column: Column, value: Any, zone: tzinfo) -> str:
    """The cell for a domain value.

    An instant keeps the offset it was written with; one that is only known in UTC is printed in the programme's zone.
    """
    if value is None:
        return ""
    if column.kind is Kind.MOMENT:
        return str((value if value.utcoffset() else value.astimezone(zone)).isoformat())
    return _PRINTERS.get(column.kind, str)(value)
