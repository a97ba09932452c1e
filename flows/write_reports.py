"""Freezes the round and writes report and cover note."""

from prefect import flow

from tasks import documents, rounds


@flow(name="write_reports", flow_run_name="{round_key} {step_code}", retries=0)
def write_reports(round_key: str, step_code: str) -> None:
    """Open the step, freeze, write; the controllers' coordinator approves and closes it."""
    rounds.begin(round_key, step_code)
    documents.freeze(round_key, step_code)
    documents.build_reports(round_key, step_code)
