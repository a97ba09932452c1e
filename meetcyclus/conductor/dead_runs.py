"""Finds flow runs of ours that say Running while nobody holds their lock any more, and marks them as crashed."""

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

ROUND_TAG, STEP_TAG = "meting:", "stap:"
_MESSAGE = "Het proces is gestopt zonder af te sluiten. De meting gaat verder in een nieuwe doorloop."
_PAGE = 200
# A run takes its lock a moment after it says Running, and says Completed a moment after it gave the lock back.
_BETWEEN_TWO_LOOKS = 5.0


class DeadRun(NamedTuple):
    """A flow run that ended without saying so; `round_key` is empty for a walk over all rounds."""

    flow_run_id: str
    round_key: str


def mark_dead_runs(
    home_tag: str,
    is_held: Callable[[str], bool],
    write_down: Callable[[list[DeadRun]], None],
    *,
    seconds: float = _BETWEEN_TWO_LOOKS,
) -> list[DeadRun]:
    """Mark as crashed every run of this home that said Running twice without anybody holding its lock.

    `is_held` tells whether a driver lives for a round; for no round, whether one lives for all of them. Gives those
    of whole walks; the runs of their steps are marked with them. They are written down before they are marked: what
    cannot be written down now is found again at the next look.
    """
    with get_client(sync_client=True) as client:
        suspects = _unheld(client, home_tag, is_held)
        if not suspects:
            return []
        time.sleep(seconds)
        dead = [run for id_, run in _unheld(client, home_tag, is_held).items() if id_ in suspects]
        whole = [DeadRun(str(run.id), _round_key(run)) for run in dead if not _is_of_a_step(run)]
        write_down(whole)
        for run in dead:
            client.set_flow_run_state(run.id, Crashed(message=_MESSAGE), force=True)
    return whole


def _unheld(client: SyncPrefectClient, home_tag: str, is_held: Callable[[str], bool]) -> dict[UUID, FlowRun]:
    running = list(_running(client, home_tag))
    held = {key: is_held(key) for key in {_round_key(run) for run in running}}
    return {run.id: run for run in running if not held[_round_key(run)]}


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
    return any(tag.startswith(STEP_TAG) for tag in run.tags)


def _round_key(run: FlowRun) -> str:
    return next((tag.removeprefix(ROUND_TAG) for tag in run.tags if tag.startswith(ROUND_TAG)), "")
