"""What a cell means: cleaning of text and strict reading of dates, numbers, choices. Refuses what has two readings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from meetcyclus.domain.dutch import number, parse_date
from meetcyclus.exchange.workbook_cells import RawCell
from meetcyclus.exchange.workbook_layout import NO, YES, Kind
from meetcyclus.exchange.workbook_text_cleaning import clean_text

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_NUMBER = re.compile(r"(?P<sign>[-\u2212]?)(?P<whole>\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(?P<part>\d{1,12}))?")
_EXACT_DIGITS = 15


class UnreadableError(Exception):
    """A value that is not what its column asks; `expected` is the key of the Dutch text that says what is."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


def excel_number(value: Decimal) -> float | str:
    """The number for a cell; as Belgian text where Excel would lose digits (it keeps fifteen)."""
    if len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS:
        return float(value)
    exponent = value.as_tuple().exponent
    return number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def comparable(value: object) -> str:
    """A value as text, so that what was written can be compared with what came back."""
    if isinstance(value, Decimal):
        value = excel_number(value)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return _exact(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else clean_text(str(value or ""))


def shown(value: object) -> str:
    """A value as a person sees it in the sheet, for use in a message."""
    if isinstance(value, Decimal):
        value = excel_number(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _exact(value).replace(".", ",")
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else clean_text(str(value))


def read_value(cell: RawCell, kind: Kind, labels: Mapping[str, str]) -> object:
    """The value of a filled cell of that kind; `labels` are the choices by code. Raises UnreadableError."""
    readers = {Kind.TEXT: read_text, Kind.DATE: read_date, Kind.NUMBER: read_number, Kind.YES_NO: read_yes_no}
    return read_code(cell, labels) if kind is Kind.CODE else readers[kind](cell)


def read_text(cell: RawCell) -> str:
    """A text; a number is taken as it is shown, a date was made by Excel and is refused."""
    if isinstance(cell.value, (date, time)):
        raise UnreadableError("tekst")
    if isinstance(cell.value, (str, int, float)) and not isinstance(cell.value, bool):
        return shown(cell.value)
    raise UnreadableError("tekst_waarheid")


def read_date(cell: RawCell) -> date:
    """A day from a date cell or from 31/12/2023; a time of day, a bare number and another notation are refused."""
    try:
        day = cell.value if isinstance(cell.value, date) else parse_date(clean_text(str(cell.value)))
    except ValueError:
        raise UnreadableError("datum") from None
    if isinstance(day, datetime):
        if day.time() != time():
            raise UnreadableError("datum")
        day = day.date()
    if not FIRST_DAY <= day <= LAST_DAY:
        raise UnreadableError("datum")
    return day


def read_number(cell: RawCell) -> Decimal:
    """A number from a number cell (not a percentage) or from Belgian text such as 1.234,5."""
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool) and not cell.is_percentage:
        return Decimal(_exact(cell.value))
    match = _NUMBER.fullmatch(cell.value) if isinstance(cell.value, str) else None
    if match is None:
        raise UnreadableError("getal")
    digits = re.sub(r"[. ]", "", match["whole"]) + (f".{match['part']}" if match["part"] else "")
    return -Decimal(digits) if match["sign"] else Decimal(digits)


def read_yes_no(cell: RawCell) -> bool:
    """Whether the cell says yes."""
    answer = str(cell.value).casefold()
    if answer not in (YES, NO):
        raise UnreadableError("ja_nee")
    return answer == YES


def read_code(cell: RawCell, labels: Mapping[str, str]) -> str:
    """The code of a label; the code itself is understood too."""
    said = _folded(str(cell.value))
    for code, label in labels.items():
        if said in (_folded(label), _folded(code)):
            return code
    raise UnreadableError("code")


def _folded(text: str) -> str:
    return " ".join(clean_text(text).casefold().split())


def _exact(value: float) -> str:
    """A number as Excel shows it: fifteen digits, no exponent, no trailing zeros."""
    plain = f"{Decimal(f'{value:.{_EXACT_DIGITS}g}'):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
