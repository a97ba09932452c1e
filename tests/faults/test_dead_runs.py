"""A walk that was killed is found, marked in words and written down; one that lives is left alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import DatabaseError

from meetcyclus.conductor.dead_runs import DeadRun, mark_dead_runs
from meetcyclus.launch import read_history, run_flow
from meetcyclus.services import walks
from tests.factories import KEY
from tests.faults.serving import PATIENCE, wait_until
from tests.faults.test_kill import ADVANCE, ROOT, Scene, set_scene

# `meetcyclus round open` from the moment at which its flow run begins.
OPEN_ROUND = """
import sys
from meetcyclus.bootstrap import application
from meetcyclus.launch import conducting, run_flow
given = {"reference_date": "2023-12-31", "governance": "", "entry_from": "", "entry_until": "",
         "by": "secretariaat@example.org"}
application()
print("ready", flush=True)
sys.stdin.readline()
with conducting():
    run_flow("open_round", round_key=sys.argv[1], launch=given)
"""
# How to make the ledger refuse every line, and how to let it go on.
LEDGER_IS_FULL = {
    "sqlite": (
        "DROP TRIGGER full_ledger",
        ["CREATE TRIGGER full_ledger BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is full'); END"],
    ),
    "postgresql": (
        "DROP TRIGGER full_ledger ON ledger",
        [
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the ledger is full'; END $$",
            "CREATE TRIGGER full_ledger BEFORE INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION refuse()",
        ],
    ),
}


@pytest.fixture
def scene(database: str, conducted: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with set_scene(monkeypatch) as made:
        yield made


@pytest.mark.goal("42")
@pytest.mark.goal("79")
@pytest.mark.long("postgresql")
def test_a_killed_walk_is_marked_and_the_next_walk_goes_on(scene: Scene) -> None:
    second_letter, killed = threading.Event(), threading.Event()

    def at_letter(arrived: int) -> None:
        if arrived == 2:
            second_letter.set()
            killed.wait(PATIENCE)

    scene.server.letters.at_letter = at_letter
    process = subprocess.Popen(ADVANCE, cwd=ROOT, env=dict(os.environ))
    assert second_letter.wait(PATIENCE)
    assert look(scene) == []
    process.send_signal(signal.SIGKILL)
    assert process.wait(PATIENCE) == -signal.SIGKILL
    killed.set()
    assert [each["state_type"] for each in whole_runs(scene)] == ["RUNNING"]

    name = run_flow("run_round", round_key=KEY).state_name
    dead = look(scene)
    assert [each.round_key for each in dead] == [KEY]
    scene.app.write_down_deaths(dead)  # somebody else found them at the same time
    with scene.app.work() as uow:
        (walk,) = walks.walks_of(uow, round_key=KEY)
        assert [each.object for each in uow.ledger.events() if each.action == walks.DEATH] == [dead[0].flow_run_id]
    assert walk.waiting == name
    # Nothing moves any more: neither a third walk nor a second look leaves a line.
    with scene.app.work() as uow:
        before = uow.ledger.last_seq()
    run_flow("run_round", round_key=KEY)
    assert look(scene) == []
    with scene.app.work() as uow:
        assert uow.ledger.last_seq() == before
    assert [each["state_type"] for each in whole_runs(scene)] == ["CRASHED", "COMPLETED", "COMPLETED"]


@pytest.mark.goal("42")
@pytest.mark.long("postgresql")
def test_a_command_that_waits_for_the_database_is_left_alone(scene: Scene) -> None:
    """It says Running and holds no round yet: what shows that it lives is the name that its run carries."""
    command = [sys.executable, "-c", OPEN_ROUND, KEY]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None and process.stdout is not None and process.stdout.readline() == "ready\n"
    with scene.app.work() as uow:
        lines = uow.ledger.last_seq()  # from this question on nobody else has a turn
        process.stdin.close()
        wait_until(lambda: bool(states_of(scene, "open_round")))
        assert [look(scene), look(scene)] == [[], []]
        assert states_of(scene, "open_round") == ["RUNNING"]
    assert process.wait(PATIENCE) == 0
    assert look(scene) == []
    assert states_of(scene, "open_round") == ["COMPLETED"]
    with scene.app.work() as uow:
        assert [each.action for each in uow.ledger.events()[lines:] if each.action == walks.DEATH] == []


@pytest.mark.goal("79")
@pytest.mark.long("postgresql")
def test_a_death_that_could_not_be_written_down_is_found_and_written_at_the_next_look(scene: Scene) -> None:
    process = subprocess.Popen(ADVANCE, cwd=ROOT)
    scene.server.letters.at_letter = lambda arrived: process.kill() if arrived == 1 else None
    assert process.wait(PATIENCE) == -signal.SIGKILL
    keep, lose = LEDGER_IS_FULL[scene.app.engine.dialect.name]
    with scene.app.engine.begin() as connection:
        for statement in lose:
            connection.exec_driver_sql(statement)
    with pytest.raises(DatabaseError, match="the ledger is full"):
        look(scene)
    assert states_of(scene, "run_round") == ["RUNNING"]
    with scene.app.engine.begin() as connection:
        connection.exec_driver_sql(keep)
    (dead,) = look(scene)
    assert look(scene) == []
    assert states_of(scene, "run_round") == ["CRASHED"]
    with scene.app.work() as uow:
        assert [each.object for each in uow.ledger.events() if each.action == walks.DEATH] == [dead.flow_run_id]


def states_of(scene: Scene, flow: str) -> list[object]:
    """How the runs of this home and flow stand; the session's server holds those of other tests too."""
    history = read_history(KEY)
    return [each["state_type"] for each in history if each["flow"] == flow and scene.app.home_tag in each["tags"]]


def whole_runs(scene: Scene) -> list[dict[str, object]]:
    """The walks of this home; the session's server holds those of other tests too."""
    return [each for each in read_history(KEY) if each["flow"] == "run_round" and scene.app.home_tag in each["tags"]]


def look(scene: Scene) -> list[DeadRun]:
    return mark_dead_runs(scene.app.home_tag, scene.app.is_driver_dead, scene.app.write_down_deaths, seconds=0)
