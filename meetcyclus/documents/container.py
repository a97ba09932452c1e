"""The Word file around the fragments: opens a template, fills its fields, takes charts in, saves with equal bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import is_zipfile

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.parser import parse_xml
from docx.oxml.text.paragraph import CT_P
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph

from meetcyclus.documents.chart_model import Chart
from meetcyclus.documents.chart_parts import add_chart
from meetcyclus.documents.markup import plain
from meetcyclus.domain.errors import BadInput, Problem

CONTENTS_FIELD = "inhoud"
_FIELD = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    }.items()
)


@dataclass(frozen=True)
class Properties:
    """The core properties of a document."""

    title: str
    subject: str
    author: str
    language: str
    at: datetime
    version: str


class Container:
    """A template that is open, waiting for its contents."""

    def __init__(self, template: Path, fields: Mapping[str, str], tints: Mapping[str, str] | None = None) -> None:
        """`tints` gives the colour of a field where it stands alone in its paragraph."""
        if not is_zipfile(template):
            raise BadInput(f"the template {template.name} is missing or is not a Word file")
        self._document: WordDocument = Document(str(template))
        self._tints = tints or {}
        self._marker = self._fill(template.name, fields)

    def chart(self, chart: Chart) -> str:
        """Relation id of a native chart; its data are a workbook inside the Word file."""
        return add_chart(self._document.part, chart)

    def finish(self, fragments: list[str], properties: Properties) -> bytes:
        """The Word file with the fragments in the place of the contents field."""
        insert = self._marker.addprevious
        for fragment in fragments:
            for element in list(parse_xml(f"<w:body {_NAMESPACES}>{fragment}</w:body>")):
                insert(element)
        self._marker.getparent().remove(self._marker)
        self._describe(properties)
        raw = BytesIO()
        self._document.save(raw)
        return same_bytes(raw)

    def _fill(self, name: str, fields: Mapping[str, str]) -> CT_P:
        """Fill every field of the template; give the paragraph where the contents go."""
        marker, problems = None, []
        for each in self._paragraphs():
            wanted = _FIELD.findall(each.text)
            if wanted == [CONTENTS_FIELD]:
                marker = each._p
                continue
            problems += [_unknown(name, field, fields) for field in wanted if field not in fields]
            if wanted and not problems:
                alone = _FIELD.fullmatch(each.text.strip())
                _replace(each, fields)
                _tint(each, self._tints.get(alone[1], "") if alone else "")
        if problems:
            raise BadInput(f"the template {name} names a field that does not exist", problems)
        if marker is None:
            raise BadInput(f"the template {name} lacks the paragraph {{{{{CONTENTS_FIELD}}}}}")
        return marker

    def _paragraphs(self) -> Iterator[Paragraph]:
        body = self._document
        yield from body.paragraphs
        for table in body.tables:
            for row in table.rows:
                for cell in row.cells:
                    yield from cell.paragraphs
        for section in body.sections:
            for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
                if not part.is_linked_to_previous:
                    yield from part.paragraphs

    def _describe(self, properties: Properties) -> None:
        core = self._document.core_properties
        moment = properties.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        core.title, core.subject = _short(properties.title), _short(properties.subject)
        core.author = core.last_modified_by = _short(properties.author)
        core.language, core.version, core.revision = properties.language, _short(properties.version), 1
        core.created = core.modified = moment
        core.comments = core.keywords = core.category = ""


def _short(text: str) -> str:
    return plain(text)[:255]


def _unknown(name: str, field: str, fields: Mapping[str, str]) -> Problem:
    return Problem(name, 0, field, f"{{{{{field}}}}}", f"one of {', '.join(sorted(fields))}")


def _replace(paragraph: Paragraph, fields: Mapping[str, str]) -> None:
    """Fill the fields of a paragraph. Where Word cut a field over several runs, the first run takes the whole text."""
    runs = [each for each in paragraph.runs if each.text]
    if any("{{" in each.text and not _FIELD.search(each.text) for each in runs):
        runs[0].text = "".join(each.text for each in runs)
        for each in runs[1:]:
            each.text = ""
    for each in runs:
        if "{{" in each.text:
            each.text = _FIELD.sub(lambda found: plain(fields[found[1]]).replace("\n", " "), each.text)


def _tint(paragraph: Paragraph, colour: str) -> None:
    """Give the words of a paragraph a colour, where one is asked."""
    for each in paragraph.runs if colour else ():
        each.font.color.rgb = RGBColor.from_string(colour)


def same_bytes(raw: BytesIO) -> bytes:
    """The same parts in the same order without the hour of saving, so that equal contents are equal files."""
    out = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o644 << 16
            member.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".xlsx")) else zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return out.getvalue()
