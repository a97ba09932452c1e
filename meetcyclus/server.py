"""Server mode on one machine: Prefect with its pages, and a walk of every running round at fixed times."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from meetcyclus.bootstrap import application
from meetcyclus.domain.errors import MeetcyclusError
from meetcyclus.domain.rounds import RoundState
from meetcyclus.launch import conducting, run_flow


def serve_until_stopped(*, port: int, seconds: int) -> None:
    """Walk every running round now and every so many seconds, until SIGTERM or Ctrl-C; then drain and stop."""
    app = application()
    with _stop_signal() as stop, conducting(port=port, with_pages=True):
        click.echo(f"Prefect pages: http://127.0.0.1:{port}  home: {app.settings.home}  (Ctrl-C stops)", err=True)
        while not stop.is_set():
            _walk_all()
            stop.wait(seconds)


def _walk_all() -> None:
    with application().work() as uow:
        running = [each.key for each in uow.rounds.where(state=RoundState.RUNNING.value)]
    for key in running:
        try:
            result = run_flow("run_round", round_key=key)
            click.echo(f"{key}: {result.state_name}", err=True)
        except MeetcyclusError as error:
            # One round in trouble must not keep the others waiting; Prefect shows the failed run.
            click.echo(f"{key}: {error}", err=True)


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
