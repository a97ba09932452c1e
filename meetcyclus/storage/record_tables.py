"""Tables of what the product writes: letters, files, documents, snapshots and the ledger."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetcyclus.domain.letters import Attachment
from meetcyclus.storage.base import Base, Ordered
from meetcyclus.storage.types import Instant, Structured


class LetterRow(Ordered, Base):
    """domain.letters.Letter: the outbox. The natural key makes planning twice harmless."""

    __tablename__ = "letters"
    __table_args__ = (UniqueConstraint("round_key", "kind", "recipient_email", "sequence"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    round_key: Mapped[str]
    kind: Mapped[str]
    recipient_email: Mapped[str]
    recipient_name: Mapped[str]
    sequence: Mapped[str]
    template_version: Mapped[str]
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    attachments: Mapped[tuple[Attachment, ...]] = mapped_column(Structured(tuple[Attachment, ...]))
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(index=True)
    planned_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int]
    claimed_by: Mapped[str]
    first_attempt_at: Mapped[datetime | None] = mapped_column(Instant)
    next_attempt_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by: Mapped[str]
    introduction: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)


class StoredFileRow(Base):
    """Bytes known by their hash: attachments, uploads, workbooks that came in, snapshots."""

    __tablename__ = "stored_files"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DocumentRow(Ordered, Base):
    """domain.documents.Document."""

    __tablename__ = "documents"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    snapshot_sha256: Mapped[str]
    is_draft: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[str]
    note: Mapped[str] = mapped_column(Text)


class SnapshotRow(Base):
    """domain.documents.SnapshotRecord; the content stands in stored_files under its hash."""

    __tablename__ = "snapshots"
    round_key: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    facts_sha256: Mapped[str]
    is_draft: Mapped[bool]
    taken_at: Mapped[datetime] = mapped_column(Instant)
    taken_by: Mapped[str]


class EventRow(Base):
    """domain.ledger.Event: the ledger. The database itself refuses to change or delete a line."""

    __tablename__ = "ledger"
    __table_args__ = (Index("ix_ledger_round_key_project_number", "round_key", "project_number"),)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str]
    action: Mapped[str]
    object: Mapped[str]
    round_key: Mapped[str]
    project_number: Mapped[str]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    previous_sha256: Mapped[str]
    sha256: Mapped[str]
