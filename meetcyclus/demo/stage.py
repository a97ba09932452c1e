"""The stage of a rehearsal: a fresh home, a clock that moves, a mail server that keeps what it gets, and a log."""

from __future__ import annotations

import email
import email.policy
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from meetcyclus.bootstrap import Application, application
from meetcyclus.calendars import public_holidays
from meetcyclus.domain.errors import NotAllowed
from meetcyclus.domain.rounds import Step
from meetcyclus.domain.workdays import next_workday
from meetcyclus.launch import FlowResult, conducting, run_flow
from meetcyclus.mail.sink import MailSink
from meetcyclus.services import rounds

_MARKER = ".meetcyclus-demo"
_ZONE = ZoneInfo("Europe/Brussels")


@dataclass
class Stage:
    """What every scene uses. `say` shows progress; `walks` counts the walks of the round."""

    app: Application
    round_key: str
    say: Callable[[str], None]
    mail_folder: Path
    inbox: Path
    moment: datetime = datetime(2023, 1, 1, tzinfo=_ZONE)
    walks: int = 0
    happened: list[tuple[str, str]] = field(default_factory=list)

    def go_to(self, day: date, hour: int = 9) -> None:
        """Move the clock forward to a working day on or after `day`; the moment never goes back."""
        workday = next_workday(day, public_holidays(_ZONE.key))
        self.moment = max(self.moment, datetime.combine(workday, time(hour), _ZONE))
        os.environ["MEETCYCLUS_NOW"] = self.moment.isoformat()

    def tell(self, what: str) -> None:
        """Show and remember something that happened."""
        stamp = f"{self.moment:%d/%m/%Y %H:%M}"
        self.happened.append((stamp, what))
        self.say(f"{stamp}  {what}")

    def walk(self, flow: str = "run_round", **parameters: object) -> FlowResult:
        """Let the round take a walk, as a real Prefect flow run."""
        self.walks += 1
        result = run_flow(flow, round_key=self.round_key, **parameters)
        self.tell(f"round: {result.state_name}")
        return result

    def step(self, code: str) -> Step:
        """A step as it stands now."""
        with self.app.work() as uow:
            return rounds.require_step(uow, self.round_key, code)

    def step_of_kind(self, kind: str) -> Step:
        """The first step of that kind."""
        with self.app.work() as uow:
            return next(each for each in rounds.steps_of(uow, self.round_key) if each.kind == kind)

    def handed_in(self, path: Path) -> Path:
        """A file of the inbox at the moment that somebody hands it in."""
        return path

    def newest_letter(self, recipient: str, kind: str) -> EmailMessage:
        """The newest letter of a kind that the mail server kept for somebody."""
        with self.app.work() as uow:
            letters = uow.letters.where(round_key=self.round_key, recipient_email=recipient, kind=kind)
        name = letters[-1].message_id.strip("<>").partition("@")[0]
        return read_letter(self.mail_folder / f"{name}.eml")


def read_letter(path: Path) -> EmailMessage:
    """A kept letter."""
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


@contextmanager
def set_stage(folder: Path, round_key: str, say: Callable[[str], None]) -> Iterator[Stage]:
    """A fresh home with everything running; the environment is put back afterwards."""
    _fresh(folder)
    before = dict(os.environ)
    try:
        with MailSink(folder / "mail") as sink:
            os.environ.update(MEETCYCLUS_HOME=str(folder), MEETCYCLUS_SMTP_URL=sink.url)
            os.environ.pop("MEETCYCLUS_DATABASE_URL", None)
            say("starting a private Prefect server")
            with conducting():
                app = application()
                yield Stage(app, round_key, say, folder / "mail", app.settings.folder("inbox"))
    finally:
        os.environ.clear()
        os.environ.update(before)


def _fresh(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARKER).exists():
            raise NotAllowed(f"{folder} is not empty and not the home of an earlier demo; choose another with --out")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARKER).touch()
