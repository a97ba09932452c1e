"""How a round moves by itself, in lines for people: its last walk, and what the Prefect server says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetcyclus.cli.values import Clock
from meetcyclus.domain.rounds import RoundState
from meetcyclus.services.walks import Walk

if TYPE_CHECKING:
    from meetcyclus.conductor.outlook import Outlook


def schedule_of(state: RoundState) -> str:
    """How the next walk of a round comes."""
    if state == RoundState.PUBLISHED:
        return "The round is published: only letters that are still planned go out."
    return "A server walks the round each quarter of an hour; Prefect repeats no walk."


def walk_lines(last: Walk | None, page: str, schedule: str, clock: Clock) -> list[str]:
    """The last walk that moved something, from the ledger, and how the next one comes."""
    walked = [f"Last walk that moved something: {clock(last.at)}", f"  flow run {last.flow_run_id}"] if last else []
    return [*walked, *([f"  {page}"] if page else []), schedule]


def outlook_lines(outlook: Outlook | None, clock: Clock) -> list[str]:
    """The last flow run with its page, the next walk, and what failed in the steps that are open."""
    if outlook is None:
        return []
    last = [f"Last flow run: {outlook.state}", f"  {outlook.page}"] if outlook.page else []
    late = " (late: no worker took it up; look whether one runs)" if outlook.is_late else ""
    planned = clock(outlook.next_walk) if outlook.next_walk else "none is planned on that server"
    steps = [
        f"{each.step}: ran {each.runs} times, failed {each.failed}, taken up again {each.taken_up_again}"
        for each in outlook.steps
    ]
    return [*last, f"Next walk: {planned}{late}", *steps]
