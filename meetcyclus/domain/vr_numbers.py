"""Numbers of documents of the Flemish Government: VR 2023 1310 VV DOC.0179/1 is of 13 October 2023."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_NUMBER = re.compile(r"VR (\d{4}) (\d{2})(\d{2})(?: VV)? (?:DOC|DEC|MED)\.\d{4}(?:/\d{1,3})?(?:[A-Z]+)?")


@dataclass(frozen=True)
class VrNumber:
    """A number as it is written. `dated_on` is None where its digits make no day that exists."""

    text: str
    dated_on: date | None


def parse_vr_number(text: str) -> VrNumber | None:
    """The number that a text is; None when it is something else."""
    found = _NUMBER.fullmatch(text.strip())
    return None if found is None else _number(found)


def vr_numbers_in(text: str) -> list[VrNumber]:
    """Every number that a text names, in order."""
    return [_number(each) for each in _NUMBER.finditer(text.replace("\u00a0", " "))]


def _number(found: re.Match[str]) -> VrNumber:
    year, day, month = (int(each) for each in found.groups())
    try:
        return VrNumber(found[0], date(year, month, day))
    except ValueError:
        return VrNumber(found[0], None)
