"""Asks each lead after the reference date to confirm or correct what was entered before it."""

from prefect import flow

from tasks import checks, letters, rounds


@flow(name="confirm_entries", flow_run_name="{round_key} {step_code}", retries=0)
def confirm_entries(round_key: str, step_code: str) -> None:
    """Open the step, check corrected entries again, send the workbooks, remind who is silent; a person closes it."""
    rounds.begin(round_key, step_code)
    if checks.is_needed(round_key, step_code):
        checks.run_entry_check(round_key, step_code)
    letters.plan_feedback(round_key, step_code)
    letters.plan_late_corrections(round_key, step_code)
    letters.plan_confirmation(round_key, step_code)
