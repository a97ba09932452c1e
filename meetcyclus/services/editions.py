"""What a document is made with beside its snapshot: hand-written texts, the template of the house, its version."""

from __future__ import annotations

from dataclasses import dataclass

from meetcyclus.domain.figures import Figure
from meetcyclus.domain.narrative import HandText


@dataclass(frozen=True)
class Template:
    """A Word file with fields, made by staff."""

    name: str
    content: bytes


@dataclass(frozen=True)
class PlacedText:
    """A hand-written text with the figures that its author saw; none where these are the figures of the document."""

    text: HandText
    earlier: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Edition:
    """One edition of the documents of a snapshot. With `is_for_writing` the empty places show themselves."""

    version: str = ""
    texts: tuple[PlacedText, ...] = ()
    template: Template | None = None
    is_for_writing: bool = False


PLAIN_EDITION = Edition()


@dataclass(frozen=True)
class EditedText:
    """What stands at a place of a Word file that came back; `is_marked` while a mark of ours stands in it."""

    place: str
    title: str
    markup: str
    is_marked: bool


@dataclass(frozen=True)
class EditedDocument:
    """A Word file that came back: what it was made from, its places with and without text, what else was changed.

    `edition` is the version it was made as. `remarks` are comments of people inside the texts, which stay behind.
    """

    snapshot_sha256: str
    edition: str
    texts: tuple[EditedText, ...]
    empty_places: tuple[str, ...]
    changed_elsewhere: tuple[str, ...]
    remarks: tuple[str, ...] = ()
