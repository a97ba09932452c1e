"""What the Prefect server knows of a round beyond the ledger: its last run, the next walk, and what failed meanwhile.

Asked over HTTP alone: a command that only looks must not wait for Prefect's own client to be imported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from meetcyclus.conductor.server import known_by

WALK_FLOW, WALK_DEPLOYMENT = "walk_rounds", "kwartier"
_FAILURES = ("FAILED", "CRASHED")
_SECONDS = 10
_PAGE = 200


@dataclass(frozen=True)
class StepRuns:
    """How often the work of a step ran, how often that failed, and how often it was taken up again after it failed."""

    step: str
    runs: int
    failed: int
    taken_up_again: int


@dataclass(frozen=True)
class Outlook:
    """The page and the state of the last flow run of a round, the moment of the next walk, and its open steps."""

    page: str
    state: str
    next_walk: datetime | None
    steps: tuple[StepRuns, ...]


def look(api_url: str, auth: str, *, tags: Iterable[str], steps: Iterable[str]) -> Outlook | None:
    """Ask the server about the runs that carry these tags; None where it does not answer or lets nobody in."""
    try:
        with httpx.Client(base_url=api_url, headers=known_by(auth), timeout=_SECONDS) as server:
            last = _runs(server, tags, "run_round", limit=1)
            return Outlook(
                page=page_of(api_url, last[0]["id"]) if last else "",
                state=last[0]["state_name"] if last else "",
                next_walk=_next_walk(server),
                steps=tuple(_step_runs(each, _runs(server, [*tags, f"stap:{each}"])) for each in steps),
            )
    except (httpx.HTTPError, httpx.InvalidURL):
        return None


def page_of(api_url: str, flow_run_id: str) -> str:
    """Where people see a flow run."""
    return f"{api_url.removesuffix('/api')}/runs/flow-run/{flow_run_id}"


def _runs(server: httpx.Client, tags: Iterable[str], flow: str = "", limit: int = _PAGE) -> list[dict[str, Any]]:
    """Newest first."""
    wanted: dict[str, Any] = {"flow_runs": {"tags": {"all_": list(tags)}}, "sort": "START_TIME_DESC", "limit": limit}
    return _asked(server, wanted | ({"flows": {"name": {"any_": [flow]}}} if flow else {}))


def _next_walk(server: httpx.Client) -> datetime | None:
    planned = {
        "flows": {"name": {"any_": [WALK_FLOW]}},
        "deployments": {"name": {"any_": [WALK_DEPLOYMENT]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        "sort": "EXPECTED_START_TIME_ASC",
        "limit": 1,
    }
    found = _asked(server, planned)
    return datetime.fromisoformat(found[0]["expected_start_time"]) if found else None


def _step_runs(step: str, newest_first: list[dict[str, Any]]) -> StepRuns:
    failed = [each["state_type"] in _FAILURES for each in newest_first]
    # Every failed run but the newest of all has one behind it.
    return StepRuns(step, len(failed), sum(failed), sum(failed[1:]))


def _asked(server: httpx.Client, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    answer = server.post("/flow_runs/filter", json=wanted).raise_for_status()
    found: list[dict[str, Any]] = answer.json()
    return found
