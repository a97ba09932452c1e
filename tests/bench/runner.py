"""Runs each part in a process of its own, so that its memory is its own, and keeps what it measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SIZES = (1, 10)
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Measured:
    """Seconds on the clock, seconds of processor time, peak memory in MB, and what was done."""

    wall: float
    cpu: float
    peak: float
    note: str
    # Peak of the work itself, above what the process held when the clock started.
    added: float = 0.0


@dataclass(frozen=True)
class Bench:
    """A bench for one size of the programme: a home and the kept material, in a folder of its own."""

    folder: Path
    times: int

    def median(self, part: str, repeats: int) -> Measured | None:
        """The run in the middle, by processor time, of several; None when one took longer than it may."""
        found = [each for each in (self.run(part) for _ in range(repeats)) if each is not None]
        return sorted(found, key=lambda each: each.cpu)[repeats // 2] if len(found) == repeats else None

    def run(self, part: str, seconds: int = 240) -> Measured | None:
        """Measure one part; None when it took longer than it may. A part that fails ends the whole run."""
        command = [sys.executable, "-m", "tests.bench.measured", part, str(self.folder), str(self.times)]
        say(f"{part} x{self.times}")
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=self._environment(), capture_output=True, text=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            say(f"  longer than {seconds} s")
            return None
        if done.returncode:
            raise SystemExit(f"{part}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
        found = Measured(**json.loads(done.stdout.splitlines()[-1]))
        say(f"  {found.wall:.2f} s, {found.cpu:.2f} s CPU, {found.peak:.0f} MB, {found.note}")
        return found

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MEETCYCLUS_")}
        quiet = {"DO_NOT_TRACK": "1", "GX_ANALYTICS_ENABLED": "false", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
        return {**kept, **quiet, "MEETCYCLUS_HOME": str(self.folder / "home"), "PYTHONHASHSEED": "0"}


def say(line: str) -> None:
    """Show progress."""
    print(line, file=sys.stderr, flush=True)
