"""The Prefect server that all walks share; it can be killed and started again under the same address."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from meetcyclus.conductor.server import address, free_port, start_server, stop_server


@dataclass
class Conductor:
    """A server of our own in a folder, on a fixed port."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Where walks find it."""
        return address(self.port)

    def kill(self) -> None:
        """SIGKILL; what it had not written down is gone."""
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        """Start it again on what it had written down."""
        self.process = start_server(self.home, self.port)


@contextmanager
def shared_conductor(home: Path) -> Iterator[Conductor]:
    """The server for the time of a rehearsal."""
    port = free_port()
    made = Conductor(home, port, start_server(home, port))
    try:
        yield made
    finally:
        stop_server(made.process)
