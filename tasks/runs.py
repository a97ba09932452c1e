"""Flow runs as Prefect keeps them: the tags they carry, the overview they end with, and those that died."""

from contextlib import AbstractContextManager

from meetcyclus.bootstrap import application
from meetcyclus.conductor import own_end as ends
from meetcyclus.conductor.dead_runs import ROUND_TAG, mark_dead_runs
from meetcyclus.conductor.driver import driver_tag
from meetcyclus.conductor.signs import leave_overview, sign_run
from meetcyclus.conductor.step import step
from meetcyclus.services import overviews


def tags_of(round_key: str) -> tuple[str, str, str]:
    """The tags of every flow run of a round: the round, the home that it belongs to, and the process that drives it."""
    app = application()
    return ROUND_TAG + round_key, app.home_tag, driver_tag(app.enrol_driver)


def sign(*tags: str) -> None:
    """Put these tags on this flow run, also where it was started from Prefect's pages."""
    app = application()
    sign_run(app.home_tag, driver_tag(app.enrol_driver), *tags)


def own_end() -> AbstractContextManager[None]:
    """Around a whole flow: a run that was taken for dead says at its end that it was not."""
    return ends.own_end(application().write_down_ends)


@step
def mark_dead() -> int:
    """Mark the flow runs whose process is gone as crashed, and write them down; gives their number."""
    app = application()
    return len(mark_dead_runs(app.home_tag, app.is_driver_dead, app.write_down_deaths))


@step
def leave_overview_of_round(round_key: str) -> None:
    """End the walk with a page that a secretary understands."""
    app = application()
    with app.work() as uow:
        page = overviews.overview_of_round(uow, round_key=round_key, at=app.now())
    leave_overview(key=f"meting-{round_key}", title=f"Stand van meting {round_key}", markdown=page)


@step
def leave_overview_of_step(round_key: str, step_code: str, flow_run_id: str) -> None:
    """End the run of a step with its part of that page."""
    app = application()
    with app.work() as uow:
        page = overviews.overview_of_step(uow, round_key=round_key, step_code=step_code, at=app.now())
    title = f"Stap {step_code} van meting {round_key}"
    key = f"meting-{round_key}-{step_code.replace('_', '-')}"
    leave_overview(key=key, title=title, markdown=page, flow_run_id=flow_run_id)
