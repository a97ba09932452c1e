"""The unit of work on SQLAlchemy: commits when the block ends well, rolls back when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import Session

from meetcyclus.domain import credits, documents, entries, findings, meetings, programme, rounds, verdicts
from meetcyclus.services.unit_of_work import Credits, Entries, Files, Ledger, Letters, Repository
from meetcyclus.storage import record_tables, register_tables, round_tables
from meetcyclus.storage.base import Base
from meetcyclus.storage.entries import SqlEntries
from meetcyclus.storage.ledger import SqlLedger
from meetcyclus.storage.letters import SqlLetters
from meetcyclus.storage.locks import require_holds
from meetcyclus.storage.repositories import SqlCredits, SqlFiles, SqlRepository

D = TypeVar("D")
# Any fixed number that no other lock of this database has.
_TURN = 7_261_140_031


class SqlUnitOfWork:
    """Repositories over one session; see services.unit_of_work for their meaning."""

    def __init__(self, session: Session) -> None:
        register, of_round, record = register_tables, round_tables, record_tables

        def table(row: type[Base], cls: type[D]) -> Repository[D]:
            return SqlRepository(session, row, cls)

        self.programmes = table(register.ProgrammeRow, programme.Programme)
        self.speerpunten = table(register.SpeerpuntRow, programme.Speerpunt)
        self.clusters = table(register.ClusterRow, programme.Cluster)
        self.entities = table(register.EntityRow, programme.Entity)
        self.mandates = table(register.MandateRow, programme.Mandate)
        self.persons = table(register.PersonRow, programme.Person)
        self.projects = table(register.ProjectRow, programme.Project)
        self.milestones = table(register.MilestoneRow, programme.Milestone)
        self.indicators = table(register.IndicatorRow, programme.Indicator)
        self.code_values = table(register.CodeValueRow, programme.CodeValue)
        self.vr_documents = table(register.VrDocumentRow, programme.VrDocument)
        self.shifts = table(register.ShiftRow, programme.Shift)
        self.rounds = table(of_round.RoundRow, rounds.Round)
        self.steps = table(of_round.StepRow, rounds.Step)
        self.round_projects = table(of_round.RoundProjectRow, rounds.RoundProject)
        self.entries: Entries = SqlEntries(session)
        self.confirmations = table(of_round.EntryConfirmationRow, entries.EntryConfirmation)
        self.uploads = table(of_round.FinanceUploadRow, credits.FinanceUpload)
        self.credits: Credits = SqlCredits(session)
        self.check_runs = table(of_round.CheckRunRow, findings.CheckRun)
        self.findings = table(of_round.FindingRow, findings.Finding)
        self.validation_requests = table(of_round.ValidationRequestRow, verdicts.ValidationRequest)
        self.verdicts = table(of_round.VerdictRow, verdicts.Verdict)
        self.meetings = table(of_round.MeetingRow, meetings.Meeting)
        self.letters: Letters = SqlLetters(session)
        self.files: Files = SqlFiles(session)
        self.documents = table(record.DocumentRow, documents.Document)
        self.snapshots = table(record.SnapshotRow, documents.SnapshotRecord)
        self.ledger: Ledger = SqlLedger(session)


@contextmanager
def unit_of_work(engine: Engine) -> Iterator[SqlUnitOfWork]:
    """One transaction: committed at the end of the block, rolled back when anything is raised in it.

    Units of work take turns: on SQLite through BEGIN IMMEDIATE, on PostgreSQL through this lock. A service may
    therefore look, decide and write without anybody coming in between. Raises OutsideFailure where this process holds a
    round and lost its lock: somebody else may walk it now.
    """
    with Session(engine, autoflush=False, expire_on_commit=False) as session, session.begin():
        if engine.dialect.name == "postgresql":
            event.listen(session, "after_begin", _take_turn)
        yield SqlUnitOfWork(session)


def _take_turn(_session: Session, _transaction: object, connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _TURN})
    require_holds(connection)
