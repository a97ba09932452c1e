"""Great Expectations, the engine of record: tables and checks in, failing rows and crashed rules out.

Importing this module takes seconds, so only a running check does it. Data never travels in the arguments of an
expectation: facts that cross tables are columns, and reference sets never get copied.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

import great_expectations as gx
import pandas as pd
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.exceptions.exceptions import ExpectationNotFoundError
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.registry import get_expectation_impl
from great_expectations.expectations.row_conditions import Column, Condition

from meetcyclus.domain.findings import Crash
from meetcyclus.quality.catalogue import Check
from meetcyclus.quality.tables import Table

# It tells about every temporary folder it makes; operators need none of that.
logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
# The context is global to the process inside Great Expectations, so two checks in two threads take turns.
_ONE_AT_A_TIME = threading.Lock()
# COMPLETE without index columns: the labels of the frame come back vectorised.
_ROWS = {"result_format": "COMPLETE", "return_unexpected_index_query": False}
_DTYPES = {
    "bool": "bool",
    "int": "float64",
    "float": "float64",
    "Decimal": "float64",
    "str": "string",
    "date": "string",
}


@dataclass(frozen=True)
class FailingRow:
    """A row on which a check fails, by its position in the table."""

    check: Check
    position: int


@dataclass(frozen=True)
class EngineResult:
    """All failing rows of all tables, and the rules that could not be computed."""

    failing: tuple[FailingRow, ...]
    crashes: tuple[Crash, ...]


def run_checks(tables: Sequence[Table], checks: Sequence[Check], settings: Mapping[str, object]) -> EngineResult:
    """Validate every table with its checks in one pass."""
    failing: list[FailingRow] = []
    crashes: list[Crash] = []
    with _ONE_AT_A_TIME:
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        source = context.data_sources.add_pandas("round")
        for table in tables:
            own = [check for check in checks if check.table == table.name]
            suite, broken = _suite(table.name, own, settings)
            batches = source.add_dataframe_asset(table.name).add_batch_definition_whole_dataframe("all")
            batch = batches.get_batch({"dataframe": frame_of(table, own)})
            for result in _validated(batch, suite):
                _sort_out(result, own, failing, crashes)
            crashes += broken
    return EngineResult(tuple(failing), tuple(crashes))


def _validated(batch: Batch, suite: gx.ExpectationSuite) -> list[ExpectationValidationResult]:
    """Results with failing rows. Asking for rows costs twice as much as asking whether all is well, so only the
    expectations that did not succeed are asked again for their rows."""
    first = batch.validate(suite, result_format="BOOLEAN_ONLY").results
    doubtful = {_number_of(result) for result in first if not result.success}
    again = [each for each in suite.expectations if each.meta and each.meta["check"] in doubtful]
    if not again:
        return []
    return list(batch.validate(gx.ExpectationSuite(name="again", expectations=again), result_format=_ROWS).results)


def frame_of(table: Table, checks: Sequence[Check]) -> pd.DataFrame:
    """The columns that the checks name, with a plain index: numbers as floats, dates as text.

    Every condition costs time per column of the frame, so columns that no check names stay behind in the rows.
    """
    named = {name for check in checks for name in check.columns}
    columns = {
        each.name: pd.Series([_cell(getattr(row, each.name)) for row in table.rows], dtype=_DTYPES[kind])
        for each in fields(table.row_type)
        if each.name in named and (kind := str(each.type).split(" |")[0]) in _DTYPES
    }
    return pd.DataFrame(columns)


def _cell(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _suite(
    name: str, checks: Iterable[Check], settings: Mapping[str, object]
) -> tuple[gx.ExpectationSuite, list[Crash]]:
    expectations: list[Expectation] = []
    broken: list[Crash] = []
    for number, check in enumerate(checks):
        try:
            expectations.append(_expectation(check, number, settings))
        except (ExpectationNotFoundError, KeyError, TypeError, ValueError) as error:
            broken.append(Crash(check.rule_code, _first_line(f"{type(error).__name__}: {error}")))
    return gx.ExpectationSuite(name=name, expectations=expectations), broken


def _expectation(check: Check, number: int, settings: Mapping[str, object]) -> Expectation:
    filled, where = check.filled(settings)
    kwargs: dict[str, Any] = dict(filled)
    condition = _condition(where)
    if condition is not None:
        kwargs["row_condition"] = condition
    return get_expectation_impl(check.expectation)(meta={"check": number}, **kwargs)


def _condition(where: Sequence[tuple[object, ...]]) -> Condition | None:
    joined: Condition | None = None
    for name, operator, *operand in where:
        part = _comparison(Column(str(name)), str(operator), operand)
        joined = part if joined is None else joined & part
    return joined


def _comparison(column: Column, operator: str, operand: Sequence[Any]) -> Condition:
    makers: dict[str, Callable[..., Condition]] = {
        "is empty": column.is_null,
        "is filled": column.is_not_null,
        "in": column.is_in,
        "not in": column.is_not_in,
        "==": column.__eq__,
        "!=": column.__ne__,
        "<": column.__lt__,
        "<=": column.__le__,
        ">": column.__gt__,
        ">=": column.__ge__,
    }
    return makers[operator](*operand)


def _sort_out(
    result: ExpectationValidationResult, checks: Sequence[Check], failing: list[FailingRow], crashes: list[Crash]
) -> None:
    check = checks[_number_of(result)]
    detail = technical_error(result)
    if detail is not None:
        crashes.append(Crash(check.rule_code, detail))
    elif not result.success:
        failing += [FailingRow(check, int(position)) for position in result.result["unexpected_index_list"]]


def _number_of(result: ExpectationValidationResult) -> int:
    meta = result.expectation_config.meta if result.expectation_config else None
    return int((meta or {})["check"])


def technical_error(result: ExpectationValidationResult) -> str | None:
    """What went wrong in computing, or None. A failed computation looks like failed data: no success, no result.

    The exception stands under an identifier per metric; the flat flag at the top says False or is absent.
    """
    info = result.exception_info or {}
    nested = [each for each in info.values() if isinstance(each, dict)]
    if nested:
        return _first_line(str(nested[0].get("exception_message") or "unknown error"))
    if info.get("raised_exception"):
        return _first_line(str(info.get("exception_message") or "unknown error"))
    if not result.success and "unexpected_index_list" not in result.result:
        return "the expectation names no failing rows"
    return None


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0][:300] if text.strip() else "unknown error"
