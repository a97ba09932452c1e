"""A real `meetcyclus serve` as a process of its own, and what the operating system shows of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from meetcyclus.conductor.processes import ProcessSeen, descendants

ROOT = Path(__file__).parents[2]
PATIENCE = 240.0


class Served:
    """A server that runs, with a page for people at its port."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def family(self) -> list[ProcessSeen]:
        """Everything that it started."""
        return descendants(self.process.pid)

    def walking(self) -> list[ProcessSeen]:
        """The processes that run a flow now."""
        return self.parts("prefect.engine")

    def parts(self, program: str) -> list[ProcessSeen]:
        """The processes that run a program of that name."""
        return [each for each in self.family() if program.encode() in _command_of(each.pid)]

    def kill(self) -> None:
        """Kill -9 of the server alone; nothing that it started may stay behind."""
        family = self.family()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)
        wait_until(lambda: not any(is_alive(each) for each in family))


@contextmanager
def serving(home: Path, **more: str) -> Iterator[Served]:
    """Start it with the settings of this moment; afterwards nothing of it is left."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PREFECT_")}
    with (home / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "meetcyclus", "serve", "--port", str(port)],
            cwd=ROOT, env={**kept, **more}, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    served = Served(process, port)
    try:
        yield served
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)


def wait_until(happened: Callable[[], bool]) -> None:
    """Look until it is so; AssertionError after minutes."""
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.1)


def is_alive(seen: ProcessSeen) -> bool:
    """Whether the process still runs; one that only waits to be counted does not."""
    try:
        facts = Path(f"/proc/{seen.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return facts[0] != "Z" and int(facts[19]) == seen.started


def _command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
