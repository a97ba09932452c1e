"""Checks what was entered and gives each lead one digest of what to mend."""

from prefect import flow

from tasks import checks, letters, rounds


@flow(name="check_quality", flow_run_name="{round_key} {step_code}", retries=0)
def check_quality(round_key: str, step_code: str) -> None:
    """Open the step and check again whenever something was entered; a controller closes it."""
    rounds.begin(round_key, step_code)
    if checks.is_needed(round_key, step_code):
        checks.run_entry_check(round_key, step_code)
    letters.plan_feedback(round_key, step_code)
    letters.plan_late_corrections(round_key, step_code)
    letters.plan_extended_entries(round_key, step_code)
