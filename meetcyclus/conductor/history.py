"""Prefect's history: waiting until it is complete, and reading it back as plain data."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterTags,
    TaskRunFilter,
    TaskRunFilterFlowRunId,
    TaskRunFilterId,
)
from prefect.client.schemas.objects import FlowRun

from meetcyclus.conductor.step import unconfirmed_task_runs
from meetcyclus.domain.errors import OutsideFailure

_PAGE = 200
_DRAIN_SECONDS = 120


def drain() -> None:
    """Wait until every task run of this process stands in the server's database in its final state.

    Prefect records task runs through a queue in memory: a server that stops too early forgets them.
    Raises OutsideFailure when the server does not catch up within two minutes.
    """
    waiting = unconfirmed_task_runs()
    if not waiting:
        return
    until = time.monotonic() + _DRAIN_SECONDS
    with get_client(sync_client=True) as client:
        while waiting and time.monotonic() < until:
            _confirm(client)
            time.sleep(0.1 if waiting else 0)
    if waiting:
        raise OutsideFailure(f"Prefect did not record {len(waiting)} task runs")


def read_history(round_key: str) -> list[dict[str, Any]]:
    """Every flow run of a round with its states and task runs, oldest first, as JSON data."""
    with get_client(sync_client=True) as client:
        flow_names = {flow.id: flow.name for flow in client.read_flows(limit=_PAGE)}
        return [_flow_run(client, run, flow_names[run.flow_id]) for run in _flow_runs(client, round_key)]


def _confirm(client: SyncPrefectClient) -> None:
    waiting = unconfirmed_task_runs()
    some = list(waiting)[:_PAGE]
    found = client.read_task_runs(task_run_filter=TaskRunFilter(id=TaskRunFilterId(any_=some)), limit=_PAGE)
    waiting.difference_update(run.id for run in found if run.state is not None and run.state.is_final())


def _flow_runs(client: SyncPrefectClient, round_key: str) -> Iterator[FlowRun]:
    wanted = FlowRunFilter(tags=FlowRunFilterTags(all_=[f"meting:{round_key}"]))
    found: list[FlowRun] = []
    while page := client.read_flow_runs(flow_run_filter=wanted, limit=_PAGE, offset=len(found)):
        found += page
    return iter(sorted(found, key=lambda run: (run.start_time is None, run.start_time, str(run.id))))


def _flow_run(client: SyncPrefectClient, run: FlowRun, flow_name: str) -> dict[str, Any]:
    task_filter = TaskRunFilter(flow_run_id=TaskRunFilterFlowRunId(any_=[run.id]))
    tasks = client.read_task_runs(task_run_filter=task_filter, limit=_PAGE)
    return {
        "id": str(run.id),
        "flow": flow_name,
        "name": run.name,
        "state": run.state_name,
        "state_type": run.state_type.value if run.state_type else None,
        "started_at": run.start_time.isoformat() if run.start_time else None,
        "ended_at": run.end_time.isoformat() if run.end_time else None,
        "tags": sorted(run.tags),
        "tasks": [
            {"id": str(each.id), "name": each.name, "state": each.state_name}
            for each in sorted(tasks, key=lambda each: str(each.start_time))
        ],
    }
