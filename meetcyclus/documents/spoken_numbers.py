"""Numbers as a Dutch sentence writes them, with their unit and the precision that they claim."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from meetcyclus.domain import dutch

PERCENT = "%"
_SCALES = {" miljoen euro": Decimal(10) ** 6, " miljard euro": Decimal(10) ** 9}
# A whole number of four digits or more has points in Dutch; without them it is a year or a key.
_NUMBER = re.compile(
    r"(?<![\w,.])(?<![A-Za-z]-)(\d{1,3}(?:\.\d{3})*(?:,\d+)?)(%| procentpunt| miljoen euro| miljard euro)?(?!\w)"
)
# What looks like a number and is no figure: days, hours, hashes, documents, numbered things, counts of a list's rows.
_NO_FIGURE = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2} [a-z]+ \d{4}|\d{1,2}(?:\.\d\d)? u\.|\b[0-9a-f]{12,}\b|\b\d{4}-\d\d(?:-\d\d)?\b"
    r"|\b100%|\bSHA-256\b|\b[A-Z]+ \d{4} \d{4} [\w .]+/\d+"
    r"|(?i:\b(?:tabel|figuur|metingen|meting|lijst|versie|bijlage) \d+)|\beerste \d+ van (?:de )?\d[\d.]*"
)
# A project's key and, up to the next mark, its title: a title may hold any number.
_NAMED = re.compile(r"\b[A-Z]+\d[\w/-]*(?:\.\w+)*[^,;:().]*")
# What a forum decided is quoted behind its name and day.
_QUOTED = re.compile(r"[^.]*, \d{1,2} [a-z]+ \d{4}\. .*", re.DOTALL)


@dataclass(frozen=True)
class Spoken:
    """A number as it is written, such as 2,16 with the unit miljard euro."""

    digits: str
    unit: str

    def __str__(self) -> str:
        return f"{self.digits}{self.unit}"

    @property
    def value(self) -> Decimal:
        """The number itself, in euro where it is money."""
        return Decimal(self.digits.replace(".", "").replace(",", ".")) * _SCALES.get(self.unit, Decimal(1))

    @property
    def places(self) -> int:
        """How many decimals are written."""
        return len(self.digits.partition(",")[2])

    @property
    def slack(self) -> Decimal:
        """How far the true value may be off: nothing for a count, half of the last digit for what was rounded."""
        if not self.unit and not self.places:
            return Decimal(0)
        return Decimal(5).scaleb(-self.places - 1) * _SCALES.get(self.unit, Decimal(1))

    def can_be_part_of(self, whole: Spoken) -> bool:
        """Whether both are counts or both are money, and this is not the larger."""
        is_alike = (self.unit in _SCALES) == (whole.unit in _SCALES)
        return is_alike and not {self.unit, whole.unit} - {"", *_SCALES} and 0 < whole.value >= self.value

    def is_share_of(self, part: Spoken, whole: Spoken) -> bool:
        """Whether this percentage is part of whole, rounded half up; rounded amounts leave room for what they hide."""
        if not part.slack and not whole.slack:
            return str(self) == share_text(part.value, whole.value, self.places)
        least = dutch.share(part.value - part.slack, whole.value + whole.slack)
        most = dutch.share(part.value + part.slack, whole.value - whole.slack)
        return least - self.slack <= self.value <= most + self.slack


def share_text(part: Decimal, whole: Decimal, places: int) -> str:
    """A share as the product prints it."""
    return dutch.percent(dutch.share(part, whole), places)


def spoken_numbers(text: str) -> list[Spoken]:
    """Every number of a text, in order; text that quotes or names things goes through `without_names` first."""
    plain = text.replace("\u00a0", " ")
    return [Spoken(digits, unit) for digits, unit in _NUMBER.findall(plain)]


def without_names(text: str, names: Iterable[str]) -> str:
    """The text without days, keys, titles and quoted decisions; `names` are cut out as they stand."""
    plain = text.replace("\u00a0", " ")
    if _QUOTED.fullmatch(plain):
        return ""
    for name in names:
        plain = plain.replace(name, " ")
    return _NAMED.sub(" ", _NO_FIGURE.sub(" ", plain))
