"""The program of a worker: takes up what is due until its parent closes the pipe or dies, and then stops."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time

from prefect.workers.process import ProcessWorker

from meetcyclus.conductor.processes import descendants, end

POOL = "meetcyclus"
_STOP_SECONDS = 20.0


def main() -> None:
    """Work on the pool of this product until SIGTERM. No process that it started outlives it."""
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        asyncio.run(ProcessWorker(work_pool_name=POOL).start())
    except KeyboardInterrupt:
        sys.exit(0)


def _stop_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_STOP_SECONDS)
    # What did not stop by now waits for something that will not come.
    end(descendants(os.getpid()))
    os._exit(1)


if __name__ == "__main__":
    main()
