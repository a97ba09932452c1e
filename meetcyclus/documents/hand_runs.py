"""Pieces of a hand-written paragraph: text with its bold, italic and links. What cannot be carried over is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from docx.oxml.ns import qn

from meetcyclus.documents.markup import attribute, clean

_LINK = re.compile(r'^\s*HYPERLINK\s+"((?:https?://|mailto:)[^"\s]+)"', re.IGNORECASE)
# Looks that are carried over, in the fixed order of the schema.
_LOOKS = ("w:b", "w:i", "w:smallCaps", "w:strike", "w:color", "w:highlight", "w:u", "w:vertAlign")
_LOOKS_OF_STYLE = {"strong": "<w:b/>", "emphasis": "<w:i/>"}
_TEXTS = {
    qn("w:tab"): "<w:tab/>",
    qn("w:br"): "<w:br/>",
    qn("w:cr"): "<w:br/>",
    qn("w:noBreakHyphen"): "<w:noBreakHyphen/>",
    qn("w:softHyphen"): "<w:softHyphen/>",
}
# Where two texts of one run meet.
_SEAM = '</w:t><w:t xml:space="preserve">'
# What the wrapper says is not text, and what it holds is.
_WRAPPERS = tuple(map(qn, ("w:smartTag", "w:sdt", "w:sdtContent", "w:customXml", "w:dir", "w:bdo")))
_REFUSED = {
    qn("w:drawing"): "a picture or chart",
    qn("w:pict"): "a picture",
    qn("w:object"): "an embedded object",
    qn("w:footnoteReference"): "a footnote",
    qn("w:endnoteReference"): "an endnote",
    qn("w:sym"): "a symbol of a special font",
    qn("w:ins"): "a tracked insertion (accept or reject the changes first)",
    qn("w:del"): "a tracked deletion (accept or reject the changes first)",
    qn("w:moveFrom"): "a tracked move (accept or reject the changes first)",
    qn("w:moveTo"): "a tracked move (accept or reject the changes first)",
    qn("w:altChunk"): "an inserted file",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "a formula",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara": "a formula",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent": "a drawing or text box",
}


@dataclass(frozen=True)
class Piece:
    """The text of a run as markup of ours, its looks, and the address it leads to, where it is a link."""

    inner: str
    looks: str
    link: str = ""


def refused_in(element: Any) -> Iterator[str]:
    """What stands in a text and cannot be carried over."""
    for each in element.iter():
        if each.tag in _REFUSED:
            yield _REFUSED[each.tag]


def runs_markup(paragraph: Any, links: dict[str, str], style_names: dict[str, str]) -> str:
    """The runs of a paragraph; `links` are the addresses of the file by relation, `style_names` those of its styles."""
    found = _Reader(links, style_names)
    found.read(paragraph)
    parts = []
    for link, linked in groupby(found.pieces, key=lambda each: each.link):
        # Word cuts text into runs as it likes, and so does a mark: what looks the same is one run again.
        alike = groupby(linked, key=lambda each: each.looks)
        inner = "".join(f"<w:r>{looks}{''.join(each.inner for each in pieces)}</w:r>" for looks, pieces in alike)
        inner = inner.replace(_SEAM, "")
        code = attribute(f'HYPERLINK "{link}"')
        parts.append(f'<w:fldSimple w:instr="{code}">{inner}</w:fldSimple>' if link else inner)
    return "".join(parts)


class _Reader:
    """Walks through a paragraph; a link is a hyperlink, a short field or the runs between the marks of a field."""

    def __init__(self, links: dict[str, str], style_names: dict[str, str]) -> None:
        self.pieces: list[Piece] = []
        self._links, self._styles = links, style_names
        self._codes: list[str] = []

    def read(self, element: Any, link: str = "") -> None:
        for each in element:
            if each.tag == qn("w:r"):
                self._run(each, link)
            elif each.tag == qn("w:hyperlink"):
                self.read(each, self._links.get(each.get(qn("r:id"), ""), ""))
            elif each.tag == qn("w:fldSimple"):
                self.read(each, _address(each.get(qn("w:instr"), "")))
            elif each.tag in _WRAPPERS:
                self.read(each, link)

    def _run(self, run: Any, link: str) -> None:
        for each in run.iterchildren(qn("w:fldChar")):
            kind = each.get(qn("w:fldCharType"))
            if kind == "begin":
                self._codes.append("")
            elif kind == "end" and self._codes:
                self._codes.pop()
        for each in run.iterchildren(qn("w:instrText")):
            if self._codes:
                self._codes[-1] += each.text or ""
        inner = "".join(_content(each) for each in run)
        if inner:
            address = next((found for code in self._codes if (found := _address(code))), link)
            self.pieces.append(Piece(inner, self._looks(run), address))

    def _looks(self, run: Any) -> str:
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return ""
        style = properties.find(qn("w:rStyle"))
        name = "" if style is None else self._styles.get(style.get(qn("w:val"), ""), "")
        looks = "".join(_look(properties.find(qn(each)), each) for each in _LOOKS)
        looks = looks if "<w:b" in looks or "<w:i" in looks else _LOOKS_OF_STYLE.get(name, "") + looks
        return f"<w:rPr>{looks}</w:rPr>" if looks else ""


def _look(element: Any, name: str) -> str:
    if element is None:
        return ""
    value = element.get(qn("w:val"))
    return f"<{name}/>" if value is None else f'<{name} w:val="{attribute(value)}"/>'


def _content(element: Any) -> str:
    if element.tag == qn("w:t"):
        return f'<w:t xml:space="preserve">{clean(element.text or "")}</w:t>'
    return _TEXTS.get(element.tag, "")


def _address(code: str) -> str:
    found = _LINK.match(code)
    return found[1] if found else ""
