"""Driver processes: real walks of a round that can be killed at any moment."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from meetcyclus.domain.errors import OutsideFailure

# A walk of the small round takes a second or two; ten minutes means that it hangs.
_PATIENCE = 600.0


@dataclass
class Driver:
    """One running walk. Its process id stays its own until it is let go."""

    pid: int
    output: Path
    host: DriverHost
    words: tuple[str, ...]

    def ended_within(self, seconds: float) -> bool:
        """Wait at most so long; gives whether the driver has ended."""
        return self.host.answers_within(seconds)

    def kill(self) -> None:
        """SIGKILL to the driver and to all that it started."""
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        """SIGSTOP: from now on it writes nothing. Returns when the system says that it stands still."""
        self._signal(signal.SIGSTOP)
        until = time.monotonic() + _PATIENCE
        while _state(self.pid) not in "TZX" and time.monotonic() < until:
            time.sleep(0.001)

    def wake(self) -> None:
        """SIGCONT: it goes on where it stood still."""
        self._signal(signal.SIGCONT)

    def exit_code(self) -> int:
        """Wait for its end and let it go; a negative number is the signal that killed it."""
        if not self.ended_within(_PATIENCE):
            self.kill()
            raise OutsideFailure(f"a walk did not end in {_PATIENCE:.0f} seconds; its output is {self.output}")
        return self.host.let_go()

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            # Killed before it had a group of its own: the process itself is still there, at least as a zombie.
            os.kill(self.pid, number)


class DriverHost:
    """Forks drivers one after the other from a process that has everything imported."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._has_ended = False
        self._driver = 0
        _line(process.stdout)

    def start(self, words: Sequence[str], environment: Mapping[str, str], output: Path, journal: Path | None) -> Driver:
        """Start `meetcyclus WORDS`; with a journal, it writes down what it syncs."""
        order = {
            "words": list(words),
            "environment": dict(environment),
            "output": str(output),
            "journal": str(journal or ""),
        }
        self._tell(json.dumps(order))
        self._has_ended = False
        self._driver = int(_line(self._process.stdout))
        return Driver(self._driver, output, self, tuple(words))

    def answers_within(self, seconds: float) -> bool:
        """Whether the driver has ended, or ends within so many seconds."""
        answers = self._process.stdout
        assert answers is not None
        if not self._has_ended and select.select([answers], [], [], max(seconds, 0))[0]:
            self._has_ended = bool(_line(answers))
        return self._has_ended

    def let_go(self) -> int:
        """Let the ended driver be buried; gives its exit code."""
        self._tell("")
        self._driver = 0
        return int(_line(self._process.stdout))

    def end(self) -> None:
        """End the host and the driver that it may have, also one that stands still."""
        if self._driver:
            with suppress(ProcessLookupError):
                os.killpg(self._driver, signal.SIGKILL)
        self._process.kill()
        self._process.wait()

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())


@contextmanager
def driver_beside(words: Sequence[str], output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another driver at the same time, as a whole program of its own."""
    command = [sys.executable, "-m", "meetcyclus", *words]
    with output.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def driver_host(environment: Mapping[str, str]) -> Iterator[DriverHost]:
    """A host for drivers. Libraries that read the environment when they are imported see this one."""
    command = [sys.executable, "-m", "meetcyclus.chaos.driver_host"]
    # Without a buffer: a line that was read ahead would not be seen by select.
    process = subprocess.Popen(command, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    host = DriverHost(process)
    try:
        yield host
    finally:
        host.end()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


def _line(stream: IO[bytes] | None) -> str:
    assert stream is not None
    line = stream.readline().decode().strip()
    if not line:
        raise OutsideFailure("the host of the drivers ended by itself")
    return line


def _state(pid: int) -> str:
    """The state letter of a process, from /proc."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
