"""The project sheets of the report, three times the same text: ours, docxtpl and plain python-docx.

The peers get their text ready in lists of blocks; ours composes it from the snapshot, status by status, and once more
writes the ready blocks as the peers do.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn

from meetcyclus.documents.chart_model import Chart
from meetcyclus.documents.chart_parts import add_chart
from meetcyclus.documents.container import Container
from meetcyclus.documents.fiche import FicheData, write_fiche
from meetcyclus.documents.markup import paragraph, run
from meetcyclus.documents.phrases import Phrases
from meetcyclus.documents.report import write_report
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.documents.tables import Column
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.editions import Template
from meetcyclus.services.figures import figures_of
from meetcyclus.services.tallies import RoundView
from tests.bench.material import KEY, load
from tests.documents.shipped import vlaamse_veerkracht

Work = Callable[[], str]
TEMPLATES = Path(__file__).parents[2] / "templates" / "documents"
_HEADING, _PARAGRAPH, _TABLE = "heading", "paragraph", "table"
_CHARTS = 40
_TABLE_WIDTH = 166
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n"}


def ours(folder: Path, _times: int) -> Work:
    """The sheets as the product writes them, with badges, colours and widths."""
    data = load(folder).with_round()
    population = tuple(each.number for each in data.projects)
    subject = _subject(Snapshot(KEY, 1, datetime(2024, 1, 19, tzinfo=UTC), "bench", False, population, data))
    # Counting is no part of writing; the figures have it behind them too.
    assert subject.view.standings and subject.view.milestones_by_project

    def work() -> str:
        story = Story(Container(_report_template(), subject.cover | {"korte_titel": "Fiches"}))
        sheets = FicheData(subject)
        for standing in subject.view.standings:
            write_fiche(story, sheets, standing)
        content = story.container.finish(story.fragments, subject.properties("fiches", "Fiches"))
        return _kept(folder, "ours", content)

    return work


def _subject(snapshot: Snapshot) -> Subject:
    figures = {each.id: each for each in figures_of(snapshot)}
    return Subject(RoundView(snapshot), "0" * 64, figures, Phrases(TEMPLATES / "teksten.toml"))


def _report_template() -> Template:
    return Template("monitoringsrapport.docx", (TEMPLATES / "monitoringsrapport.docx").read_bytes())


class _CollectsCharts(Container):
    """Keeps the charts instead of writing them: only writing is measured."""

    def __init__(self, template: Template, fields: Mapping[str, str]) -> None:
        super().__init__(template, fields)
        self.drawn: list[Chart] = []

    def chart(self, chart: Chart) -> str:
        self.drawn.append(chart)
        return "rId1"


def limit(folder: Path, _times: int) -> Work:
    """What no writer can beat: zlib at its usual level over the markup of our sheets, and nothing else."""
    with ZipFile(folder / "ours.docx") as package:
        markup = package.read("word/document.xml")
    return lambda: f"{len(markup) / 1e6:.1f} MB of XML to {len(zlib.compress(markup, 6)) / 1e6:.1f} MB"


def charts(_folder: Path, _times: int) -> Work:
    """The native charts of the shipped report, each with its workbook, into a document without text."""
    subject = _subject(vlaamse_veerkracht())
    collecting = _CollectsCharts(_report_template(), subject.cover | {"korte_titel": "Grafieken"})
    write_report(Story(collecting), subject)
    drawn = collecting.drawn

    def work() -> str:
        document = Document()
        for each in drawn[:_CHARTS]:
            add_chart(document.part, each)
        document.save(BytesIO())
        return f"{len(drawn[:_CHARTS])} charts"

    return work


def make_blocks(folder: Path, _times: int) -> Work:
    """Not measured for the table: takes the text out of our sheets, and makes the template for docxtpl."""

    def work() -> str:
        blocks = list(_blocks(folder / "ours.docx"))
        (folder / "blocks.pickle").write_bytes(pickle.dumps(blocks))
        _template().save(str(folder / "template.docx"))
        return f"{len(blocks)} blocks"

    return work


def ours_ready(folder: Path, _times: int) -> Work:
    """The ready blocks that the peers get, by our writer, sealed."""
    blocks = _kept_blocks(folder)
    subject = _subject(vlaamse_veerkracht())

    def work() -> str:
        story = Story(Container(_report_template(), subject.cover | {"korte_titel": "Fiches"}))
        for kind, content in blocks:
            if kind == _HEADING:
                story.heading(3, content)
            elif kind == _PARAGRAPH:
                story.fragments.append(paragraph(run(content)))
            else:
                _tell_table(story, content)
        content = story.container.finish(story.fragments, subject.properties("fiches", "Fiches"))
        return _kept(folder, "ours_ready", content)

    return work


def _tell_table(story: Story, rows: list[list[list[str]]]) -> None:
    title, *body = [["\n".join(lines) for lines in row] for row in rows]
    columns = [Column(each, _TABLE_WIDTH / len(title)) for each in title]
    story.table(columns, body, "Tabel", loose=True)


def with_docxtpl(folder: Path, _times: int) -> Work:
    """The sheets with docxtpl: one template with a loop over the blocks."""
    from docxtpl import DocxTemplate

    blocks = [{"kind": kind, "content": content} for kind, content in _kept_blocks(folder)]

    def work() -> str:
        template = DocxTemplate(str(folder / "template.docx"))
        template.render({"blocks": blocks}, autoescape=True)
        template.save(str(folder / "docxtpl.docx"))
        return _size(folder / "docxtpl.docx")

    return work


def with_python_docx(folder: Path, _times: int) -> Work:
    """The sheets with python-docx as its manual shows: a paragraph, a table, a row at a time."""
    blocks = _kept_blocks(folder)

    def work() -> str:
        document = Document()
        for kind, content in blocks:
            if kind == _HEADING:
                document.add_heading(content, 3)
            elif kind == _PARAGRAPH:
                document.add_paragraph(content)
            else:
                _add_table(document, content)
        document.save(str(folder / "python_docx.docx"))
        return _size(folder / "python_docx.docx")

    return work


def with_cells(folder: Path, _times: int) -> Work:
    """The sheets with python-docx and `table.cell(row, column)`, as most examples do."""
    blocks = _kept_blocks(folder)

    def work() -> str:
        document = Document()
        for kind, content in blocks:
            if kind == _TABLE:
                _fill_cells(document, content)
            else:
                document.add_paragraph(content, "Heading 3" if kind == _HEADING else None)
        document.save(str(folder / "cells.docx"))
        return _size(folder / "cells.docx")

    return work


def _fill_cells(document: Any, rows: list[list[list[str]]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for across, row in enumerate(rows):
        for down, lines in enumerate(row):
            table.cell(across, down).text = lines[0]
            for line in lines[1:]:
                table.cell(across, down).add_paragraph(line)


def compare(folder: Path, _times: int) -> Work:
    """Every paragraph of every sheet, in tables too, is the same in all files; fails where it is not."""

    def work() -> str:
        expected = _texts(folder / "ours.docx")
        for name in ("ours_ready", "docxtpl", "python_docx", "cells"):
            path = folder / f"{name}.docx"
            if path.exists() and _texts(path) != expected:
                raise SystemExit(f"{name} has other text than ours")
        return f"{len(expected)} paragraphs"

    return work


def _kept(folder: Path, name: str, content: bytes) -> str:
    (folder / f"{name}.docx").write_bytes(content)
    return _size(folder / f"{name}.docx")


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f} MB"


def _kept_blocks(folder: Path) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = pickle.loads((folder / "blocks.pickle").read_bytes())
    return found


def _sheets(path: Path) -> Iterator[Any]:
    """The elements of the body from the first sheet on."""
    body = list(Document(str(path)).element.body)
    first = next(place for place, each in enumerate(body) if _is_heading(each))
    return (each for each in body[first:] if each.tag != qn("w:sectPr"))


def _is_heading(element: Any) -> bool:
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style is not None and style.get(qn("w:val")) == "Heading3"


def _blocks(path: Path) -> Iterator[tuple[str, Any]]:
    for each in _sheets(path):
        if each.tag == qn("w:p"):
            yield _HEADING if _is_heading(each) else _PARAGRAPH, _text(each)
        else:
            rows = [[[_text(p) for p in cell.iter(qn("w:p"))] for cell in row.tc_lst] for row in each.tr_lst]
            yield _TABLE, rows


def _texts(path: Path) -> list[str]:
    return [_text(paragraph) for each in _sheets(path) for paragraph in each.iter(qn("w:p"))]


def _text(paragraph: Any) -> str:
    return "".join(_BREAKS.get(each.tag, each.text or "" if each.tag == qn("w:t") else "") for each in paragraph.iter())


def _add_table(document: Any, rows: list[list[list[str]]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, lines in zip(table.add_row().cells, row, strict=True):
            cell.text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)


def _template() -> Any:
    """What a docxtpl user would draw in Word: a heading, a paragraph and a table inside one loop."""
    document = Document()
    document.add_paragraph("{%p for block in blocks %}")
    document.add_paragraph(f"{{%p if block.kind == '{_HEADING}' %}}")
    document.add_heading("{{ block.content }}", 3)
    document.add_paragraph(f"{{%p elif block.kind == '{_PARAGRAPH}' %}}")
    document.add_paragraph("{{ block.content }}")
    document.add_paragraph("{%p else %}")
    table = document.add_table(rows=3, cols=3)
    table.style = "Table Grid"
    table.cell(0, 0).text = "{%tr for row in block.content %}"
    table.cell(1, 0).text = "{%tc for cell in row %}"
    table.cell(1, 1).text = "{%p for line in cell %}"
    table.cell(1, 1).add_paragraph("{{ line }}")
    table.cell(1, 1).add_paragraph("{%p endfor %}")
    table.cell(1, 2).text = "{%tc endfor %}"
    table.cell(2, 0).text = "{%tr endfor %}"
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    return document
