"""The blows themselves: what is killed, frozen or cut when a strike falls."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from meetcyclus.bootstrap import application
from meetcyclus.chaos.conductor import Conductor
from meetcyclus.chaos.disk import SafePart, Survivors, add_journal, safe_now
from meetcyclus.chaos.drivers import Driver, driver_beside
from meetcyclus.chaos.stage import MOVED, WAITS, StruckStage, Walk
from meetcyclus.chaos.strikes import Strike, Target
from meetcyclus.domain.errors import NotAllowed, OutsideFailure
from meetcyclus.storage.scratch import backend_pid, cut_sessions, thrown_out

KILLED = -signal.SIGKILL
_PATIENCE = 120.0
# A walk takes seconds; a program of its own on a busy machine much longer.
_BESIDE_SECONDS = 600.0
# So long a driver stands still where the other cannot walk before it wakes up.
_STILL_SECONDS = 5.0
Lost = Sequence[str]


@dataclass
class Hammer:
    """Strikes a walk. Gives what was lost, or None when the walk ended before the blow fell."""

    conductor: Conductor
    dice: random.Random
    safe: SafePart = field(default_factory=SafePart)
    cuts: int = 0

    def __call__(self, stage: StruckStage, strike: Strike, usual: Walk, driver: Driver) -> Lost | None:
        """Let the strike fall at its moment."""
        blow = {
            Target.DRIVER: self._kill_driver,
            Target.LETTER: self._kill_at_letter,
            Target.SUSPENDED: self._suspend,
            Target.CONDUCTOR: self._kill_conductor,
            Target.DATABASE: self._kill_database,
            Target.POWER: self._cut_power,
            Target.POWER_AND_DATABASE: self._cut_power,
        }[strike.target]
        return blow(stage, strike, usual, driver)

    def _kill_driver(self, stage: StruckStage, strike: Strike, usual: Walk, driver: Driver) -> Lost | None:
        if driver.ended_within(strike.part * usual.seconds):
            driver.exit_code()
            return None
        driver.kill()
        return () if driver.exit_code() == KILLED else None

    def _kill_at_letter(self, stage: StruckStage, strike: Strike, usual: Walk, driver: Driver) -> Lost | None:
        """Kill while the server holds one letter of the walk and has not answered."""
        left = [1 + int(strike.part * usual.letters)]

        def at_letter() -> None:
            left[0] -= 1
            if left[0] == 0:
                driver.kill()

        stage.at_letter = at_letter
        code = driver.exit_code()
        stage.at_letter = lambda: None
        return () if code == KILLED else None

    def _suspend(self, stage: StruckStage, strike: Strike, usual: Walk, driver: Driver) -> Lost | None:
        """The driver stands still while another walks, wakes up, and must stop or go on without doing harm.

        PostgreSQL drops its sessions, so that the other takes over. Nobody can take a lock on a file from it: beside
        SQLite the other waits for it.
        """
        if driver.ended_within(strike.part * usual.seconds):
            driver.exit_code()
            return None
        driver.freeze()
        if driver.ended_within(0):
            driver.exit_code()
            return None
        is_taken_over = stage.app.engine.dialect.name == "postgresql"
        if is_taken_over:
            stage.app.engine.dispose()
            cut_sessions(stage.app.engine)
        output = driver.output.with_suffix(".beside")
        with driver_beside(driver.words, output) as other:
            with suppress(subprocess.TimeoutExpired):
                other.wait(_BESIDE_SECONDS if is_taken_over else _STILL_SECONDS)
            driver.wake()
            _let_end(driver)
            code = other.wait(_BESIDE_SECONDS)
        if code not in (MOVED, WAITS):
            raise OutsideFailure(f"the walk beside one that stood still ended with {code}: {output}")
        return ()

    def _kill_conductor(self, stage: StruckStage, strike: Strike, usual: Walk, driver: Driver) -> Lost | None:
        """The walk loses its Prefect server, which is started again by whoever watches it."""
        if driver.ended_within(strike.part * usual.seconds):
            driver.exit_code()
            return None
        self.conductor.kill()
        self.conductor.start()
        _let_end(driver)
        return ()

    def _kill_database(self, stage: StruckStage, strike: Strike, usual: Walk, driver: Driver) -> Lost | None:
        """PostgreSQL loses a process to SIGKILL, throws everybody out and recovers from its log."""
        if driver.ended_within(strike.part * usual.seconds):
            driver.exit_code()
            return None
        kill_backend(stage)
        _let_end(driver)
        return ()

    def _cut_power(self, stage: StruckStage, strike: Strike, usual: Walk, driver: Driver) -> Lost | None:
        """Nothing moves any more, the disk keeps what it must and what the dice leave, and the machine starts again."""
        if driver.ended_within(strike.part * usual.seconds):
            driver.exit_code()
            return None
        driver.freeze()
        home = stage.app.settings.home
        self.cuts += 1
        target = home.with_name(f"home-{self.cuts}")
        assert stage.journal is not None
        survivors = Survivors(add_journal(self.safe, stage.journal), self.dice)
        survivors.copy(home, target)
        driver.kill()
        driver.exit_code()
        stage.app.engine.dispose()
        if strike.target is Target.POWER_AND_DATABASE:
            kill_backend(stage)
        shutil.rmtree(home)
        self.move_in(stage, target)
        return [each.removeprefix(f"{home}/") for each in survivors.lost]

    def move_in(self, stage: StruckStage, home: Path) -> None:
        """Go on in that home; what is there now is safe."""
        os.environ["MEETCYCLUS_HOME"] = str(home)
        stage.app = application()
        stage.mail_folder = home / "mail"
        stage.journal = home.with_name("journal")
        stage.journal.unlink(missing_ok=True)
        self.safe = safe_now(home)


def kill_backend(stage: StruckStage) -> None:
    """SIGKILL to one process of the PostgreSQL server, and wait until the server threw all out and is back."""
    with thrown_out(stage.app.engine) as is_thrown_out:
        number = backend_pid(stage.app.engine)
        try:
            # A number means nothing on another machine: there it could be anybody's process here.
            if not Path(f"/proc/{number}/cmdline").read_bytes().startswith(b"postgres"):
                raise ProcessLookupError(number)
            os.kill(number, signal.SIGKILL)
        except OSError as error:
            raise NotAllowed("the PostgreSQL server is not ours to kill; leave out --kill-database") from error
        _wait_until(is_thrown_out, "the PostgreSQL server did not notice that it lost a process")
    stage.app.engine.dispose()
    _wait_until(lambda: _lets_in(stage), "the PostgreSQL server did not come back")


def _lets_in(stage: StruckStage) -> bool:
    try:
        backend_pid(stage.app.engine)
    except Exception:  # whatever a recovering server says
        return False
    return True


def _wait_until(happened: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + _PATIENCE
    while not happened():
        if time.monotonic() > until:
            raise OutsideFailure(otherwise)
        time.sleep(0.1)


def _let_end(driver: Driver) -> None:
    """What was struck was not the driver itself: it ends in whatever way, or is ended."""
    if not driver.ended_within(_PATIENCE):
        driver.kill()
    driver.exit_code()
