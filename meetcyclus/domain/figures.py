"""Figures of a round: every number that people read has an id, a formula and the rows it was counted from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Figure:
    """One number of the cover note.

    `value` is exact; `text` is how it is printed in Dutch; `unit` is one of projecten, mijlpalen, euro, procent,
    procentpunt, criteria, bevindingen; `rows` are keys of source rows such as `projectrapporten:2023-12:VV001`.
    """

    id: str
    label: str
    value: Decimal
    unit: str
    text: str
    formula: str
    rows: tuple[str, ...] = ()
