"""The table of the sixty rules as Markdown, between its own markers of docs/benchmarks.md."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import version

from tests.bench.pages import Results
from tests.bench.runner import Measured
from tests.bench.sixty_rules import SIZES

BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"
ENGINES = {
    "ours_60": "Meetcyclus, judged by Great Expectations {great-expectations}",
    "pandas_60": "plain pandas {pandas}",
    "polars_60": "polars {polars}",
    "duckdb_60": "DuckDB {duckdb}, SQL",
    "pandera_60": "pandera {pandera}",
    "pointblank_60": "pointblank {pointblank}, on polars",
    "stock_60": "Great Expectations {great-expectations}, evaluating every rule itself",
}
_LIBRARIES = ("great-expectations", "pandas", "polars", "duckdb", "pandera", "pointblank")


def with_rules(document: str, results: Results, load: Sequence[float]) -> str:
    """The document with a new table; what people wrote around the markers stays."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{_measured(results, load)}\n{END}{after}"


def _measured(results: Results, load: Sequence[float]) -> str:
    sizes = [size for size in SIZES if ("ours_60", size) in results]
    versions = {each: version(each) for each in _LIBRARIES}
    head = ["engine", *(f"{size:,} / {SIZES[size]:,}: clock s | CPU s | times pandas" for size in sizes)]
    rows = [
        [name.format(**versions), *(_cells(results, engine, size) for size in sizes)]
        for engine, name in ENGINES.items()
    ]
    rule = ["---", *("--: | --: | --:" for _ in sizes)]
    equal = "; ".join(each.note for size in sizes if (each := results.get(("compare_60", size))))
    return "\n".join(
        [
            f"Measured in one run, Python {platform.python_version()}; load average before, between and after: "
            f"{', '.join(f'{each:.1f}' for each in load)} on two cores "
            "(where it is above 2 the clock says little, CPU more). "
            "*Times pandas* compares CPU.",
            "",
            *(f"| {' | '.join(row)} |" for row in (head, rule, *rows)),
            "",
            f"Equal counts: {equal}.",
        ]
    )


def _cells(results: Results, engine: str, size: int) -> str:
    found, base = results.get((engine, size)), results.get(("pandas_60", size))
    if found is None:
        return "stopped | – | –"
    return f"{found.wall:.2f} | {found.cpu:.2f} | {_ratio(found, base)}"


def _ratio(found: Measured, base: Measured | None) -> str:
    return "–" if base is None else f"{found.cpu / max(base.cpu, 0.001):.1f}"
