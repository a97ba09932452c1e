"""A driver whose session was cut lives, and may be written down as dead: at its end it says that it was not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from prefect.runtime import flow_run

# Flow runs of this process that ended, and of which the ledger was not looked at yet.
_ended: list[str] = []


@contextmanager
def own_end(write_down: Callable[[Sequence[str]], bool]) -> Iterator[None]:
    """Around a whole flow; `write_down` corrects the ledger where it calls a run dead, and tells whether it could look.

    It cannot while another flow of this process still counts on a lock that it lost; the end of that one looks again.
    """
    try:
        yield
    finally:
        _ended.append(flow_run.id or "")
        if write_down(_ended):
            _ended.clear()
