"""The contents list: one line per heading, linked to it, with a page number that only who lays out the pages knows.

Each line is a link with a PAGEREF field outside a TOC field, because LibreOffice brings those up to date when it makes
the PDF and leaves the ones inside a TOC field as they are. A new document has nothing in these fields, and says so in
the line above the list; `page_numbers` fills them in where the pages could be laid out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from meetcyclus.documents.markup import field, paragraph, run
from meetcyclus.documents.story import Heading


def contents_list(headings: Iterable[Heading], count: str, not_counted: str) -> Iterator[str]:
    """The lines of the list under the number of pages; `not_counted` stands in its place until it is known."""
    yield paragraph(run(f"{count} ") + _count_field(not_counted), "Noot")
    yield from map(_line, headings)


def with_numbers(markup: str, pages: Mapping[str, int], count: int) -> str:
    """The markup of a new document with these page numbers of bookmarks and this number of pages."""
    numbered = _PAGES.sub(lambda found: _page_field(found[1], str(pages.get(found[1], ""))), markup)
    return _COUNT.sub(_count_field(str(count)).replace("\\", r"\\"), numbered, count=1)


def _line(heading: Heading) -> str:
    text = f"{run(heading.text)}<w:r><w:tab/></w:r>{_page_field(heading.bookmark, '')}"
    link = f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">{text}</w:hyperlink>'
    return f'<w:p><w:pPr><w:pStyle w:val="TOC{heading.level}"/></w:pPr>{link}</w:p>'


def _page_field(bookmark: str, shown: str) -> str:
    return field(f"PAGEREF {bookmark} \\h", shown)


def _count_field(shown: str) -> str:
    return field("NUMPAGES", shown)


_PAGES = re.compile(re.escape(_page_field("BOOKMARK", "")).replace("BOOKMARK", r"(_k\d+)"))
_COUNT = re.compile(re.escape(_count_field("SHOWN")).replace("SHOWN", "[^<]*"))
