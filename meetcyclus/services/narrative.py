"""Hand-written texts of a round: taken out of the Word file in which staff wrote, kept, and said to be still right."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from meetcyclus.domain.canonical import canonical_json
from meetcyclus.domain.documents import Document
from meetcyclus.domain.errors import BadInput, NotFound, Problem
from meetcyclus.domain.narrative import HandText, Narrative
from meetcyclus.services.authority import require_role
from meetcyclus.services.document_ports import HandTextReader
from meetcyclus.services.editions import EditedDocument, PlacedText
from meetcyclus.services.figures import figures_of
from meetcyclus.services.narrative_merge import merged_texts
from meetcyclus.services.rounds import require_running
from meetcyclus.services.snapshots import newest_snapshot, snapshot_with
from meetcyclus.services.unit_of_work import UnitOfWork

KIND = "handgeschreven"
_NARRATIVE: TypeAdapter[Any] = TypeAdapter(Narrative)


@dataclass(frozen=True)
class Imported:
    """The texts as they stand after an import; `told` says what a reader of the answer must know."""

    narrative: Narrative
    told: tuple[str, ...]


def narrative_of(uow: UnitOfWork, round_key: str) -> Narrative | None:
    """The newest texts of a round; None where nobody wrote any."""
    kept = uow.documents.where(round_key=round_key, kind=KIND)
    return _content_of(uow, kept[-1]) if kept else None


def import_texts(
    uow: UnitOfWork,
    *,
    reader: HandTextReader,
    round_key: str,
    file_name: str,
    content: bytes,
    by: str,
    at: datetime,
    only_places: bool = False,
) -> Imported:
    """Take the hand-written texts out of an edited document and keep them with the round; the same file twice is once.

    BadInput where the file holds something that cannot be carried over, where somebody else changed a text that the
    file changes too, or where text outside the places was changed; with `only_places` changes outside are told and left
    behind. The file itself is kept as well.
    """
    require_role(uow, by, "secretariaat", "dossierbeheerder")
    require_running(uow, round_key)
    edited = reader.read_hand_texts(file_name, content)
    _require_known(uow, file_name, edited)
    if edited.changed_elsewhere and not only_places:
        expected = "no change outside the places for hand-written text (move it into one, or use --only-places)"
        problems = [Problem(file_name, 0, "text", each, expected) for each in edited.changed_elsewhere]
        raise BadInput(f"{file_name} was changed where the next version is made anew: this would be lost", problems)
    former = narrative_of(uow, round_key)
    base = _base_of(uow, round_key, file_name, edited.edition)
    texts, became = merged_texts(file_name, edited, base=base, former=former.texts if former else ())
    told = (*became, *_left_behind(edited))
    if former is not None and former.texts == texts:
        return Imported(former, told)
    source = uow.files.put(content)
    narrative = Narrative(round_key, former.sequence + 1 if former else 1, texts, source)
    _keep(uow, narrative, action="narrative.import", note=f"uit {file_name}", by=by, at=at)
    return Imported(narrative, told)


def confirm_texts(
    uow: UnitOfWork, *, round_key: str, places: Collection[str], by: str, at: datetime
) -> tuple[str, ...]:
    """Say that texts are right beside the figures of the newest snapshot: all of them, or those at these places."""
    require_role(uow, by, "secretariaat", "dossierbeheerder")
    former = narrative_of(uow, round_key)
    if former is None:
        raise NotFound(f"round {round_key} has no hand-written texts")
    if unknown := sorted(set(places) - {each.place for each in former.texts}):
        known = ", ".join(each.place for each in former.texts)
        raise NotFound(f"round {round_key} has no hand-written text at {', '.join(unknown)}; it has: {known}")
    _, record = newest_snapshot(uow, round_key=round_key)
    chosen = [
        each.place
        for each in former.texts
        if (not places or each.place in places) and each.written_for != record.sha256
    ]
    if chosen:
        texts = tuple(
            replace(each, written_for=record.sha256) if each.place in chosen else each for each in former.texts
        )
        changed = replace(former, sequence=former.sequence + 1, texts=texts)
        _keep(uow, changed, action="narrative.confirm", note=f"bevestigd: {', '.join(chosen)}", by=by, at=at)
    return tuple(chosen)


def placed_texts(uow: UnitOfWork, narrative: Narrative | None, snapshot_sha256: str) -> tuple[PlacedText, ...]:
    """The texts for a document from this snapshot, each with the figures of the snapshot it was written for."""
    texts = narrative.texts if narrative else ()
    others = {each.written_for for each in texts} - {snapshot_sha256}
    figures = {sha256: figures_of(snapshot_with(uow, sha256)) for sha256 in sorted(others)}
    return tuple(PlacedText(each, figures.get(each.written_for, ())) for each in texts)


def _require_known(uow: UnitOfWork, file_name: str, edited: EditedDocument) -> None:
    if not uow.snapshots.where(sha256=edited.snapshot_sha256):
        expected = "a document that `report build` made from a snapshot of this programme"
        raise BadInput(
            f"{file_name} was made from a snapshot that is not kept here",
            [Problem(file_name, 0, "snapshot", edited.snapshot_sha256, expected)],
        )


def _base_of(uow: UnitOfWork, round_key: str, file_name: str, edition: str) -> tuple[HandText, ...]:
    """The texts with which an edition was made: 3.1 holds the first of the round, 3 holds none."""
    sequence = edition.partition(" ")[0].partition(".")[2]
    if not sequence:
        return ()
    kept = uow.documents.where(round_key=round_key, kind=KIND)
    found = next((each for each in kept if str(each.sequence) == sequence), None)
    if found is None:
        expected = f"a document that `report build` made for round {round_key}"
        raise BadInput(
            f"{file_name} was made with hand-written texts that are not kept here",
            [Problem(file_name, 0, "edition", edition, expected)],
        )
    return _content_of(uow, found).texts


def _left_behind(edited: EditedDocument) -> Iterator[str]:
    yield from (f"comment left behind: {each}" for each in edited.remarks)
    yield from (f"left behind: {each}" for each in edited.changed_elsewhere)


def _content_of(uow: UnitOfWork, document: Document) -> Narrative:
    narrative: Narrative = _NARRATIVE.validate_json(uow.files.get(document.sha256))
    return narrative


def _keep(uow: UnitOfWork, narrative: Narrative, *, action: str, note: str, by: str, at: datetime) -> None:
    _, record = newest_snapshot(uow, round_key=narrative.round_key)
    document = Document(
        round_key=narrative.round_key,
        kind=KIND,
        sequence=narrative.sequence,
        file_name=f"{KIND}_{narrative.round_key}_{narrative.sequence}.json",
        sha256=uow.files.put(canonical_json(narrative).encode()),
        snapshot_sha256=record.sha256,
        is_draft=record.is_draft,
        created_at=at,
        created_by=by,
        note=note,
    )
    uow.documents.add([document])
    uow.ledger.append(
        action=action, object=document.file_name, by=by, at=at, round_key=narrative.round_key, after=document
    )
