"""Which expectations of Great Expectations a check may name, and what each of them takes.

Only expectations that judge row by row: a finding must name a project and an object. `masks` computes them. Nothing
heavy is imported here, so that a catalogue can be refused without loading the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

COLUMN_KWARGS = ("column", "column_A", "column_B", "column_list")


@dataclass(frozen=True)
class Kwargs:
    """The arguments that an expectation needs and those that it may have."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()


_BOUNDS = ("min_value", "max_value", "strict_min", "strict_max")
_ONE, _PAIR, _MANY = ("column",), ("column_A", "column_B"), ("column_list",)
_ROWS = ("ignore_row_if",)
KNOWN: Mapping[str, Kwargs] = {
    "expect_column_values_to_not_be_null": Kwargs(_ONE),
    "expect_column_values_to_be_null": Kwargs(_ONE),
    "expect_column_values_to_be_unique": Kwargs(_ONE),
    "expect_column_values_to_be_between": Kwargs(_ONE, _BOUNDS),
    "expect_column_values_to_be_in_set": Kwargs((*_ONE, "value_set")),
    "expect_column_values_to_not_be_in_set": Kwargs((*_ONE, "value_set")),
    "expect_column_values_to_match_regex": Kwargs((*_ONE, "regex")),
    "expect_column_values_to_not_match_regex": Kwargs((*_ONE, "regex")),
    "expect_column_values_to_match_regex_list": Kwargs((*_ONE, "regex_list"), ("match_on",)),
    "expect_column_values_to_not_match_regex_list": Kwargs((*_ONE, "regex_list")),
    "expect_column_value_lengths_to_be_between": Kwargs(_ONE, _BOUNDS),
    "expect_column_value_lengths_to_equal": Kwargs((*_ONE, "value")),
    "expect_column_pair_values_a_to_be_greater_than_b": Kwargs(_PAIR, ("or_equal", *_ROWS)),
    "expect_column_pair_values_to_be_equal": Kwargs(_PAIR, _ROWS),
    "expect_column_pair_values_to_be_in_set": Kwargs((*_PAIR, "value_pairs_set"), _ROWS),
    "expect_compound_columns_to_be_unique": Kwargs(_MANY, _ROWS),
    "expect_select_column_values_to_be_unique_within_record": Kwargs(_MANY, _ROWS),
    "expect_multicolumn_values_to_be_equal": Kwargs(_MANY, _ROWS),
    "expect_multicolumn_sum_to_equal": Kwargs((*_MANY, "sum_total"), _ROWS),
}


def unknown_parts(expectation: str, kwargs: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What of an expectation cannot be computed: what stands there, and what should."""
    known = KNOWN.get(expectation)
    if known is None:
        yield expectation, "one of " + ", ".join(KNOWN)
        return
    for name in known.needed:
        if name not in kwargs:
            yield "", f"{name} in the kwargs of {expectation}"
    allowed = (*known.needed, *known.optional)
    for name in kwargs:
        if name not in allowed:
            yield name, f"one of {', '.join(allowed)} in the kwargs of {expectation}"


def columns_of(kwargs: Mapping[str, object]) -> Iterator[str]:
    """The columns that the arguments of an expectation name."""
    for name in COLUMN_KWARGS:
        value = kwargs.get(name, ())
        yield from (str(each) for each in (value if isinstance(value, (list, tuple)) else (value,)))
