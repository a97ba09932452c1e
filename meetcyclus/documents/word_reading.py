"""Reads a finished Word file back as plain facts: paragraphs, headings, contents list, tables, pictures and charts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from meetcyclus.documents.chart_reading import CHART, ReadSeries, chart_part, series_of
from meetcyclus.documents.kept_figures import figures_in
from meetcyclus.documents.marks import open_marks
from meetcyclus.documents.tags import is_place
from meetcyclus.documents.visible_text import paragraph_text
from meetcyclus.domain.errors import BadInput, Problem

# Far above a report of thousands of pages, low enough to be read in memory.
_MOST_UNPACKED = 400_000_000
_OFF = ("0", "false", "off")
# python-docx lets these through for other and for damaged files; broken XML is a SyntaxError to its parser.
NOT_WORD = (BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError, OSError, RuntimeError, AttributeError)
_HEADING, _CONTENTS = re.compile(r"heading ([1-9])", re.IGNORECASE), re.compile(r"toc ([1-9])", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A heading or a line of the contents list: its level, its text, and the bookmarks it carries or leads to.

    `page` is the page number that a line of the contents list shows.
    """

    level: int
    text: str
    marks: frozenset[str]
    page: str = ""


@dataclass(frozen=True)
class TableText:
    """A table as text; `title` is the one for screen readers."""

    title: str
    has_header: bool
    rows: tuple[tuple[str, ...], ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The first row."""
        return self.rows[0] if self.rows else ()

    @property
    def body(self) -> tuple[tuple[str, ...], ...]:
        """The rows under the first."""
        return self.rows[1:]


@dataclass(frozen=True)
class Picture:
    """A picture or chart with its alternative text."""

    name: str
    alternative: str


@dataclass(frozen=True)
class ChartText:
    """A native chart with its data; `table` is the first one behind it, before the next chart."""

    name: str
    series: tuple[ReadSeries, ...]
    table: TableText | None


@dataclass(frozen=True)
class WordText:
    """The whole document. `languages` are those of the defaults, the styles and the runs that name one.

    `hand_written` are the paragraphs that staff wrote, `marks` what our comments in the document still ask,
    `kept_figures` the rows of a register that readers do not see.
    """

    title: str
    language: str
    languages: frozenset[str]
    headings: tuple[Line, ...]
    contents: tuple[Line, ...]
    paragraphs: tuple[str, ...]
    tables: tuple[TableText, ...]
    pictures: tuple[Picture, ...]
    charts: tuple[ChartText, ...]
    hand_written: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    kept_figures: tuple[tuple[str, ...], ...] = ()


def read_word(path: Path) -> WordText:
    """The text of a Word file; BadInput when it is something else or damaged."""
    try:
        with ZipFile(path) as package:
            if sum(each.file_size for each in package.infolist()) > _MOST_UNPACKED:
                raise _refusal(path, f"a Word file of at most {_MOST_UNPACKED // 10**6} MB when unpacked")
        return _word_text(Document(str(path)))
    except NOT_WORD as error:
        raise _refusal(path, "a Word file (.docx) that is not damaged and has no password") from error


def _refusal(path: Path, expected: str) -> BadInput:
    return BadInput(f"{path.name} cannot be read: expected {expected}", [Problem(path.name, 0, "", "", expected)])


def headings_in(document: Any) -> tuple[Line, ...]:
    """The headings of an open document."""
    return tuple(_lines(_by_style(document), _HEADING, ("w:bookmarkStart", "w:name")))


def contents_in(document: Any) -> tuple[Line, ...]:
    """The lines of its contents list."""
    return tuple(_lines(_by_style(document), _CONTENTS, ("w:hyperlink", "w:anchor")))


def _by_style(document: Any) -> list[tuple[str, Any]]:
    """The paragraphs of the text with the names of their styles."""
    styles = document.styles.element.iter(qn("w:style"))
    names = {each.get(qn("w:styleId")): each.find(qn("w:name")).get(qn("w:val")) for each in styles}
    return [(names.get(_style(each), ""), each) for each in document.element.body.iterchildren(qn("w:p"))]


def _word_text(document: Any) -> WordText:
    body, styles, by_style = document.element.body, document.styles.element, _by_style(document)
    told = [each for name, each in by_style if not _HEADING.fullmatch(name) and not _CONTENTS.fullmatch(name)]
    return WordText(
        title=document.core_properties.title.strip(),
        language=document.core_properties.language,
        languages=frozenset(each.get(qn("w:val"), "") for root in (styles, body) for each in root.iter(qn("w:lang"))),
        headings=headings_in(document),
        contents=contents_in(document),
        paragraphs=tuple(text for each in told if (text := _without_pages(each))),
        tables=tuple(_table(each) for each in body.iter(qn("w:tbl"))),
        pictures=tuple(_pictures(document)),
        charts=tuple(_charts(document)),
        hand_written=tuple(text for each in _hand_written(body) if (text := _text(each))),
        marks=tuple(open_marks(document)),
        kept_figures=figures_in(document),
    )


def _hand_written(body: Any) -> Iterator[Any]:
    """The paragraphs, outside tables, in the places for hand-written text."""
    for control in body.iterchildren(qn("w:sdt")):
        if is_place(control):
            yield from control.iterfind(f"{qn('w:sdtContent')}/{qn('w:p')}")


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val")))


def _lines(by_style: list[tuple[str, Any]], wanted: re.Pattern[str], mark: tuple[str, str]) -> Iterator[Line]:
    """Headings or contents lines. A contents line ends at its tab, behind which the page number stands."""
    tag, name = mark
    for style, each in by_style:
        if found := wanted.fullmatch(style):
            marks = frozenset(mark.get(qn(name), "") for mark in each.iter(qn(tag)))
            text, _, page = _text(each).partition("\t") if wanted is _CONTENTS else (_text(each), "", "")
            yield Line(int(found[1]), text.strip(), marks, page.strip())


def _without_pages(paragraph: Any) -> str:
    """The text of a paragraph, without the page numbers in its fields: they are layout and no figures."""
    has_fields = next(paragraph.iter(qn("w:fldChar"), qn("w:fldSimple")), None) is not None
    return paragraph_text(paragraph) if has_fields else _text(paragraph)


def _text(element: Any) -> str:
    """What a reader sees of a paragraph, with plain spaces and without marks of where a line may break."""
    pieces = (each.text or "" if each.tag == qn("w:t") else _BREAKS.get(each.tag, "") for each in element.iter())
    return "".join(pieces).replace("\u00a0", " ").replace("\u00ad", "").replace("\u200b", "").strip(" \n")


_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}


def _table(table: Any) -> TableText:
    rows = list(table.iterchildren(qn("w:tr")))
    caption = table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}")
    return TableText(
        title="" if caption is None else str(caption.get(qn("w:val"))).replace("\u00a0", " "),
        has_header=bool(rows) and _is_header(rows[0]),
        rows=tuple(tuple(_cell(each) for each in row.iterchildren(qn("w:tc"))) for row in rows),
    )


def _is_header(row: Any) -> bool:
    mark = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
    return mark is not None and mark.get(qn("w:val"), "1") not in _OFF


def _cell(cell: Any) -> str:
    return "\n".join(_text(each) for each in cell.iterchildren(qn("w:p"))).strip()


def _pictures(document: Any) -> Iterator[Picture]:
    """Drawings of the text, the headers and the footers."""
    for part in document.part.package.iter_parts():
        for each in part.element.iter(qn("wp:docPr")) if hasattr(part, "element") else ():
            yield Picture(each.get("name") or each.get("id", ""), each.get("descr", "").strip())


def _charts(document: Any) -> Iterator[ChartText]:
    marks = list(document.element.body.iter(CHART, qn("w:tbl")))
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        if mark.tag == CHART:
            beside = after is not None and after.tag != CHART
            series = series_of(chart_part(document.part, mark))
            yield ChartText(_drawing_name(mark), series, _table(after) if beside else None)


def _drawing_name(mark: Any) -> str:
    drawing = next(each for each in mark.iterancestors() if each.find(qn("wp:docPr")) is not None)
    return str(drawing.find(qn("wp:docPr")).get("name", ""))
