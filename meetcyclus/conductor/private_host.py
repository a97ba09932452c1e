"""The program of a private Prefect server: serves until its parent closes the pipe, or dies, and then stops."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from pathlib import Path

import prefect
import uvicorn


def main() -> None:
    """Serve Prefect on the listening socket that was inherited under the number of the first argument."""
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    # Prefect 3.8.8 shows its second set of pages wherever it finds them, whatever PREFECT_SERVER_UI_V2_ENABLED says.
    prefect.__ui_v2_static_path__ = Path(os.devnull, "absent")
    config = uvicorn.Config("prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    server.run(sockets=[socket.socket(fileno=int(sys.argv[1]))])
    sys.exit(0 if server.started else 1)


def _stop_with_parent() -> None:
    # The pipe ends when the parent closes it, and also when the parent is killed: a server never outlives its command.
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
