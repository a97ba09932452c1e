"""What a letter template may do with a fact: write it as people in Flanders do. No template computes anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import wraps
from typing import Any

from jinja2 import Undefined

from meetcyclus.domain import dutch

_LISTED = 4


def deadline(moment: datetime) -> str:
    """A local instant in which the hour is never parted from its unit: vrijdag 22/12/2023, 12 u."""
    return dutch.deadline(moment).replace(" u.", f"{dutch.NBSP}u.")


def short_deadline(moment: datetime) -> str:
    """A deadline for a subject line, without the year: vrijdag 22/12, 12 u."""
    return deadline(moment).replace(f"/{moment:%Y}", "")


def clock(moment: datetime) -> str:
    """The time of day alone: 12 u. or 17.30 u."""
    return deadline(moment).rpartition(", ")[2]


def amount(cents: int) -> str:
    """An amount with two decimals; below zero with the minus sign of print, which no line end parts from its digits."""
    return dutch.amount(cents).replace("-", "\u2212")


def money(cents: int) -> str:
    """An amount in running text: 4,168 miljard euro, 41,5 miljoen euro, below one million in whole euro."""
    if abs(cents) >= 10**11:
        return dutch.billions(cents, 3)
    return dutch.millions(cents, 1) if abs(cents) >= 10**8 else f"{dutch.number(Decimal(cents) / 100)}{dutch.NBSP}euro"


def short_list(projects: Sequence[Mapping[str, Any]]) -> str:
    """The numbers of projects for a subject line: four of them and how many others there are; never one unnamed."""
    numbers = [str(each["number"]) for each in projects]
    more = len(numbers) - _LISTED
    return ", ".join(numbers) if more <= 1 else f"{', '.join(numbers[:_LISTED])} en nog {more} andere"


def counted(how_many: int, one: str, several: str) -> str:
    """A number with its word: 1 punt, 3 punten."""
    return f"{dutch.number(how_many)}{dutch.NBSP}{one if how_many == 1 else several}"


def sentence_start(words: str) -> str:
    """The words with a capital at the start and nothing else changed."""
    return words[:1].upper() + words[1:]


def lines(text: str) -> list[str]:
    """The lines of an entered text that hold something."""
    return [line.strip() for line in str(text).splitlines() if line.strip()]


def _given(write: Callable[..., object]) -> Callable[..., object]:
    """The filter, that names a fact which is not given instead of stumbling over it."""

    @wraps(write)
    def checked(fact: object, *options: object) -> object:
        if isinstance(fact, Undefined):
            str(fact)  # raises UndefinedError with the name of the fact
        return write(fact, *options)

    return checked


_FILTERS: dict[str, Callable[..., object]] = {
    "long_date": dutch.long_date,
    "short_date": dutch.short_date,
    "weekday_date": dutch.weekday_date,
    "deadline": deadline,
    "number": dutch.number,
    "amount": amount,
    "money": money,
    "short_deadline": short_deadline,
    "clock": clock,
    "short_list": short_list,
    "counted": counted,
    "sentence_start": sentence_start,
    "lines": lines,
}

FILTERS = {name: _given(write) for name, write in _FILTERS.items()}
