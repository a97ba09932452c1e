"""A hand-written text as Word saved it, turned into the styles of the product: paragraphs, lists and tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from meetcyclus.documents.base_styles import styles_xml
from meetcyclus.documents.hand_runs import runs_markup
from meetcyclus.documents.markup import paragraph

# The number of a numbered list in kept markup: who writes it into a document puts a list of that document there.
LIST_MARK = "@lijst"
_BULLETS, _LABEL, _PLAIN = "Opsomming", "Fichekop", "Tabeltekst"
_INDENT = 284
_KEPT = ("Noot", _LABEL, _BULLETS, _PLAIN, "Tabelkop", "Tabelklein")


@dataclass(frozen=True)
class Source:
    """What the texts of a file refer to: addresses by relation, names of styles, numbered lists by number and level."""

    links: dict[str, str]
    style_names: dict[str, str]
    ordered: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, document: Any) -> Source:
        """The references of an open document."""
        rels = document.part.rels.items()
        return cls(
            {key: str(each.target_ref) for key, each in rels if each.is_external},
            {each.get(qn("w:styleId"), ""): _name(each) for each in document.styles.element.iter(qn("w:style"))},
            frozenset(_ordered(document)),
        )

    def style_of(self, element: Any) -> str:
        """The name of the style of a paragraph, in lower case."""
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return "" if style is None else self.style_names.get(style.get(qn("w:val"), ""), "")


def text_markup(content: Any, source: Source) -> str:
    """The markup of all that stands in a content control, without empty paragraphs at its end."""
    blocks = [_block(each, source) for each in _blocks(content)]
    while blocks and not blocks[-1]:
        blocks.pop()
    return "".join(each or "<w:p/>" for each in blocks)


def _blocks(content: Any) -> Iterable[Any]:
    """Paragraphs and tables, also out of content controls that staff put inside."""
    for each in content:
        if each.tag in (qn("w:p"), qn("w:tbl")):
            yield each
        elif each.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml")):
            yield from _blocks(each)


def _block(element: Any, source: Source) -> str:
    return _table(element, source) if element.tag == qn("w:tbl") else _paragraph(element, source)


def _paragraph(element: Any, source: Source, style: str = "") -> str:
    runs = runs_markup(element, source.links, source.style_names)
    if not runs:
        return ""
    name = source.style_of(element)
    number = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    level = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
    depth = 0 if level is None else min(int(level.get(qn("w:val"), "0")), 3)
    if (number is not None and (number.get(qn("w:val")), str(depth)) in source.ordered) or name == "list number":
        return _item(runs, depth, f"{LIST_MARK}{'' if number is None else number.get(qn('w:val'))}")
    if number is not None or name in ("list bullet", _BULLETS.casefold()):
        return _item(runs, depth, "")
    # A heading inside a text would stand in the contents list of the document, which is made without it.
    known = _LABEL if name.startswith("heading ") else {each.casefold(): each for each in _KEPT}.get(name, style)
    return paragraph(runs, known)


def _item(runs: str, depth: int, number: str) -> str:
    left = 340 + depth * _INDENT
    numbers = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    indent = f'<w:ind w:left="{left}" w:hanging="{_INDENT if number else 227}"/>' if number or depth else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{_BULLETS}"/>{numbers}{indent}</w:pPr>{runs}</w:p>'


def _table(element: Any, source: Source) -> str:
    rows = list(element.iterchildren(qn("w:tr")))
    grid = "".join(f'<w:gridCol w:w="{each.get(qn("w:w"), "1000")}"/>' for each in element.iter(qn("w:gridCol")))
    looks = '<w:tblStyle w:val="Meetcyclustabel"/><w:tblW w:w="0" w:type="auto"/><w:tblLook w:val="0020"/>'
    lines = "".join(_row(each, source, is_first=place == 0) for place, each in enumerate(rows))
    return f"<w:tbl><w:tblPr>{looks}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def _row(row: Any, source: Source, *, is_first: bool) -> str:
    header = "<w:tblHeader/>" if is_first else ""
    style = "Tabelkop" if is_first else _PLAIN
    cells = "".join(_cell(each, source, style) for each in row.iterchildren(qn("w:tc")))
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{cells}</w:tr>"


def _cell(cell: Any, source: Source, style: str) -> str:
    looks = ""
    for name, values in (("w:tcW", ("w:w", "w:type")), ("w:gridSpan", ("w:val",)), ("w:vMerge", ("w:val",))):
        found = cell.find(f"{qn('w:tcPr')}/{qn(name)}")
        if found is not None:
            given = "".join(f' {each}="{found.get(qn(each))}"' for each in values if found.get(qn(each)))
            looks += f"<{name}{given}/>"
    inner = "".join(_paragraph(each, source, style) for each in cell.iter(qn("w:p")))
    return f"<w:tc><w:tcPr>{looks}</w:tcPr>{inner or paragraph('', style)}</w:tc>"


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"), "")).casefold()


def _ordered(document: Any) -> Iterable[tuple[str, str]]:
    """Number and level of the lists that count; the others have bullets."""
    numbering = next(
        (each for each in document.part.package.iter_parts() if "numbering+xml" in each.content_type), None
    )
    if numbering is None:
        return
    kinds = {
        (each.get(qn("w:abstractNumId")), level.get(qn("w:ilvl"))): level.find(qn("w:numFmt"))
        for each in numbering.element.iter(qn("w:abstractNum"))
        for level in each.iter(qn("w:lvl"))
    }
    for number in numbering.element.iter(qn("w:num")):
        shape = number.find(qn("w:abstractNumId")).get(qn("w:val"))
        for (owner, level), kind in kinds.items():
            if owner == shape and kind is not None and kind.get(qn("w:val")) not in ("bullet", "none"):
                yield number.get(qn("w:numId")), level


@cache
def style_ids() -> dict[str, str]:
    """The styles of the product: name in lower case and id."""
    return {_name(each): each.get(qn("w:styleId")) for each in parse_xml(styles_xml()).iter(qn("w:style"))}
