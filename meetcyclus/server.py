"""Server mode on one machine: Prefect with its pages, and a walk of every running round at fixed times."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

import click

from meetcyclus.bootstrap import application
from meetcyclus.domain.rounds import RoundState
from meetcyclus.launch import conducting, drain_history, run_flow
from meetcyclus.services import sending


def serve_until_stopped(*, port: int, seconds: int) -> None:
    """Walk every running round now and every so many seconds, until SIGTERM or Ctrl-C; then drain and stop."""
    app = application()
    with _stop_signal() as stop, conducting(port=port, with_pages=True):
        click.echo(f"Prefect pages: http://127.0.0.1:{port}  home: {app.settings.home}  (Ctrl-C stops)", err=True)
        while not stop.is_set():
            _walk_all()
            stop.wait(seconds)


def _walk_all() -> None:
    """One round: every running round takes its walk, then what is planned for any round goes out."""
    _attempt("rounds", _walk_rounds)
    _attempt("letters", _send_letters)
    _attempt("history", drain_history)


def _walk_rounds() -> None:
    with application().work() as uow:
        running = [each.key for each in uow.rounds.where(state=RoundState.RUNNING.value)]
    for key in running:
        _attempt(key, partial(_walk, key))


def _walk(key: str) -> None:
    click.echo(f"{key}: {run_flow('run_round', round_key=key).state_name}", err=True)


def _send_letters() -> None:
    app = application()
    sending.send_planned(app.work, app.post_office(), now=app.now)


def _attempt(what: str, work: Callable[[], None]) -> None:
    """Trouble with one round, or a database that restarts, must not stop the server; the next walk tries again."""
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
