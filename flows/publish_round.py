"""Prepares the open dataset; the decision to publish is a person's."""

from prefect import flow

from tasks import checks, letters, packages, rounds


@flow(name="publish_round", flow_run_name="{round_key} {step_code}", retries=0)
def publish_round(round_key: str, step_code: str) -> None:
    """Open the step, build the dataset, check what goes out; closing the step publishes and writes the notices."""
    rounds.begin(round_key, step_code)
    packages.build_open_data(round_key, step_code)
    if checks.is_stage_needed(round_key, step_code, "publicatie"):
        checks.run_stage_check(round_key, step_code, "publicatie")
    letters.plan_trouble(round_key, step_code)
