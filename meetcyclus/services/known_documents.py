"""What a home knows of a document that somebody holds: the copies that it kept, and the same document made anew."""

from __future__ import annotations

from meetcyclus.services.document_ports import ReportWriter
from meetcyclus.services.editions import Edition
from meetcyclus.services.report_kinds import WORD_KINDS, Basis, contents_of
from meetcyclus.services.reports import version_of
from meetcyclus.services.rounds import steps_of
from meetcyclus.services.snapshots import snapshot_with
from meetcyclus.services.unit_of_work import UnitOfWork


def kept_copies(uow: UnitOfWork, *, kind: str, snapshot_sha256: str, edition: str) -> list[bytes]:
    """The documents of this kind and edition that were made from this snapshot, as the register keeps them."""
    made = uow.documents.where(kind=kind, snapshot_sha256=snapshot_sha256)
    return [uow.files.get(each.sha256) for each in made if version_of(each) == edition.partition(" ")[0]]


def made_anew(uow: UnitOfWork, *, writer: ReportWriter, kind: str, snapshot_sha256: str) -> bytes | None:
    """This kind of document once more from the frozen facts with that hash; None where they are not in this home.

    Its figures are computed again, by the program of today: its seal says which version that is. It has no hand-written
    texts and the template of the product, and is never kept.
    """
    records = uow.snapshots.where(sha256=snapshot_sha256)
    if not records or kind not in WORD_KINDS:
        return None
    snapshot = snapshot_with(uow, snapshot_sha256)
    basis = Basis(snapshot, snapshot_sha256, steps_of(uow, snapshot.round_key), snapshot.meetings)
    return contents_of(writer, basis, [kind], Edition(), {})[kind]
