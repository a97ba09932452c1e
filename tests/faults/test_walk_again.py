"""A walk that failed is soon followed by another, ever later, and never by two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId
from prefect.client.schemas.objects import State
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Completed, Crashed, Failed

from flows.walk_rounds import walk_rounds
from meetcyclus.conductor import worker

MINUTE = timedelta(minutes=1)


@pytest.fixture
def client(conducted: None) -> Iterator[SyncPrefectClient]:
    """A server that knows the deployment of the walk, and no worker that would take anything up."""
    with get_client(sync_client=True) as made:
        yield made


@pytest.fixture
def deployment(client: SyncPrefectClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[UUID]:
    """A deployment of this test alone; it stands for that of the schedule."""
    made = client.create_deployment(flow_id=client.create_flow(walk_rounds), name="opnieuw")
    monkeypatch.setattr(worker, "WALK", "walk_rounds/opnieuw")
    yield made
    client.delete_deployment(made)


@pytest.mark.goal("42")
def test_a_failed_walk_is_followed_by_another_soon_and_ever_later(client: SyncPrefectClient, deployment: UUID) -> None:
    worker.walk_again(_now())
    assert _states(client, deployment) == []
    worker.start_walk()
    worker.walk_again(_now() + 10 * MINUTE)
    assert _states(client, deployment) == ["SCHEDULED"]
    for count, minutes in enumerate((0.5, 1, 2, 4, 8), start=1):
        _end(client, deployment, Crashed() if count == 2 else Failed())
        worker.walk_again(_now() + minutes * MINUTE - MINUTE / 4)
        assert len(_states(client, deployment)) == count
        for _ in range(2):  # two that look, or one that looks again before a worker took it up
            worker.walk_again(_now() + minutes * MINUTE + MINUTE / 4)
        assert _states(client, deployment)[0] == "SCHEDULED"
        assert len(_states(client, deployment)) == count + 1
    _end(client, deployment, Failed())
    worker.walk_again(_now() + 60 * MINUTE)
    assert _states(client, deployment) == ["FAILED", "FAILED", "FAILED", "FAILED", "CRASHED", "FAILED"]
    # One that went well is a new beginning, and is not followed by anything.
    worker.start_walk()
    _end(client, deployment, Completed())
    worker.walk_again(_now() + 60 * MINUTE)
    worker.start_walk()
    _end(client, deployment, Failed())
    worker.walk_again(_now() + 2 * MINUTE)
    assert _states(client, deployment)[:3] == ["SCHEDULED", "FAILED", "COMPLETED"]


def _now() -> datetime:
    return datetime.now(UTC)


def _end(client: SyncPrefectClient, deployment: UUID, state: State[None]) -> None:
    """The newest walk ends like that."""
    client.set_flow_run_state(_runs(client, deployment)[0][0], state, force=True)


def _states(client: SyncPrefectClient, deployment: UUID) -> list[str]:
    return [state for _, state in _runs(client, deployment)]


def _runs(client: SyncPrefectClient, deployment: UUID) -> list[tuple[UUID, str]]:
    found = client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])),
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
    )
    return [(each.id, each.state_type.value if each.state_type else "") for each in found]
