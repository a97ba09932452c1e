"""What stock Great Expectations says of a check when it evaluates the expectation itself, with its row condition.

Slow, and only here: the product computes checks over columns, and this shows that both mean the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal

import great_expectations as gx
import numpy as np
import pandas as pd
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.registry import get_expectation_impl
from great_expectations.expectations.row_conditions import Column, Condition

from meetcyclus.quality.catalogue import Check
from meetcyclus.quality.gate import Verdict, technical_error
from meetcyclus.quality.tables import Table

# COMPLETE without index columns: the labels of the frame come back.
ROWS = {"result_format": "COMPLETE", "return_unexpected_index_query": False}
DTYPES = {"bool": "bool", "int": "float64", "float": "float64", "Decimal": "float64", "str": "string", "date": "string"}


def stock_verdicts(table: Table, checks: Sequence[Check], settings: Mapping[str, object]) -> list[Verdict]:
    """One verdict per check, in order."""
    return verdicts_on(frame_of(table, checks), checks, settings)


def verdicts_on(frame: pd.DataFrame, checks: Sequence[Check], settings: Mapping[str, object]) -> list[Verdict]:
    """The same over a frame that is there."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("stock").add_dataframe_asset("table")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    expectations = [_expectation(check, number, settings) for number, check in enumerate(checks)]
    results = batch.validate(gx.ExpectationSuite(name="stock", expectations=expectations), result_format=ROWS).results
    found = {result.expectation_config.meta["check"]: result for result in results}
    return [_verdict(found[number]) for number in range(len(checks))]


def frame_of(table: Table, checks: Sequence[Check]) -> pd.DataFrame:
    """The columns that the checks name: numbers as floats, dates as text."""
    named = {name for check in checks for name in check.columns}
    return pd.DataFrame(
        {
            each.name: pd.Series([_cell(getattr(row, each.name)) for row in table.rows], dtype=_dtype(str(each.type)))
            for each in fields(table.row_type)
            if each.name in named
        }
    )


def _dtype(declared: str) -> str:
    return "boolean" if declared == "bool | None" else DTYPES[declared.split(" |")[0]]


def _cell(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _verdict(result: object) -> Verdict:
    trouble = technical_error(result)
    return Verdict(trouble=trouble) if trouble else Verdict(np.sort(result.result["unexpected_index_list"]).astype(int))


def _expectation(check: Check, number: int, settings: Mapping[str, object]) -> object:
    kwargs, where = check.filled(settings)
    joined: Condition | None = None
    for name, operator, *operand in where:
        part = _comparison(Column(str(name)), str(operator), operand)
        joined = part if joined is None else joined & part
    condition = {} if joined is None else {"row_condition": joined}
    return get_expectation_impl(check.expectation)(meta={"check": number}, **kwargs, **condition)


def _comparison(column: Column, operator: str, operand: Sequence[object]) -> Condition:
    makers = {
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
