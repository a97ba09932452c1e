"""The table of reports of three sizes beside the limit and the peers, between its own markers of docs/benchmarks.md."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import version

from tests.bench.pages import Results

BEGIN, END = "<!-- reports: begin -->", "<!-- reports: end -->"
SIZES = (1, 10, 100)
# What each size can bear within the patience of the bench; `make_blocks` takes the text out of our file for the peers.
PARTS = {
    1: (
        "ours",
        "limit",
        "charts",
        "make_blocks",
        "ours_ready",
        "with_docxtpl",
        "with_python_docx",
        "with_cells",
        "compare",
    ),
    10: ("ours", "limit", "make_blocks", "ours_ready", "with_docxtpl", "compare"),
    100: ("ours", "limit"),
}
_NAMES = {
    "limit": "the limit: zlib level 6 over the same XML, nothing else",
    "ours": "Meetcyclus, composed from the snapshot, sealed",
    "ours_ready": "Meetcyclus, ready blocks as the peers get them, sealed",
    "with_docxtpl": "docxtpl {docxtpl}",
    "with_python_docx": "python-docx {python-docx}, a row at a time",
    "with_cells": "python-docx {python-docx}, `table.cell()`",
    "charts": "40 native charts with their workbooks",
}


def with_reports(document: str, results: Results, load: Sequence[float]) -> str:
    """The document with a new table; what people wrote around the markers stays."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{_measured(results, load)}\n{END}{after}"


def _measured(results: Results, load: Sequence[float]) -> str:
    head = ["sheets", *(f"{181 * size:,}: CPU s | times the limit | MB added" for size in SIZES)]
    rule = ["---", *("--: | --: | --:" for _ in SIZES)]
    versions = {each: version(each) for each in ("docxtpl", "python-docx")}
    rows = [[name.format(**versions), *(_cells(results, part, s) for s in SIZES)] for part, name in _NAMES.items()]
    return "\n".join(
        [
            f"Measured in one run, Python {platform.python_version()}; load average before, between and after: "
            f"{', '.join(f'{each:.1f}' for each in load)} on two cores.",
            "",
            *(f"| {' | '.join(row)} |" for row in (head, rule, *rows)),
            "",
            _growth(results),
        ]
    )


def _cells(results: Results, part: str, size: int) -> str:
    found, limit = results.get((part, size)), results.get(("limit", size))
    if found is None or limit is None:
        return "– | – | –"
    ratio = "–" if part == "charts" else f"{found.cpu / limit.cpu:.1f}"
    return f"{found.cpu:.2f} | {ratio} | {found.added:.0f}"


def _growth(results: Results) -> str:
    """What docxtpl would need for the largest size, between its growth so far and a quadratic one."""
    wanted = (("with_docxtpl", 1), ("with_docxtpl", 10), ("ours", 100), ("ours_ready", 10))
    small, large, ours, ready = (results.get(each) for each in wanted)
    if small is None or large is None or ours is None or ready is None:
        return "docxtpl was stopped."
    growth = large.cpu / small.cpu
    low, high = large.cpu * growth, large.cpu * 100
    return (
        f"docxtpl took {growth:.0f} times as long for ten times as much. For 18,100 sheets that is {low:,.0f} s if it "
        f"goes on so and {high:,.0f} s if it is quadratic: {low / ours.cpu:.0f} to {high / ours.cpu:.0f} times ours. "
        f"With ready blocks, ours taken as ten times 1,810: {low / ready.cpu / 10:.0f} to {high / ready.cpu / 10:.0f} "
        "times (worked out, not measured)."
    )
