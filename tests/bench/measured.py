"""One part in a process of its own: prepare it, then measure it. Prints one line of JSON."""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def main(part: str, folder: Path, times: int) -> None:
    """Prepare without measuring, do the work, report. Only the module of the part is imported."""
    os.environ["MEETCYCLUS_NOW"] = "2023-12-01T09:00:00+01:00"
    name, _, function = part.partition(":")
    work = getattr(importlib.import_module(f"tests.bench.{name}"), function)(folder, times)
    gc.collect()
    print(json.dumps(measure(work)), flush=True)


def measure(work: Callable[[], str]) -> dict[str, object]:
    """Clock, processor (children that ended included), the peak of this process, and how far the work itself rose."""
    earlier, before = _peak(), _rise_from_here()
    cpu, began = _cpu(), time.perf_counter()
    note = work()
    wall = time.perf_counter() - began
    added = (_peak() - before) / 1024
    return {"wall": wall, "cpu": _cpu() - cpu, "peak": max(earlier, _peak()) / 1024, "added": added, "note": note}


def _peak() -> int:
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _rise_from_here() -> int:
    """Let the kernel forget the peak so far, of reading what was prepared; the kilobytes that the process holds now."""
    Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
