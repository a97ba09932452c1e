"""The sixty rules by seven engines, each from its own native frame in memory to the failing keys of every rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.sixty_rules import CHECKS, KINDS, data_of
from tests.bench.translated import PandasWords, PolarsWords, SqlWords, failing

Work = Callable[[], str]
TABLES = ("projects", "milestones")


def ours_60(folder: Path, projects: int) -> Work:
    """Meetcyclus: checks over columns, Great Expectations as gate of record."""
    from meetcyclus.quality.column import Column, column_of
    from meetcyclus.quality.columns import Columns
    from meetcyclus.quality.engine import judged

    data = data_of(projects)

    def column(name: str, kind: str, values: np.ndarray[Any, Any]) -> Column:
        return column_of(name, kind, values.tolist() if kind == "text" else values)

    def columns(table: str) -> Columns:
        made = {name: partial(column, name, kind, data[table][name]) for name, kind in KINDS[table].items()}
        return Columns(len(data[table]["key"]), made)

    def found() -> Mapping[str, int]:
        result = judged({table: columns(table) for table in TABLES}, CHECKS, {})
        if result.crashes:
            raise SystemExit(str(result.crashes))
        counts = dict.fromkeys((check.rule_code for check in CHECKS), 0)
        for each in result.failing:
            counts[each.check.rule_code] = len(data[each.check.table]["key"][each.positions].tolist())
        return counts

    return _work(folder, "ours_60", found)


def stock_60(folder: Path, projects: int) -> Work:
    """Great Expectations evaluating every expectation itself, with its row conditions."""
    import pandas as pd

    from tests.quality.stock import verdicts_on

    dtypes = {"text": "string", "number": "float64", "flag": "bool"}
    frames = {
        table: pd.DataFrame({name: pd.Series(values, dtype=dtypes[KINDS[table][name]]) for name, values in own.items()})
        for table, own in data_of(projects).items()
    }

    def found() -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for table, frame in frames.items():
            checks = [check for check in CHECKS if check.table == table]
            for check, verdict in zip(checks, verdicts_on(frame, checks, {}), strict=True):
                if verdict.trouble:
                    raise SystemExit(f"{check.rule_code}: {verdict.trouble}")
                counts[check.rule_code] = len(frame["key"].to_numpy()[verdict.rows])
        return counts

    return _work(folder, "stock_60", found)


def pandas_60(folder: Path, projects: int) -> Work:
    """Plain pandas: a mask per rule; conditions that rules share are computed once."""
    frames = _pandas_frames(projects)

    def found() -> Mapping[str, int]:
        words = {table: PandasWords(frame) for table, frame in frames.items()}
        return {
            check.rule_code: len(frames[check.table]["key"][failing(words[check.table], check)].tolist())
            for check in CHECKS
        }

    return _work(folder, "pandas_60", found)


def pandera_60(folder: Path, projects: int) -> Work:
    """Pandera, lazy: a column check per rule, whose failure cases carry the row."""
    import pandera.pandas as pa

    frames = _pandas_frames(projects)

    def schema(table: str) -> pa.DataFrameSchema:
        words, columns = PandasWords(frames[table]), {}
        for check in (each for each in CHECKS if each.table == table):
            columns.setdefault(check.kwargs.get("column", "key"), []).append(
                pa.Check(_holds(words, check), name=check.rule_code, ignore_na=False)
            )
        return pa.DataFrameSchema({name: pa.Column(None, checks, nullable=True) for name, checks in columns.items()})

    def found() -> Mapping[str, int]:
        counts = dict.fromkeys((check.rule_code for check in CHECKS), 0)
        for table, frame in frames.items():
            try:
                schema(table).validate(frame, lazy=True)
            except pa.errors.SchemaErrors as errors:
                cases = errors.failure_cases
                for code, rows in cases.groupby("check")["index"]:
                    counts[code] = len(frame["key"].to_numpy()[rows.to_numpy(dtype=int)])
        return counts

    return _work(folder, "pandera_60", found)


def polars_60(folder: Path, projects: int) -> Work:
    """Polars: one select of a boolean column per rule and table."""
    frames = _polars_frames(projects)

    def found() -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for table, frame in frames.items():
            masks = frame.select(
                failing(PolarsWords(), check).alias(check.rule_code) for check in CHECKS if check.table == table
            )
            counts |= {mask.name: len(frame["key"].filter(mask).to_list()) for mask in masks}
        return counts

    return _work(folder, "polars_60", found)


def pointblank_60(folder: Path, projects: int) -> Work:
    """Pointblank on polars: an expression per rule, extracts of everything that fails."""
    import pointblank as pb

    frames = _polars_frames(projects)

    def found() -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for table, frame in frames.items():
            checks = [check for check in CHECKS if check.table == table]
            plan = pb.Validate(frame)
            for check in checks:
                plan = plan.col_vals_expr(~failing(PolarsWords(), check))
            done = plan.interrogate(extract_limit=len(frame))
            extracts, failed = done.get_data_extracts(), done.n_failed()
            for place, check in enumerate(checks, start=1):
                keys = extracts[place]["key"].to_list() if failed[place] else []
                counts[check.rule_code] = len(keys)
        return counts

    return _work(folder, "pointblank_60", found)


def duckdb_60(folder: Path, projects: int) -> Work:
    """DuckDB: one UNION ALL per table, over tables that were loaded before."""
    import duckdb

    connection = duckdb.connect()
    for table, frame in _pandas_frames(projects).items():
        connection.register("frame", frame)
        connection.execute(f"CREATE TABLE {table} AS SELECT * FROM frame")

    def found() -> Mapping[str, int]:
        counts = dict.fromkeys((check.rule_code for check in CHECKS), 0)
        for table in TABLES:
            parts = [
                f"SELECT '{check.rule_code}' AS rule, key FROM {table} WHERE {failing(SqlWords(table), check).text}"
                for check in CHECKS
                if check.table == table
            ]
            rules = connection.execute(" UNION ALL ".join(parts)).fetchnumpy()["rule"]
            for code, count in zip(*np.unique(np.asarray(rules, dtype=str), return_counts=True), strict=True):
                counts[str(code)] = int(count)
        return counts

    return _work(folder, "duckdb_60", found)


def compare_60(folder: Path, projects: int) -> Work:
    """Fails where an engine counts other failing rows than ours, or where a rule has nothing to find."""
    ours, *others = (json.loads(path.read_text()) for path in sorted(folder.glob("*_60.json"), key=_ours_first))

    def work() -> str:
        for each in others:
            differing = {code: (ours[code], each[code]) for code in ours if ours[code] != each[code]}
            if differing:
                raise SystemExit(f"{projects} projects: {differing}")
        if projects > 1000 and not all(ours.values()):
            raise SystemExit(f"nothing to find for {[code for code, count in ours.items() if not count]}")
        return f"{len(ours)} rules, {sum(ours.values()):,} failing rows by {len(others) + 1} engines"

    return work


def _ours_first(path: Path) -> tuple[bool, str]:
    return path.name != "ours_60.json", path.name


def _work(folder: Path, name: str, found: Callable[[], Mapping[str, int]]) -> Work:
    def work() -> str:
        counts = dict(sorted(found().items()))
        (folder / f"{name}.json").write_text(json.dumps(counts))
        return f"{sum(counts.values()):,} failing rows"

    return work


def _holds(words: PandasWords, check: Any) -> Callable[[Any], Any]:
    return lambda _: ~failing(words, check)


def _pandas_frames(projects: int) -> dict[str, Any]:
    import pandas as pd

    return {
        table: pd.DataFrame(
            {name: pd.Series(values, dtype="str" if values.dtype == object else None) for name, values in own.items()}
        )
        for table, own in data_of(projects).items()
    }


def _polars_frames(projects: int) -> dict[str, Any]:
    import polars as pl

    return {
        table: pl.DataFrame(
            {
                name: pl.Series(values.tolist(), dtype=pl.String)
                if values.dtype == object
                else pl.Series(values, nan_to_null=True)
                for name, values in own.items()
            }
        )
        for table, own in data_of(projects).items()
    }
