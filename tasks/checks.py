"""The quality check: whether it is needed again, and running it."""

from meetcyclus.bootstrap import application
from meetcyclus.conductor.step import step
from meetcyclus.services import checks, steps
from meetcyclus.services.authority import SYSTEM


@step
def is_needed(round_key: str) -> bool:
    """Whether entries changed since the last check."""
    with application().work() as uow:
        return steps.check_is_needed(uow, round_key=round_key)


@step
def run_entry_check(round_key: str) -> dict[str, int]:
    """Check what leads entered; counts of rules, live findings and crashed rules."""
    app = application()
    with app.work() as uow:
        result = checks.run_check(
            uow, quality=app.quality, round_key=round_key, stages=checks.ENTRY_STAGES, by=SYSTEM, at=app.now()
        )
    return {"rules": result.run.rules_run, "findings": len(result.findings), "crashed": len(result.crashed)}
