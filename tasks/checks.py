"""The quality check: whether it is needed again, and running it."""

from meetcyclus.bootstrap import application
from meetcyclus.conductor.step import step
from meetcyclus.services import checks, rounds, steps
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.unit_of_work import UnitOfWork


@step
def is_needed(round_key: str, step_code: str) -> bool:
    """Whether entries changed since the last check, and the step is still open."""
    with application().work() as uow:
        return _is_needed(uow, round_key, step_code)


@step
def run_entry_check(round_key: str, step_code: str) -> dict[str, int]:
    """Check what leads entered; counts of rules, live findings and crashed rules."""
    app = application()
    with app.work() as uow:
        # Looked at again: the step may have been closed in between.
        if not _is_needed(uow, round_key, step_code):
            return {}
        result = checks.run_check(
            uow, quality=app.quality, round_key=round_key, stages=checks.ENTRY_STAGES, by=SYSTEM, at=app.now()
        )
    return {"rules": result.run.rules_run, "findings": len(result.findings), "crashed": len(result.crashed)}


def _is_needed(uow: UnitOfWork, round_key: str, step_code: str) -> bool:
    return rounds.is_open(uow, round_key, step_code) and steps.check_is_needed(uow, round_key=round_key)
