"""The Word file around the fragments: opens a template, fills its fields, takes charts in, saves with equal bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx.oxml.parser import parse_xml

from meetcyclus.documents.chart_model import Chart
from meetcyclus.documents.chart_parts import add_chart
from meetcyclus.documents.markup import plain
from meetcyclus.documents.numbering import add_list
from meetcyclus.documents.seal import put_seal
from meetcyclus.documents.template_fields import fill_fields, opened
from meetcyclus.documents.template_styles import settle_styles
from meetcyclus.services.editions import Template

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

# Word knows nine levels; a text can use them all.
_FORMATS = ("decimal", "lowerLetter", "lowerRoman") * 3
_ORDERED = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="%{level + 1}."/>'
    '<w:lvlJc w:val="left"/></w:lvl>'
    for level, shape in enumerate(_FORMATS)
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
    kind: str = ""
    snapshot_sha256: str = ""


class Container:
    """A template that is open, waiting for its contents."""

    def __init__(self, template: Template, fields: Mapping[str, str], tints: Mapping[str, str] | None = None) -> None:
        """`tints` gives the colour of a field where it stands alone in its paragraph."""
        self._document = opened(template)
        settle_styles(self._document)
        self._marker = fill_fields(self._document, template.name, fields, tints or {})

    def chart(self, chart: Chart) -> str:
        """Relation id of a native chart; its data are a workbook inside the Word file."""
        return add_chart(self._document.part, chart)

    def ordered_list(self) -> int:
        """The number of a new list that counts from 1."""
        return add_list(self._document, _ORDERED)

    def finish(self, fragments: list[str], properties: Properties, touch: Callable[[Any], None] | None = None) -> bytes:
        """The Word file with the fragments in the place of the contents field; `touch` sees it before it is sealed."""
        insert = self._marker.addprevious
        for fragment in fragments:
            for element in list(parse_xml(f"<w:body {_NAMESPACES}>{fragment}</w:body>")):
                insert(element)
        self._marker.getparent().remove(self._marker)
        if touch is not None:
            touch(self._document)
        self._describe(properties)
        put_seal(self._document, properties.kind, properties.snapshot_sha256, properties.version)
        raw = BytesIO()
        self._document.save(raw)
        return same_bytes(raw)

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
