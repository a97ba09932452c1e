"""Starts flows by name, as Prefect flow runs, against the configured server or a private one for the occasion."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from meetcyclus.bootstrap import application
from meetcyclus.domain.errors import MeetcyclusError, OutsideFailure
from meetcyclus.paths import project_root
from meetcyclus.settings import read_settings

if TYPE_CHECKING:
    from meetcyclus.conductor.outlook import Outlook
    from meetcyclus.conductor.worker import Worker


# `serve` notes in its home, under this name, where its Prefect server answers.
ADDRESS_NOTE = "address"


@dataclass(frozen=True)
class FlowResult:
    """How a flow run ended: its id, the name of its state, and the steps that ran."""

    flow_run_id: str
    state_name: str
    ran: tuple[str, ...]


@contextmanager
def conducting(*, port: int = 0, with_pages: bool = False) -> Iterator[None]:
    """A Prefect server to run flows against: the configured one, that of a running `serve`, or a private one.

    The private one is drained and stopped; it takes a free port unless one is given, and shows its pages where asked.
    """
    from meetcyclus.conductor.environment import client_environment
    from meetcyclus.conductor.server import own_auth, private_server, require_answer

    settings = read_settings()
    home = settings.folder("prefect")
    auth = settings.prefect_auth or ("" if settings.prefect_api_url else own_auth(home))
    with ExitStack() as stack:
        api_url = settings.prefect_api_url or ("" if with_pages else served_at(home, auth))
        if settings.prefect_api_url:
            require_answer(api_url, auth)
        api_url = api_url or stack.enter_context(private_server(home, port=port, with_pages=with_pages, auth=auth))
        # Prefect reads its environment at its first import, so this comes before any import of it.
        os.environ.update(client_environment(home, api_url, auth))
        stack.enter_context(_connected(api_url, auth))
        yield


def run_flow(name: str, *, round_key: str, **parameters: object) -> FlowResult:
    """Run `flows.NAME.NAME` for a round and wait for it; only within `conducting`.

    An error meant for people is raised as it is; any other failure becomes OutsideFailure.
    """
    _find_flows()
    from prefect import tags
    from prefect.states import get_state_exception

    from meetcyclus.conductor.driver import driving

    flow, app = getattr(importlib.import_module(f"flows.{name}"), name), application()
    with driving(app.enrol_driver) as driver, tags(f"meting:{round_key}", app.home_tag, driver):
        state = flow(round_key, **parameters, return_state=True)
    if not state.is_completed():
        error = cast(BaseException, get_state_exception(state))
        if isinstance(error, MeetcyclusError):
            raise error
        raise OutsideFailure(f"flow {name} of round {round_key} failed: {error!r}") from error
    return FlowResult(str(state.state_details.flow_run_id), str(state.name), _ran(state))


def read_history(round_key: str) -> list[dict[str, Any]]:
    """The flow runs of a round as Prefect has them; only within `conducting`."""
    from meetcyclus.conductor.history import read_history as read

    return read(round_key)


def drain_history() -> None:
    """Wait until Prefect has written down every task run of this process; only within `conducting`."""
    from meetcyclus.conductor.history import drain

    drain()


def register_deployments(*, seconds: int) -> None:
    """Make the deployments known to the server, with a walk every so many seconds; only within `conducting`."""
    from meetcyclus.conductor.worker import register_deployments as register

    register(project_root(), seconds=seconds)


def start_walk() -> None:
    """Ask a worker for a walk over all rounds now; only within `conducting`."""
    from meetcyclus.conductor.worker import start_walk as start

    start()


def walk_again() -> None:
    """Ask for a walk soon after one that failed; only within `conducting`."""
    from meetcyclus.conductor.worker import walk_again as again

    again(datetime.now(UTC))


def plan_next_walk() -> None:
    """Plan the next walk of the schedule, where none is planned; only within `conducting`."""
    from meetcyclus.conductor.worker import plan_next_walk as plan

    plan()


def working() -> AbstractContextManager[Worker]:
    """A worker process for the time of the block; only within `conducting`."""
    from meetcyclus.conductor.worker import worker

    return worker(project_root(), read_settings().home)


def mark_dead_runs() -> int:
    """Write down and mark the flow runs of this home whose process is gone; only within `conducting`. How many."""
    from meetcyclus.conductor.dead_runs import mark_dead_runs as mark

    app = application()
    return len(mark(app.home_tag, app.is_driver_dead, app.write_down_deaths))


@contextmanager
def kept_address() -> Iterator[None]:
    """Note in the home where the server answers, so that commands use it; only within `conducting`."""
    note = read_settings().folder("prefect") / ADDRESS_NOTE
    note.write_text(os.environ["PREFECT_API_URL"])
    try:
        yield
    finally:
        note.unlink()


def server_answers() -> bool:
    """Whether the server of this block still answers; only within `conducting`."""
    from meetcyclus.conductor.server import does_answer

    return does_answer(os.environ["PREFECT_API_URL"], os.environ.get("PREFECT_API_AUTH_STRING", ""))


def served_at(home: Path, auth: str) -> str:
    """The address of the server that a running `serve` keeps for this home; empty where none answers."""
    from meetcyclus.conductor.server import does_answer

    note = home / ADDRESS_NOTE
    api_url = note.read_text() if note.exists() else ""
    return api_url if api_url and does_answer(api_url, auth) else ""


@contextmanager
def _connected(api_url: str, auth: str) -> Iterator[None]:
    from prefect.settings import (
        PREFECT_API_AUTH_STRING,
        PREFECT_API_URL,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        temporary_settings,
    )

    # Without its heartbeat a flow run of ours ends at once; with it, each would wait a second for a thread.
    quiet = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with temporary_settings({PREFECT_API_URL: api_url, PREFECT_API_AUTH_STRING: auth or None, **quiet}):
        try:
            yield
        except BaseException:
            # What went wrong in the flow says more than a server that no longer answers.
            with suppress(Exception):
                drain_history()
            raise
        drain_history()


def page_of_run(flow_run_id: str) -> str:
    """The page of a flow run, on the configured server or on that of a running `serve`; empty where there is none."""
    from meetcyclus.conductor.outlook import page_of

    api_url = _known_server()
    return page_of(api_url, flow_run_id) if api_url else ""


def read_outlook(round_key: str, steps: Iterable[str]) -> Outlook | None:
    """What that server knows of a round and its steps; None where there is none, or where it does not answer."""
    from meetcyclus.conductor.outlook import look
    from meetcyclus.conductor.server import own_auth

    settings, api_url = read_settings(), _known_server()
    if not api_url:
        return None
    auth = settings.prefect_auth or ("" if settings.prefect_api_url else own_auth(settings.home / "prefect"))
    return look(api_url, auth, tags=(f"meting:{round_key}", application().home_tag), steps=steps)


def _known_server() -> str:
    """The address of the configured server, or the one that `serve` noted; empty where there is neither."""
    note = read_settings().home / "prefect" / ADDRESS_NOTE
    return read_settings().prefect_api_url or (note.read_text() if note.exists() else "")


def _find_flows() -> None:
    root = str(project_root())
    if root not in sys.path:
        sys.path.insert(0, root)


def _ran(state: Any) -> tuple[str, ...]:
    message = state.message or ""
    return tuple(message.split(", ")) if message else ()
