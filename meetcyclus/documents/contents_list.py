"""The contents list: one line per heading, linked to it, with a page number that Word and LibreOffice compute.

Each line is a link with a PAGEREF field outside a TOC field, because LibreOffice brings those up to date when it makes
the PDF and leaves the ones inside a TOC field as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meetcyclus.documents.markup import clean, field
from meetcyclus.documents.story import Heading

UNKNOWN_PAGE = "–"


def contents_list(headings: Sequence[Heading], pages: Mapping[str, int]) -> str:
    """The lines of the list; `pages` gives the page of a bookmark where it is known already."""
    return "".join(_line(each, pages.get(each.bookmark)) for each in headings)


def _line(heading: Heading, page: int | None) -> str:
    shown = field(f"PAGEREF {heading.bookmark} \\h", UNKNOWN_PAGE if page is None else str(page))
    text = f'<w:r><w:t xml:space="preserve">{clean(heading.text)}</w:t></w:r><w:r><w:tab/></w:r>'
    link = f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">{text}{shown}</w:hyperlink>'
    return f'<w:p><w:pPr><w:pStyle w:val="TOC{heading.level}"/></w:pPr>{link}</w:p>'
