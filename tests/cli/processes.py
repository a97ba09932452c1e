"""Meetcyclus as a process of its own, in surroundings that hold nothing of the tests'."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SECONDS = 300


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The environment of the process: a home and what is asked for, nothing of Prefect or of the caller's settings."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("MEETCYCLUS_", "PREFECT_"))}
    return {**kept, "MEETCYCLUS_HOME": str(home), **more}


def run(home: Path, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
    """`python -m meetcyclus WORDS`, from the root of the disk."""
    command = [sys.executable, "-m", "meetcyclus", *map(str, words)]
    return subprocess.run(
        command, cwd="/", env=surroundings(home, **more), capture_output=True, text=True, timeout=SECONDS, check=False
    )
