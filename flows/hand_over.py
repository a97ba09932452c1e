"""Hands the round over to the Rekenhof."""

from prefect import flow

from tasks import packages, rounds


@flow(name="hand_over", flow_run_name="{round_key} {step_code}", retries=0)
def hand_over(round_key: str, step_code: str) -> None:
    """Open the step, build the package, announce it; the secretariat closes it on receipt."""
    rounds.begin(round_key, step_code)
    packages.build_hand_over(round_key, step_code)
