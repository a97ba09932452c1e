"""A traveller through a round: moves the clock, lets the round walk, and looks what a second walk changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from meetcyclus import reception, release
from meetcyclus.bootstrap import Application, application
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.ledger import Event, chain_problems
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.exchange.workbook_filler import fill_workbook
from meetcyclus.launch import run_flow
from meetcyclus.services import outbox, rounds
from meetcyclus.services.programmes import load_register
from tests.factories import moment


@dataclass
class Traveller:
    """One application, one round, and a clock in the environment."""

    key: str
    environment: pytest.MonkeyPatch
    app: Application

    def go_to(self, text: str) -> None:
        """Move the clock: 2023-12-01 09:00 in Brussels."""
        self.environment.setenv("MEETCYCLUS_NOW", moment(text).isoformat())

    def walk(self) -> str:
        """Let the round walk twice; the second walk may change nothing. Gives for what the round waits."""
        first = run_flow("run_round", round_key=self.key).state_name
        before = self.remembered()
        again = run_flow("run_round", round_key=self.key)
        assert again.state_name == first
        assert self.remembered() == before
        return first

    def remembered(self) -> tuple[list[Step], list[Letter], list[Event], set[str]]:
        """Everything a walk could change, without the id of the run that worked on a step last."""
        with self.app.work() as uow:
            steps = [replace(each, flow_run_id="") for each in rounds.steps_of(uow, self.key)]
            letters, events = uow.letters.where(round_key=self.key), uow.ledger.events()
        return steps, letters, events, {each.name for each in self.mail.glob("*.eml")}

    @property
    def mail(self) -> Path:
        """Where the sink keeps what it got."""
        return self.app.settings.folder("mail")

    def close(self, code: str, by: str, note: str = "gezien") -> None:
        """A person closes a step."""
        release.close_by_hand(self.app, round_key=self.key, code=code, note=note, by=by)

    def send_back(self, lead: str, kind: str, given: Iterable[Entry]) -> list[reception.ReceiptFacts]:
        """A lead fills in the workbook of the newest letter of that kind and sends it in; gives the receipts."""
        with self.app.work() as uow:
            letter = uow.letters.where(round_key=self.key, recipient_email=lead, kind=kind)[-1]
            content = uow.files.get(letter.attachments[0].sha256)
            data = load_register(uow)
        path = self.app.settings.folder("inbox") / letter.attachments[0].file_name
        path.write_bytes(fill_workbook(content, {each.project_number: each for each in given}, data))
        return reception.receive_workbook(self.app, path, by=lead)

    def states(self) -> dict[str, StepState]:
        """Every step and its state."""
        with self.app.work() as uow:
            return {each.code: each.state for each in rounds.steps_of(uow, self.key)}

    def letters(self) -> Counter[str]:
        """How many letters of each kind were sent."""
        with self.app.work() as uow:
            found = uow.letters.where(round_key=self.key)
        assert {each.state for each in found} <= {LetterState.SENT}
        return Counter(each.kind.value for each in found)

    def require_sound(self) -> None:
        """No letter is lost or doubled and the chain holds."""
        with self.app.work() as uow:
            letters = uow.letters.where(round_key=self.key)
            sums = outbox.reconcile_letters(uow, round_key=self.key)
            assert chain_problems(uow.ledger.events()) == ()
        assert (sums.difference, sums.planned, sums.states) == (0, len(letters), {"sent": len(letters)})
        names = sorted(each.message_id.strip("<>").partition("@")[0] for each in letters)
        assert sorted(each.stem for each in self.mail.glob("*.eml")) == names

    def moment(self) -> datetime:
        """The time it is."""
        return self.app.now()


def traveller(key: str, environment: pytest.MonkeyPatch, start: str) -> Traveller:
    """A traveller at the start, with an empty home."""
    environment.setenv("MEETCYCLUS_NOW", moment(start).isoformat())
    return Traveller(key, environment, application())
