"""Server mode on one machine: Prefect with its pages, a worker that walks the rounds, and an eye on what dies."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from meetcyclus.bootstrap import Application, application
from meetcyclus.domain.errors import BadInput, OutsideFailure
from meetcyclus.launch import (
    conducting,
    kept_address,
    mark_dead_runs,
    plan_next_walk,
    register_deployments,
    server_answers,
    start_walk,
    walk_again,
    working,
)
from meetcyclus.settings import read_settings

_LOOK_SECONDS = 15.0
_LAST_WALK_SECONDS, _LAST_WALK_STEP = 60.0, 0.2
# A server that misses one question may be busy; one that misses three in a row is gone.
_PATIENCE = 3


def serve_until_stopped(*, port: int, seconds: int) -> None:
    """Walk every running round now and every so many seconds, until SIGTERM or Ctrl-C; then let the last walk end.

    Raises OutsideFailure when the Prefect server is gone; a service manager then starts everything again.
    """
    app = application()
    with _stop_signal() as stop, conducting(port=port, with_pages=True):
        register_deployments(seconds=seconds)
        with kept_address(), working() as worker:
            click.echo(f"Prefect pages: http://127.0.0.1:{port}  home: {app.settings.home}  (Ctrl-C stops)", err=True)
            _attempt("walk", start_walk)
            _look_until(stop, worker.look_after)
            _attempt("last walk", lambda: _let_walk_end(app))
        _attempt("dead runs", mark_dead_runs)


def watch_until_stopped(*, seconds: float) -> None:
    """Look after the runs on a Prefect server that somebody else keeps, where its parts are separate services.

    Raises BadInput where no such server is named.
    """
    api_url = _given_server()
    with _stop_signal() as stop, conducting():
        click.echo(f"watching {api_url} every {seconds:g} seconds  (Ctrl-C stops)", err=True)
        _look_until(stop, lambda: False, seconds)


def deploy(*, seconds: int) -> str:
    """Make work pool and deployments known to a Prefect server that somebody else keeps; gives its address.

    Nothing outside that server is asked. Raises BadInput where no such server is named.
    """
    api_url = _given_server()
    with conducting():
        register_deployments(seconds=seconds)
    return api_url


def _given_server() -> str:
    api_url = read_settings().prefect_api_url
    if not api_url:
        raise BadInput("say which Prefect server is meant: MEETCYCLUS_PREFECT_API_URL")
    return api_url


def _look_until(stop: threading.Event, look_after: Callable[[], bool], seconds: float = _LOOK_SECONDS) -> None:
    missed = 0
    while not stop.wait(seconds):
        if look_after():
            click.echo("the worker was gone and is started again", err=True)
        _attempt("dead runs", _settle)
        _attempt("walk again", walk_again)
        _attempt("next walk", plan_next_walk)
        missed = 0 if server_answers() else missed + 1
        if missed == _PATIENCE:
            raise OutsideFailure("the Prefect server is gone")


def _settle() -> None:
    """Mark the runs that died and, where there were any, walk on."""
    dead = mark_dead_runs()
    if dead:
        click.echo(f"{dead} flow runs had died; the rounds walk on", err=True)
        start_walk()


def _let_walk_end(app: Application) -> None:
    until = time.monotonic() + _LAST_WALK_SECONDS
    while app.is_walk_held() and time.monotonic() < until:
        time.sleep(_LAST_WALK_STEP)


def _attempt(what: str, work: Callable[[], object]) -> None:
    """A database that restarts must not stop the server; the next look tries again."""
    try:
        work()
    except Exception as error:
        click.echo(f"{what}: {type(error).__name__}: {error}", err=True)


@contextmanager
def _stop_signal() -> Iterator[threading.Event]:
    stop = threading.Event()

    def request(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, request) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
