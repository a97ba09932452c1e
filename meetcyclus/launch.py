"""Starts flows by name, as Prefect flow runs, against the configured server or a private one for the occasion."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, cast

from meetcyclus.domain.errors import MeetcyclusError, OutsideFailure
from meetcyclus.paths import project_root
from meetcyclus.settings import read_settings


@dataclass(frozen=True)
class FlowResult:
    """How a flow run ended: its id, the name of its state, and the steps that ran."""

    flow_run_id: str
    state_name: str
    ran: tuple[str, ...]


@contextmanager
def conducting(*, port: int = 0, with_pages: bool = False) -> Iterator[None]:
    """A Prefect server to run flows against: the configured one, or a private one that is drained and stopped.

    The private one takes a free port unless one is given, and shows its pages only where asked.
    """
    from meetcyclus.conductor.environment import client_environment
    from meetcyclus.conductor.server import private_server, require_answer

    settings = read_settings()
    home = settings.folder("prefect")
    with ExitStack() as stack:
        api_url = settings.prefect_api_url or stack.enter_context(
            private_server(home, port=port, with_pages=with_pages)
        )
        if settings.prefect_api_url:
            require_answer(api_url)
        # Prefect reads its environment at its first import, so this comes before any import of it.
        os.environ.update(client_environment(home, api_url))
        stack.enter_context(_connected(api_url))
        yield


def run_flow(name: str, *, round_key: str, **parameters: object) -> FlowResult:
    """Run `flows.NAME.NAME` for a round and wait for it; only within `conducting`.

    An error meant for people is raised as it is; any other failure becomes OutsideFailure.
    """
    _find_flows()
    from prefect import tags
    from prefect.states import get_state_exception

    flow = getattr(importlib.import_module(f"flows.{name}"), name)
    with tags(f"meting:{round_key}"):
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


@contextmanager
def _connected(api_url: str) -> Iterator[None]:
    from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    # Without its heartbeat a flow run of ours ends at once; with it, each would wait a second for a thread.
    with temporary_settings({PREFECT_API_URL: api_url, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        try:
            yield
        except BaseException:
            # What went wrong in the flow says more than a server that no longer answers.
            with suppress(Exception):
                drain_history()
            raise
        drain_history()


def _find_flows() -> None:
    root = str(project_root())
    if root not in sys.path:
        sys.path.insert(0, root)


def _ran(state: Any) -> tuple[str, ...]:
    message = state.message or ""
    return tuple(message.split(", ")) if message else ()
