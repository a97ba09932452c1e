"""A real `meetcyclus round advance` is killed with -9 at another moment each time; running it again mends all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from meetcyclus.bootstrap import Application, application
from meetcyclus.cli.main import root
from meetcyclus.domain.ledger import chain_problems
from meetcyclus.domain.letters import LetterState
from meetcyclus.domain.programme import Person
from meetcyclus.domain.rounds import StepState
from meetcyclus.services import outbox, rounds
from tests.factories import KEY, SECRETARIAT, moment, small_programme
from tests.faults.counting_server import CountingServer
from tests.opening import import_and_open

ROOT = Path(__file__).parents[2]
ADVANCE = [sys.executable, "-c", "from meetcyclus.cli.main import main; main()", "round", "advance", KEY]
SPOCS = 9
LETTERS = 3 + 1 + SPOCS
WAITING = 3
PATIENCE = 240.0


@dataclass
class Scene:
    """A round whose information session is due: one walk opens the step and writes to thirteen people."""

    app: Application
    server: CountingServer

    def start(self) -> subprocess.Popen[bytes]:
        """The walk as a process of its own."""
        return subprocess.Popen(
            ADVANCE, cwd=ROOT, env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def advance_until_it_waits(self) -> None:
        """Run the command again until it says that nothing moved."""
        for _ in range(5):
            if root.main(["round", "advance", KEY], standalone_mode=False) == WAITING:
                return
        raise AssertionError("the round keeps moving")

    def sending_began(self) -> bool:
        """Whether a letter is in the outbox."""
        with self.app.work() as uow:
            return bool(uow.letters.where(round_key=KEY))

    def step_opened(self) -> bool:
        """Whether the step is open."""
        with self.app.work() as uow:
            return rounds.require_step(uow, KEY, "informatiesessies").state is StepState.OPEN

    def end(self) -> dict[str, object]:
        """What must be the same however often the walk was killed."""
        with self.app.work() as uow:
            steps = [replace(each, flow_run_id="") for each in rounds.steps_of(uow, KEY)]
            letters = [
                (each.kind, each.recipient_email, each.sequence, each.subject, each.text, each.attachments)
                for each in uow.letters.where(round_key=KEY)
            ]
            lines = Counter(each.action for each in uow.ledger.events() if each.action not in OUTCOMES)
        return {"steps": steps, "letters": letters, "ledger": lines}


OUTCOMES = {f"letter.{state.value}" for state in (LetterState.SENT, LetterState.UNKNOWN)}


@pytest.fixture
def scene(database: str, conducted: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """The round on the morning of its information session, in an own home with an own mail server."""
    with set_scene(monkeypatch) as made:
        yield made


@pytest.fixture(scope="module")
def unbroken(prefect_server: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """How a walk ends that nobody disturbs."""
    home = tmp_path_factory.mktemp("unbroken")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MEETCYCLUS_HOME", str(home))
        environment.setenv("MEETCYCLUS_DATABASE_URL", f"sqlite:///{home / 'meetcyclus.db'}")
        environment.setenv("MEETCYCLUS_PREFECT_API_URL", prefect_server)
        with set_scene(environment) as scene:
            scene.advance_until_it_waits()
            require_no_letter_twice(scene)
            assert states(scene) == {"sent": LETTERS}
            return scene.end()


@contextmanager
def set_scene(environment: pytest.MonkeyPatch) -> Iterator[Scene]:
    """Launch the round and start the mail server."""
    environment.setenv("MEETCYCLUS_NOW", moment("2023-11-16 09:00").isoformat())
    app = application()
    data = small_programme()
    crowd = tuple(Person(f"spoc{at}@example.org", f"Spoc {at}", "spoc") for at in range(SPOCS))
    with app.work() as uow:
        at = app.now()
        import_and_open(uow, replace(data, persons=(*data.persons, *crowd)), at=at)
    with CountingServer() as server:
        environment.setenv("MEETCYCLUS_SMTP_URL", server.url)
        yield Scene(app, server)


def kill_at_letter(number: int) -> Callable[[Scene], None]:
    """Kill the walk while the server has that letter in its hands and has not answered yet."""

    def kill(scene: Scene) -> None:
        process = scene.start()

        def at_letter(arrived: int) -> None:
            if arrived == number:
                process.send_signal(signal.SIGKILL)
                process.wait(PATIENCE)

        scene.server.letters.at_letter = at_letter
        assert process.wait(PATIENCE) == -signal.SIGKILL
        scene.server.letters.at_letter = lambda arrived: None
        assert len(scene.server.letters.arrived) == number

    return kill


def kill_when(happened: Callable[[Scene], bool]) -> Callable[[Scene], None]:
    """Kill the walk as soon as the database shows something."""

    def kill(scene: Scene) -> None:
        process = scene.start()
        until = time.monotonic() + PATIENCE
        while not happened(scene) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        assert process.wait(PATIENCE) == -signal.SIGKILL

    return kill


MOMENTS: dict[str, list[Callable[[Scene], None]]] = {
    "the step is open": [kill_when(Scene.step_opened)],
    "letters are planned": [kill_when(Scene.sending_began)],
    "letter 5 is out": [kill_at_letter(5)],
    "the last letter is out": [kill_at_letter(LETTERS)],
    "letters 2, 3 and 6 are out": [kill_at_letter(2), kill_at_letter(3), kill_at_letter(6)],
}


@pytest.mark.goal("51")
@pytest.mark.goal("52")
@pytest.mark.parametrize(
    ("database", "name"),
    [
        ("sqlite", "the step is open"),
        ("sqlite", "letters are planned"),
        ("sqlite", "the last letter is out"),
        pytest.param("sqlite", "letters 2, 3 and 6 are out", marks=pytest.mark.long),
        ("postgresql", "letters are planned"),
        ("postgresql", "letter 5 is out"),
    ],
    indirect=["database"],
)
def test_a_killed_walk_ends_as_an_unbroken_one_when_it_is_run_again(
    unbroken: dict[str, object], scene: Scene, name: str
) -> None:
    for kill in MOMENTS[name]:
        kill(scene)
    scene.advance_until_it_waits()
    assert scene.end() == unbroken
    require_no_letter_twice(scene)
    require_every_letter_accounted_for(scene)
    if "out" in name:
        # Each kill came while the server had one letter in its hands: nobody here can know that it arrived.
        lost = len(MOMENTS[name])
        assert states(scene) == {"sent": LETTERS - lost, "unknown": lost}


@pytest.mark.goal("29")
@pytest.mark.long
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_killed_round_goes_on_after_a_hundred_and_twenty_days(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL by commands; `serve` does the same beside SQLite in test_server.py."""
    kill_at_letter(5)(scene)
    much_later = scene.app.now() + timedelta(days=120)
    monkeypatch.setenv("MEETCYCLUS_NOW", much_later.isoformat())
    scene.advance_until_it_waits()
    require_no_letter_twice(scene)
    assert states(scene) == {"sent": LETTERS - 1, "unknown": 1}
    with scene.app.work() as uow:
        assert [each.code for each in rounds.steps_of(uow, KEY) if each.state is StepState.OPEN] == [
            "informatiesessies"
        ]
        rounds.close_step(uow, key=KEY, code="informatiesessies", note="gehouden", by=SECRETARIAT, at=much_later)
    scene.advance_until_it_waits()
    with scene.app.work() as uow:
        entry = rounds.require_step(uow, KEY, "invoer")
        assert (entry.state, entry.opened_at) == (StepState.OPEN, much_later)
        assert chain_problems(uow.ledger.events()) == ()
    require_no_letter_twice(scene)


def require_no_letter_twice(scene: Scene) -> None:
    """At the mail server, not in our own books."""
    arrived = scene.server.letters.arrived
    assert max(Counter(arrived).values()) == 1
    with scene.app.work() as uow:
        letters = {each.id: each.state for each in uow.letters.where(round_key=KEY)}
    for id_, state in letters.items():
        assert state in (LetterState.SENT, LetterState.UNKNOWN)
        # What is called sent has arrived; what is unknown may have.
        assert state is LetterState.UNKNOWN or id_ in arrived
    assert set(arrived) <= set(letters)


def require_every_letter_accounted_for(scene: Scene) -> None:
    """planned = sent + failed + unknown + held, unknown ones are listed by name, and the chain holds."""
    with scene.app.work() as uow:
        sums = outbox.reconcile_letters(uow, round_key=KEY)
        assert chain_problems(uow.ledger.events()) == ()
    assert (sums.planned, sums.difference) == (LETTERS, 0)
    assert sum(sums.states.get(each, 0) for each in ("sent", "failed", "unknown", "held")) == LETTERS
    shown = json.loads(CliRunner().invoke(root, ["mail", "list", KEY, "--json"], catch_exceptions=False).output)
    listed = Counter(each["state"] for each in shown["letters"])
    assert listed == states(scene)


def states(scene: Scene) -> dict[str, int]:
    with scene.app.work() as uow:
        return dict(outbox.reconcile_letters(uow, round_key=KEY).states)
