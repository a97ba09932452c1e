"""Asks the cabinets to decide, and sends what they return to the leads."""

from prefect import flow

from tasks import checks, letters, rounds


@flow(name="validate_entries", flow_run_name="{round_key} {step_code}", retries=0)
def validate_entries(round_key: str, step_code: str) -> None:
    """Open the step, check corrected entries again, write the letters; the last decision closes the step."""
    rounds.begin(round_key, step_code)
    if checks.is_needed(round_key, step_code):
        checks.run_entry_check(round_key, step_code)
    if checks.is_stage_needed(round_key, step_code, "validatie"):
        checks.run_stage_check(round_key, step_code, "validatie")
    letters.plan_feedback(round_key, step_code)
    letters.plan_late_corrections(round_key, step_code)
    letters.plan_validation(round_key, step_code)
