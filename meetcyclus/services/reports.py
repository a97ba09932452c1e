"""The documents of a round, made from its newest snapshot and kept by their hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from meetcyclus.domain.documents import Document
from meetcyclus.domain.errors import NotNow
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.safe_files import write_file
from meetcyclus.services.authority import SYSTEM, require_role
from meetcyclus.services.figures import figures_of
from meetcyclus.services.ports import ReportWriter
from meetcyclus.services.report_kinds import COVER_NOTE, REPORT, contents_of, kinds_of
from meetcyclus.services.rounds import steps_of
from meetcyclus.services.snapshots import newest_snapshot, snapshot_with
from meetcyclus.services.unit_of_work import UnitOfWork

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FileToSend = tuple[str, str, bytes]


@dataclass(frozen=True)
class MadeDocument:
    """A document with its bytes."""

    document: Document
    content: bytes

    def written_to(self, folder: Path) -> Path:
        """Write the file into a folder; gives its path."""
        return write_file(folder / self.document.file_name, self.content)


def build_reports(
    uow: UnitOfWork, *, writer: ReportWriter, round_key: str, by: str, at: datetime
) -> list[MadeDocument]:
    """Make the documents of the newest snapshot; the same snapshot gives the same bytes and no new row."""
    if by != SYSTEM:
        require_role(uow, by, "secretariaat", "dossierbeheerder")
    snapshot, record = newest_snapshot(uow, round_key=round_key)
    steps = steps_of(uow, round_key)
    present = [_newest(uow, round_key, kind) for kind in kinds_of(snapshot, steps)]
    if all(each is not None and each.snapshot_sha256 == record.sha256 for each in present):
        return [MadeDocument(each, uow.files.get(each.sha256)) for each in present if each is not None]
    return [
        keep_document(uow, kind, content, snapshot=snapshot, snapshot_sha256=record.sha256, by=by, at=at)
        for kind, content in contents_of(writer, snapshot, record.sha256, steps).items()
    ]


def keep_document(
    uow: UnitOfWork, kind: str, content: bytes, *, snapshot: Snapshot, snapshot_sha256: str, by: str, at: datetime
) -> MadeDocument:
    """Keep the bytes of a document that was made from this snapshot, under the name that says so."""
    document = register_document(
        uow,
        round_key=snapshot.round_key,
        kind=kind,
        file_name=file_name_of(kind, snapshot),
        sha256=uow.files.put(content),
        snapshot_sha256=snapshot_sha256,
        is_draft=snapshot.is_draft,
        by=by,
        at=at,
    )
    return MadeDocument(document, content)


def file_name_of(kind: str, snapshot: Snapshot) -> str:
    """covernota_2023-12_v1.docx; a concept says so."""
    return f"{kind}_{snapshot.round_key}_v{snapshot.sequence}{'_CONCEPT' if snapshot.is_draft else ''}.docx"


def register_document(
    uow: UnitOfWork,
    *,
    round_key: str,
    kind: str,
    file_name: str,
    sha256: str,
    snapshot_sha256: str,
    is_draft: bool,
    by: str,
    at: datetime,
    note: str = "",
) -> Document:
    """Note that a document was made; the same bytes as the newest of its kind change nothing."""
    earlier = uow.documents.where(round_key=round_key, kind=kind)
    if earlier and earlier[-1].sha256 == sha256:
        return earlier[-1]
    document = Document(
        round_key=round_key,
        kind=kind,
        sequence=len(earlier) + 1,
        file_name=file_name,
        sha256=sha256,
        snapshot_sha256=snapshot_sha256,
        is_draft=is_draft,
        created_at=at,
        created_by=by,
        note=note,
    )
    uow.documents.add([document])
    uow.ledger.append(action="document.make", object=file_name, by=by, at=at, round_key=round_key, after=document)
    return document


def documents_to_send(uow: UnitOfWork, *, round_key: str, beside: Sequence[str] = ()) -> list[FileToSend]:
    """The approved report and cover note as attachments: name, content type, bytes. NotNow when there are none.

    Approved are the newest ones of before the reporting step was closed; while it is open, the newest there are.
    `beside` names kinds that go first, where there is one of them.
    """
    present = [_present(uow, round_key, kind) for kind in beside]
    needed = [approved_document(uow, round_key, kind) for kind in (COVER_NOTE, REPORT)]
    for kind, made in zip((COVER_NOTE, REPORT), needed, strict=True):
        if made is None:
            raise NotNow(f"round {round_key} has no {kind} yet")
    return [(each.file_name, DOCX, uow.files.get(each.sha256)) for each in (*present, *needed) if each is not None]


def _present(uow: UnitOfWork, round_key: str, kind: str) -> Document | None:
    """The approved one, or the newest of a kind that is only made after the approval."""
    return approved_document(uow, round_key, kind) or _newest(uow, round_key, kind)


def approved_snapshot(uow: UnitOfWork, *, round_key: str) -> tuple[Snapshot, str]:
    """The frozen facts behind the approved cover note with their hash; the newest freeze while none is approved."""
    made = approved_document(uow, round_key, COVER_NOTE) if _closed_at(uow, round_key) else None
    if made is None:
        snapshot, record = newest_snapshot(uow, round_key=round_key)
        return snapshot, record.sha256
    return snapshot_with(uow, made.snapshot_sha256), made.snapshot_sha256


def approved_document(uow: UnitOfWork, round_key: str, kind: str) -> Document | None:
    """The newest document of before the reporting step was closed; while it is open, the newest there is."""
    closed_at = _closed_at(uow, round_key)
    made = uow.documents.where(round_key=round_key, kind=kind)
    approved = [each for each in made if closed_at is None or each.created_at <= closed_at]
    return approved[-1] if approved else None


def _closed_at(uow: UnitOfWork, round_key: str) -> datetime | None:
    """When the reporting step was closed: that is the approval of its documents."""
    steps = [each for each in uow.steps.where(round_key=round_key) if each.kind == "rapportering"]
    return steps[0].closed_at if steps else None


def _newest(uow: UnitOfWork, round_key: str, kind: str) -> Document | None:
    made = uow.documents.where(round_key=round_key, kind=kind)
    return made[-1] if made else None


def round_figures(uow: UnitOfWork, *, round_key: str) -> tuple[Figure, ...]:
    """The figures of the newest snapshot."""
    snapshot, _ = newest_snapshot(uow, round_key=round_key)
    return figures_of(snapshot)
