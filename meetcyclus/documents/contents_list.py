"""The contents list: one line per heading, linked to it, with a page number that Word and LibreOffice compute.

Each line is a link with a PAGEREF field outside a TOC field, because LibreOffice brings those up to date when it makes
the PDF and leaves the ones inside a TOC field as they are. Only who lays out the pages knows the numbers, so the field
is empty until then: Word fills it in when the fields are updated (Ctrl+A, F9), LibreOffice when it opens the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from meetcyclus.documents.markup import field, run
from meetcyclus.documents.story import Heading


def contents_list(headings: Iterable[Heading]) -> Iterator[str]:
    """The lines of the list."""
    return map(_line, headings)


def _line(heading: Heading) -> str:
    page = field(f"PAGEREF {heading.bookmark} \\h", "")
    text = f"{run(heading.text)}<w:r><w:tab/></w:r>"
    link = f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">{text}{page}</w:hyperlink>'
    return f'<w:p><w:pPr><w:pStyle w:val="TOC{heading.level}"/></w:pPr>{link}</w:p>'
