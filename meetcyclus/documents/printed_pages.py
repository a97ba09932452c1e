"""On which page each heading stands, read from a PDF that LibreOffice made of the document."""

from __future__ import annotations

import re

# LibreOffice writes the outline and the page tree of its PDF as plain text, in reading order.
_PAGES = re.compile(rb"/Type/Pages\s.*?/Kids\[([^\]]*)\]", re.DOTALL)
_REFERENCE = re.compile(rb"(\d+) 0 R")
_OUTLINE_ITEM = re.compile(rb"/Title<[0-9A-F]+>\s*/Dest\[(\d+) 0 R")


def pages_of_headings(pdf: bytes) -> tuple[int, ...]:
    """The page of every heading in reading order; empty where the PDF has no readable outline."""
    tree = _PAGES.search(pdf)
    if tree is None:
        return ()
    numbers = {name: place for place, name in enumerate(_REFERENCE.findall(tree[1]), start=1)}
    return tuple(numbers.get(name, 0) for name in _OUTLINE_ITEM.findall(pdf))
