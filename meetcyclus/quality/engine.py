"""The engine: tables and checks in, failing rows and crashed rules out.

Every check is computed over all rows at once, from columns that are built once per table. Great Expectations then
judges what failed: its result is the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from meetcyclus.domain.findings import Crash
from meetcyclus.quality.catalogue import Check
from meetcyclus.quality.columns import Columns, columns_of_table
from meetcyclus.quality.gate import Rows, first_line, verdicts
from meetcyclus.quality.masks import failing_rows
from meetcyclus.quality.tables import Table


@dataclass(frozen=True, eq=False)
class FailingRows:
    """The rows on which a check fails, by their positions in the table."""

    check: Check
    positions: Rows


@dataclass(frozen=True)
class EngineResult:
    """All failing rows of all tables, and the rules that could not be computed."""

    failing: tuple[FailingRows, ...]
    crashes: tuple[Crash, ...]


def run_checks(tables: Sequence[Table], checks: Sequence[Check], settings: Mapping[str, object]) -> EngineResult:
    """Compute every check over its table and let the gate judge them, in one pass."""
    return judged({table.name: columns_of_table(table) for table in tables}, checks, settings)


def judged(tables: Mapping[str, Columns], checks: Sequence[Check], settings: Mapping[str, object]) -> EngineResult:
    """The same over tables that stand in columns."""
    computed: dict[int, Rows] = {}
    crashes: list[Crash] = []
    for number, check in enumerate(checks):
        try:
            kwargs, where = check.filled(settings)
            computed[number] = np.flatnonzero(failing_rows(tables[check.table], check.expectation, kwargs, where))
        except Exception as error:  # Whatever a rule stumbles over, it is a crash of that rule and of nothing else.
            crashes.append(Crash(check.rule_code, first_line(f"{type(error).__name__}: {error}")))
    failing: list[FailingRows] = []
    for number, verdict in verdicts(computed, {number: _name(checks[number]) for number in computed}).items():
        if verdict.trouble:
            crashes.append(Crash(checks[number].rule_code, verdict.trouble))
        elif len(verdict.rows):
            failing.append(FailingRows(checks[number], verdict.rows))
    return EngineResult(tuple(failing), tuple(crashes))


def _name(check: Check) -> str:
    return f"{check.rule_code}.{check.position} {check.table} {check.expectation}"
