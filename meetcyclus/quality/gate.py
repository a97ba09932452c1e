"""Great Expectations as the gate of record: a suite with one expectation per check judges the failing rows.

Importing this module takes seconds, so only a running check does it. The expectation is our own and has one metric,
computed once per suite: ten times cheaper than a stock expectation per check (docs/decisions/0018).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import great_expectations as gx
import numpy as np
import numpy.typing as npt
import pandas as pd
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

# It tells about every temporary folder it makes; operators need none of that.
logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
# The context is global to the process inside Great Expectations, so two checks in two threads take turns.
_ONE_AT_A_TIME = threading.Lock()
_METRIC = "failing_rows.by_check"
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Verdict:
    """What the gate says of one check: the positions of the failing rows, or why there is no answer."""

    rows: Rows = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    trouble: str | None = None


class FailingRowsByCheck(TableMetricProvider):
    """The positions of the failing rows by number of check, over the whole frame of checks."""

    metric_name = _METRIC

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(
        cls,  # noqa: N805
        execution_engine: PandasExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> dict[int, Rows]:
        frame = execution_engine.get_domain_records(domain_kwargs=metric_domain_kwargs)
        packed = zip(frame["check"].tolist(), frame["rows"].tolist(), strict=True)
        return {number: np.frombuffer(rows, dtype=np.int64) for number, rows in packed}


class ExpectCheckToHold(BatchExpectation):
    """Expect that a check of the catalogue has no failing row."""

    check: int

    metric_dependencies: ClassVar[tuple[str, ...]] = (_METRIC,)
    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)
    success_keys: ClassVar[tuple[str, ...]] = ("check",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: object = None,
    ) -> dict[str, Any]:
        rows = metrics[_METRIC][self.check]
        return {"success": not len(rows), "result": {"unexpected_count": len(rows), "unexpected_index_list": rows}}


def verdicts(failing: Mapping[int, Rows], names: Mapping[int, str]) -> dict[int, Verdict]:
    """Judge the checks with these numbers and names by the positions of their failing rows."""
    if not names:
        return {}
    suite = gx.ExpectationSuite(
        name="round", expectations=[ExpectCheckToHold(check=n, notes=name) for n, name in names.items()]
    )
    with _ONE_AT_A_TIME:
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        asset = context.data_sources.add_pandas("round").add_dataframe_asset("failing rows")
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": _frame(failing)})
        results = batch.validate(suite, result_format="COMPLETE").results
    return _sorted_out(results, names)


def _frame(failing: Mapping[int, Rows]) -> pd.DataFrame:
    """One line per check, with its rows packed: Great Expectations takes a fingerprint of every cell."""
    return pd.DataFrame(
        {"check": [*failing], "rows": pd.Series([each.tobytes() for each in failing.values()], dtype=object)}
    )


def _sorted_out(results: Sequence[ExpectationValidationResult], names: Mapping[int, str]) -> dict[int, Verdict]:
    """A verdict for every check that was asked; a check without a result has trouble, never success."""
    found = {number: Verdict(trouble="Great Expectations gave no result") for number in names}
    for result in results:
        if result.expectation_config is None:
            continue
        number = int(result.expectation_config.kwargs["check"])
        trouble = technical_error(result)
        found[number] = Verdict(trouble=trouble) if trouble else Verdict(result.result["unexpected_index_list"])
    return found


def technical_error(result: ExpectationValidationResult) -> str | None:
    """What went wrong in computing, or None. A failed computation looks like failed data: no success, no result.

    The exception stands under an identifier per metric; the flat flag at the top says False or is absent.
    """
    info = result.exception_info or {}
    nested = [each for each in info.values() if isinstance(each, dict)]
    if nested:
        return first_line(str(nested[0].get("exception_message") or "unknown error"))
    if info.get("raised_exception"):
        return first_line(str(info.get("exception_message") or "unknown error"))
    if "unexpected_index_list" not in result.result:
        return "the expectation names no failing rows"
    if result.success == (len(result.result["unexpected_index_list"]) > 0):
        return "the expectation and its failing rows contradict each other"
    return None


def first_line(text: str) -> str:
    """The beginning of a message, for one line of a report."""
    return text.strip().splitlines()[0][:300] if text.strip() else "unknown error"
