"""The Prefect server that all walks share: one of our own, that can be killed and started again, or a given one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from meetcyclus.conductor.server import address, free_port, require_answer, start_server, stop_server


@dataclass
class Conductor:
    """A server at an address. Only one of our own has a home, a port and a process."""

    url: str
    home: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def is_ours(self) -> bool:
        """Whether it may be killed."""
        return self.process is not None

    def kill(self) -> None:
        """SIGKILL; what it had not written down is gone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        """Start it again on what it had written down."""
        self.process = start_server(self.home, self.port)


@contextmanager
def shared_conductor(home: Path, given_url: str, auth: str) -> Iterator[Conductor]:
    """The server for the time of a rehearsal; the given one where there is one."""
    if given_url:
        require_answer(given_url, auth)
        yield Conductor(given_url, home)
        return
    port = free_port()
    made = Conductor(address(port), home, port)
    made.start()
    try:
        yield made
    finally:
        if made.process is not None:
            stop_server(made.process)
