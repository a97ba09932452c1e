"""The program that drivers are forked from: it has everything imported, so that a driver costs no start of its own.

One line of JSON on standard input is one driver: the words of a command line, its environment, and where its output
goes. The child runs the real command line in a process group of its own. Answers are its process id, and how it ended.
A dead child keeps its id until the next line, so that a late kill can never hit somebody else.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from pathlib import Path

from meetcyclus.chaos.disk import note_syncs
from meetcyclus.paths import project_root
from meetcyclus.storage.engine import make_engine, migrate
from meetcyclus.storage.unit_of_work import unit_of_work

# What a walk imports sooner or later. Named by text: the product does not import flows, nor this package the commands.
PRELOADED = (
    "meetcyclus.cli.main",
    "meetcyclus.conductor.history",
    "meetcyclus.documents.writer",
    "meetcyclus.exchange.csv_exchange",
    "meetcyclus.exchange.workbooks",
    "meetcyclus.mail.route",
    "meetcyclus.mail.sink",
    "meetcyclus.mail.writer",
    "meetcyclus.quality.check",
    "flows.open_round",
)


def main() -> None:
    """Fork one driver per line until standard input ends."""
    sys.path.insert(0, str(project_root()))
    for name in PRELOADED:
        importlib.import_module(name)
    _warm_up()
    # What was made until here is never looked through for garbage, so that drivers can share it.
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _drive(order)
        print(child, flush=True)
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        print("ended", flush=True)
        sys.stdin.readline()
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _warm_up() -> None:
    """Let the mapping of tables be worked out once, on an empty database in memory."""
    engine = make_engine("sqlite://")
    migrate(engine)
    with unit_of_work(engine) as uow:
        uow.rounds.where()
    engine.dispose()


def _drive(order: dict[str, object]) -> None:
    os.setsid()
    output = str(order["output"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, path in ((1, output), (2, f"{output}.err")):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    os.environ.clear()
    os.environ.update(order["environment"])  # type: ignore[call-overload]
    if order["journal"]:
        note_syncs(Path(str(order["journal"])))
    sys.argv = ["meetcyclus", *order["words"]]  # type: ignore[misc]
    code = 1
    try:
        importlib.import_module("meetcyclus.cli.main").main()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Not sys.exit: nothing that the parent registered may run here a second time.
        os._exit(code)


if __name__ == "__main__":
    main()
