"""What a reader sees of a Word file, text by text: the same whether the product or Word saved it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import unescape

from docx.oxml.ns import qn

from meetcyclus.documents.markup import TEXT_BEGINS
from meetcyclus.documents.namespaces import parsed
from meetcyclus.documents.tags import is_place, marked_place_of

_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
_PARAGRAPH, _TEXT, _PLACE = qn("w:p"), qn("w:t"), qn("w:sdt")
_MARK, _CODE, _SIMPLE = qn("w:fldChar"), qn("w:instrText"), qn("w:fldSimple")
_ALTERNATIVE = qn("wp:docPr")
# A second picture of the same thing for old programs, which Word may leave out when it saves.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = qn("w:txbxContent")
_HARD = (_MARK, _SIMPLE, _FALLBACK)
_LEFT_OUT = ("PAGE", "NUMPAGES", "PAGEREF", "SECTIONPAGES")
_MARGINS = ("header+xml", "footer+xml")
_PICTURE_MARK = "<wp:docPr "


def texts_of(document: Any) -> list[str]:
    """The title, the texts of the body in reading order, those of the margins, then the alternative texts."""
    return [*body_texts(document), *margin_texts(document), *sorted(alternatives_of(document))]


def body_texts(document: Any) -> list[str]:
    """The title and the texts of the body in reading order."""
    return [document.core_properties.title.strip(), *_paragraphs(document.element.body)]


def margin_texts(document: Any) -> list[str]:
    """The texts of headers and footers. Word numbers their parts anew, so their order says nothing."""
    return sorted(text for margin in _margins(document) for text in _paragraphs(margin))


def alternatives_of(document: Any) -> set[str]:
    """The alternative texts of the pictures; their order says nothing either."""
    roots = (document.element.body, *_margins(document))
    return {plain_text(each) for root in roots for each in root.iter(_ALTERNATIVE)} - {""}


def _margins(document: Any) -> list[Any]:
    return [part.element for part in document.part.package.iter_parts() if part.content_type.endswith(_MARGINS)]


def fields_in(fragment: str) -> bool:
    """Whether a fragment of our own markup has fields or controls, of which a reader does not see everything."""
    return "<w:fldChar" in fragment or "<w:sdt>" in fragment


def texts_in(fragment: str) -> list[str]:
    """The texts of the paragraphs in a fragment."""
    return list(_paragraphs(parsed(fragment)))


def text_in(paragraph: str) -> str:
    """The text of one paragraph of our own markup without fields, the same that `paragraph_text` finds in elements."""
    if "<w:br/>" in paragraph:
        paragraph = paragraph.replace("<w:br/>", f"{TEXT_BEGINS} <")
    pieces = paragraph.split(TEXT_BEGINS)
    if len(pieces) == 1:
        return ""
    text = "".join([each.partition("<")[0] for each in pieces[1:]])
    return _visible(unescape(text) if "&" in text else text)


def alternatives_in(fragment: str) -> set[str]:
    """The alternative texts of the pictures in a fragment."""
    if _PICTURE_MARK not in fragment:
        return set()
    return {plain_text(each) for each in parsed(fragment).iter(_ALTERNATIVE)} - {""}


def plain_text(picture: Any) -> str:
    """The alternative text of a picture on one line, with plain spaces."""
    return " ".join(str(picture.get("descr", "")).split())


def _paragraphs(element: Any) -> Iterator[str]:
    """Texts of the paragraphs below an element, outside the places for hand-written text."""
    left_out = {each for each in element.iter(_PLACE, _FALLBACK) if each.tag == _FALLBACK or _is_ours(each)}
    inner = {paragraph for each in left_out for paragraph in each.iter(_PARAGRAPH)}
    # A text box stands inside a paragraph, whose text holds that of the box.
    inner |= {paragraph for each in element.iter(_BOX) for paragraph in each.iter(_PARAGRAPH)}
    for each in element.iter(_PARAGRAPH):
        if each not in inner and (text := paragraph_text(each)):
            yield text


def _is_ours(control: Any) -> bool:
    """A place for hand-written text or a note under one: staff change and delete these."""
    return is_place(control) or bool(marked_place_of(control))


def paragraph_text(paragraph: Any) -> str:
    """The text of a paragraph as a reader sees it, without the page numbers in it."""
    pieces: list[str] = []
    codes: list[str] = []
    # Nearly every paragraph is text alone: the library finds its pieces much faster than a walk.
    is_plain = next(paragraph.iter(*_HARD), None) is None
    for each in paragraph.iter(_TEXT, *_BREAKS) if is_plain else _seen(paragraph):
        if each.tag == _MARK:
            _open_or_close(codes, each.get(qn("w:fldCharType")))
        elif each.tag == _CODE and codes:
            codes[-1] += each.text or ""
        elif not any(_is_left_out(code) for code in codes):
            pieces.append(each.text or "" if each.tag == _TEXT else _BREAKS.get(each.tag, ""))
    return _visible("".join(pieces))


def _visible(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


def _seen(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == _FALLBACK or (child.tag == _SIMPLE and _is_left_out(child.get(qn("w:instr"), ""))):
            continue
        yield child
        yield from _seen(child)


def _open_or_close(codes: list[str], kind: str) -> None:
    if kind == "begin":
        codes.append("")
    elif kind == "end" and codes:
        codes.pop()


def _is_left_out(code: str) -> bool:
    return code.split()[:1] != [] and code.split()[0].upper() in _LEFT_OUT
