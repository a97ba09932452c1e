"""A check of the catalogue in the words of pandas, polars and SQL: what each writes for null, in, matches and so on."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

SIGNS = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def failing(words: Any, check: Any) -> Any:
    """The rows on which a check fails, as an expression or a mask."""
    kwargs, inside = check.kwargs, [_condition(words, each) for each in check.where]
    name = check.expectation.removeprefix("expect_column_")
    if name == "pair_values_a_to_be_greater_than_b":
        one, other = kwargs["column_A"], kwargs["column_B"]
        return _all([*inside, ~words.null(one), ~words.null(other), ~words.at_least(one, other)])
    column = kwargs["column"]
    if name == "values_to_be_unique":
        checked = _all([*inside, ~words.null(column)])
        return checked & words.doubled(column, checked)
    fails = _FAILING[name](words, column, kwargs)
    is_about_nulls = name in ("values_to_be_null", "values_to_not_be_null")
    return _all([*inside, fails] if is_about_nulls else [*inside, ~words.null(column), fails])


def _all(parts: Sequence[Any]) -> Any:
    return reduce(operator.and_, parts)


def _condition(words: Any, condition: Sequence[Any]) -> Any:
    name, sign, *operand = condition
    if sign in ("is empty", "is filled"):
        return words.null(name) if sign == "is empty" else ~words.null(name)
    if sign in ("in", "not in"):
        return words.is_in(name, *operand) if sign == "in" else ~words.is_in(name, *operand)
    return words.compared(name, sign, *operand)


def _outside(words: Any, column: str, kwargs: Mapping[str, Any], suffix: str = "") -> Any:
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    compared = words.length_compared if suffix else words.compared
    parts = [] if low is None else [compared(column, ">" if kwargs.get("strict_min") else ">=", low)]
    parts += [] if high is None else [compared(column, "<" if kwargs.get("strict_max") else "<=", high)]
    return ~_all(parts)


_FAILING = {
    "values_to_not_be_null": lambda words, column, _: words.null(column),
    "values_to_be_null": lambda words, column, _: ~words.null(column),
    "values_to_be_in_set": lambda words, column, kwargs: ~words.is_in(column, kwargs["value_set"]),
    "values_to_not_be_in_set": lambda words, column, kwargs: words.is_in(column, kwargs["value_set"]),
    "values_to_match_regex": lambda words, column, kwargs: ~words.matches(column, kwargs["regex"]),
    "values_to_not_match_regex": lambda words, column, kwargs: words.matches(column, kwargs["regex"]),
    "values_to_be_between": _outside,
    "value_lengths_to_be_between": lambda words, column, kwargs: _outside(words, column, kwargs, "length"),
}


class PandasWords:
    """Masks over a frame; what was asked before is kept."""

    def __init__(self, frame: Any) -> None:
        self._frame, self._known = frame, {}

    def null(self, name: str) -> Any:
        return self._once(("null", name), lambda: self._frame[name].isna())

    def compared(self, name: str, sign: str, value: Any) -> Any:
        return self._once((name, sign, value), lambda: SIGNS[sign](self._frame[name], value))

    def length_compared(self, name: str, sign: str, value: int) -> Any:
        lengths = self._once(("length", name), lambda: self._frame[name].str.len())
        return SIGNS[sign](lengths, value)

    def is_in(self, name: str, values: list[Any]) -> Any:
        return self._once((name, "in", *values), lambda: self._frame[name].isin(values))

    def matches(self, name: str, regex: str) -> Any:
        return self._frame[name].str.contains(regex, na=False)

    def at_least(self, one: str, other: str) -> Any:
        return self._frame[one] >= self._frame[other]

    def doubled(self, name: str, checked: Any) -> Any:
        return self._frame[name].where(checked).duplicated(keep=False)

    def _once(self, key: tuple[Any, ...], make: Any) -> Any:
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]


class PolarsWords:
    """Expressions; polars itself sees what they share."""

    def null(self, name: str) -> Any:
        return self._column(name).is_null()

    def compared(self, name: str, sign: str, value: Any) -> Any:
        return SIGNS[sign](self._column(name), value).fill_null(False)

    def length_compared(self, name: str, sign: str, value: int) -> Any:
        return SIGNS[sign](self._column(name).str.len_chars(), value).fill_null(False)

    def is_in(self, name: str, values: list[Any]) -> Any:
        return self._column(name).is_in(values).fill_null(False)

    def matches(self, name: str, regex: str) -> Any:
        return self._column(name).str.contains(regex).fill_null(False)

    def at_least(self, one: str, other: str) -> Any:
        return (self._column(one) >= self._column(other)).fill_null(False)

    def doubled(self, name: str, checked: Any) -> Any:
        import polars as pl

        return pl.when(checked).then(self._column(name)).is_duplicated()

    def _column(self, name: str) -> Any:
        import polars as pl

        return pl.col(name)


@dataclass(frozen=True)
class Sql:
    """A condition in SQL."""

    text: str

    def __and__(self, other: Sql) -> Sql:
        return Sql(f"({self.text} AND {other.text})")

    def __invert__(self) -> Sql:
        return Sql(f"NOT {self.text}")


@dataclass(frozen=True)
class SqlWords:
    """Conditions over one table of DuckDB; missing is false."""

    table: str

    def null(self, name: str) -> Sql:
        return Sql(f"({name} IS NULL)")

    def compared(self, name: str, sign: str, value: Any) -> Sql:
        return Sql(f"coalesce({name} {'=' if sign == '==' else sign} {_literal(value)}, false)")

    def length_compared(self, name: str, sign: str, value: int) -> Sql:
        return self.compared(f"length({name})", sign, value)

    def is_in(self, name: str, values: list[Any]) -> Sql:
        return Sql(f"coalesce({name} IN ({', '.join(map(_literal, values))}), false)")

    def matches(self, name: str, regex: str) -> Sql:
        return Sql(f"coalesce(regexp_matches({name}, {_literal(regex)}), false)")

    def at_least(self, one: str, other: str) -> Sql:
        return Sql(f"coalesce({one} >= {other}, false)")

    def doubled(self, name: str, checked: Sql) -> Sql:
        inner = f"SELECT {name} FROM {self.table} WHERE {checked.text} GROUP BY {name} HAVING count(*) > 1"
        return Sql(f"({name} IN ({inner}))")


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value).lower()
