"""Steps of the round itself: which are due, beginning one, and what the round waits for."""

from contextlib import AbstractContextManager
from datetime import date, datetime

from prefect.runtime import flow_run

from meetcyclus.bootstrap import application
from meetcyclus.conductor.step import step
from meetcyclus.domain.rounds import RoundState
from meetcyclus.services import rounds, steps, walks
from meetcyclus.services.authority import SYSTEM


def hold(round_key: str) -> AbstractContextManager[None]:
    """Keep every other driver off the round while this flow runs."""
    return application().hold_round(round_key)


def hold_walk() -> AbstractContextManager[None]:
    """Keep every other walk over all rounds away while this one runs."""
    return application().hold_walk()


@step
def list_running() -> list[str]:
    """Keys of the rounds that run, oldest first."""
    with application().work() as uow:
        found = uow.rounds.where(state=RoundState.RUNNING.value)
    return [each.key for each in sorted(found, key=lambda each: each.reference_date)]


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
            rules=app.quality.content(),
            product_version=app.product_version,
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
def note_program(round_key: str) -> None:
    """Write down where another version of the program takes the round over."""
    app = application()
    with app.work() as uow:
        walks.note_program(uow, round_key=round_key, product_version=app.product_version, at=app.now())


@step
def record_walk(round_key: str, ran: str) -> str:
    """Write the walk down where it moved something; gives, in a few words, for what the round waits."""
    app = application()
    with app.work() as uow:
        waiting = steps.waiting_in_words(uow, round_key=round_key, at=app.now())
        walks.record_walk(
            uow, round_key=round_key, flow_run_id=flow_run.id or "", ran=ran, waiting=waiting, at=app.now()
        )
        return waiting
