"""The Word file around the fragments: opens a template, fills its fields, takes charts in, saves with equal bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain

from meetcyclus.documents.chart_model import Chart
from meetcyclus.documents.chart_parts import add_chart
from meetcyclus.documents.kept_figures import put_figures
from meetcyclus.documents.markup import paragraph, plain, run
from meetcyclus.documents.namespaces import declare_namespaces, parsed
from meetcyclus.documents.numbering import add_list
from meetcyclus.documents.seal import put_seal
from meetcyclus.documents.spool import Spool
from meetcyclus.documents.template_fields import fill_fields, opened
from meetcyclus.documents.template_styles import settle_styles
from meetcyclus.domain.figures import Figure
from meetcyclus.services.editions import Template

# Stands in the document where the contents will be; nobody writes this.
_PLACE = "\uf8ffinhoud\uf8ff"
_PLACE_MARKUP = paragraph(run(_PLACE))
_DOCUMENT = "word/document.xml"
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
        self._kept: Sequence[Figure] = ()

    def chart(self, chart: Chart) -> str:
        """Relation id of a native chart; its data are a workbook inside the Word file."""
        return add_chart(self._document.part, chart)

    def ordered_list(self) -> int:
        """The number of a new list that counts from 1."""
        return add_list(self._document, _ORDERED)

    def keep_figures(self, figures: Sequence[Figure]) -> None:
        """Keep the register of a document that does not show it."""
        self._kept = figures

    def finish(self, contents: Spool, properties: Properties) -> bytes:
        """The Word file with the fragments in the place of the contents field. They are not parsed again."""
        contents.close()
        self._marker.addprevious(parsed(_PLACE_MARKUP)[0])
        self._marker.getparent().remove(self._marker)
        root = self._document.part.element
        declare_namespaces(root, root.nsmap)
        self._describe(properties)
        put_figures(self._document, self._kept)
        facts = properties.kind, properties.snapshot_sha256, properties.version
        put_seal(self._document, *facts, contents.seen_at(_PLACE))
        raw = BytesIO()
        self._document.save(raw)
        return same_bytes(raw, contents.chunks())

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


def same_bytes(raw: BytesIO, contents: Iterable[bytes] = ()) -> bytes:
    """The same parts in the same order without the hour of saving, so that equal contents are equal files."""
    out = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o644 << 16
            member.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".xlsx")) else zipfile.ZIP_DEFLATED
            before, place, after = source.read(name), b"", b""
            if name == _DOCUMENT:
                before, place, after = before.partition(_PLACE_MARKUP.encode())
            with target.open(member, "w") as part:
                for chunk in chain((before,), contents if place else (), (after,)):
                    part.write(chunk)
    return out.getvalue()
