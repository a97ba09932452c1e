"""PostgreSQL cuts the session that holds the round while its walk goes on: the walk stops, the next one finishes."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from meetcyclus import handover
from meetcyclus.bootstrap import Application, application
from meetcyclus.conductor.dead_runs import mark_dead_runs
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.rounds import StepState
from meetcyclus.launch import run_flow
from meetcyclus.services import reports, rounds, snapshots, walks
from meetcyclus.services.authority import SYSTEM
from meetcyclus.storage import locks
from meetcyclus.storage.scratch import cut_sessions
from tests import factories
from tests.factories import KEY, SECRETARIAT, moment
from tests.faults.counting_server import CountingServer
from tests.faults.serving import PATIENCE, wait_until
from tests.faults.test_kill import ADVANCE, LETTERS, ROOT, require_no_letter_twice, set_scene, states
from tests.opening import import_and_open
from tests.services.world import everything_entered

OUTSIDE = 4
STEP = "overdracht"


@pytest.fixture
def app(database: str, conducted: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """A round of which only the hand-over is left to do."""
    monkeypatch.setenv("MEETCYCLUS_NOW", moment("2024-01-23 09:00").isoformat())
    made = application()
    with made.work() as uow:
        import_and_open(uow, factories.small_programme(), at=moment("2023-11-13 09:00"))
    everything_entered(made)
    with made.work() as uow:
        snapshots.freeze(uow, round_key=KEY, by=SYSTEM, at=made.now())
        reports.build_reports(uow, writer=made.reports, round_key=KEY, by=SYSTEM, at=made.now())
        for each in rounds.steps_of(uow, KEY):
            is_left = each.code == STEP
            uow.steps.put(replace(each, state=StepState.OPEN if is_left else StepState.CLOSED, closed_at=made.now()))
    with CountingServer() as server:
        monkeypatch.setenv("MEETCYCLUS_SMTP_URL", server.url)
        yield made


@pytest.mark.goal("42")
@pytest.mark.goal("51")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_walk_that_lost_its_lock_stops_and_the_next_one_makes_the_one_package(
    app: Application, database: str
) -> None:
    process = subprocess.Popen(ADVANCE, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    # The walk is at the step, and asks Prefect for its history before it makes the package.
    wait_until(lambda: bool(_step_runs(app)))
    with app.work() as uow:
        # From the first question on it is our turn, and nobody else changes anything.
        lines = uow.ledger.last_seq()
        _cut_lock(database)
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "cut the session" in said) == (OUTSIDE, True)
    with app.work() as uow:
        assert uow.ledger.last_seq() == lines
        assert handover.is_needed(uow, KEY, STEP, handover.PACKAGE)
    run_flow("run_round", round_key=KEY)
    with app.work() as uow:
        assert [each.file_name for each in uow.documents.where(kind=handover.PACKAGE)] == ["v1"]
        assert len(uow.letters.where(kind=LetterKind.HAND_OVER.value)) == 1
    assert [each.name for each in (app.settings.home / "packages" / KEY).iterdir()] == ["v1"]


@pytest.mark.goal("42")
@pytest.mark.goal("79")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_driver_that_was_taken_for_dead_says_at_its_end_that_it_was_not(app: Application, database: str) -> None:
    """Its name was cut with its lock, and somebody looked before it came to its next question."""
    process = subprocess.Popen(ADVANCE, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: bool(_step_runs(app)))
    with app.work() as uow:
        lines = uow.ledger.last_seq()
        _cut_all_locks_but_our_turn(database)
        at = app.now()
        found = mark_dead_runs(
            app.home_tag, app.is_driver_dead, lambda dead: walks.record_deaths(uow, dead, at=at), seconds=0
        )
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "cut the session" in said) == (OUTSIDE, True)
    (dead,) = found
    with app.work() as uow:
        told = [(each.action, each.object, each.round_key) for each in uow.ledger.events(behind=lines)]
    assert told == [(walks.DEATH, dead.flow_run_id, KEY), (walks.END, dead.flow_run_id, KEY)]
    run_flow("run_round", round_key=KEY)
    with app.work() as uow:
        assert [each.object for each in uow.ledger.events(action=walks.END)] == [dead.flow_run_id]


@pytest.mark.goal("51")
@pytest.mark.goal("52")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_driver_that_stood_still_wakes_up_after_another_took_over_and_does_no_harm(
    database: str, conducted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGSTOP while the mail server has a letter; the database drops its sessions; SIGCONT after another whole walk."""
    with set_scene(monkeypatch) as scene:
        process = subprocess.Popen(ADVANCE, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        scene.server.letters.at_letter = lambda number: process.send_signal(signal.SIGSTOP) if number == 5 else None
        wait_until(lambda: len(scene.server.letters.arrived) == 5)
        scene.server.letters.at_letter = lambda number: None
        scene.app.engine.dispose()
        cut_sessions(scene.app.engine)
        run_flow("run_round", round_key=KEY)
        with scene.app.work() as uow:
            lines = uow.ledger.last_seq()
        process.send_signal(signal.SIGCONT)
        _, said = process.communicate(timeout=PATIENCE)
        assert (process.returncode, "cut the session" in said) == (OUTSIDE, True)
        with scene.app.work() as uow:
            assert uow.ledger.last_seq() == lines
        require_no_letter_twice(scene)
        assert len(scene.server.letters.arrived) == LETTERS
        assert states(scene) == {"sent": LETTERS - 1, "unknown": 1}


@pytest.mark.goal("51")
def test_a_package_is_made_once_whoever_decided_to_make_it_and_never_after_the_step_was_closed(
    app: Application,
) -> None:
    """Two walks that both saw that there was none: the second looks again in the transaction that makes it."""
    folder = app.settings.folder("packages") / KEY
    asked = {"round_key": KEY, "step_code": STEP, "folder": folder, "flow_runs": []}
    assert [handover.hand_over(app, **asked) for _ in range(2)] == ["v1", ""]  # type: ignore[arg-type]
    with app.work() as uow:
        rounds.close_step(uow, key=KEY, code=STEP, note="ontvangen", by=SECRETARIAT, at=app.now())
        (made,) = uow.documents.where(kind=handover.PACKAGE)
    assert handover.hand_over(app, **asked) == ""  # type: ignore[arg-type]
    assert [each.name for each in folder.iterdir()] == [made.file_name]


def _step_runs(app: Application) -> str:
    with app.work() as uow:
        return rounds.require_step(uow, KEY, STEP).flow_run_id


def _cut_lock(database: str) -> None:
    cut = "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = %s"
    with psycopg.connect(database, autocommit=True) as connection:
        assert connection.execute(cut, [locks._lock_key(f"round {KEY}")]).fetchall() == [(True,)]


def _cut_all_locks_but_our_turn(database: str) -> None:
    """Of the locks that are held, those of sessions outside this process: only the driver has one."""
    cut = """SELECT pg_terminate_backend(pid, 10000) FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND state <> 'idle in transaction' AND pid <> pg_backend_pid()"""
    with psycopg.connect(database, autocommit=True) as connection:
        assert len(connection.execute(cut).fetchall()) == 2
