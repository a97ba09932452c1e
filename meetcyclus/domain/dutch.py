"""Numbers and dates as people in Flanders write and read them. The one rounding rule of the product: half up.

Source of the notation: decimal comma, thousands point, no space before %, a non-breaking space before a unit.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

NBSP = "\u00a0"
_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_WEEKDAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]


def rounded(value: Decimal, places: int) -> Decimal:
    """The value with that many decimals, half up (away from zero)."""
    return value.quantize(_step(places), ROUND_HALF_UP)


@cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def number(value: Decimal | int, places: int = 0) -> str:
    """1483 -> 1.483; Decimal("84.597") with one place -> 84,6."""
    english = f"{rounded(Decimal(value), places):,f}"
    return english.replace(",", "_").replace(".", ",").replace("_", ".")


def share(part: int | Decimal, whole: int | Decimal) -> Decimal:
    """Part of a whole in percent, exact; zero where the whole is zero."""
    return Decimal(part) * 100 / Decimal(whole) if whole else Decimal(0)


def percent(value: Decimal, places: int = 0) -> str:
    """Decimal("84.597") with one place -> 84,6%."""
    return f"{number(value, places)}%"


def percentage_points(value: Decimal, places: int = 2) -> str:
    """A difference of two percentages: 19,83 procentpunt."""
    return f"{number(value, places)}{NBSP}procentpunt"


def billions(cents: int, places: int) -> str:
    """Cents of a euro in milliard: 4,168 miljard euro."""
    return f"{number(Decimal(cents) / 10**11, places)}{NBSP}miljard{NBSP}euro"


def millions(cents: int, places: int = 0) -> str:
    """Cents of a euro in million: 853 miljoen euro."""
    return f"{number(Decimal(cents) / 10**8, places)}{NBSP}miljoen{NBSP}euro"


def euros(cents: int) -> str:
    """Cents as whole euro where they are whole: 1.250.000 euro, else 1.250.000,50 euro."""
    places = 0 if cents % 100 == 0 else 2
    return f"{number(Decimal(cents) / 100, places)}{NBSP}euro"


def amount(cents: int) -> str:
    """Cents as an amount with two decimals and no unit: 1.234.567,89."""
    return number(Decimal(cents) / 100, 2)


def long_date(day: date) -> str:
    """31 december 2023."""
    return f"{day.day}{NBSP}{_MONTHS[day.month - 1]}{NBSP}{day.year}"


@lru_cache(maxsize=2**12)
def short_date(day: date) -> str:
    """31/12/2023."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def weekday_date(day: date) -> str:
    """vrijdag 22/12/2023."""
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def deadline(moment: datetime) -> str:
    """A local instant as people say it: vrijdag 22/12/2023, 12 u. or 17.30 u."""
    clock = f"{moment.hour} u." if moment.minute == 0 else f"{moment.hour}.{moment.minute:02d} u."
    return f"{weekday_date(moment.date())}, {clock}"


def parse_date(text: str) -> date:
    """A day from 31/12/2023. Raises ValueError for any other notation or a day that does not exist."""
    if not re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text.strip()):
        raise ValueError(text)
    day, month, year = (int(part) for part in text.strip().split("/"))
    return date(year, month, day)


def parse_long_date(text: str) -> date:
    """A day from 31 december 2023. Raises ValueError for any other notation or a day that does not exist."""
    day, month, year = text.split()
    return date(int(year), _MONTHS.index(month) + 1, int(day))
