"""The unit of work on SQLAlchemy: commits when the block ends well, rolls back when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from meetcyclus.domain import credits, documents, findings, letters, meetings, programme, rounds, verdicts
from meetcyclus.storage import record_tables, register_tables, round_tables
from meetcyclus.storage.ledger import SqlLedger
from meetcyclus.storage.repositories import SqlCredits, SqlEntries, SqlFiles, SqlRepository


class SqlUnitOfWork:
    """Repositories over one session; see services.unit_of_work for their meaning."""

    def __init__(self, session: Session) -> None:
        register, of_round, record = register_tables, round_tables, record_tables
        self.programmes = SqlRepository(session, register.ProgrammeRow, programme.Programme)
        self.speerpunten = SqlRepository(session, register.SpeerpuntRow, programme.Speerpunt)
        self.clusters = SqlRepository(session, register.ClusterRow, programme.Cluster)
        self.entities = SqlRepository(session, register.EntityRow, programme.Entity)
        self.mandates = SqlRepository(session, register.MandateRow, programme.Mandate)
        self.persons = SqlRepository(session, register.PersonRow, programme.Person)
        self.projects = SqlRepository(session, register.ProjectRow, programme.Project)
        self.milestones = SqlRepository(session, register.MilestoneRow, programme.Milestone)
        self.indicators = SqlRepository(session, register.IndicatorRow, programme.Indicator)
        self.code_values = SqlRepository(session, register.CodeValueRow, programme.CodeValue)
        self.vr_documents = SqlRepository(session, register.VrDocumentRow, programme.VrDocument)
        self.shifts = SqlRepository(session, register.ShiftRow, programme.Shift)
        self.rounds = SqlRepository(session, of_round.RoundRow, rounds.Round)
        self.steps = SqlRepository(session, of_round.StepRow, rounds.Step)
        self.round_projects = SqlRepository(session, of_round.RoundProjectRow, rounds.RoundProject)
        self.entries = SqlEntries(session)
        self.uploads = SqlRepository(session, of_round.FinanceUploadRow, credits.FinanceUpload)
        self.credits = SqlCredits(session)
        self.check_runs = SqlRepository(session, of_round.CheckRunRow, findings.CheckRun)
        self.findings = SqlRepository(session, of_round.FindingRow, findings.Finding)
        self.verdicts = SqlRepository(session, of_round.VerdictRow, verdicts.Verdict)
        self.meetings = SqlRepository(session, of_round.MeetingRow, meetings.Meeting)
        self.letters = SqlRepository(session, record.LetterRow, letters.Letter)
        self.files = SqlFiles(session)
        self.documents = SqlRepository(session, record.DocumentRow, documents.Document)
        self.snapshots = SqlRepository(session, record.SnapshotRow, documents.SnapshotRecord)
        self.ledger = SqlLedger(session)


@contextmanager
def unit_of_work(engine: Engine) -> Iterator[SqlUnitOfWork]:
    """One transaction: committed at the end of the block, rolled back when anything is raised in it."""
    with Session(engine, autoflush=False, expire_on_commit=False) as session, session.begin():
        yield SqlUnitOfWork(session)
