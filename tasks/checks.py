"""The checks of a round: whether one is needed again, and running it."""

from meetcyclus import release
from meetcyclus.bootstrap import Application, application
from meetcyclus.conductor.step import step
from meetcyclus.domain.findings import Stage
from meetcyclus.services import checks, rounds, steps
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.unit_of_work import UnitOfWork


@step
def is_needed(round_key: str, step_code: str) -> bool:
    """Whether the step is still open, and what the quality check looks at changed since it last ran."""
    app = application()
    with app.work() as uow:
        return _is_needed(app, uow, round_key, step_code)


@step
def is_stage_needed(round_key: str, step_code: str, stage: str) -> bool:
    """Whether the step is open and what this stage looks at changed since it was last checked."""
    app = application()
    with app.work() as uow:
        return _is_needed(app, uow, round_key, step_code, Stage(stage))


@step
def run_entry_check(round_key: str, step_code: str) -> dict[str, int]:
    """Check what leads entered; counts of rules, live findings and crashed rules."""
    return _run(round_key, step_code, Stage.QUALITY, checks.ENTRY_STAGES)


@step
def run_stage_check(round_key: str, step_code: str, stage: str) -> dict[str, int]:
    """Check what this stage is about; counts of rules, live findings and crashed rules."""
    return _run(round_key, step_code, Stage(stage), checks.stages_of(Stage(stage)))


def _run(round_key: str, step_code: str, closing: Stage, stages: frozenset[Stage]) -> dict[str, int]:
    app = application()
    with app.work() as uow:
        # Looked at again: the step may have been closed in between.
        if not _is_needed(app, uow, round_key, step_code, closing):
            return {}
        result = release.check_round(app, uow, round_key=round_key, stages=stages, by=SYSTEM)
    return {"rules": result.run.rules_run, "findings": len(result.findings), "crashed": len(result.crashed)}


def _is_needed(app: Application, uow: UnitOfWork, round_key: str, step_code: str, stage: Stage = Stage.QUALITY) -> bool:
    if not rounds.is_open(uow, round_key, step_code):
        return False
    if steps.check_is_needed(uow, round_key=round_key, quality=app.quality, at=app.now(), stage=stage):
        return True
    return stage is Stage.PUBLICATION and release.is_other_on_disk(app, uow, round_key=round_key)
