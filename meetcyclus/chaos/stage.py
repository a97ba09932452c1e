"""The stage of a struck round: the scenes of the demo, but every walk is a process of its own that may be struck."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from meetcyclus.chaos.drivers import Driver, DriverHost
from meetcyclus.chaos.end_state import Facts, differences, facts_of, mail_name
from meetcyclus.chaos.strikes import Strike
from meetcyclus.demo.entry_scenes import SECRETARIAT
from meetcyclus.demo.stage import Stage
from meetcyclus.domain.errors import OutsideFailure
from meetcyclus.domain.letters import LetterState
from meetcyclus.launch import FlowResult
from meetcyclus.services import outbox

MOVED, WAITS = 0, 3


class CurtainFalls(Exception):
    """As many walks were played as were wanted."""


class Diverged(Exception):
    """The struck round is no longer equal to the unbroken one."""


@dataclass(frozen=True)
class Walk:
    """How one walk went: its steps, its usual time and letters, and what everything looked like after it."""

    steps: tuple[str, ...]
    seconds: float
    letters: int
    facts: Facts


@dataclass(frozen=True)
class Blow:
    """One strike that hit a walk before it ended, and what came of it."""

    walk: int
    steps: tuple[str, ...]
    strike: Strike
    seconds: float
    resumed_seconds: float
    lost: tuple[str, ...] = ()


@dataclass(kw_only=True)
class StruckStage(Stage):
    """`strikes` gives the blows for a walk by its number; `unbroken` is what each walk is held against."""

    host: DriverHost
    desk: Path
    strike: Callable[[StruckStage, Strike, Walk, Driver], Sequence[str] | None]
    strikes: Callable[[int, Walk], Sequence[Strike]]
    unbroken: Sequence[Walk] = ()
    journal: Path | None = None
    last_walk: int = 0
    at_letter: Callable[[], None] = lambda: None
    walked: list[Walk] = field(default_factory=list)
    blows: list[Blow] = field(default_factory=list)
    misses: int = 0
    unknown: set[str] = field(default_factory=set)

    def walk(self, flow: str = "run_round", **parameters: object) -> FlowResult:
        """Let the round take a walk; strike it as planned, run it again, and hold the end against the unbroken one."""
        self.walks += 1
        words = _words(flow, self.round_key, parameters)
        usual = self.unbroken[self.walks - 1] if self.unbroken else None
        struck = [self._struck(words, each, usual) for each in (self.strikes(self.walks, usual) if usual else ())]
        began, letters = time.monotonic(), self._sent()
        result = self.run(words)
        seconds = time.monotonic() - began
        self.blows += [
            Blow(self.walks, usual.steps, strike, after, seconds, lost)
            for strike, after, lost in filter(None, struck)
            if usual
        ]
        self._settle()
        facts = facts_of(self.app, self.round_key, self.mail_folder)
        self.walked.append(Walk(result.ran, seconds, self._sent() - letters, facts))
        self.tell(f"walk {self.walks}: {result.state_name}")
        if usual and (found := differences(facts, usual.facts)):
            raise Diverged("\n".join(found))
        if self.walks == self.last_walk:
            raise CurtainFalls
        return result

    def handed_in(self, path: Path) -> Path:
        """The bytes that were handed in at this place before: a workbook holds the moment at which it was saved."""
        kept = self.desk / path.name
        shutil.copyfile(*((kept, path) if kept.exists() else (path, kept)))
        return path

    def start(self, words: Sequence[str]) -> Driver:
        """Start a walk."""
        return self.host.start(words, os.environ, self.inbox.parent / f"walk-{self.walks}.json", self.journal)

    def run(self, words: Sequence[str]) -> FlowResult:
        """A whole walk. OutsideFailure when it does not end well."""
        driver = self.start(words)
        code = driver.exit_code()
        if code not in (MOVED, WAITS):
            raise OutsideFailure(f"walk {self.walks} ended with exit code {code}: {_errors(driver.output)}")
        return _result(json.loads(driver.output.read_text("utf-8")))

    def _struck(self, words: Sequence[str], strike: Strike, usual: Walk | None) -> Any:
        """Start a walk and strike it; None when it ended before the blow fell."""
        assert usual is not None
        began = time.monotonic()
        driver = self.start(words)
        lost = self.strike(self, strike, usual, driver)
        if lost is None:
            self.misses += 1
            return None
        return strike, time.monotonic() - began, tuple(lost)

    def _settle(self) -> None:
        """The secretariat looks into letters whose fate is unknown: what did not arrive goes out again."""
        with self.app.work() as uow:
            unknown = uow.letters.where(round_key=self.round_key, state=LetterState.UNKNOWN.value)
            self.unknown |= {each.id for each in unknown}
            missing = [each for each in unknown if not (self.mail_folder / f"{mail_name(each)}.eml").exists()]
            for each in missing:
                outbox.release_letter(
                    uow, letter_id=each.id, reason="niet aangekomen", by=SECRETARIAT, at=self.app.now()
                )
        if missing:
            self.run(_words("run_round", self.round_key, {}))

    def _sent(self) -> int:
        return sum(1 for _ in self.mail_folder.glob("*.eml"))


def _words(flow: str, round_key: str, parameters: Mapping[str, object]) -> list[str]:
    """The command line that takes this walk."""
    if flow == "run_round":
        return ["round", "advance", round_key, "--json"]
    launch: Any = parameters["launch"]
    return [
        "round",
        "open",
        round_key,
        "--reference-date",
        launch["reference_date"],
        "--by",
        launch["by"],
        "--json",
    ]


def _result(told: Mapping[str, Any]) -> FlowResult:
    return FlowResult(told["flow_run_id"], told["state"], tuple(told["ran"]))


def _errors(output: Path) -> str:
    return output.with_name(f"{output.name}.err").read_text("utf-8", errors="replace")[-1000:]
