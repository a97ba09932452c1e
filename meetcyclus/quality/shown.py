"""How a value of a row is shown to a person: Dutch dates, amounts and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal

from meetcyclus.domain import dutch

NOT_GIVEN = "niet ingevuld"


def shown(name: str, value: object) -> str:
    """The value in Dutch; names that end in `_cents` are amounts."""
    if value is None:
        return NOT_GIVEN
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return dutch.short_date(value)
    if isinstance(value, (tuple, list)):
        return ", ".join(str(each) for each in value)
    if isinstance(value, int):
        return _shown_int(name, value)
    if isinstance(value, (Decimal, float)):
        return _shown_decimal(Decimal(str(value)))
    return str(value)


class ShownRow(Mapping[str, str]):
    """Everything that a template of a check may name, shown when it is named: what stands in the row, else the
    parameters of the rule. Most rows have many fields that no template names."""

    def __init__(self, row: object, parameters: Mapping[str, object]) -> None:
        self._row, self._parameters = row, parameters

    def __getitem__(self, name: str) -> str:
        return shown(name, getattr(self._row, name) if hasattr(self._row, name) else self._parameters[name])

    def __iter__(self) -> Iterator[str]:
        return iter({each.name: None for each in fields(self._row)} | dict.fromkeys(self._parameters))  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len([*self])


def _shown_int(name: str, value: int) -> str:
    if name.endswith("_cents"):
        return dutch.euros(value)
    return str(value) if "year" in name or name.startswith("horizon") else dutch.number(value)


def _shown_decimal(value: Decimal) -> str:
    exponent = value.normalize().as_tuple().exponent
    return dutch.number(value, min(2, max(0, -exponent)) if isinstance(exponent, int) else 0)
