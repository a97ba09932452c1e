"""Finds flow runs of ours that say Running while the process that drove them is gone, and marks them as crashed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Crashed

from meetcyclus.conductor.driver import DRIVER_TAG

ROUND_TAG, STEP_TAG = "meting:", "stap:"
_MESSAGE = "Het proces is gestopt zonder af te sluiten. De meting gaat verder in een nieuwe doorloop."
_PAGE = 200
# A command gives its name back a moment after its run said Completed; a driver whose line was cut says so itself.
_BETWEEN_TWO_LOOKS = 5.0


class DeadRun(NamedTuple):
    """A flow run that ended without saying so; `round_key` is empty for a walk over all rounds."""

    flow_run_id: str
    round_key: str


def mark_dead_runs(
    home_tag: str,
    is_dead: Callable[[str], bool],
    write_down: Callable[[list[DeadRun]], None],
    *,
    seconds: float = _BETWEEN_TWO_LOOKS,
) -> list[DeadRun]:
    """Mark as crashed every run of this home that said Running twice while its driver was dead.

    `is_dead` tells whether the driver of that name is provably gone; a run without a driver was left by an earlier
    version. Gives those of whole walks; the runs of their steps are marked with them. They are written down before
    they are marked: what cannot be written down now is found again at the next look.
    """
    with get_client(sync_client=True) as client:
        suspects = _driverless(client, home_tag, is_dead)
        if not suspects:
            return []
        time.sleep(seconds)
        dead = [run for id_, run in _driverless(client, home_tag, is_dead).items() if id_ in suspects]
        whole = [DeadRun(str(run.id), _tagged(run, ROUND_TAG)) for run in dead if not _is_of_a_step(run)]
        write_down(whole)
        for run in dead:
            client.set_flow_run_state(run.id, Crashed(message=_MESSAGE), force=True)
    return whole


def _driverless(client: SyncPrefectClient, home_tag: str, is_dead: Callable[[str], bool]) -> dict[UUID, FlowRun]:
    running = list(_running(client, home_tag))
    dead = {name: not name or is_dead(name) for name in {_tagged(run, DRIVER_TAG) for run in running}}
    return {run.id: run for run in running if dead[_tagged(run, DRIVER_TAG)]}


def _running(client: SyncPrefectClient, home_tag: str) -> Iterator[FlowRun]:
    wanted = FlowRunFilter(
        tags=FlowRunFilterTags(all_=[home_tag]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING])),
    )
    seen = 0
    while page := client.read_flow_runs(flow_run_filter=wanted, limit=_PAGE, offset=seen):
        seen += len(page)
        yield from page


def _is_of_a_step(run: FlowRun) -> bool:
    return bool(_tagged(run, STEP_TAG))


def _tagged(run: FlowRun, prefix: str) -> str:
    return next((tag.removeprefix(prefix) for tag in run.tags if tag.startswith(prefix)), "")
