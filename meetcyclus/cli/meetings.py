"""meetcyclus meeting ...: what the forums decide."""

from __future__ import annotations

from datetime import datetime

import click

from meetcyclus.cli.shared import CommonGroup, actor, app_for_change, emit
from meetcyclus.cli.values import DAY
from meetcyclus.services import meetings


@click.group(cls=CommonGroup)
def meeting() -> None:
    """Meetings of the forums.

    Example:  meetcyclus meeting record 2023-12 directiecomite --date 2024-01-15 --decision "akkoord"
    """


@meeting.command()
@click.argument("key")
@click.argument("step_code", metavar="STEP")
@click.option("--date", "held_on", required=True, type=DAY)
@click.option("--decision", required=True)
@click.option("--action", "actions", multiple=True, metavar='"WHAT;WHO;WHEN"')
def record(key: str, step_code: str, held_on: datetime, decision: str, actions: tuple[str, ...]) -> None:
    """Record the decision of a forum; this closes its step.

    Example:  meetcyclus meeting record 2023-12 directiecomite --date 2024-01-15 --decision "akkoord"
                --action "nota aanvullen;DKBUZA;2024-01-19" --by voorzitter@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        made = meetings.record_meeting(
            uow,
            round_key=key,
            step_code=step_code,
            held_on=held_on.date(),
            decision=decision,
            actions=tuple(meetings.parse_action(each) for each in actions),
            by=actor(),
            at=app.now(),
        )
    emit({"meeting": made}, lines=[f"{step_code}: {made.decision}", f"Next: meetcyclus round advance {key}"])


COMMANDS = (meeting,)
