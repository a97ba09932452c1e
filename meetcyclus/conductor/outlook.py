"""What the Prefect server knows of a round beyond the ledger: its last run, the next walk, and what failed meanwhile.

Asked over HTTP alone: a command that only looks must not wait for Prefect's own client to be imported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from meetcyclus.conductor.server import known_by

WALK_FLOW, WALK_DEPLOYMENT = "walk_rounds", "kwartier"
_FAILURES = ("FAILED", "CRASHED")
_SECONDS = 10
# A worker looks every few seconds; what it did not take up by then it does not see.
_PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True)
class StepRuns:
    """How often the work of a step ran, how often that failed, and how often it was taken up again after it failed."""

    step: str
    runs: int
    failed: int
    taken_up_again: int


@dataclass(frozen=True)
class Outlook:
    """The page and the state of the last flow run of a round, the moment of the next walk, and its open steps.

    A walk `is_late` when its moment has passed and no worker took it up.
    """

    page: str
    state: str
    next_walk: datetime | None
    is_late: bool
    steps: tuple[StepRuns, ...]


def look(api_url: str, auth: str, *, tags: Iterable[str], steps: Iterable[str]) -> Outlook | None:
    """Ask the server about the runs that carry these tags; None where it does not answer, or as no Prefect does."""
    try:
        with httpx.Client(base_url=api_url, headers=known_by(auth), timeout=_SECONDS) as server:
            last = _first(server, {"flows": {"name": {"any_": ["run_round"]}}, **_carrying(tags)})
            planned = _next_walk(server)
            return Outlook(
                page=page_of(api_url, last["id"]) if last else "",
                state=last["state_name"] if last else "",
                next_walk=planned,
                is_late=planned is not None and planned < datetime.now(UTC) - _PATIENCE,
                steps=tuple(_step_runs(server, each, [*tags, f"stap:{each}"]) for each in steps),
            )
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError):
        # A page of something else at that address, such as the login of a proxy, is no answer either.
        return None


def page_of(api_url: str, flow_run_id: str) -> str:
    """Where people see a flow run."""
    return f"{api_url.removesuffix('/api')}/runs/flow-run/{flow_run_id}"


def _carrying(tags: Iterable[str], states: Iterable[str] = ()) -> dict[str, Any]:
    state = {"state": {"type": {"any_": list(states)}}} if states else {}
    return {"flow_runs": {"tags": {"all_": list(tags)}, **state}}


def _next_walk(server: httpx.Client) -> datetime | None:
    planned = {
        "flows": {"name": {"any_": [WALK_FLOW]}},
        "deployments": {"name": {"any_": [WALK_DEPLOYMENT]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        "sort": "EXPECTED_START_TIME_ASC",
    }
    found = _first(server, planned)
    return datetime.fromisoformat(found["expected_start_time"]) if found else None


def _step_runs(server: httpx.Client, step: str, tags: list[str]) -> StepRuns:
    runs, failed = (
        int(server.post("/flow_runs/count", json=_carrying(tags, states)).raise_for_status().json())
        for states in ((), _FAILURES)
    )
    newest = _first(server, _carrying(tags))
    # Every failed run has one behind it, unless it is the newest of all.
    return StepRuns(step, runs, failed, failed - bool(newest and newest["state_type"] in _FAILURES))


def _first(server: httpx.Client, wanted: dict[str, Any]) -> dict[str, Any] | None:
    """The first run that the server names, by default the one that started last."""
    question = {"sort": "START_TIME_DESC", "limit": 1, **wanted}
    found: list[dict[str, Any]] = server.post("/flow_runs/filter", json=question).raise_for_status().json()
    return found[0] if found else None
