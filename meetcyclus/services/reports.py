"""Report and cover note of a round, made from its newest snapshot and kept by their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from meetcyclus.domain.documents import Document, SnapshotRecord
from meetcyclus.domain.errors import NotNow
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.safe_files import write_file
from meetcyclus.services.authority import SYSTEM, require_role
from meetcyclus.services.editions import Edition
from meetcyclus.services.figures import figures_of
from meetcyclus.services.house_style import template_note, templates_of
from meetcyclus.services.narrative import narrative_of, placed_texts
from meetcyclus.services.ports import ReportWriter
from meetcyclus.services.snapshots import newest_snapshot, snapshot_with
from meetcyclus.services.unit_of_work import UnitOfWork

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REPORT, COVER_NOTE = "monitoringsrapport", "covernota"
_SHORT = 8


@dataclass(frozen=True)
class MadeDocument:
    """A document with its bytes. `known_sha256` are the files of its name that the product made itself."""

    document: Document
    content: bytes
    known_sha256: frozenset[str] = frozenset()

    def written_to(self, folder: Path) -> Path:
        """Write the file into a folder; gives its path. A file of that name that somebody edited is kept beside it."""
        path = folder / self.document.file_name
        if (edited := self.edited_in(folder)) is not None:
            write_file(edited, path.read_bytes())
        return write_file(path, self.content)

    def edited_in(self, folder: Path) -> Path | None:
        """Where a file of this name that somebody edited is kept; None where nobody edited it."""
        path = folder / self.document.file_name
        present = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else self.document.sha256
        if present in self.known_sha256 | {self.document.sha256}:
            return None
        return path.with_name(f"{path.stem}_bewerkt_{present[:_SHORT]}{path.suffix}")


def build_reports(
    uow: UnitOfWork, *, writer: ReportWriter, round_key: str, by: str, at: datetime
) -> list[MadeDocument]:
    """Make report and cover note from the newest snapshot, with the hand-written texts and templates of the round.

    The same snapshot, texts and templates give the same bytes and no new row.
    """
    if by != SYSTEM:
        require_role(uow, by, "secretariaat", "dossierbeheerder")
    snapshot, record = newest_snapshot(uow, round_key=round_key)
    narrative = narrative_of(uow, round_key)
    version = f"{record.sequence}.{narrative.sequence}" if narrative else str(record.sequence)
    wanted = {kind: _wanted(uow, record, kind, version) for kind in (REPORT, COVER_NOTE)}
    present = {kind: _newest(uow, round_key, kind) for kind in wanted}
    missing = [kind for kind, each in present.items() if each is None or _identity(each) != wanted[kind]]
    texts = placed_texts(uow, narrative, record.sha256) if missing else ()
    contents = _contents(uow, writer, snapshot, record, Edition(version, texts), missing)
    for kind, content in contents.items():
        _, file_name, note = wanted[kind]
        present[kind] = register_document(
            uow,
            round_key=round_key,
            kind=kind,
            file_name=file_name,
            sha256=uow.files.put(content),
            snapshot_sha256=record.sha256,
            is_draft=record.is_draft,
            by=by,
            at=at,
            note=note,
        )
    return [_made(uow, each) for each in present.values() if each is not None]


def build_for_writing(
    uow: UnitOfWork, *, writer: ReportWriter, round_key: str, by: str, at: datetime
) -> list[MadeDocument]:
    """Copies in which staff can write: every place shows itself. They are no documents of the round."""
    require_role(uow, by, "secretariaat", "dossierbeheerder")
    snapshot, record = newest_snapshot(uow, round_key=round_key)
    narrative = narrative_of(uow, round_key)
    version = f"{record.sequence}.{narrative.sequence}" if narrative else str(record.sequence)
    edition = Edition(version, placed_texts(uow, narrative, record.sha256), is_for_writing=True)
    contents = _contents(uow, writer, snapshot, record, edition, [REPORT, COVER_NOTE])
    return [
        MadeDocument(
            Document(
                round_key=round_key,
                kind=kind,
                sequence=0,
                file_name=f"{kind}_{round_key}_v{version}_SCHRIJFVERSIE.docx",
                sha256=hashlib.sha256(content).hexdigest(),
                snapshot_sha256=record.sha256,
                is_draft=record.is_draft,
                created_at=at,
                created_by=by,
            ),
            content,
        )
        for kind, content in contents.items()
    ]


def _contents(
    uow: UnitOfWork,
    writer: ReportWriter,
    snapshot: Snapshot,
    record: SnapshotRecord,
    edition: Edition,
    kinds: Sequence[str],
) -> dict[str, bytes]:
    """The bytes of these kinds, each with the template that staff gave for it."""
    figures = figures_of(snapshot) if kinds else ()
    templates = templates_of(uow, record.round_key, tuple(kinds))
    makers = {REPORT: writer.monitoring_report, COVER_NOTE: writer.cover_note}
    return {
        kind: makers[kind](snapshot, record.sha256, figures, replace(edition, template=templates.get(kind)))
        for kind in kinds
    }


def _wanted(uow: UnitOfWork, record: SnapshotRecord, kind: str, version: str) -> tuple[str, str, str]:
    """What tells one edition of a document from another: its snapshot, its name and its template."""
    file_name = f"{kind}_{record.round_key}_v{version}{'_CONCEPT' if record.is_draft else ''}.docx"
    return record.sha256, file_name, template_note(uow, record.round_key, kind)


def _identity(document: Document) -> tuple[str, str, str]:
    return document.snapshot_sha256, document.file_name, document.note


def _made(uow: UnitOfWork, document: Document) -> MadeDocument:
    """The document with its bytes and with those of its name that were made before."""
    alike = uow.documents.where(round_key=document.round_key, kind=document.kind, file_name=document.file_name)
    known = frozenset(each.sha256 for each in alike)
    return MadeDocument(document, uow.files.get(document.sha256), known)


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


def kept_copies(uow: UnitOfWork, *, kind: str, snapshot_sha256: str, edition: str) -> list[bytes]:
    """The documents of this kind and edition that were made from this snapshot, as the register keeps them."""
    made = uow.documents.where(kind=kind, snapshot_sha256=snapshot_sha256)
    mark = f"_v{edition.partition(' ')[0]}"
    alike = [each for each in made if Path(each.file_name).stem.removesuffix("_CONCEPT").endswith(mark)]
    return [uow.files.get(each.sha256) for each in alike]


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
