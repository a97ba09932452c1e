"""Opens entry with a workbook to each lead, reminds those who have not submitted, and escalates what is late."""

from prefect import flow

from tasks import letters, rounds


@flow(name="collect_entries", flow_run_name="{round_key} {step_code}", retries=0)
def collect_entries(round_key: str, step_code: str) -> None:
    """Open the step, send the workbooks, remind who is missing; the secretariat closes it."""
    rounds.begin(round_key, step_code)
    letters.plan_entry_opening(round_key, step_code)
    letters.plan_reminders(round_key, step_code)
    letters.plan_late_entries(round_key, step_code)
