"""A private Prefect server for the time of a command: started on the loopback, drained, stopped."""

from __future__ import annotations

import base64
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from meetcyclus.conductor.environment import private_environment
from meetcyclus.domain.errors import OutsideFailure

_START_SECONDS = 120
_STOP_SECONDS = 20
_ANSWER_SECONDS = 10
_BACKLOG = 2048


@contextmanager
def private_server(home: Path, *, port: int = 0, with_pages: bool = False, auth: str = "") -> Iterator[str]:
    """Run a server whose history stays in `home`; gives its address. Raises OutsideFailure when it does not start.

    With `auth` its interface is closed to whoever does not know that text.
    """
    port = port or free_port()
    process = start_server(home, port, with_pages=with_pages, auth=auth)
    try:
        yield address(port)
    finally:
        stop_server(process)


def start_server(home: Path, port: int, *, with_pages: bool = False, auth: str = "") -> subprocess.Popen[bytes]:
    """The process of a server that answers. Raises OutsideFailure when it does not start, or its port is taken."""
    home.mkdir(parents=True, exist_ok=True)
    with _listener(port) as listener, (home / "server.log").open("ab") as log:
        process = subprocess.Popen(
            _command(listener.fileno()),
            pass_fds=[listener.fileno()],
            env=_environment(home, address(port), with_pages, auth),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            # Ctrl-C in a terminal reaches us alone: the server must still hear how our flows end.
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, address(port), home)
    except BaseException:
        stop_server(process)
        raise
    return process


def address(port: int) -> str:
    """Where the API of a server of our own is found."""
    return f"http://127.0.0.1:{port}/api"


def require_answer(api_url: str, auth: str) -> None:
    """Raise OutsideFailure when the server that somebody else runs does not answer, or does not let us in."""
    answer = _answer(api_url, auth)
    if answer == httpx.codes.UNAUTHORIZED:
        raise OutsideFailure(f"the Prefect server {api_url} does not let us in (MEETCYCLUS_PREFECT_AUTH)")
    if answer != httpx.codes.OK:
        raise OutsideFailure(f"the Prefect server {api_url} does not answer (MEETCYCLUS_PREFECT_API_URL)")


def does_answer(api_url: str, auth: str) -> bool:
    """Whether a server answers there and lets us in."""
    return _answer(api_url, auth) == httpx.codes.OK


def known_by(auth: str) -> dict[str, str]:
    """The headers that open a server to whoever knows that text."""
    return {"Authorization": f"Basic {base64.b64encode(auth.encode()).decode()}"} if auth else {}


def own_auth(home: Path) -> str:
    """The text that opens the servers of this home: made once, and readable by its owner alone.

    Raises OutsideFailure when the file is empty.
    """
    path = home / "auth"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        # Written aside and linked: of two that start at once, both use the text of the first.
        fresh = home / f".auth-{os.getpid()}"
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"meetcyclus:{secrets.token_urlsafe(24)}")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    text = path.read_text()
    if not text:
        raise OutsideFailure(f"{path} is empty, and a server without a key is open to all: delete the file")
    return text


def _answer(api_url: str, auth: str) -> int:
    """The status with which the server answers; 0 when it does not."""
    try:
        # Health is open to everybody; the version is not.
        return httpx.get(f"{api_url}/admin/version", headers=known_by(auth), timeout=_ANSWER_SECONDS).status_code
    except (httpx.HTTPError, httpx.InvalidURL):
        return 0


def _listener(port: int) -> socket.socket:
    """The door of the server, opened here and handed to its process: whoever answers there is ours and nobody else."""
    try:
        return socket.create_server(("127.0.0.1", port), backlog=_BACKLOG)
    except OSError as error:
        taken = f"port {port} of this machine is not free for a Prefect server ({error.strerror})"
        raise OutsideFailure(f"{taken}: stop what stands there, or give another with --port") from None


def _command(descriptor: int) -> list[str]:
    return [sys.executable, "-m", "meetcyclus.conductor.private_host", str(descriptor)]


def _environment(home: Path, api_url: str, with_pages: bool, auth: str) -> dict[str, str]:
    with_ui = {"PREFECT_UI_ENABLED": "1", "PREFECT_UI_API_URL": api_url}
    without_ui = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1"}
    return {**os.environ, **private_environment(home, api_url, auth), **(with_ui if with_pages else without_ui)}


def free_port() -> int:
    """A port of the loopback that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], api_url: str, home: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    # One client without certificates: making one costs as much as a tenth of the server's own start, every time.
    with httpx.Client(timeout=5, verify=False, trust_env=False) as client:
        while time.monotonic() < until and process.poll() is None:
            try:
                if client.get(f"{api_url}/health").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
    raise OutsideFailure(f"the private Prefect server did not start; see {home / 'server.log'}")


def stop_server(process: subprocess.Popen[bytes]) -> None:
    """Let the server stop by itself; kill it when it does not."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
