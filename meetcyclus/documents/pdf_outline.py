"""Reads from a PDF of LibreOffice on which page each heading stands: its outline names them in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ITEM = re.compile(rb"/Title<FEFF([0-9A-F]*)>\s*/Dest\[(\d+) 0 R")
_PAGES = re.compile(rb"/Type/Pages\b.*?/Kids\s*\[([^\]]*)\]", re.DOTALL)
_REFERENCE = re.compile(rb"(\d+) 0 R")


def page_count(pdf: bytes) -> int:
    """How many pages there are; 0 where the file is built another way than LibreOffice does."""
    return len(_page_places(pdf))


def pages_of_headings(pdf: bytes, headings: Iterable[str]) -> list[int] | None:
    """The page of each heading, in the order of the document; None where the outline does not name them all."""
    places = _page_places(pdf)
    outline = [(_plain(bytes.fromhex(title.decode()).decode("utf-16-be")), page) for title, page in _ITEM.findall(pdf)]
    found, rest = [], iter(outline)
    for heading in headings:
        page = next((page for title, page in rest if title == _plain(heading)), None)
        if page not in places:
            return None
        found.append(places[page])
    return found


def _page_places(pdf: bytes) -> dict[bytes | None, int]:
    """The number of each page by the name of its object."""
    lists = _PAGES.findall(pdf)
    return {name: place for place, name in enumerate(_REFERENCE.findall(lists[0]), 1)} if len(lists) == 1 else {}


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())
