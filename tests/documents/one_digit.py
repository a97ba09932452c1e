"""One digit of a Word file changed, wherever a reader can see one: text, margins, charts and the workbooks in them."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = "xl/worksheets/sheet1.xml"
_PAGES = ("PAGE", "NUMPAGES", "PAGEREF")


@dataclass(frozen=True)
class Place:
    """A digit: the part of the file, which of its pieces of text, and where in it."""

    part: str
    piece: int
    at: int

    @property
    def kind(self) -> str:
        """Text, margin, chart or workbook."""
        kinds = (("chart", "word/charts/"), ("workbook", "word/embeddings/"), ("text", "word/document"))
        return next((kind for kind, begin in kinds if self.part.startswith(begin)), "margin")


def digits_in(content: bytes) -> list[Place]:
    """Every digit that a reader sees, but for page numbers, which are layout."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        found = [(name, package.read(name)) for name in package.namelist() if _pieces_of(name) is not None]
    return [
        Place(name, number, digit.start())
        for name, body in found
        for number, piece in enumerate(_pieces(name, _root(name, body)))
        for digit in re.finditer("[0-9]", piece.text or "")
    ]


def with_another_digit(content: bytes, place: Place, chosen: random.Random) -> bytes:
    """The file with another digit in that place."""
    return _rewritten(content, place.part, lambda body: _changed(body, place, chosen))


def _changed(body: bytes, place: Place, chosen: random.Random) -> bytes:
    root = _root(place.part, body)
    piece = list(_pieces(place.part, root))[place.piece]
    other = chosen.choice([each for each in "0123456789" if each != piece.text[place.at]])
    piece.text = f"{piece.text[: place.at]}{other}{piece.text[place.at + 1 :]}"
    part = etree.tostring(root, encoding="UTF-8", standalone=True)
    return _rewritten(body, _SHEET, lambda _: part) if place.kind == "workbook" else part


def _rewritten(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, change(body) if name == part else body)
    return out.getvalue()


def _root(part: str, body: bytes) -> Any:
    if not part.endswith(".xlsx"):
        return parse_xml(body)
    with zipfile.ZipFile(BytesIO(body)) as workbook:
        return parse_xml(workbook.read(_SHEET))


def _pieces(part: str, root: Any) -> Iterator[Any]:
    find = _pieces_of(part)
    assert find is not None
    return find(root)


def _pieces_of(part: str) -> Callable[[Any], Iterator[Any]] | None:
    """How the pieces of text of this part are found; None for a part without any."""
    if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", part):
        return _words
    if re.fullmatch(r"word/charts/chart\d+\.xml", part):
        return lambda root: root.iter(f"{_C}v")
    if part.endswith(".xlsx"):
        # The others are places in the list of texts.
        return lambda root: (each for each in root.iter(f"{_X}v") if each.getparent().get("t") != "s")
    return None


def _words(root: Any) -> Iterator[Any]:
    codes: list[str] = []
    for each in root.iter(qn("w:t"), qn("w:fldChar"), qn("w:instrText")):
        kind = each.get(qn("w:fldCharType"))
        if kind == "begin":
            codes.append("")
        elif kind == "end":
            codes.pop()
        elif each.tag == qn("w:instrText"):
            codes[-1] += each.text
        elif each.tag == qn("w:t") and not any(code.split()[0] in _PAGES for code in codes):
            yield each
