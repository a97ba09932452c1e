"""What is computed over columns is what stock Great Expectations says when it evaluates the expectation itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from meetcyclus.domain.findings import Stage
from meetcyclus.quality.catalogue import Check, read_catalogue, read_files
from meetcyclus.quality.check import _settings
from meetcyclus.quality.columns import columns_of_table
from meetcyclus.quality.known import KNOWN
from meetcyclus.quality.masks import MASKS, failing_rows
from meetcyclus.quality.tables import BUILDERS, Table, build_table
from meetcyclus.quality.view import RoundView, view_of
from meetcyclus.quality.wording.lexicon import Lexicon
from meetcyclus.services.ports import CheckSubject
from tests.bench.check_peer import faulty_round
from tests.bench.material import Material
from tests.quality.cases_of_wording import WORDING
from tests.quality.cases_process import process_subject
from tests.quality.conftest import EXPECTATIONS
from tests.quality.small_programme import PROGRAMME, merged, small_programme, subject_of
from tests.quality.stock import stock_verdicts

CATALOGUE = read_catalogue(read_files(EXPECTATIONS))
SETTINGS = _settings(PROGRAMME)


@dataclass(frozen=True)
class AnyRow:
    """A row with every kind of column."""

    text: str | None
    words: str | None
    number: float | None
    amount: Decimal | None
    count: int
    flag: bool
    maybe: bool | None
    day: date | None
    later: date | None


TEXTS = st.none() | st.sampled_from(["", " ", "a", "b", "ab", "A", "a\nb", "é"])
NUMBERS = st.none() | st.sampled_from([0.0, -0.0, 1.0, 2.5, -3.0, float("nan"), float("inf")])
DAYS = st.none() | st.sampled_from([date(2023, 1, 1), date(2023, 12, 31), date(1969, 7, 20)])
ROW = st.builds(
    AnyRow,
    TEXTS,
    TEXTS,
    NUMBERS,
    st.none() | st.sampled_from([Decimal("1"), Decimal("2.5"), Decimal("0.1")]),
    st.integers(-2, 3),
    st.booleans(),
    st.none() | st.booleans(),
    DAYS,
    DAYS,
)
PAIRS = (("text", "words"), ("number", "amount"), ("day", "later"))
PAIR_CASES = (None, "both_values_are_missing", "either_value_is_missing", "neither")
LIST_CASES = (None, "all_values_are_missing", "any_value_is_missing", "never")
BETWEEN, LENGTHS = "expect_column_values_to_be_between", "expect_column_value_lengths_to_be_between"
FREE: tuple[tuple[str, dict[str, object]], ...] = (
    *(
        (f"expect_column_values_to_{what}", {"column": column})
        for what in ("be_null", "not_be_null", "be_unique")
        for column in ("text", "number", "flag", "maybe", "day")
    ),
    (BETWEEN, {"column": "number", "min_value": 0}),
    (BETWEEN, {"column": "number", "min_value": 0, "max_value": 2.5, "strict_min": True, "strict_max": True}),
    (BETWEEN, {"column": "count", "max_value": 1, "strict_max": True}),
    *(
        (f"expect_column_values_to_{what}_in_set", {"column": column, "value_set": values})
        for what in ("be", "not_be")
        for column, values in (
            ("text", ["", "a"]),
            ("number", [0, 2.5]),
            ("flag", [True]),
            ("maybe", [False]),
            ("day", ["2023-01-01"]),
            ("words", []),
        )
    ),
    *(
        (f"expect_column_values_to_{what}_regex", {"column": "text", "regex": regex})
        for what in ("match", "not_match")
        for regex in ("^a", r"(?i)a$", r"^\W*$", "")
    ),
    ("expect_column_values_to_match_regex_list", {"column": "text", "regex_list": ["a", "b"], "match_on": "all"}),
    ("expect_column_values_to_match_regex_list", {"column": "text", "regex_list": ["a", "b"]}),
    ("expect_column_values_to_not_match_regex_list", {"column": "text", "regex_list": ["^a", "^b"]}),
    (LENGTHS, {"column": "text", "min_value": 1}),
    (LENGTHS, {"column": "text", "min_value": 1, "max_value": 2, "strict_max": True}),
    ("expect_column_value_lengths_to_equal", {"column": "text", "value": 1}),
    *(
        (f"expect_column_pair_values_{what}", {"column_A": one, "column_B": other, **more, **_ignored})
        for one, other in PAIRS
        for ignored in PAIR_CASES
        for _ignored in [{"ignore_row_if": ignored} if ignored else {}]
        for what, more in (
            ("a_to_be_greater_than_b", {}),
            ("a_to_be_greater_than_b", {"or_equal": True}),
            ("to_be_equal", {}),
        )
    ),
    ("expect_column_pair_values_to_be_in_set", {
        "column_A": "text", "column_B": "words", "value_pairs_set": [["a", "b"], ["", None]],
    }),
    *(
        (f"expect_{what}", {"column_list": columns, **({"ignore_row_if": ignored} if ignored else {})})
        for what in (
            "compound_columns_to_be_unique",
            "select_column_values_to_be_unique_within_record",
            "multicolumn_values_to_be_equal",
        )
        for columns in (["text", "words"], ["number", "amount"])
        for ignored in LIST_CASES
    ),
    *(
        (
            "expect_multicolumn_sum_to_equal",
            {"column_list": ["number", "amount"], "sum_total": 2, **({"ignore_row_if": ignored} if ignored else {})},
        )
        for ignored in LIST_CASES
    ),
)  # fmt: skip
CONDITIONS: tuple[tuple[object, ...], ...] = (
    *((column, operator) for column in ("text", "number", "maybe", "day") for operator in ("is empty", "is filled")),
    *(("text", operator, "a") for operator in ("==", "!=", "<", "<=", ">", ">=")),
    *(("number", operator, 1) for operator in ("==", "!=", "<", "<=", ">", ">=")),
    *(("day", operator, "2023-01-01") for operator in ("==", "!=", "<", "<=", ">", ">=")),
    *(("flag", operator, True) for operator in ("==", "!=")),
    *(("maybe", operator, True) for operator in ("==", "!=")),
    *(("text", operator, ["a", ""]) for operator in ("in", "not in")),
    *(("number", operator, [0, 1]) for operator in ("in", "not in")),
    *(("words", operator, []) for operator in ("in", "not in")),
)


def _check(number: int, expectation: str, kwargs: dict[str, object], *where: tuple[object, ...]) -> Check:
    return Check(f"KC-{number}", number, "any", expectation, kwargs, {}, where)


ALWAYS = "expect_column_values_to_be_in_set", {"column": "count", "value_set": []}
CHECKS = (
    *(_check(number, *each) for number, each in enumerate(FREE)),
    *(_check(number, *ALWAYS, condition) for number, condition in enumerate(CONDITIONS, start=len(FREE))),
    *(
        _check(1000 + number, *FREE[number % len(FREE)], condition, CONDITIONS[-1 - number])
        for number, condition in enumerate(CONDITIONS)
    ),
)


def _ours(table: Table, checks: Sequence[Check], known: dict[str, object]) -> list[tuple[int, ...]]:
    columns = columns_of_table(table)
    return [
        tuple(np.flatnonzero(failing_rows(columns, check.expectation, *check.filled(known))).tolist())
        for check in checks
    ]


def test_every_known_expectation_is_computed_and_compared() -> None:
    assert MASKS.keys() == KNOWN.keys() == {each.expectation for each in CHECKS}


# Stock takes seconds per example, so there are few, with many rows, and nobody waits for a smaller one.
@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(ROW, min_size=60, max_size=120))
@pytest.mark.long
def test_columns_say_of_every_row_what_great_expectations_says(rows: list[AnyRow]) -> None:
    table = Table("any", AnyRow, rows)
    for check, mine, verdict in zip(CHECKS, _ours(table, CHECKS, {}), stock_verdicts(table, CHECKS, {}), strict=True):
        if verdict.trouble:  # Stock cannot compare a missing text with a text; ours calls them different.
            assert "NA is ambiguous" in verdict.trouble and check.kwargs.keys() & {"column_A", "column_list"}
        else:
            assert mine == tuple(verdict.rows.tolist()), f"{check.expectation} {dict(check.kwargs)} {check.where}"


@pytest.fixture(scope="module")
def views(spoilt: CheckSubject, shipped_material: Material) -> dict[str, RoundView]:
    """Worlds in which rules hold or not: of entries, of words, of how a round was conducted, and a whole round."""
    wording = merged([case.spoil(small_programme(copy), f"VV{copy:02d}") for copy, case in enumerate(WORDING)])
    subjects = {
        "clean": subject_of(small_programme(1)),
        "spoilt": spoilt,
        "wording": subject_of(wording),
        "conducted": process_subject(),
        "shipped": faulty_round(shipped_material),
    }
    lexicon = Lexicon(CATALOGUE.rules)
    return {name: replace(view_of(subject), lexicon=lexicon) for name, subject in subjects.items()}


@pytest.mark.goal("12")
@pytest.mark.long
@pytest.mark.parametrize("name", BUILDERS)
def test_every_check_of_the_catalogue_says_what_great_expectations_says(name: str, views: dict[str, RoundView]) -> None:
    checks = [each for each in CATALOGUE.checks_for(frozenset(Stage)) if each.table == name]
    compared = 0
    for kind, view in views.items():
        table, known = build_table(name, view), _settings(view.data.programme)
        if not table.rows:
            continue
        compared += 1
        for check, mine, verdict in zip(
            checks, _ours(table, checks, known), stock_verdicts(table, checks, known), strict=True
        ):
            assert verdict.trouble is None and mine == tuple(verdict.rows.tolist()), (
                f"{kind} {check.rule_code} {check.position}"
            )
    assert checks and compared


def test_spoilt_rounds_make_the_comparison_mean_something(views: dict[str, RoundView]) -> None:
    failing = {
        check.rule_code
        for view in views.values()
        for name in BUILDERS
        for checks in [[each for each in CATALOGUE.checks if each.table == name]]
        for check, rows in zip(checks, _ours(build_table(name, view), checks, SETTINGS), strict=True)
        if rows
    }
    assert failing == {rule.code for rule in CATALOGUE.rules}
