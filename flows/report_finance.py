"""Asks DFB for the money; what it uploads is checked as it comes in."""

from prefect import flow

from tasks import letters, rounds


@flow(name="report_finance", flow_run_name="{round_key} {step_code}", retries=0)
def report_finance(round_key: str, step_code: str) -> None:
    """Open the step and ask for the extract; DFB's signature closes the step."""
    rounds.begin(round_key, step_code)
    letters.plan_finance_request(round_key, step_code)
    letters.plan_trouble(round_key, step_code)
