"""A hand-written text as Word saved it, turned into the styles of the product: paragraphs, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
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
_LIST = re.compile(rf'(?<=<w:numId w:val="){LIST_MARK}(\d*)(?="/>)')
_LIST_STYLE = re.compile(r"list (bullet|number)(?: ([2-5]))?")
_DEEPEST = 8
# With this number Word says that an item was taken out of its list.
_NO_LIST = "0"
_BULLETS, _LABEL, _PLAIN = "Opsomming", "Fichekop", "Tabeltekst"
_MARGIN, _INDENT = 340, 284
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
    blocks = [_block(each, source) for each in _inside(content, "w:p", "w:tbl")]
    while blocks and not blocks[-1]:
        blocks.pop()
    return "".join(each or "<w:p/>" for each in blocks)


def with_list_numbers(markup: str, number: Callable[[int], str]) -> str:
    """The markup with other numbers for its numbered lists: `number` gives one for the first, the second and so on."""
    marks = dict.fromkeys(_LIST.findall(markup))
    numbers = {mark: number(place) for place, mark in enumerate(marks, start=1)}
    return _LIST.sub(lambda found: numbers[found[1]], markup)


def _inside(content: Any, *names: str) -> Iterable[Any]:
    """The children of these names, also out of content controls that staff put around them."""
    wanted = {qn(each) for each in names}
    for each in content:
        if each.tag in wanted:
            yield each
        elif each.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml")):
            yield from _inside(each, *names)


def _block(element: Any, source: Source) -> str:
    return _table(element, source) if element.tag == qn("w:tbl") else _paragraph(element, source)


def _paragraph(element: Any, source: Source, style: str = "") -> str:
    runs = runs_markup(element, source.links, source.style_names)
    if not runs:
        return ""
    name = source.style_of(element)
    listed = _listed(element, name, source)
    if listed is not None:
        return _item(runs, *listed)
    # A heading inside a text would stand in the contents list of the document, which is made without it.
    known = _LABEL if name.startswith("heading ") else {each.casefold(): each for each in _KEPT}.get(name, style)
    return paragraph(runs, known)


def _listed(element: Any, style_name: str, source: Source) -> tuple[int, str] | None:
    """Depth and mark of an item of a list, the mark only where the list counts; None where it is none."""
    number = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    key = "" if number is None else str(number.get(qn("w:val")))
    style = _LIST_STYLE.fullmatch(style_name)
    if key == _NO_LIST or not (key or style or style_name == _BULLETS.casefold()):
        return None
    depth = _depth(element, int(style[2] or 1) - 1 if style else 0)
    counts = (key, str(depth)) in source.ordered or (style is not None and style[1] == "number")
    return depth, LIST_MARK + key if counts else ""


def _depth(element: Any, of_style: int) -> int:
    """How deep an item stands: as its list says, else as its indent says where it is an item of ours."""
    level = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
    if level is not None:
        return min(int(level.get(qn("w:val"), "0")), _DEEPEST)
    indent = element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    left = "" if indent is None else str(indent.get(qn("w:left"), ""))
    return (
        min(max(round((int(left) - _MARGIN) / _INDENT), 0), _DEEPEST) if left.isdigit() and not of_style else of_style
    )


def _item(runs: str, depth: int, number: str) -> str:
    left = _MARGIN + depth * _INDENT
    numbers = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    indent = f'<w:ind w:left="{left}" w:hanging="{_INDENT if number else 227}"/>' if number or depth else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{_BULLETS}"/>{numbers}{indent}</w:pPr>{runs}</w:p>'


def _table(element: Any, source: Source) -> str:
    rows = _inside(element, "w:tr")
    grid = "".join(f'<w:gridCol w:w="{each.get(qn("w:w"), "1000")}"/>' for each in element.iter(qn("w:gridCol")))
    looks = '<w:tblStyle w:val="Meetcyclustabel"/><w:tblW w:w="0" w:type="auto"/><w:tblLook w:val="0020"/>'
    lines = "".join(_row(each, source, is_first=place == 0) for place, each in enumerate(rows))
    return f"<w:tbl><w:tblPr>{looks}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def _row(row: Any, source: Source, *, is_first: bool) -> str:
    header = "<w:tblHeader/>" if is_first else ""
    style = "Tabelkop" if is_first else _PLAIN
    cells = "".join(_cell(each, source, style) for each in _inside(row, "w:tc"))
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
