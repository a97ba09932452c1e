"""Launches a round and takes its first walk."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.run_round import run_round
from tasks import rounds


@flow(name="open_round", flow_run_name="{round_key}", retries=0)
def open_round(round_key: str, launch: dict[str, str]) -> State[None]:
    """Freeze population and code lists, plan the steps, then do what is due. Opening it again changes nothing."""
    rounds.open_round(round_key, launch)
    walk = run_round(round_key, return_state=True)
    return Completed(name=walk.name, message=walk.message)
