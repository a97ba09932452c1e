"""Launches a round and takes its first walk."""

from prefect import flow, tags
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.run_round import run_round
from tasks import rounds, runs


@flow(name="open_round", flow_run_name="{round_key}", retries=0)
def open_round(round_key: str, launch: dict[str, str]) -> State[None]:
    """Freeze population and code lists, plan the steps, then do what is due. Opening it again changes nothing."""
    with runs.own_end():
        runs.sign(*runs.tags_of(round_key))
        rounds.open_round(round_key, launch)
        with tags(*runs.tags_of(round_key)):
            walk = run_round(round_key, return_state=True)
    return Completed(name=walk.name, message=walk.message)
