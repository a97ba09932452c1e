"""`make bench`: measures, and writes what it measured into docs/benchmarks.md between the markers.

`python -m tests.bench --quick` measures the shipped size only and writes nothing: to see that every part still runs.
`python -m tests.bench --rules` measures only the sixty rules beside other engines and writes only that table.
`python -m tests.bench --reports` measures only the sheets of the report at three sizes and writes only that table.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.pages import DOCUMENT, Results, written
from tests.bench.report_pages import PARTS as REPORT_PARTS
from tests.bench.report_pages import SIZES as REPORT_SIZES
from tests.bench.report_pages import with_reports
from tests.bench.rule_pages import ENGINES, with_rules
from tests.bench.runner import ROOT, SIZES, Bench, Measured, say
from tests.bench.sixty_rules import SIZES as RULE_SIZES

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
# Longer than this nobody waits for an engine of the sixty rules.
PATIENCE_FOR_RULES = 240
PATIENCE_FOR_REPORTS = 400
# Longer than this nobody waits for a peer at ten times the size.
PATIENCE = 60


def main() -> None:
    """Measure every size in a fresh folder."""
    is_quick, only = "--quick" in sys.argv[1:], {"--rules", "--reports"} & set(sys.argv[1:])
    if not only:
        _measure_all(is_quick)
    if not only or "--rules" in only:
        _measure_rules(is_quick)
    if not only or "--reports" in only:
        _measure_reports(is_quick)


def _measure_reports(is_quick: bool) -> None:
    """The sheets at three sizes beside the limit and the peers that can bear the size."""
    load, results = [os.getloadavg()[0]], {}
    for times in REPORT_SIZES[: 1 if is_quick else None]:
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(Path(folder), times)
            bench.run("demo_parts:make_material", seconds=600)
            for part in REPORT_PARTS[times]:
                results[part, times] = bench.run(f"report_peers:{part}", seconds=PATIENCE_FOR_REPORTS)
        load.append(os.getloadavg()[0])
    if not is_quick:
        path = ROOT / DOCUMENT
        path.write_text(with_reports(path.read_text(encoding="utf-8"), results, load), encoding="utf-8")
        say(f"the reports are written into {DOCUMENT}")


def _measure_rules(is_quick: bool) -> None:
    """The sixty rules at every size, by every engine in turn, each in a process of its own."""
    load, results = [os.getloadavg()[0]], {}
    for projects in [*RULE_SIZES][: 1 if is_quick else None]:
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(Path(folder), projects)
            for engine in ENGINES:
                results[engine, projects] = bench.run(f"rule_peers:{engine}", seconds=PATIENCE_FOR_RULES)
            results["compare_60", projects] = bench.run("rule_peers:compare_60")
        load.append(os.getloadavg()[0])
    if not is_quick:
        path = ROOT / DOCUMENT
        path.write_text(with_rules(path.read_text(encoding="utf-8"), results, load), encoding="utf-8")
        say(f"the sixty rules are written into {DOCUMENT}")


def _measure_all(is_quick: bool) -> None:
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
