"""The desk where letters are written: the facts of a round, the writers and the outbox in one hand."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from meetcyclus.domain.letters import Letter, LetterKind
from meetcyclus.domain.programme import Person
from meetcyclus.domain.rounds import Round, Step
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.domain.workdays import add_workdays
from meetcyclus.services.addresses import Addresses
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.letter_facts import at_local, common_facts
from meetcyclus.services.outbox import is_planned, log_planned, plan_letter
from meetcyclus.services.ports import LetterContent, LetterWriter, WorkbookFiles
from meetcyclus.services.programmes import load_register
from meetcyclus.services.rounds import local, require_running
from meetcyclus.services.unit_of_work import UnitOfWork

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CORRECTION_DAYS = 2


@dataclass(frozen=True)
class Desk:
    """What every planning needs: the work, the writers, the facts of the round, the holidays and the moment."""

    uow: UnitOfWork
    writer: LetterWriter
    workbooks: WorkbookFiles
    data: ProgrammeData
    round: Round
    holidays: Container[date]
    at: datetime
    addresses: Addresses = field(default_factory=Addresses)

    def plan(
        self,
        kind: LetterKind,
        recipient: Person,
        sequence: str,
        facts: Mapping[str, object],
        attachments: Iterable[tuple[str, str, bytes]] = (),
    ) -> Letter:
        """Write a letter and put it in the outbox."""
        content = self.content(kind, recipient, facts)
        return plan_letter(
            self.uow,
            round_key=self.round.key,
            kind=kind,
            recipient=recipient,
            sequence=sequence,
            content=content,
            attachments=attachments,
            at=self.at,
        )

    def content(self, kind: LetterKind, recipient: Person, facts: Mapping[str, object]) -> LetterContent:
        """What a letter of that kind says to that person."""
        return self.writer.write(kind, {**common_facts(self.data, self.round, recipient), **facts})

    def is_planned(self, kind: LetterKind, recipient: Person, sequence: str) -> bool:
        """Whether that letter is in the outbox already."""
        return is_planned(self.uow, self.round.key, kind, recipient.email, sequence)

    def log(self, letters: Iterable[Letter]) -> int:
        """One ledger line for letters planned together."""
        return log_planned(self.uow, letters, round_key=self.round.key, by=SYSTEM, at=self.at)

    def population(self) -> list[str]:
        """Project numbers of the round."""
        return [each.project_number for each in self.uow.round_projects.where(round_key=self.round.key)]

    def soon(self, step: Step | None, since: datetime | None = None) -> datetime:
        """Noon of the last planned day of a step, and never less than two working days from now (or from `since`)."""
        asked_on = local(since or self.at, self.data.programme).date()
        earliest = add_workdays(asked_on, _CORRECTION_DAYS, self.holidays)
        return at_local(earliest if step is None else max(step.planned_until, earliest), 12, self.data)


def open_desk(
    uow: UnitOfWork,
    *,
    round_key: str,
    writer: LetterWriter,
    workbooks: WorkbookFiles,
    holidays: Container[date],
    at: datetime,
    addresses: Addresses,
) -> Desk:
    """A desk for one round."""
    round_ = require_running(uow, round_key)
    return Desk(uow, writer, workbooks, load_register(uow), round_, holidays, at, addresses)
