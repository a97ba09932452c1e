"""Report and cover note of a round, made from its newest snapshot and kept by their hash."""

from __future__ import annotations

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
from meetcyclus.services.snapshots import newest_snapshot, snapshot_with
from meetcyclus.services.unit_of_work import UnitOfWork

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REPORT, COVER_NOTE = "monitoringsrapport", "covernota"


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
    """Make report and cover note from the newest snapshot; the same snapshot gives the same bytes and no new row."""
    if by != SYSTEM:
        require_role(uow, by, "secretariaat", "dossierbeheerder")
    snapshot, record = newest_snapshot(uow, round_key=round_key)
    present = [_newest(uow, round_key, kind) for kind in (REPORT, COVER_NOTE)]
    if all(each is not None and each.snapshot_sha256 == record.sha256 for each in present):
        return [MadeDocument(each, uow.files.get(each.sha256)) for each in present if each is not None]
    figures = figures_of(snapshot)
    contents = {
        REPORT: writer.monitoring_report(snapshot, record.sha256, figures),
        COVER_NOTE: writer.cover_note(snapshot, record.sha256, figures),
    }
    return [
        MadeDocument(
            register_document(
                uow,
                round_key=round_key,
                kind=kind,
                file_name=f"{kind}_{round_key}_v{record.sequence}{'_CONCEPT' if record.is_draft else ''}.docx",
                sha256=uow.files.put(content),
                snapshot_sha256=record.sha256,
                is_draft=record.is_draft,
                by=by,
                at=at,
            ),
            content,
        )
        for kind, content in contents.items()
    ]


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


def documents_to_send(uow: UnitOfWork, *, round_key: str) -> list[tuple[str, str, bytes]]:
    """The approved report and cover note as attachments: name, content type, bytes. NotNow when there are none.

    Approved are the newest ones of before the reporting step was closed; while it is open, the newest there are.
    """
    files = []
    for kind in (COVER_NOTE, REPORT):
        made = approved_document(uow, round_key, kind)
        if made is None:
            raise NotNow(f"round {round_key} has no {kind} yet")
        files.append((made.file_name, DOCX, uow.files.get(made.sha256)))
    return files


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
