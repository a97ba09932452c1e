"""The process that drives flow runs: they carry its name, and others can see whether it lives.

Prefect says Running from before the first line of a flow until after its last, however long database or server keep
it waiting. The name is held for all of that time, so a process that only waits is never taken for dead.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from meetcyclus.services.ports import Sender

DRIVER_TAG = "proces:"
Enrol = Callable[[], AbstractContextManager[Sender]]

# Of this process, the newest last.
_tags: list[str] = []
_for_life = ExitStack()
atexit.register(_for_life.close)


@contextmanager
def driving(enrol: Enrol) -> Iterator[str]:
    """Drive flow runs for the time of the block; gives the tag that they carry from their first moment."""
    with enrol() as driver:
        tag = DRIVER_TAG + driver.name
        _tags.append(tag)
        try:
            yield tag
        finally:
            _tags.remove(tag)


def driver_tag(enrol: Enrol) -> str:
    """The tag of the driver that this process is. Where a worker started it, it becomes one until its end."""
    if not _tags:
        _for_life.enter_context(driving(enrol))
    return _tags[-1]
