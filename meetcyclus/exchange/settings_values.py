"""What single settings must be: each function gives the value or raises ValueError."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from meetcyclus.exchange.cells import Unacceptable, is_email, is_year, parse_money, refuse_control

_LANGUAGE = re.compile("[a-z]{2}(-[A-Z]{2})?")
_SLUG = re.compile("[A-Za-z0-9][A-Za-z0-9_-]*")
_CLOCK = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_FURTHEST_DAY = 730
_LONGEST_WAIT = 366
_LONGEST_GRACE = 240


def words(value: object) -> str:
    """Text on one line that is not blank."""
    if not isinstance(value, str) or not value.strip() or "\n" in value or "\t" in value:
        raise ValueError(value)
    refuse_control(value)
    return value


def slug(value: object) -> str:
    """A code of letters, digits, _ and -."""
    return _matching(_SLUG, value)


def language(value: object) -> str:
    """A language tag such as nl-BE."""
    return _matching(_LANGUAGE, value)


def budget(value: object) -> int:
    """Cents of a positive amount, written as text so that no cent is lost."""
    cents = parse_money(words(value))
    if cents <= 0:
        raise ValueError(value)
    return cents


def email(value: object) -> str:
    """A mail address."""
    if not isinstance(value, str) or not is_email(value):
        raise ValueError(value)
    return value


def time_zone(value: object) -> str:
    """The name of a time zone that exists."""
    name = words(value)
    try:
        ZoneInfo(name)
    except (KeyError, OSError) as bad:
        raise Unacceptable(name) from bad
    return name


def pattern(value: object) -> str:
    """A regular expression."""
    text = words(value)
    try:
        re.compile(text)
    except re.error as bad:
        raise Unacceptable(text) from bad
    return text


def horizon(value: object) -> tuple[int, int]:
    """A first and a last year."""
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(value)
    first, last = whole(value[0]), whole(value[1])
    if not is_year(first) or not is_year(last) or last < first:
        raise ValueError(value)
    return first, last


def truth(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def whole(value: object) -> int:
    """A whole number; ja and nee are no numbers."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(value)
    return value


def day(value: object) -> int:
    """Days from the reference date, at most two years away."""
    days = whole(value)
    if abs(days) > _FURTHEST_DAY:
        raise ValueError(value)
    return days


def reminders(value: object) -> tuple[int, ...]:
    """Days before or after the last day, each once."""
    if not isinstance(value, list):
        raise ValueError(value)
    days = tuple(whole(each) for each in value)
    if any(not 0 <= each <= _LONGEST_WAIT for each in days) or len(set(days)) < len(days):
        raise ValueError(value)
    return days


def hours(value: object) -> int:
    """Whole hours, at most ten days."""
    count = whole(value)
    if not 0 <= count <= _LONGEST_GRACE:
        raise ValueError(value)
    return count


def clock(value: object) -> str:
    """A time of the day, such as 14:30."""
    return _matching(_CLOCK, value)


def months(value: object) -> str:
    """A number of months, at most five years, as a word."""
    count = whole(value)
    if not 1 <= count <= 60:
        raise ValueError(value)
    return str(count)


def slugs(value: object) -> tuple[str, ...]:
    """Codes, each once."""
    if not isinstance(value, list):
        raise ValueError(value)
    codes = tuple(slug(each) for each in value)
    if len(set(codes)) < len(codes):
        raise ValueError(value)
    return codes


def _matching(expression: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or expression.fullmatch(value) is None:
        raise ValueError(value)
    return value
