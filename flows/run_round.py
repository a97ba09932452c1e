"""Walks the path of a round: does what is due and ends, saying for what it waits. Running it twice is safe."""

from prefect import flow, tags
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.check_quality import check_quality
from flows.collect_entries import collect_entries
from flows.confirm_entries import confirm_entries
from flows.consult_forum import consult_forum
from flows.hand_over import hand_over
from flows.hold_information_sessions import hold_information_sessions
from flows.publish_round import publish_round
from flows.report_finance import report_finance
from flows.validate_entries import validate_entries
from flows.write_reports import write_reports
from tasks import letters, rounds, runs

FLOW_OF_KIND = {
    "informatiesessie": hold_information_sessions,
    "invoer": collect_entries,
    "kwaliteitscheck": check_quality,
    "validatie": validate_entries,
    "actualisatie": confirm_entries,
    "financien": report_finance,
    "rapportering": write_reports,
    "overleg": consult_forum,
    "overdracht": hand_over,
    "publicatie": publish_round,
}


@flow(name="run_round", flow_run_name="{round_key}", retries=0)
def run_round(round_key: str) -> State[None]:
    """One walk: every step that is open or due gets its flow once, then the letters go out."""
    with runs.own_end(), rounds.hold(round_key):
        runs.sign(*runs.tags_of(round_key))
        rounds.note_program(round_key)
        workable = rounds.list_workable(round_key)
        walked = [_walk(round_key, step_code, kind) for step_code, kind in workable]
        # Letters go out even when one step failed: the others must not wait for it.
        letters.send(round_key)
        failed = [state for state in walked if not state.is_completed()]
        ran = ", ".join(step_code for step_code, _ in workable)
        waiting = rounds.record_walk(round_key, ran)
        runs.leave_overview_of_round(round_key)
        return failed[0] if failed else Completed(name=waiting, message=ran)


def _walk(round_key: str, step_code: str, kind: str) -> State[None]:
    with tags(*runs.tags_of(round_key), f"stap:{step_code}"):
        state = FLOW_OF_KIND[kind](round_key, step_code, return_state=True)
        runs.leave_overview_of_step(round_key, step_code, str(state.state_details.flow_run_id))
        return state
