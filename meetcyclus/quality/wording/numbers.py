"""Numbers that point at a person: telephone numbers and national register numbers with their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NATIONAL = re.compile(r"(?<!\d)(\d{2})[./ -]?(\d{2})[./ -]?(\d{2})\s?[-–./ ]?\s?(\d{3})[-–./ ]?(\d{2})(?!\d)")
_PHONE = re.compile(
    r"(?<![\w/.,-])(?:\(?(?:(?:\+|00)32\)?[ ./-]?(?:\(0\)[ ./-]?)?|0)[1-9](?:\s?[./)-]?\s?\d){7,8}"
    r"|(?:\+|00)\d{2}(?:[ ./-]?(?:\(0\))?\d){8,10})(?!\d)"
)
# Figures that only look like a telephone number.
_DATE = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)")
# Where the text says what it is, also a number with other check digits is that of an enterprise.
_NAMED_ENTERPRISE = re.compile(
    r"(?:ondernemingsnummer|ondernemingsnr|kbo(?:-nummer)?|btw(?:-nummer)?|vestigingsnummer)\W{0,3}"
    r"(?:be\s?)?[0-2](?:[. ]?\d){9}(?!\d)",
    re.IGNORECASE,
)
_ENTERPRISE = re.compile(r"(?<!\d)[01]\d{3}\.?\d{3}\.?\d{3}(?!\d)")


def national_numbers(text: str) -> tuple[str, ...]:
    """The national register numbers in a text: a birth date, a serial number and check digits that are right."""
    return tuple(each.group() for each in _NATIONAL.finditer(text) if _is_national(each.groups()))


def telephone_numbers(text: str, service_numbers: Iterable[str]) -> tuple[str, ...]:
    """Belgian and foreign telephone numbers, without free and service numbers, dates and enterprise numbers."""
    cleaned = _DATE.sub(" | ", text)
    cleaned = _NATIONAL.sub(lambda each: " | " if _is_national(each.groups()) else each.group(), cleaned)
    cleaned = _NAMED_ENTERPRISE.sub(" | ", cleaned)
    cleaned = _ENTERPRISE.sub(lambda each: " | " if _is_enterprise(each.group()) else each.group(), cleaned)
    services = tuple(service_numbers)
    return tuple(each.group() for each in _PHONE.finditer(cleaned) if not _digits(each.group()).startswith(services))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _is_national(parts: tuple[str, ...]) -> bool:
    month, day = int(parts[1]) % 20, int(parts[2])
    if month > 12 or day > 31:
        return False
    base, check = int("".join(parts[:4])), int(parts[4])
    return check in (97 - base % 97, 97 - (2 * 10**9 + base) % 97)


def _is_enterprise(text: str) -> bool:
    digits = _digits(text)
    return 97 - int(digits[:8]) % 97 == int(digits[8:])
