"""How a place for hand-written text is named inside a Word file: a content control with a tag of ours."""

from __future__ import annotations

import zlib
from typing import Any

from docx.oxml.ns import qn

from meetcyclus.documents.markup import attribute

_TAG, _NOTE = "eigentekst:", "nalezen:"
# Word takes no longer names of content controls.
_LONGEST = 64


def place_markup(place: str, title: str, content: str, *, is_empty: bool) -> str:
    """The content control around the content of a place. Staff can change what is in it, not take it away."""
    number = zlib.crc32(place.encode()) & 0x7FFFFFFF
    shown = "<w:showingPlcHdr/>" if is_empty else ""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{attribute(title_of(title))}"/><w:tag w:val="{attribute(_TAG + place)}"/>'
        f'<w:id w:val="{number}"/><w:lock w:val="sdtLocked"/>{shown}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def note_markup(place: str, title: str, content: str) -> str:
    """The content control around what is to be read again at a place; staff can take it away."""
    number = zlib.crc32((_NOTE + place).encode()) & 0x7FFFFFFF
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{attribute(title_of(title))}"/><w:tag w:val="{attribute(_NOTE + place)}"/>'
        f'<w:id w:val="{number}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )


def title_of(title: str) -> str:
    """A title as long as Word takes it."""
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"


def invitation(title: str) -> str:
    """What an empty place says; a place that still says it counts as empty."""
    return f"[{title_of(title)}]"


def place_of(control: Any) -> str:
    """The place that a content control stands for; nothing when it is none of ours."""
    return _named(control, _TAG)


def marked_place_of(control: Any) -> str:
    """The place under which a content control stands as a note; nothing when it is no note of ours."""
    return _named(control, _NOTE)


def _named(control: Any, kind: str) -> str:
    tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    name = "" if tag is None else str(tag.get(qn("w:val"), ""))
    return name.removeprefix(kind) if name.startswith(kind) else ""


def is_place(control: Any) -> bool:
    """Whether a content control is a place for hand-written text."""
    return bool(place_of(control))


def alias_of(control: Any) -> str:
    """The title that staff see on a content control."""
    alias = control.find(f"{qn('w:sdtPr')}/{qn('w:alias')}")
    return "" if alias is None else str(alias.get(qn("w:val"), ""))
