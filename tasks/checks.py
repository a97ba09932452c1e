"""The checks of a round: whether one is needed again, and running it."""

from meetcyclus import release
from meetcyclus.bootstrap import application
from meetcyclus.conductor.step import step
from meetcyclus.domain.findings import Stage
from meetcyclus.services import checks, steps
from meetcyclus.services.authority import SYSTEM


@step
def is_needed(round_key: str) -> bool:
    """Whether entries changed since the last check."""
    with application().work() as uow:
        return steps.check_is_needed(uow, round_key=round_key)


@step
def is_stage_needed(round_key: str, stage: str) -> bool:
    """Whether what this stage looks at changed since it was last checked."""
    with application().work() as uow:
        return steps.check_is_needed(uow, round_key=round_key, stage=Stage(stage))


@step
def run_entry_check(round_key: str) -> dict[str, int]:
    """Check what leads entered; counts of rules, live findings and crashed rules."""
    return _run(round_key, checks.ENTRY_STAGES)


@step
def run_stage_check(round_key: str, stage: str) -> dict[str, int]:
    """Check what this stage is about; counts of rules, live findings and crashed rules."""
    return _run(round_key, checks.stages_of(Stage(stage)))


def _run(round_key: str, stages: frozenset[Stage]) -> dict[str, int]:
    app = application()
    with app.work() as uow:
        result = release.check_round(app, uow, round_key=round_key, stages=stages, by=SYSTEM)
    return {"rules": result.run.rules_run, "findings": len(result.findings), "crashed": len(result.crashed)}
