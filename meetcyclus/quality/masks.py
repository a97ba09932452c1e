"""What each known expectation says of every row at once: a mask of the rows that fail.

The meaning is that of Great Expectations on pandas, which the tests compare row by row. Rows outside the conditions
of a check never fail; a single column is judged where it is filled, unless the expectation is about that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import combinations
from typing import Any

import numpy as np

from meetcyclus.quality.column import Column, FloatColumn, Mask, Numbers, doubled
from meetcyclus.quality.columns import Columns

Kwargs = Mapping[str, Any]
Failing = Callable[[Columns, Kwargs, Mask], Mask]


def failing_rows(columns: Columns, expectation: str, kwargs: Kwargs, where: Sequence[Sequence[object]]) -> Mask:
    """The rows on which the expectation fails. Raises when it cannot be computed."""
    return MASKS[expectation](columns, kwargs, columns.inside(where))


def _not_null(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    return inside & columns[kwargs["column"]].nulls


def _null(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    return inside & ~columns[kwargs["column"]].nulls


def _unique(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    column = columns[kwargs["column"]]
    return doubled([column], inside & ~column.nulls)


def _between(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    column = columns[kwargs["column"]]
    checked = inside & ~column.nulls
    return checked & ~_and([column.compared(sign, bound) for sign, bound in _bounds(kwargs)])


def _in_set(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    column = columns[kwargs["column"]]
    return inside & ~column.nulls & ~column.is_in(kwargs["value_set"])


def _not_in_set(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    return inside & columns[kwargs["column"]].is_in(kwargs["value_set"])


def _regex(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    column = columns[kwargs["column"]].text()
    return inside & ~column.nulls & ~column.matches(kwargs["regex"], inside)


def _not_regex(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    return inside & columns[kwargs["column"]].text().matches(kwargs["regex"], inside)


def _regex_list(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    column = columns[kwargs["column"]].text()
    found = [column.matches(each, inside) for each in kwargs["regex_list"]]
    joined = {"any": _or, "all": _and}[kwargs.get("match_on", "any")]
    return inside & ~column.nulls & ~joined(found)


def _not_regex_list(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    column = columns[kwargs["column"]].text()
    return inside & _or([column.matches(each, inside) for each in kwargs["regex_list"]])


def _lengths_between(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    lengths = columns[kwargs["column"]].text().lengths
    return inside & ~lengths.nulls & ~_and([lengths.compared(sign, bound) for sign, bound in _bounds(kwargs)])


def _lengths_equal(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    lengths = columns[kwargs["column"]].text().lengths
    return inside & ~lengths.nulls & ~lengths.compared("==", kwargs["value"])


def _greater(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    one, other = _pair(columns, kwargs)
    checked = inside & ~_ignored((one, other), kwargs, "both_values_are_missing")
    return checked & ~one.beside(">=" if kwargs.get("or_equal") else ">", other)


def _pair_equal(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    one, other = _pair(columns, kwargs)
    checked = inside & ~_ignored((one, other), kwargs, "both_values_are_missing")
    return checked & ~_same(one, other, columns.size)


def _pair_in_set(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    one, other = columns[kwargs["column_A"]], columns[kwargs["column_B"]]
    checked = inside & ~_ignored((one, other), kwargs, "both_values_are_missing")
    found = [_equals(one, first) & _equals(other, second) for first, second in kwargs["value_pairs_set"]]
    return checked & ~_or([np.zeros(columns.size, dtype=bool), *found])


def _compound_unique(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    named = _listed(columns, kwargs)
    return doubled(named, inside & ~_ignored(named, kwargs, "all_values_are_missing"))


def _unique_within(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    named = _listed(columns, kwargs)
    checked = inside & ~_ignored(named, kwargs, "all_values_are_missing")
    alike = [_same(one, other, columns.size) | (one.nulls & other.nulls) for one, other in combinations(named, 2)]
    return checked & _or(alike)


def _all_equal(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    first, *rest = _listed(columns, kwargs)
    checked = inside & ~_ignored((first, *rest), kwargs, "all_values_are_missing")
    return checked & ~_and([_same(first, each, columns.size) | (first.nulls & each.nulls) for each in rest])


def _sum_equal(columns: Columns, kwargs: Kwargs, inside: Mask) -> Mask:
    named = _listed(columns, kwargs)
    checked = inside & ~_ignored(named, kwargs, "all_values_are_missing")
    total: Numbers = sum((_numbers(each) for each in named), np.zeros(columns.size))
    differs: Mask = total != named[0].operand(kwargs["sum_total"])
    return checked & differs


def _bounds(kwargs: Kwargs) -> Iterator[tuple[str, object]]:
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    if low is None and high is None:
        raise ValueError("min_value and max_value are both missing")
    if low is not None and high is not None and low > high:
        raise ValueError("min_value is greater than max_value")
    if low is not None:
        yield ">" if kwargs.get("strict_min") else ">=", low
    if high is not None:
        yield "<" if kwargs.get("strict_max") else "<=", high


def _pair(columns: Columns, kwargs: Kwargs) -> tuple[Column, Column]:
    one, other = columns[kwargs["column_A"]], columns[kwargs["column_B"]]
    if one.kind != other.kind:
        raise TypeError(f"column {one.name} holds a {one.kind} and column {other.name} a {other.kind}")
    return one, other


def _listed(columns: Columns, kwargs: Kwargs) -> list[Column]:
    return [columns[name] for name in kwargs["column_list"]]


def _same(one: Column, other: Column, size: int) -> Mask:
    """Where both are filled and equal; values of two kinds never are."""
    return one.beside("==", other) if one.kind == other.kind else np.zeros(size, dtype=bool)


def _equals(column: Column, value: object) -> Mask:
    return column.nulls if value is None else column.compared("==", value)


def _numbers(column: Column) -> Numbers:
    if not isinstance(column, FloatColumn) or column.kind != "number":
        raise TypeError(f"column {column.name} holds a {column.kind}, not a number")
    return column.values


def _ignored(named: Sequence[Column], kwargs: Kwargs, default: str) -> Mask:
    """The rows that the expectation passes by because values are missing."""
    nulls = [each.nulls for each in named]
    when = kwargs.get("ignore_row_if", default)
    if when in ("both_values_are_missing", "all_values_are_missing"):
        return _and(nulls)
    if when in ("either_value_is_missing", "any_value_is_missing"):
        return _or(nulls)
    if when in ("neither", "never"):
        return np.zeros_like(nulls[0])
    raise ValueError(f"ignore_row_if cannot be {when!r}")


def _and(masks: Sequence[Mask]) -> Mask:
    return reduce(np.logical_and, masks)


def _or(masks: Sequence[Mask]) -> Mask:
    return reduce(np.logical_or, masks)


MASKS: Mapping[str, Failing] = {
    "expect_column_values_to_not_be_null": _not_null,
    "expect_column_values_to_be_null": _null,
    "expect_column_values_to_be_unique": _unique,
    "expect_column_values_to_be_between": _between,
    "expect_column_values_to_be_in_set": _in_set,
    "expect_column_values_to_not_be_in_set": _not_in_set,
    "expect_column_values_to_match_regex": _regex,
    "expect_column_values_to_not_match_regex": _not_regex,
    "expect_column_values_to_match_regex_list": _regex_list,
    "expect_column_values_to_not_match_regex_list": _not_regex_list,
    "expect_column_value_lengths_to_be_between": _lengths_between,
    "expect_column_value_lengths_to_equal": _lengths_equal,
    "expect_column_pair_values_a_to_be_greater_than_b": _greater,
    "expect_column_pair_values_to_be_equal": _pair_equal,
    "expect_column_pair_values_to_be_in_set": _pair_in_set,
    "expect_compound_columns_to_be_unique": _compound_unique,
    "expect_select_column_values_to_be_unique_within_record": _unique_within,
    "expect_multicolumn_values_to_be_equal": _all_equal,
    "expect_multicolumn_sum_to_equal": _sum_equal,
}
