"""The measured tables as Markdown, between the markers of docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from tests.bench.runner import SIZES, Measured

DOCUMENT = "docs/benchmarks.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
Results = dict[tuple[str, int], Measured | None]
NAMES = {
    "import_programme": "read the exchange format and store it",
    "write_workbooks": "write the workbook and the letter of every lead",
    "send_letters": "send the letters (SMTP on the loopback)",
    "start_prefect": "private Prefect server",
    "walk": "one empty walk of the round",
    "fill_workbooks": "simulated leads fill in 20 workbooks",
    "read_workbooks": "take in those 20 workbooks",
    "load_engine": "import Great Expectations",
    "check_entries": "quality check of the whole round",
    "load_money": "finance extract, with its rules",
    "freeze": "freeze the round",
    "compute_figures": "figures of the cover note",
    "write_cover_note": "cover note (Word)",
    "write_report": "monitoring report (Word)",
    "build_package": "package for the Rekenhof",
    "verify_package": "verify the package (standard library only)",
    "build_dataset": "open dataset",
    "prove_dataset": "prove the dataset equal to the frozen round",
    "ours": "Meetcyclus, composed from the snapshot, with badges and colours",
    "with_docxtpl": "docxtpl {docxtpl}, a loop in a template",
    "with_python_docx": "python-docx {python-docx}, as its manual shows",
    "ours_all": "Meetcyclus, all rules about entries",
    "ours_same": "Meetcyclus, the same rules as pandas",
    "pandas_same": "pandas {pandas}, written by hand",
}
_LIBRARIES = ("docxtpl", "python-docx", "pandas", "great-expectations", "prefect", "sqlalchemy")


def written(document: str, results: Results, load: Sequence[float], seconds: float) -> str:
    """The document with new tables; what people wrote around the markers stays."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{_measured(results, load, seconds)}\n{END}{after}"


def _measured(results: Results, load: Sequence[float], seconds: float) -> str:
    demo = [name for name, times in results if times == 1 and name in NAMES and name not in (*_SHEETS, *_RULES)]
    equal = {times: (results[f"compare_{kind}", times]) for kind in ("sheets",) for times in SIZES}
    places = {times: results["compare_rules", times] for times in SIZES}
    return "\n".join(
        [
            _machine(load, seconds),
            "",
            "### The parts of a demo",
            "",
            *_table(results, demo),
            "",
            "### The project sheets of the report beside docxtpl and python-docx",
            "",
            f"The text of all sheets is equal: {_notes(equal)}.",
            "",
            *_table(results, _SHEETS, "ours"),
            "",
            "### The quality check beside pandas",
            "",
            f"What is found is equal: {_notes(places)}.",
            "",
            *_table(results, _RULES, "ours_same"),
        ]
    )


_SHEETS, _RULES = ("ours", "with_docxtpl", "with_python_docx"), ("ours_all", "ours_same", "pandas_same")


def _machine(load: Sequence[float], seconds: float) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"Measured in one run of {seconds / 60:.0f} minutes on {os.cpu_count()} cores with {memory:.0f} GiB of memory, "
        f"{platform.system()}, Python {platform.python_version()}, SQLite; {versions}.\n"
        f"Load average (one minute) before, between and after: {', '.join(f'{each:.1f}' for each in load)}; "
        "a quiet machine would show at most about 1 (the bench itself)."
    )


def _table(results: Results, names: Sequence[str], base: str = "") -> list[str]:
    small, large = (f"{181 * times:,}" for times in SIZES)
    last = f"CPU at {large} / at {small}" if not base else f"CPU, times {_name(base).split(',')[0]}"
    head = ["part", f"{small} projects", "clock s", "CPU s", "MB", f"{large} projects", "clock s", "CPU s", "MB", last]
    rows = [
        [_name(name), *_cells(results.get((name, 1))), *_large(results, name), _ratio(results, name, base)]
        for name in names
    ]
    rule = ["---", "---", "--:", "--:", "--:", "---", "--:", "--:", "--:", "--:"]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)]


def _name(name: str) -> str:
    return NAMES[name].format(**{each: version(each) for each in _LIBRARIES})


def _cells(found: Measured | None) -> list[str]:
    if found is None:
        return ["stopped after 60 s", "> 60", "", ""]
    return [found.note, _seconds(found.wall), _seconds(found.cpu), f"{found.peak:.0f}"]


def _large(results: Results, name: str) -> list[str]:
    if (name, SIZES[1]) not in results:
        return ["does not depend on size", "", "", ""]
    return _cells(results[name, SIZES[1]])


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _ratio(results: Results, name: str, base: str) -> str:
    """How much dearer at the large size; or, beside a base, at both sizes against that base in the same run."""
    if not base:
        return _times(results.get((name, SIZES[1])), results.get((name, 1)))
    return ", ".join(_times(results.get((name, times)), results.get((base, times))) for times in SIZES)


def _times(one: Measured | None, other: Measured | None) -> str:
    if one is None or other is None:
        return "–"
    return f"{one.cpu / max(other.cpu, 0.001):.1f}"


def _notes(found: Mapping[int, Measured | None]) -> str:
    return "; ".join(f"{181 * times:,} projects: {each.note}" for times, each in found.items() if each is not None)
