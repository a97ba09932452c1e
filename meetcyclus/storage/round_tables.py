"""Tables of a round: its steps, population, entries, checks, decisions and money."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetcyclus.domain.meetings import ActionPoint
from meetcyclus.storage.base import Base, Ordered
from meetcyclus.storage.types import ExactDecimal, Instant, Structured


class RoundRow(Base):
    """domain.rounds.Round."""

    __tablename__ = "rounds"
    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    reference_date: Mapped[date]
    governance_path: Mapped[str]
    code_list_version: Mapped[str]
    state: Mapped[str]
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    entry_until: Mapped[datetime | None] = mapped_column(Instant)
    grace_until: Mapped[datetime | None] = mapped_column(Instant)
    is_rehearsal: Mapped[bool]
    rules_sha256: Mapped[str]
    product_version: Mapped[str]


class StepRow(Base):
    """domain.rounds.Step."""

    __tablename__ = "steps"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    owner: Mapped[str]
    position: Mapped[int]
    planned_from: Mapped[date]
    planned_until: Mapped[date]
    state: Mapped[str]
    reminder_days: Mapped[tuple[int, ...]] = mapped_column(Structured(tuple[int, ...]))
    escalation_days: Mapped[tuple[int, ...]] = mapped_column(Structured(tuple[int, ...]))
    is_reviewed: Mapped[bool]
    forum: Mapped[str]
    after: Mapped[tuple[str, ...]] = mapped_column(Structured(tuple[str, ...]))
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[str | None]
    note: Mapped[str] = mapped_column(Text)
    flow_run_id: Mapped[str]


class RoundProjectRow(Ordered, Base):
    """domain.rounds.RoundProject: the population, frozen when the round opens."""

    __tablename__ = "round_projects"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    project_number: Mapped[str] = mapped_column(primary_key=True)
    entry_until: Mapped[datetime | None] = mapped_column(Instant)
    extension_reason: Mapped[str] = mapped_column(Text)
    is_reopened: Mapped[bool]


class EntryRow(Ordered, Base):
    """domain.entries.Entry with its project report; append-only."""

    __tablename__ = "entries"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    project_number: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    status_code: Mapped[str]
    cause_code: Mapped[str]
    state_of_play: Mapped[str] = mapped_column(Text)
    achievements: Mapped[str] = mapped_column(Text)
    issues: Mapped[str] = mapped_column(Text)
    corrective_measure: Mapped[str] = mapped_column(Text)
    corrective_owner: Mapped[str]
    corrective_due_on: Mapped[date | None]
    outlook: Mapped[str] = mapped_column(Text)
    motivation: Mapped[str] = mapped_column(Text)
    submitted_by: Mapped[str | None]
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    # Minutes east of UTC as it was written down, so that an export repeats what came in.
    submitted_offset: Mapped[int | None]
    source: Mapped[str]
    is_late: Mapped[bool]
    is_forecast: Mapped[bool | None]
    content_sha256: Mapped[str]


class MilestoneReportRow(Ordered, Base):
    """domain.entries.MilestoneReport of one version of an entry."""

    __tablename__ = "milestone_reports"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    project_number: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[str] = mapped_column(primary_key=True)
    status_code: Mapped[str]
    expected_on: Mapped[date | None]
    realised_on: Mapped[date | None]
    explanation: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)


class IndicatorReportRow(Ordered, Base):
    """domain.entries.IndicatorReport of one version of an entry."""

    __tablename__ = "indicator_reports"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    project_number: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Decimal] = mapped_column(ExactDecimal)
    value_on: Mapped[date]
    is_estimate: Mapped[bool]
    explanation: Mapped[str] = mapped_column(Text)


class EntryConfirmationRow(Ordered, Base):
    """domain.entries.EntryConfirmation; a confirmation holds for one content only."""

    __tablename__ = "entry_confirmations"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    project_number: Mapped[str] = mapped_column(primary_key=True)
    content_sha256: Mapped[str] = mapped_column(primary_key=True)
    confirmed_by: Mapped[str]
    confirmed_at: Mapped[datetime] = mapped_column(Instant)


class FinanceUploadRow(Base):
    """domain.credits.FinanceUpload; the newest signed sequence of a round is in force. Sequence 0 is history."""

    __tablename__ = "finance_uploads"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    loaded_by: Mapped[str]
    loaded_at: Mapped[datetime] = mapped_column(Instant)
    rows: Mapped[int]
    committed_cents: Mapped[int] = mapped_column(BigInteger)
    settled_cents: Mapped[int] = mapped_column(BigInteger)
    unmatched: Mapped[tuple[str, ...]] = mapped_column(Structured(tuple[str, ...]))
    signed_off_by: Mapped[str | None]
    signed_off_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text)


class CreditRow(Ordered, Base):
    """domain.credits.Credit of one upload; history has upload 0."""

    __tablename__ = "credits"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    upload_sequence: Mapped[int] = mapped_column(primary_key=True)
    project_number: Mapped[str] = mapped_column(primary_key=True)
    budget_year: Mapped[int] = mapped_column(primary_key=True)
    budget_article: Mapped[str] = mapped_column(primary_key=True)
    committed_cents: Mapped[int] = mapped_column(BigInteger)
    settled_cents: Mapped[int] = mapped_column(BigInteger)
    stand_on: Mapped[date]
    remark: Mapped[str] = mapped_column(Text)


class CheckRunRow(Ordered, Base):
    """domain.findings.CheckRun."""

    __tablename__ = "check_runs"
    id: Mapped[str] = mapped_column(primary_key=True)
    round_key: Mapped[str] = mapped_column(index=True)
    stage: Mapped[str]
    ran_at: Mapped[datetime] = mapped_column(Instant)
    ran_by: Mapped[str]
    rules_run: Mapped[int]
    hits: Mapped[int]
    crashed: Mapped[tuple[str, ...]] = mapped_column(Structured(tuple[str, ...]))
    input_sha256: Mapped[str]


class FindingRow(Base):
    """domain.findings.Finding."""

    __tablename__ = "findings"
    id: Mapped[str] = mapped_column(primary_key=True)
    round_key: Mapped[str] = mapped_column(index=True)
    rule_code: Mapped[str]
    rule_version: Mapped[int]
    severity: Mapped[str]
    stage: Mapped[str]
    owner: Mapped[str]
    project_number: Mapped[str]
    object_key: Mapped[str]
    field: Mapped[str]
    value: Mapped[str] = mapped_column(Text)
    expected: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(Text)
    state: Mapped[str]
    raised_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str | None]
    waived_until: Mapped[str]
    earlier: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str | None]
    closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class ValidationRequestRow(Base):
    """domain.verdicts.ValidationRequest; append-only."""

    __tablename__ = "validation_requests"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    project_number: Mapped[str] = mapped_column(primary_key=True)
    mandate_code: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    content_sha256: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(Instant)


class VerdictRow(Base):
    """domain.verdicts.Verdict; append-only."""

    __tablename__ = "verdicts"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    project_number: Mapped[str] = mapped_column(primary_key=True)
    mandate_code: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    decision: Mapped[str]
    remark: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(Instant)
    content_sha256: Mapped[str]


class MeetingRow(Base):
    """domain.meetings.Meeting."""

    __tablename__ = "meetings"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    step_code: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    held_on: Mapped[date]
    decision: Mapped[str] = mapped_column(Text)
    actions: Mapped[tuple[ActionPoint, ...]] = mapped_column(Structured(tuple[ActionPoint, ...]))
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
