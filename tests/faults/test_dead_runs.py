"""A walk that was killed is found, marked in words and written down; one that lives is left alone."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator

import pytest

from meetcyclus.conductor.dead_runs import DeadRun, mark_dead_runs
from meetcyclus.launch import read_history, run_flow
from meetcyclus.services import walks
from tests.factories import KEY
from tests.faults.serving import PATIENCE
from tests.faults.test_kill import ADVANCE, ROOT, Scene, set_scene


@pytest.fixture
def scene(database: str, conducted: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with set_scene(monkeypatch) as made:
        yield made


@pytest.mark.goal("42")
@pytest.mark.goal("79")
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


def whole_runs(scene: Scene) -> list[dict[str, object]]:
    """The walks of this home; the session's server holds those of other tests too."""
    return [each for each in read_history(KEY) if each["flow"] == "run_round" and scene.app.home_tag in each["tags"]]


def look(scene: Scene) -> list[DeadRun]:
    return mark_dead_runs(scene.app.home_tag, scene.app.is_driver_dead, scene.app.write_down_deaths, seconds=0)
