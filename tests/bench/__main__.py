"""`make bench`: measures, and writes what it measured into docs/benchmarks.md between the markers.

`python -m tests.bench --quick` measures the shipped size only and writes nothing: to see that every part still runs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.pages import DOCUMENT, Results, written
from tests.bench.runner import ROOT, SIZES, Bench, Measured, say

DEMO = (
    "import_programme",
    "write_workbooks",
    "send_letters",
    "start_prefect",
    "walk",
    "fill_workbooks",
    "read_workbooks",
    "load_engine",
    "check_entries",
    "load_money",
    "freeze",
    "compute_figures",
    "write_cover_note",
    "write_report",
    "build_package",
    "verify_package",
    "build_dataset",
    "prove_dataset",
)
# These cost the same at any size.
SIZE_DOES_NOT_MATTER = ("start_prefect", "load_engine")
SHEETS = ("ours", "with_docxtpl", "with_python_docx")
RULES = ("ours_all", "ours_same", "pandas_same")
# Longer than this nobody waits for a peer at ten times the size.
PATIENCE = 60


def main() -> None:
    """Measure every size in a fresh folder."""
    is_quick = "--quick" in sys.argv[1:]
    began, load = time.monotonic(), [os.getloadavg()[0]]
    results: Results = {}
    for times in SIZES[:1] if is_quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Bench(Path(folder), times), results)
        load.append(os.getloadavg()[0])
    seconds = time.monotonic() - began
    say(f"{seconds:.0f} seconds")
    if not is_quick:
        path = ROOT / DOCUMENT
        path.write_text(written(path.read_text(encoding="utf-8"), results, load, seconds), encoding="utf-8")
        say(f"written into {DOCUMENT}")


def _measure(bench: Bench, results: Results) -> None:
    def keep(part: str, found: Measured | None) -> None:
        results[part, bench.times] = found

    bench.run("demo_parts:make_material")
    for name in DEMO:
        if bench.times == 1 or name not in SIZE_DOES_NOT_MATTER:
            keep(name, bench.run(f"demo_parts:{name}"))
    repeats = 3 if bench.times == 1 else 1
    keep("ours", bench.median("report_peers:ours", repeats))
    bench.run("report_peers:make_blocks")
    keep("with_docxtpl", bench.median("report_peers:with_docxtpl", repeats))
    keep("with_python_docx", bench.run("report_peers:with_python_docx", seconds=PATIENCE))
    keep("compare_sheets", bench.run("report_peers:compare"))
    for name in RULES:
        keep(name, bench.median(f"check_peer:{name}", repeats))
    keep("compare_rules", bench.run("check_peer:compare"))


if __name__ == "__main__":
    main()
