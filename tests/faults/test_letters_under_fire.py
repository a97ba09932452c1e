"""Once-only mail: real senders are killed with -9 at moments that chance chose, by a server that also drops lines.

`pytest --goal 51 --kills 200` kills 200 times on each database; the seed makes the choices the same in every run.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.letters import LetterState
from tests.faults.counting_server import CountingServer
from tests.faults.letter_box import MORNING, Nursery, letters_of, open_box, require_once_only, write_letters
from tests.faults.rough_server import Rough

SEED = 51
COMMANDS, LETTERS_READY = 20, 25


@pytest.mark.goal("20")
@pytest.mark.goal("51")
def test_senders_killed_at_any_moment_lose_nothing_and_double_nothing(
    database: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    wanted = request.config.getoption("--kills")
    moods = Rough(SEED)
    with CountingServer(moods) as server, Nursery() as nursery:
        monkeypatch.setenv("MEETCYCLUS_SMTP_URL", server.url)
        fire = Fire(open_box(), moods, nursery)
        while fire.kills < wanted:
            fire.run_and_kill()
        fire.run_calmly()
    states = require_once_only(fire.app, moods.arrived)
    # Each kill had at most one letter in hand, and so had each dropped line.
    assert 0 < states[LetterState.UNKNOWN] <= wanted + moods.dropped
    print(
        f"\n{wanted} kills at {sorted(fire.ways.items())}: {states.total()} letters, {states[LetterState.SENT]} sent,"
    )
    print(
        f"{states[LetterState.UNKNOWN]} unknown; {moods.dropped} lines dropped, {moods.greylisted} letters greylisted"
    )


@dataclass
class Fire:
    """Senders that come one after the other, ten minutes apart, and are killed."""

    app: Application
    moods: Rough
    nursery: Nursery
    chance: Random = field(default_factory=partial(Random, SEED))
    now: datetime = MORNING
    written: int = 0
    kills: int = 0
    ways: dict[str, int] = field(default_factory=dict)

    def run_and_kill(self) -> None:
        """One sender: killed at its n-th command before the answer, a little after that, or after some time.

        Or a little after the server took a letter and dropped the line without an answer.
        """
        self._write()
        number, wait = self.chance.randint(1, COMMANDS), self.chance.random()
        way = self.chance.choice(["in hand", "in between", "at a dropped line", "at any time"])
        born = threading.Event()

        def at_command(count: int) -> None:
            born.wait()
            if count == number and way == "in hand":
                kill()
            elif count == number and way == "in between":
                later.start()
            elif count == number and way == "at a dropped line":
                self.moods.at_drop = later.start

        self.moods.start_counting(at_command)
        kill = partial(os.kill, self._start(), signal.SIGKILL)
        later = threading.Timer(wait * 0.03, kill)
        born.set()
        if way == "at any time":
            time.sleep(wait * 0.5)
            kill()
        code = self.nursery.wait()
        later.cancel()
        assert code in (0, -signal.SIGKILL)
        if code:
            self.kills += 1
            self.ways[way] = self.ways.get(way, 0) + 1

    def run_calmly(self) -> None:
        """Let a friendly server take all that is left."""
        self.moods.is_calm = True
        self.moods.start_counting(lambda number: None)
        for _ in range(5):
            self._start()
            assert self.nursery.wait() == 0
        assert self._left() == 0

    def _start(self) -> int:
        self.now += timedelta(minutes=10)
        return self.nursery.start(MEETCYCLUS_NOW=self.now.isoformat())

    def _left(self) -> int:
        return sum(each.state in (LetterState.PLANNED, LetterState.SENDING) for each in letters_of(self.app))

    def _write(self) -> None:
        until = self.written + max(0, LETTERS_READY - self._left())
        write_letters(self.app, range(self.written, until))
        self.written = until
