"""The rows of a table as columns: built once, when a check first names them, and so are the conditions on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

import numpy as np

from meetcyclus.quality.column import Column, Mask, column_of
from meetcyclus.quality.tables import Table

KINDS = {"bool": "flag", "int": "number", "float": "number", "Decimal": "number", "str": "text", "date": "date"}


class Columns:
    """The columns of a table, and the conditions on them that were asked before."""

    def __init__(self, size: int, made: Mapping[str, Callable[[], Column]]) -> None:
        self.size = size
        self._made = made
        self._known: dict[str, Column] = {}
        self._masks: dict[str, Mask] = {}

    def __getitem__(self, name: str) -> Column:
        if name not in self._known:
            if name not in self._made:
                raise KeyError(f"no column {name}")
            self._known[name] = self._made[name]()
        return self._known[name]

    def inside(self, where: Sequence[Sequence[object]]) -> Mask:
        """The rows for which every condition is true."""
        key = repr(where)
        if key not in self._masks:
            joined = np.ones(self.size, dtype=bool)
            for condition in where:
                joined = joined & self._condition(condition)
            self._masks[key] = joined
        return self._masks[key]

    def _condition(self, condition: Sequence[object]) -> Mask:
        key = repr(condition)
        if key not in self._masks:
            self._masks[key] = self._judged(*condition)
        return self._masks[key]

    def _judged(self, name: object, sign: object, *operand: Any) -> Mask:
        column = self[str(name)]
        if sign in ("is empty", "is filled"):
            return column.nulls if sign == "is empty" else ~column.nulls
        if sign in ("in", "not in"):
            found = column.is_in(*operand)
            return found if sign == "in" else ~found
        return column.compared(str(sign), *operand)


def columns_of_table(table: Table) -> Columns:
    """The columns of the rows of a table, in the kinds that their class declares."""
    kinds = {each.name: KINDS.get(str(each.type).split(" |")[0]) for each in fields(table.row_type)}

    def maker(name: str, kind: str) -> Callable[[], Column]:
        return lambda: column_of(name, kind, list(map(attrgetter(name), table.rows)))

    return Columns(len(table.rows), {name: maker(name, kind) for name, kind in kinds.items() if kind})
