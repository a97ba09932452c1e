"""The running text of a document: headings, paragraphs, tables, charts and their numbers, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from meetcyclus.documents.chart_model import Chart, height_mm
from meetcyclus.documents.container import Container
from meetcyclus.documents.markup import attribute, clean, paragraph, paragraphs, plain, rich, run
from meetcyclus.documents.markup import field as word_field
from meetcyclus.documents.tables import Column, Row, table

EMU_PER_MM, CHART_WIDTH_MM = 36_000, 166


@dataclass(frozen=True)
class Heading:
    """A heading that can stand in the contents list."""

    level: int
    text: str
    bookmark: str


@dataclass
class Story:
    """Collects fragments; keeps count of tables, figures and bookmarks so that every id is unique and stable."""

    container: Container
    fragments: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    # Places for hand-written text in this document, with the figures that stand around them.
    places: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def heading(self, level: int, text: str, *, new_page: bool = False) -> None:
        """A heading of level 1 to 3 with a bookmark."""
        number = self._next("bookmark")
        found = Heading(level, plain(text).replace("\n", " "), f"_k{number:05d}")
        self.headings.append(found)
        start = f'<w:bookmarkStart w:id="{number}" w:name="{found.bookmark}"/>'
        page = "<w:pageBreakBefore/>" if new_page else ""
        looks = f'<w:pPr><w:pStyle w:val="Heading{level}"/>{page}</w:pPr>'
        text_run = f'<w:r><w:t xml:space="preserve">{clean(found.text)}</w:t></w:r>'
        self.fragments.append(f'<w:p>{looks}{start}{text_run}<w:bookmarkEnd w:id="{number}"/></w:p>')

    def say(self, text: str, style: str = "", *, keep_next: bool = False) -> None:
        """A paragraph in which **words between double stars** are bold; nothing where the text is empty."""
        if text:
            self.fragments.append(paragraph(rich(text), style, keep_next=keep_next))

    def quote(self, text: str, style: str = "") -> None:
        """What somebody wrote, as it stands: one paragraph a line."""
        self.fragments.append(paragraphs(text, style))

    def bullets(self, lines: Sequence[str]) -> None:
        """A list."""
        for line in lines:
            self.say(line, "Opsomming")

    def label(self, text: str) -> None:
        """A small heading inside a project sheet; it stays with what follows and is not in the contents list."""
        self.fragments.append(paragraph(run(text), "Fichekop", keep_next=True))

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        title: str,
        *,
        total: bool = False,
        loose: bool = False,
        keep_next: bool = False,
    ) -> None:
        """A table without a caption of its own; with `keep_next` its end stays with what follows."""
        self.fragments.append(table(columns, rows, title, total=total, loose=loose, keep_next=keep_next))

    def captioned_table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        title: str,
        *,
        total: bool = False,
        loose: bool = False,
        note: str = "",
    ) -> None:
        """A numbered table with its caption above and, where one is given, a note below that stays with it."""
        self._caption("Tabel", title)
        self.table(columns, rows, title, total=total, loose=loose, keep_next=bool(note))
        self.note(note)

    def note(self, text: str) -> None:
        """A note under a table or chart."""
        self.say(text, "Noot")

    def captioned_chart(self, chart: Chart, alternative: str) -> None:
        """A numbered native chart with its caption above and, as its alternative text, what there is to see."""
        self._caption("Figuur", chart.title)
        number = self._next("chart")
        drawing = _DRAWING.format(
            width=round(CHART_WIDTH_MM * EMU_PER_MM),
            height=round(height_mm(chart) * EMU_PER_MM),
            number=number,
            title=attribute(chart.title),
            alternative=attribute(alternative),
            relation=self.container.chart(chart),
        )
        # A note under the chart says what there is to see; it stays with the chart.
        self.fragments.append(paragraph(f"<w:r>{drawing}</w:r>", "Figuur", keep_next=True))

    def _caption(self, kind: str, title: str) -> None:
        number = self._next(kind)
        runs = run(f"{kind} ") + word_field(f"SEQ {kind} \\* ARABIC", str(number)) + run(f". {title}")
        self.fragments.append(paragraph(runs, "Caption", keep_next=True))

    def _next(self, kind: str) -> int:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._counts[kind]


_DRAWING = (
    '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="Figuur {number}" descr="{alternative}" title="{title}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
)
