"""Rows about amounts that a lead writes in words, beside the amount of the finance extract."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from meetcyclus.domain.credits import committed_total, settled_total
from meetcyclus.domain.entries import ProjectReport
from meetcyclus.quality.money_rows import credits_by_project
from meetcyclus.quality.view import RoundView

# 'in totaal is 12,5 miljoen euro vastgelegd'. Without 'in totaal' the amount may be a part, so it proves nothing.
_STATED = re.compile(
    r"in totaal\b[^.!?;\d]{0,40}(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)\s+"
    r"(?:(?P<scale>duizend|miljoen|miljard)\s+)?euro\s+(?P<kind>vastgelegd|vereffend)\b",
    re.IGNORECASE,
)
_SCALES = {"": 1, "duizend": 10**3, "miljoen": 10**6, "miljard": 10**9}
_FIELDS = (("stand_van_zaken", "state_of_play"), ("realisaties", "achievements"), ("vooruitblik", "outlook"))


@dataclass(frozen=True)
class StatedRow:
    """One total in a text. The difference is what rounding to the digits in the text cannot explain."""

    project: str
    object_key: str
    field: str
    kind: str
    stated_cents: int
    known_cents: int
    difference_cents: int
    difference_pct: Decimal | None


def stated_rows(view: RoundView) -> list[StatedRow]:
    """The totals in the texts of projects with amounts in this round."""
    credits = credits_by_project(view.data.credits_of(view.subject.round.key))
    return [
        row
        for number, lines in credits.items()
        if number in view.projects and number in view.entries
        for row in _rows(
            number,
            view.entries[number].report,
            {"vastgelegd": committed_total(lines), "vereffend": settled_total(lines)},
        )
    ]


def _rows(number: str, report: ProjectReport, known: dict[str, int]) -> Iterable[StatedRow]:
    for field, name in _FIELDS:
        for found in _STATED.finditer(getattr(report, name)):
            kind = found["kind"].casefold()
            stated, slack = _cents(found["number"], (found["scale"] or "").casefold())
            difference = max(0, abs(stated - known[kind]) - slack)
            share = Decimal(difference * 100) / known[kind] if known[kind] > 0 else None
            yield StatedRow(number, number, field, kind, stated, known[kind], difference, share)


def _cents(number: str, scale: str) -> tuple[int, int]:
    """The amount, and half a unit of its last digit."""
    value = Decimal(number.replace(".", "").replace(",", "."))
    cents = 100 * _SCALES[scale]
    last_digit = Decimal(1).scaleb(int(value.as_tuple().exponent))
    return int(value * cents), int(last_digit * cents / 2)
