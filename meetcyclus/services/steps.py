"""Walking the path of a round: which steps can be worked on now, and what the round waits for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from meetcyclus.domain.findings import Stage
from meetcyclus.domain.rounds import Step, StepState, Waiting
from meetcyclus.services.authority import programme_of
from meetcyclus.services.chasing import letters_waited_for
from meetcyclus.services.check_inputs import input_sha256_of
from meetcyclus.services.checks import DAILY, stages_of
from meetcyclus.services.forecasts import KIND, is_past_reference_date
from meetcyclus.services.gates import is_unblocked, waiting_at
from meetcyclus.services.ports import QualityCheck
from meetcyclus.services.round_rules import check_of_round
from meetcyclus.services.rounds import local, require_running, steps_of
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.vacancies import vacancies_at

# People are invited ten days ahead; every other step opens on its planned day.
_NOTICE = timedelta(days=10)
_BY_INVITATION = ("informatiesessie", "overleg")


def opens_on(step: Step) -> date:
    """The first day on which a step may open: earlier than planned where people must be invited."""
    return step.planned_from - (_NOTICE if step.kind in _BY_INVITATION else timedelta(0))


def workable_steps(uow: UnitOfWork, *, round_key: str, at: datetime) -> list[Step]:
    """Steps that are open, or planned, due by date and not blocked by another."""
    require_running(uow, round_key)
    today = local(at, programme_of(uow)).date()

    def is_workable(step: Step) -> bool:
        if step.state is StepState.OPEN:
            return True
        if step.state is not StepState.PLANNED or opens_on(step) > today or not is_unblocked(uow, step):
            return False
        return step.kind != KIND or is_past_reference_date(uow, round_key, at)

    return [step for step in steps_of(uow, round_key) if is_workable(step)]


def closed_entry_step(uow: UnitOfWork, *, round_key: str) -> Step | None:
    """The entry of the round once it was closed: who has an extension may then still hand in."""
    closed = (each for each in steps_of(uow, round_key) if each.kind == "invoer" and each.state is StepState.CLOSED)
    return next(closed, None)


def waiting_for(uow: UnitOfWork, *, round_key: str, at: datetime) -> list[Waiting]:
    """What every open step and the letters wait for, and the roles missed; where none is open, the next step."""
    require_running(uow, round_key)
    unfinished = [step for step in steps_of(uow, round_key) if step.state is not StepState.CLOSED]
    open_steps = [step for step in unfinished if step.state is StepState.OPEN]
    gates = [waiting_at(uow, step, at) for step in open_steps or unfinished[:1]]
    facts = [gate.fact for gate in gates if gate is not None]
    vacant = [each for step in open_steps for each in vacancies_at(uow, step, at)]
    return [*facts, *vacant, *letters_waited_for(uow, round_key=round_key, at=at)]


def waiting_in_words(uow: UnitOfWork, *, round_key: str, at: datetime) -> str:
    """One Dutch line for the run list of Prefect."""
    found = waiting_for(uow, round_key=round_key, at=at)
    if not found:
        return "Afgerond"
    return f"Wacht op {found[0].who}: {found[0].what}" + (f" (+{len(found) - 1})" if len(found) > 1 else "")


def check_is_needed(
    uow: UnitOfWork, *, round_key: str, quality: QualityCheck, at: datetime, stage: Stage = Stage.QUALITY
) -> bool:
    """Whether what this check looks at changed since it last ran; where one of its rules looks at the day, that too."""
    runs = uow.check_runs.where(round_key=round_key, stage=stage.value)
    if not runs or runs[-1].input_sha256 != input_sha256_of(uow, round_key, stage.value):
        return True
    programme = programme_of(uow)
    if local(runs[-1].ran_at, programme).date() == local(at, programme).date():
        return False
    rules = check_of_round(uow, round_key=round_key, quality=quality).rules()
    return any(DAILY in each.suites and each.stage in stages_of(stage) for each in rules)
