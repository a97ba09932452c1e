"""Steps of the round itself: which are due, beginning one, and what the round waits for."""

from contextlib import AbstractContextManager
from datetime import date, datetime

from prefect.runtime import flow_run

from meetcyclus.bootstrap import application
from meetcyclus.conductor.step import step
from meetcyclus.services import rounds, steps
from meetcyclus.services.authority import SYSTEM


def hold(round_key: str) -> AbstractContextManager[None]:
    """Keep every other driver off the round while this flow runs."""
    return application().hold_round(round_key)


@step
def open_round(round_key: str, launch: dict[str, str]) -> int:
    """Launch the round with these dates (ISO texts; an empty one takes the default); gives the number of steps."""
    app = application()
    entry_from, entry_until = launch["entry_from"], launch["entry_until"]
    with app.work() as uow:
        rounds.open_round(
            uow,
            key=round_key,
            reference_date=date.fromisoformat(launch["reference_date"]),
            governance_path=launch["governance"] or None,
            entry_from=date.fromisoformat(entry_from) if entry_from else None,
            entry_until=datetime.fromisoformat(entry_until) if entry_until else None,
            holidays=app.holidays(uow),
            is_rehearsal=bool(launch.get("rehearsal")),
            by=launch["by"],
            at=app.now(),
        )
        return len(rounds.steps_of(uow, round_key))


@step
def list_workable(round_key: str) -> list[tuple[str, str]]:
    """Code and kind of the steps that are open or may be opened now."""
    app = application()
    with app.work() as uow:
        return [(each.code, each.kind) for each in steps.workable_steps(uow, round_key=round_key, at=app.now())]


@step
def begin(round_key: str, step_code: str) -> str:
    """Open a step, or note on an open one which flow run works on it; gives its state."""
    app = application()
    with app.work() as uow:
        begun = rounds.begin_step(
            uow, key=round_key, code=step_code, flow_run_id=flow_run.id or "", by=SYSTEM, at=app.now()
        )
        return begun.state.value


@step
def describe_waiting(round_key: str) -> str:
    """In a few words, for what the round waits."""
    app = application()
    with app.work() as uow:
        return steps.waiting_in_words(uow, round_key=round_key, at=app.now())
