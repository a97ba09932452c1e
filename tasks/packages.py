"""The hand-over to the Rekenhof and the open dataset, each built once; a rebuild is a person's decision."""

from meetcyclus import handover
from meetcyclus.bootstrap import application
from meetcyclus.conductor.history import drain, read_history
from meetcyclus.conductor.step import step


@step
def build_hand_over(round_key: str) -> str:
    """Build the package under HOME/packages and plan the letter about it; gives the name of its version."""
    app = application()
    with app.work() as uow:
        present = handover.newest(uow, round_key, handover.PACKAGE)
    if present is not None:
        return present.file_name
    drain()
    folder = app.settings.folder("packages") / round_key
    made = handover.hand_over(app, round_key=round_key, folder=folder, flow_runs=read_history(round_key))
    return made.folder.name


@step
def build_open_data(round_key: str) -> str:
    """Build the dataset under HOME/opendata; gives the name of its version."""
    app = application()
    with app.work() as uow:
        present = handover.newest(uow, round_key, handover.DATASET)
    if present is not None:
        return present.file_name
    folder = app.settings.folder("opendata") / round_key
    target, _ = handover.release_dataset(app, round_key=round_key, folder=folder)
    return target.name
