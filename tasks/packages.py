"""The hand-over to the Rekenhof and the open dataset, each built once; a rebuild is a person's decision."""

from meetcyclus import handover
from meetcyclus.bootstrap import application
from meetcyclus.conductor.history import drain, read_history
from meetcyclus.conductor.step import step


@step
def build_hand_over(round_key: str, step_code: str) -> str:
    """Build the package under HOME/packages and plan the letter about it; gives its version where it made one."""
    app = application()
    with app.work() as uow:
        is_needed = handover.is_needed(uow, round_key, step_code, handover.PACKAGE)
    if not is_needed:
        return ""
    # Asking Prefect takes seconds, so it is done before the transaction, which looks again.
    drain()
    folder = app.settings.folder("packages") / round_key
    flow_runs = read_history(round_key)
    return handover.hand_over(app, round_key=round_key, step_code=step_code, folder=folder, flow_runs=flow_runs)


@step
def build_open_data(round_key: str, step_code: str) -> str:
    """Build the dataset under HOME/opendata; gives the name of its version where it made one."""
    app = application()
    folder = app.settings.folder("opendata") / round_key
    return handover.release_first_dataset(app, round_key=round_key, step_code=step_code, folder=folder)
