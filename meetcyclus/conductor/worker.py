"""The worker of a server on one machine: its deployments, and the process that takes up what is due."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentUpdate, WorkPoolCreate, WorkPoolUpdate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.schedules import IntervalSchedule
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.states import Scheduled
from prefect.workers.process import ProcessWorker

from meetcyclus.conductor.processes import descendants, end
from meetcyclus.conductor.worker_host import POOL
from meetcyclus.domain.errors import OutsideFailure

WALK = "walk_rounds/kwartier"
# Quarters of an hour begin on the hour.
_ANCHOR, _ZONE = datetime(2023, 1, 1, tzinfo=UTC), "Europe/Brussels"
_FAILURES = (StateType.FAILED, StateType.CRASHED)
_TRIES, _AGAIN = 5, timedelta(seconds=30)
_DEPLOY_SECONDS = 300
_STOP_SECONDS = 30


def register_deployments(root: Path, *, seconds: int) -> None:
    """Make the work pool and the deployments of deployments/prefect.yaml known; a walk every so many seconds."""
    template = ProcessWorker.get_default_base_job_template()
    with get_client(sync_client=True) as client:
        try:
            client.create_work_pool(WorkPoolCreate(name=POOL, type=ProcessWorker.type, base_job_template=template))
        except ObjectAlreadyExists:
            # A new version of Prefect may ask its workers for something else.
            client.update_work_pool(POOL, WorkPoolUpdate(base_job_template=template))
        _deploy(root, client)
        deployment = client.read_deployment_by_name(WALK)
        for each in deployment.schedules:
            every = IntervalSchedule(interval=timedelta(seconds=seconds), anchor_date=_ANCHOR, timezone=_ZONE)
            client.update_deployment_schedule(deployment.id, each.id, schedule=every)


def start_walk() -> None:
    """Ask a worker for a walk over all rounds now. Where one is going on, it waits for that and looks again."""
    with get_client(sync_client=True) as client:
        client.create_flow_run_from_deployment(client.read_deployment_by_name(WALK).id)


def walk_again(now: datetime) -> None:
    """Ask for a walk soon after one that failed: after half a minute, then 1, 2, 4 and 8 more; then on schedule.

    A failed walk is followed by one other, however many look.
    """
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name(WALK)
        newest = client.read_flow_runs(
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id])),
            flow_run_filter=FlowRunFilter(
                expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": now})
            ),
            sort=FlowRunSort.EXPECTED_START_TIME_DESC,
            limit=_TRIES + 1,
        )
        failed = list(takewhile(lambda run: run.state_type in _FAILURES, newest))
        if failed and len(failed) <= _TRIES and now >= _due_again(failed):
            client.create_flow_run_from_deployment(deployment.id, idempotency_key=f"after {failed[0].id}")


def plan_next_walk() -> None:
    """Plan the next walk of the schedule, where the server has none planned.

    Prefect 3.8.8 beside SQLAlchemy 2.1 cannot plan runs itself: its scheduler fails at every insertion.
    """
    now = datetime.now(UTC)
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name(WALK)
        for each in deployment.schedules:
            if each.active and isinstance(each.schedule, IntervalSchedule):
                # The same date twice is one run, by its key.
                due = _next_date(each.schedule, now)
                client.create_flow_run_from_deployment(
                    deployment.id, state=Scheduled(scheduled_time=due), idempotency_key=f"walk {due.isoformat()}"
                )


class Worker:
    """The process that takes up what is due. It dies with the process that started it."""

    def __init__(self, root: Path, home: Path) -> None:
        self._root, self._home = root, home
        self._process = self._start()

    def look_after(self) -> bool:
        """Start the worker again where it died; tells whether that was needed."""
        if self._process.poll() is None:
            return False
        self._process = self._start()
        return True

    def stop(self) -> None:
        """Stop it and whatever it started."""
        family = descendants(self._process.pid)
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        end(family)

    def _start(self) -> subprocess.Popen[bytes]:
        with (self._home / "prefect" / "worker.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "meetcyclus.conductor.worker_host"],
                env={**_place(self._root), "MEETCYCLUS_HOME": str(self._home)},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def worker(root: Path, home: Path) -> Iterator[Worker]:
    """A worker for the time of the block."""
    made = Worker(root, home)
    try:
        yield made
    finally:
        made.stop()


def _due_again(failed: list[FlowRun]) -> datetime:
    ended = failed[0].end_time or failed[0].expected_start_time
    assert ended is not None, "a run that was due before this moment has a date"
    waits: timedelta = _AGAIN * 2 ** (len(failed) - 1)
    return datetime.fromtimestamp(ended.timestamp(), UTC) + waits


def _next_date(schedule: IntervalSchedule, now: datetime) -> datetime:
    # In seconds: Prefect's own kinds of moments and spans do not divide by each other.
    seconds, anchor = schedule.interval.total_seconds(), schedule.anchor_date.timestamp()
    return datetime.fromtimestamp(anchor + ((now.timestamp() - anchor) // seconds + 1) * seconds, UTC)


def _deploy(root: Path, client: SyncPrefectClient) -> None:
    """Deploy the file, unless the server has it as it stands: a restart must not take longer than it needs."""
    file = root / "deployments" / "prefect.yaml"
    mark = hashlib.sha256(f"{root} {file.read_text()}".encode()).hexdigest()[:12]
    with suppress(ObjectNotFound):
        if client.read_deployment_by_name(WALK).version == mark:
            return
    _run_deploy(root)
    client.update_deployment(client.read_deployment_by_name(WALK).id, DeploymentUpdate(version=mark))


def _run_deploy(root: Path) -> None:
    command = ["prefect", "--no-prompt", "deploy", "--all", "--prefect-file", "deployments/prefect.yaml"]
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=_place(root),
        capture_output=True,
        text=True,
        timeout=_DEPLOY_SECONDS,
        check=False,
    )
    if done.returncode:
        raise OutsideFailure(f"the deployments could not be registered: {(done.stdout + done.stderr)[-2000:]}")


def _place(root: Path) -> dict[str, str]:
    """The surroundings in which Prefect finds the flows."""
    path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))
    console = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING"}
    return {**os.environ, **console, "MEETCYCLUS_ROOT": str(root), "PYTHONPATH": path}
