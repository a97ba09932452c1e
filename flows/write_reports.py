"""Freezes the round, writes report and cover note and checks them."""

from prefect import flow

from tasks import checks, documents, letters, rounds


@flow(name="write_reports", flow_run_name="{round_key} {step_code}", retries=0)
def write_reports(round_key: str, step_code: str) -> None:
    """Open the step, freeze, write, check; the controllers' coordinator approves and closes it."""
    rounds.begin(round_key, step_code)
    # What the freeze keeps of the findings is found before it: the check of the report looks at the same rules again.
    if checks.is_stage_needed(round_key, step_code, "validatie"):
        checks.run_stage_check(round_key, step_code, "validatie")
    documents.freeze(round_key, step_code)
    documents.build_reports(round_key, step_code)
    if checks.is_stage_needed(round_key, step_code, "rapportering"):
        checks.run_stage_check(round_key, step_code, "rapportering")
    letters.plan_trouble(round_key, step_code)
