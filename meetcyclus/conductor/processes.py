"""Processes of the operating system: which ones stem from another, and ending those that stay behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_PROCESSES = Path("/proc")


class ProcessSeen(NamedTuple):
    """A process as it was seen: its number may be given again, together with its start it may not."""

    pid: int
    started: int


def descendants(pid: int) -> list[ProcessSeen]:
    """What a process started, and what those started; nothing on a system without /proc."""
    found = {seen: parent for seen, parent in map(_look, _PROCESSES.glob("[0-9]*")) if seen is not None}
    family: list[ProcessSeen] = []
    parents = {pid}
    while parents:
        children = [seen for seen, parent in found.items() if parent in parents]
        family += children
        parents = {seen.pid for seen in children}
    return family


def end(processes: Iterable[ProcessSeen]) -> None:
    """Kill those that are still the same processes."""
    for seen in processes:
        if _look(_PROCESSES / str(seen.pid))[0] == seen:
            with suppress(ProcessLookupError):
                os.kill(seen.pid, signal.SIGKILL)


def _look(folder: Path) -> tuple[ProcessSeen | None, int]:
    try:
        # The name of a program stands between brackets and may hold spaces; what follows it never does.
        facts = (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None, 0
    return ProcessSeen(int(folder.name), int(facts[19])), int(facts[1])
