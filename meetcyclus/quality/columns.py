"""The rows of a table as columns: built once, when a check first names them, and compared as a whole.

A number, a date and a yes or no are one array of numbers, NaN where nothing is given. A text is an array of texts
whose different values are numbered at first use, so that every comparison and pattern is done once per value.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from meetcyclus.quality.tables import Table

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
KINDS = {"bool": "flag", "int": "number", "float": "number", "Decimal": "number", "str": "text", "date": "date"}
OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FIRST_DAY = np.datetime64("1970-01-01")


@dataclass(frozen=True, eq=False)
class Column:
    """One column: `number`, `flag` and `date` hold floats, `text` holds objects."""

    name: str
    kind: str
    values: npt.NDArray[Any]

    @cached_property
    def nulls(self) -> Mask:
        """Where nothing is given. An empty text is a text."""
        return self._numbered[0] < 0 if self.kind == "text" else np.isnan(self.values)

    def compared(self, sign: str, operand: object) -> Mask:
        """Where the value stands so to the operand. What is missing differs from every value and stands in no other
        way to it, as in Great Expectations; only a missing yes or no differs from nothing."""
        value = self.operand(operand)
        if self.kind != "text":
            found: Mask = OPERATORS[sign](self.values, value)
            return found & ~self.nulls if sign == "!=" and self.kind == "flag" else found
        if sign == "!=":
            return ~self.compared("==", operand)
        return self._where_text(lambda texts: [OPERATORS[sign](each, value) for each in texts])

    def is_in(self, operands: Iterable[object]) -> Mask:
        """Where the value is one of these."""
        wanted = [self.operand(each) for each in operands if each is not None]
        if self.kind != "text":
            found: Mask = np.isin(self.values, wanted)
            return found
        return self._where_text(lambda texts: pd.Index(texts, dtype=object).isin(wanted))

    def matches(self, pattern: str, inside: Mask) -> Mask:
        """Where the pattern is found in the text; only texts inside the mask are read."""
        codes, texts = self._numbered
        search, found = re.compile(pattern).search, np.zeros(len(texts) + 1, dtype=bool)
        is_needed = np.zeros(len(texts) + 1, dtype=bool)
        is_needed[codes[inside]] = True
        needed = np.flatnonzero(is_needed[:-1])
        found[needed] = [search(text) is not None for text in texts[needed].tolist()]
        return found[codes]

    @cached_property
    def lengths(self) -> Numbers:
        """The number of characters; NaN where there is no text."""
        codes, texts = self._numbered
        return np.array([*map(len, texts), np.nan])[codes]

    @property
    def codes(self) -> npt.NDArray[np.int64]:
        """A number per different value; nothing has a number of its own."""
        if self.kind == "text":
            return self._numbered[0]
        return np.asarray(pd.factorize(self.values)[0])

    def operand(self, value: object) -> Any:
        """A value to compare with, in the form of this column; TypeError when it is of another kind."""
        is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        if (self.kind == "number" and is_number) or (self.kind == "flag" and isinstance(value, bool)):
            return float(value)  # type: ignore[arg-type]
        if self.kind == "date" and isinstance(value, (str, date)):
            return float((np.datetime64(str(value), "D") - _FIRST_DAY).astype(int))
        if self.kind == "text" and isinstance(value, str):
            return value
        raise TypeError(f"column {self.name} holds a {self.kind} and cannot be compared with {value!r}")

    @cached_property
    def _numbered(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[Any]]:
        """The number of every value, -1 where nothing is given, and the different values in that order."""
        if self.kind != "text":
            raise TypeError(f"column {self.name} holds a {self.kind}, not a text")
        codes, texts = pd.factorize(self.values)
        return np.asarray(codes), np.asarray(texts)

    def _where_text(self, judged: Callable[[npt.NDArray[Any]], Sequence[bool] | Mask]) -> Mask:
        codes, texts = self._numbered
        return np.append(np.asarray(judged(texts), dtype=bool), False)[codes]


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
        return lambda: Column(name, kind, array_of(kind, list(map(operator.attrgetter(name), table.rows))))

    return Columns(len(table.rows), {name: maker(name, kind) for name, kind in kinds.items() if kind})


def array_of(kind: str, values: Sequence[Any]) -> npt.NDArray[Any]:
    """Values of rows as one array."""
    if kind == "text":
        texts = np.empty(len(values), dtype=object)
        texts[:] = values
        return texts
    if kind == "date":
        days = np.array(values, dtype="datetime64[D]")
        return np.where(np.isnat(days), np.nan, (days - _FIRST_DAY).astype(float))
    return np.array(values, dtype=float)
