"""Invites leads and SPOCs to the information sessions."""

from prefect import flow

from tasks import letters, rounds


@flow(name="hold_information_sessions", flow_run_name="{round_key} {step_code}", retries=0)
def hold_information_sessions(round_key: str, step_code: str) -> None:
    """Open the step and plan the invitations; the secretariat closes it after the session."""
    rounds.begin(round_key, step_code)
    letters.plan_invitations(round_key, step_code)
