"""Fields of a template: {{programma}} is filled wherever it stands, and a field that does not exist is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.text.run import Run

from meetcyclus.documents.markup import plain
from meetcyclus.documents.word_reading import NOT_WORD
from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.services.editions import Template

CONTENTS_FIELD = "inhoud"
_FIELD = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_OWNERS = {
    qn("w:hdr"): "header",
    qn("w:ftr"): "footer",
    qn("w:txbxContent"): "text box",
    qn("w:tbl"): "table",
    qn("w:body"): "text",
}
_SHOWN = 60


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph of the template: its number in its part, where it stands, its runs and their text."""

    number: int
    element: Any
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(each.text for each in self.runs)

    @property
    def place(self) -> str:
        where = next(_OWNERS[each.tag] for each in self.element.iterancestors() if each.tag in _OWNERS)
        shown = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        return f"{where}, “{shown}”"


def opened(template: Template) -> Any:
    """The template as an open document; BadInput when it is no Word file."""
    try:
        return Document(BytesIO(template.content))
    except NOT_WORD as error:
        expected = "a Word file (.docx, not .dotx or .doc) that is not damaged and has no password"
        raise BadInput(
            f"the template {template.name} is not a Word file", [Problem(template.name, 0, "", "", expected)]
        ) from error


def fill_fields(document: Any, name: str, fields: Mapping[str, str], tints: Mapping[str, str]) -> Any:
    """Fill every field; give the paragraph where the contents go. `tints` colours a field that stands alone."""
    marker, problems = None, []
    for each in _paragraphs(document):
        wanted = _FIELD.findall(each.text)
        if wanted == [CONTENTS_FIELD] and each.element.getparent().tag == qn("w:body"):
            marker = each.element
            continue
        found = list(_problems(name, each, wanted, fields))
        problems += found
        if wanted and not found:
            alone = _FIELD.fullmatch(each.text.strip())
            _replace(each.runs, fields)
            _tint(each.runs, tints.get(alone[1], "") if alone else "")
    if problems:
        named = ", ".join(dict.fromkeys(each.column for each in problems))
        raise BadInput(f"the template {name} names a field that does not exist: {named}", problems)
    if marker is None:
        raise BadInput(f"the template {name} lacks the paragraph {{{{{CONTENTS_FIELD}}}}} in its text")
    return marker


def _paragraphs(document: Any) -> Iterator[_Paragraph]:
    """Those of the text, its tables and text boxes, then those of all headers and footers."""
    margins = [
        part.element
        for part in document.part.package.iter_parts()
        if part.content_type.endswith(("header+xml", "footer+xml"))
    ]
    for root in (document.element.body, *margins):
        for number, each in enumerate(root.iter(qn("w:p")), start=1):
            own = (run for run in each.iter(qn("w:r")) if next(run.iterancestors(qn("w:p"))) is each)
            runs = tuple(found for run in own if (found := Run(run, document)).text)
            if runs:
                yield _Paragraph(number, each, runs)


def _problems(name: str, paragraph: _Paragraph, wanted: list[str], fields: Mapping[str, str]) -> Iterator[Problem]:
    for field in wanted:
        if field not in fields:
            expected = f"one of {', '.join(sorted((*fields, CONTENTS_FIELD)))}"
            if field == CONTENTS_FIELD:
                expected = "this field alone in a paragraph of the text, once"
            yield Problem(name, paragraph.number, field, f"{{{{{field}}}}}", expected, cell=paragraph.place)
    for rest in re.findall(r"\{\{\s*[\w.]*|[\w.]*\s*\}\}", _FIELD.sub("", paragraph.text)):
        expected = "two opening and two closing braces around the name of a field"
        yield Problem(name, paragraph.number, rest.strip("{} "), rest, expected, cell=paragraph.place)


def _replace(runs: tuple[Run, ...], fields: Mapping[str, str]) -> None:
    """Fill the fields of a paragraph. Where Word cut a field over several runs, its first run takes the whole field."""
    while (cut := _cut_field(runs)) is not None:
        first, last = cut
        runs[first].text = "".join(each.text for each in runs[first : last + 1])
        for each in runs[first + 1 : last + 1]:
            each.text = ""
    for each in runs:
        if "{{" in each.text:
            each.text = _FIELD.sub(lambda found: plain(fields[found[1]]).replace("\n", " "), each.text)


def _cut_field(runs: tuple[Run, ...]) -> tuple[int, int] | None:
    """The first and last run of a field that lies over several runs."""
    ends, place = [], 0
    for each in runs:
        place += len(each.text)
        ends.append(place)
    for found in _FIELD.finditer("".join(each.text for each in runs)):
        first = next(at for at, end in enumerate(ends) if end > found.start())
        last = next(at for at, end in enumerate(ends) if end >= found.end())
        if first != last:
            return first, last
    return None


def _tint(runs: tuple[Run, ...], colour: str) -> None:
    """Give the words of a paragraph a colour, where one is asked."""
    for each in runs if colour else ():
        each.font.color.rgb = RGBColor.from_string(colour)
