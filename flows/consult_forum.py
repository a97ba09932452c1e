"""Puts the papers of the round before a forum."""

from prefect import flow

from tasks import documents, letters, rounds


@flow(name="consult_forum", flow_run_name="{round_key} {step_code}", retries=0)
def consult_forum(round_key: str, step_code: str) -> None:
    """Open the step, write what only this forum gets and invite it; its recorded decision closes the step."""
    rounds.begin(round_key, step_code)
    documents.build_communication(round_key, step_code)
    letters.plan_meeting_invitation(round_key, step_code)
