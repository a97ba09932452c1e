"""The documents of a round, made from its newest snapshot and kept by their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from meetcyclus.domain.documents import Document, SnapshotRecord
from meetcyclus.domain.errors import NotNow
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.narrative import Narrative
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.safe_files import write_file
from meetcyclus.services.authority import SYSTEM, require_role
from meetcyclus.services.document_ports import ReportWriter
from meetcyclus.services.editions import Edition
from meetcyclus.services.figures import figures_of
from meetcyclus.services.house_style import template_note, templates_of
from meetcyclus.services.narrative import narrative_of, placed_texts
from meetcyclus.services.new_documents import Identity, NewDocument, new_document, record_pages
from meetcyclus.services.report_kinds import COMMUNICATION, COVER_NOTE, REPORT, WRITTEN_IN, Basis, contents_of, kinds_of
from meetcyclus.services.rounds import steps_of
from meetcyclus.services.snapshots import newest_snapshot, snapshot_with
from meetcyclus.services.unit_of_work import UnitOfWork

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FileToSend = tuple[str, str, bytes]
_SHORT, _DRAFT = 8, "_CONCEPT"


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


def write_reports(uow: UnitOfWork, *, writer: ReportWriter, round_key: str, by: str) -> list[NewDocument]:
    """Write what the newest snapshot, the hand-written texts and the templates give and nobody kept yet.

    Nothing is kept: `build_reports` does, when the pages of these were counted.
    """
    _require_maker(uow, by)
    return _new_documents(uow, writer, round_key, ())[1]


def build_reports(
    uow: UnitOfWork, *, writer: ReportWriter, round_key: str, by: str, at: datetime, ready: Sequence[NewDocument] = ()
) -> list[MadeDocument]:
    """Make the documents of the newest snapshot, with the hand-written texts and templates of the round.

    What is `ready` is kept as it is. The same snapshot, texts and templates give no new row.
    """
    _require_maker(uow, by)
    basis, new = _new_documents(uow, writer, round_key, ready)
    for each in new:
        _keep(uow, basis, each.kind, each.content, each.identity, by=by, at=at)
        record_pages(uow, each, round_key=round_key, by=by, at=at)
    present = (newest_document(uow, round_key, kind) for kind in kinds_of(basis))
    return [made_document(uow, each) for each in present if each is not None]


def _require_maker(uow: UnitOfWork, by: str) -> None:
    if by != SYSTEM:
        require_role(uow, by, "secretariaat", "dossierbeheerder")


def _new_documents(
    uow: UnitOfWork, writer: ReportWriter, round_key: str, ready: Sequence[NewDocument]
) -> tuple[Basis, list[NewDocument]]:
    """What nobody kept yet: what is ready and still of this snapshot, name and template; the rest newly written."""
    snapshot, record = newest_snapshot(uow, round_key=round_key)
    basis = Basis(snapshot, record.sha256, steps_of(uow, round_key))
    narrative = narrative_of(uow, round_key)
    version = _version(record, narrative)
    wanted = {kind: _wanted(uow, basis, kind, version) for kind in kinds_of(basis)}
    new = {kind: each for kind, each in wanted.items() if _identity(newest_document(uow, round_key, kind)) != each}
    present = [each for each in ready if new.get(each.kind) == each.identity]
    missing = [kind for kind in new if kind not in {each.kind for each in present}]
    edition = Edition(version, placed_texts(uow, narrative, record.sha256) if missing else ())
    contents = contents_of(writer, basis, missing, edition, templates_of(uow, round_key, missing))
    written = [new_document(kind, new[kind], each, is_draft=snapshot.is_draft) for kind, each in contents.items()]
    return basis, [*present, *written]


def build_for_writing(
    uow: UnitOfWork, *, writer: ReportWriter, round_key: str, by: str, at: datetime
) -> list[MadeDocument]:
    """Copies in which staff can write: every place shows itself. They are no documents of the round."""
    require_role(uow, by, "secretariaat", "dossierbeheerder")
    snapshot, record = newest_snapshot(uow, round_key=round_key)
    narrative = narrative_of(uow, round_key)
    version = _version(record, narrative)
    edition = Edition(version, placed_texts(uow, narrative, record.sha256), is_for_writing=True)
    basis = Basis(snapshot, record.sha256, steps_of(uow, round_key))
    contents = contents_of(writer, basis, WRITTEN_IN, edition, templates_of(uow, round_key, WRITTEN_IN))
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


def try_templates(uow: UnitOfWork, *, writer: ReportWriter, round_key: str, kinds: Sequence[str]) -> None:
    """Make documents that are only needed later and keep nothing: BadInput names what is wrong in their templates."""
    snapshot, record = newest_snapshot(uow, round_key=round_key)
    basis = Basis(snapshot, record.sha256, steps_of(uow, round_key))
    contents_of(writer, basis, kinds, Edition(), templates_of(uow, round_key, kinds))


def keep_document(
    uow: UnitOfWork, basis: Basis, kind: str, content: bytes, *, version: str, by: str, at: datetime
) -> Document:
    """Keep the bytes of a document that was made from this freeze, under the name that says so."""
    return _keep(uow, basis, kind, content, _wanted(uow, basis, kind, version), by=by, at=at)


def _keep(
    uow: UnitOfWork, basis: Basis, kind: str, content: bytes, identity: Identity, *, by: str, at: datetime
) -> Document:
    _, file_name, note = identity
    return register_document(
        uow,
        round_key=basis.snapshot.round_key,
        kind=kind,
        file_name=file_name,
        sha256=uow.files.put(content),
        snapshot_sha256=basis.sha256,
        is_draft=basis.snapshot.is_draft,
        by=by,
        at=at,
        note=note,
    )


def made_document(uow: UnitOfWork, document: Document) -> MadeDocument:
    """The document with its bytes and with those of its name that were made before."""
    alike = uow.documents.where(round_key=document.round_key, kind=document.kind, file_name=document.file_name)
    known = frozenset(each.sha256 for each in alike)
    return MadeDocument(document, uow.files.get(document.sha256), known)


def _version(record: SnapshotRecord, narrative: Narrative | None) -> str:
    """3.1 is made from snapshot 3 with the first hand-written texts; 3 has none."""
    return f"{record.sequence}.{narrative.sequence}" if narrative else str(record.sequence)


def _wanted(uow: UnitOfWork, basis: Basis, kind: str, version: str) -> Identity:
    """What tells one edition of a document from another: its snapshot, its name and its template."""
    snapshot = basis.snapshot
    file_name = f"{kind}_{snapshot.round_key}_v{version}{_DRAFT if snapshot.is_draft else ''}.docx"
    return basis.sha256, file_name, template_note(uow, snapshot.round_key, kind)


def _identity(document: Document | None) -> Identity | None:
    return (document.snapshot_sha256, document.file_name, document.note) if document else None


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


def version_of(document: Document) -> str:
    """The version that the name of a document says: 3.1 of covernota_2023-12_v3.1_CONCEPT.docx."""
    return Path(document.file_name).stem.removesuffix(_DRAFT).rpartition("_v")[2]


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
    """The approved one, or the newest; of a kind that is only made after the approval always the newest."""
    if kind == COMMUNICATION:
        return newest_document(uow, round_key, kind)
    return approved_document(uow, round_key, kind) or newest_document(uow, round_key, kind)


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


def newest_document(uow: UnitOfWork, round_key: str, kind: str) -> Document | None:
    """The document of this kind that was registered last."""
    made = uow.documents.where(round_key=round_key, kind=kind)
    return made[-1] if made else None


def round_figures(uow: UnitOfWork, *, round_key: str) -> tuple[Figure, ...]:
    """The figures of the newest snapshot."""
    snapshot, _ = newest_snapshot(uow, round_key=round_key)
    return figures_of(snapshot)
