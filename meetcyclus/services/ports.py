"""What the services need from the outside, as protocols. The adapters that fulfil them are built in bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.findings import CheckOutcome, Rule, Stage, UndecidedRule
from meetcyclus.domain.letters import Letter, LetterKind, LetterState
from meetcyclus.domain.rounds import Round, RoundProject
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.check_facts import ProcessFacts, ReleaseFacts


@dataclass(frozen=True)
class LetterContent:
    """What a template gave: subject, plain text, HTML, and the version of the template."""

    subject: str
    text: str
    html: str
    template_version: str


class LetterWriter(Protocol):
    """Turns facts into a Dutch letter."""

    def write(self, kind: LetterKind, facts: Mapping[str, object]) -> LetterContent:
        """The letter of that kind; raises MeetcyclusError when a template names a fact that is not given."""
        ...

    def introduced(self, letter: Letter, introduction: str) -> Letter:
        """The letter with these words above its facts in place of those it had; raises NotAllowed without room."""
        ...

    def calendar_invitation(
        self,
        *,
        uid: str,
        title: str,
        description: str,
        place: str,
        starts_at: datetime,
        ends_at: datetime,
        organiser: str,
        attendee: str,
    ) -> bytes:
        """An iCalendar file (RFC 5545, method REQUEST) for a meeting."""
        ...


@dataclass(frozen=True)
class Delivery:
    """Outcome of one attempt to deliver: SENT, FAILED, UNKNOWN, or PLANNED (a temporary refusal, to try again)."""

    state: LetterState
    detail: str = ""


class MailRoute(Protocol):
    """An open line to a mail server for a batch of letters; used as a context manager."""

    def __enter__(self) -> MailRoute: ...

    def __exit__(self, *exc: object) -> None: ...

    def deliver(self, letter: Letter, sender: str, attachments: Mapping[str, bytes]) -> Delivery:
        """Send one letter; `attachments` maps sha256 to content. A refusal is an outcome.

        Raises OutsideFailure when there is no line any more; nothing of the letter was sent then.
        """
        ...


class Sender(Protocol):
    """One who sends letters, known by a name that is never used twice, alive while its lock is held."""

    name: str

    def confirm(self) -> None:
        """Make sure that this sender is still known to be alive; raises an error of the database when it is not."""
        ...

    def is_dead(self, name: str) -> bool:
        """Whether the sender of that name is provably gone. A sender that might live is not dead."""
        ...


@dataclass(frozen=True)
class PostOffice:
    """How letters leave: the line of the settings, the line of rehearsals, and on what terms.

    `rehearsal_line` is made without the settings of the mail server: it ends in the sink on this machine whatever
    they say. `per_minute` is the most that all senders together hand over in a minute; 0: no limit.
    """

    line: Callable[[], AbstractContextManager[MailRoute]]
    rehearsal_line: Callable[[], AbstractContextManager[MailRoute]]
    enrol: Callable[[], AbstractContextManager[Sender]]
    per_minute: int


class QualityCheck(Protocol):
    """Runs the rules over a round."""

    def rules(self) -> Sequence[Rule]:
        """The catalogue, in order of code."""
        ...

    def undecided(self) -> Sequence[UndecidedRule]:
        """The rules that no data can decide yet, in order of code."""
        ...

    def content(self) -> bytes:
        """The whole catalogue as one file, to be kept with a round."""
        ...

    def with_content(self, content: bytes) -> QualityCheck:
        """The same check by a catalogue that was kept."""
        ...

    def run(self, subject: CheckSubject, stages: frozenset[Stage], suite: str = "") -> CheckOutcome:
        """One pass over all rules of these stages, or of one suite of them. Raises BadInput when a table is empty or
        too short to be true."""
        ...


@dataclass(frozen=True)
class CheckSubject:
    """What is checked: the programme with history, the round and its population.

    `process` is how the round was conducted, `release` what is about to leave the house; None: not looked at.
    """

    data: ProgrammeData
    round: Round
    population: tuple[RoundProject, ...]
    process: ProcessFacts | None = None
    release: ReleaseFacts | None = None


@dataclass(frozen=True)
class WorkbookSubject:
    """What one lead gets: the register, own projects, the entries to prefill from and the deadline (local time)."""

    data: ProgrammeData
    round: Round
    lead_email: str
    project_numbers: tuple[str, ...]
    deadline: datetime


@dataclass(frozen=True)
class WorkbookContent:
    """What came back in a workbook: one unnumbered entry (version 0) per project, and who it was made for."""

    round_key: str
    lead_email: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class WorkbookPlace:
    """Where a lead fills something in: the cell of a field with the heading above it, or (no cell) a row.

    `is_empty` says that nothing stands in that cell yet.
    """

    sheet: str
    row: int
    cell: str = ""
    heading: str = ""
    is_empty: bool = False

    def __str__(self) -> str:
        """As a letter names it, in Dutch."""
        return f"blad {self.sheet}, cel {self.cell}" if self.cell else f"blad {self.sheet}, rij {self.row}"


class WorkbookFiles(Protocol):
    """Entry workbooks in and out."""

    def write(self, subject: WorkbookSubject) -> bytes:
        """The xlsx of one lead."""
        ...

    def places(self, subject: WorkbookSubject) -> Mapping[tuple[str, str], WorkbookPlace]:
        """Where a lead fills something in, by object and field of the exchange format; "" is the row."""
        ...

    def read(self, path: Path, subject_of: WorkbookLookup) -> WorkbookContent:
        """Everything in the file, or BadInput with every problem named by sheet, row, column, value, expectation."""
        ...


class WorkbookLookup(Protocol):
    """Finds the subject a workbook was made for; raises MeetcyclusError when round or lead is unknown."""

    def __call__(self, round_key: str, lead_email: str) -> WorkbookSubject:
        """The subject of one lead."""
        ...


@dataclass(frozen=True)
class FinanceFile:
    """A read EMOE extract: rows in file order with their line, and the control totals that the file states."""

    rows: tuple[FinanceRow, ...]
    stated_committed_cents: int
    stated_settled_cents: int


@dataclass(frozen=True)
class FinanceRow:
    """One line of the extract."""

    line: int
    credit: Credit


class ExchangeFiles(Protocol):
    """The exchange format and the finance upload."""

    def read_programme(self, folder: Path) -> ProgrammeData:
        """A whole programme, or BadInput with every bad cell."""
        ...

    def programme_hashes(self, folder: Path) -> Mapping[str, str]:
        """SHA-256 of every file of a programme, by its name."""
        ...

    def write_programme(self, data: ProgrammeData, folder: Path) -> Sequence[Path]:
        """The programme as files; gives the paths written."""
        ...

    def read_reports(self, folder: Path, data: ProgrammeData, round_key: str) -> Sequence[Entry]:
        """The reports of one round from projectrapporten, mijlpaalrapporten and indicatorrapporten."""
        ...

    def read_finance(self, path: Path, data: ProgrammeData, round_key: str) -> FinanceFile:
        """An EMOE extract (xlsx or semicolon CSV), or BadInput with every bad cell."""
        ...


class Holidays(Protocol):
    """Public holidays of the programme's country."""

    def __call__(self, time_zone: str) -> Container[date]:
        """The holidays of the country that the zone belongs to."""
        ...
