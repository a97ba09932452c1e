"""Lets every running round take its walk: what the schedule starts, each quarter of an hour."""

from typing import Any

from prefect import flow, tags
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.run_round import run_round
from tasks import letters, rounds, runs


@flow(name="walk_rounds", flow_run_name="alle lopende metingen", retries=0)
def walk_rounds() -> State[Any]:
    """Mark the runs that died, then walk every running round; trouble with one round does not stop the others."""
    with runs.own_end(), rounds.hold_walk():
        runs.sign()
        runs.mark_dead()
        walked = {round_key: _walk(round_key) for round_key in rounds.list_running()}
        # Rounds that were published still have letters to send.
        letters.send()
        failed = [state for state in walked.values() if not state.is_completed()]
        names = "; ".join(f"{round_key}: {state.name}" for round_key, state in walked.items())
        return failed[0] if failed else Completed(name=names or "Geen lopende meting")


def _walk(round_key: str) -> State[Any]:
    with tags(*runs.tags_of(round_key)):
        return run_round(round_key, return_state=True)
