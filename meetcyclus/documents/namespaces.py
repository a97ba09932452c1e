"""The namespaces of our markup: fragments as elements and back, and a template that takes fragments in as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.oxml.parser import parse_xml
from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
_BEGINS = f"<w:body {_DECLARED}>"
_ENDS = "</w:body>"


def parsed(fragment: str) -> Any:
    """An element around the elements of a fragment."""
    return parse_xml(f"{_BEGINS}{fragment}{_ENDS}")


def as_fragment(around: Any) -> str:
    """The markup of what stands in an element that `parsed` gave."""
    whole: str = etree.tostring(around, encoding="unicode")
    return whole[whole.index(">") + 1 : -len(_ENDS)] if len(around) else ""


def declare_namespaces(root: Any, kept: Iterable[str]) -> None:
    """Declare our prefixes on the root of a document, so that fragments can stand in its text; its own stay."""
    etree.cleanup_namespaces(root, top_nsmap=NAMESPACES, keep_ns_prefixes=[*kept, *NAMESPACES])
