"""The program of a private Prefect server: serves until its parent closes the pipe, or dies, and then stops."""

from __future__ import annotations

import os
import signal
import sys
import threading

import uvicorn


def main() -> None:
    """Serve Prefect on the loopback port that is given as the first argument."""
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="error",
        lifespan="on",
    )


def _stop_with_parent() -> None:
    # The pipe ends when the parent closes it, and also when the parent is killed: a server never outlives its command.
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
