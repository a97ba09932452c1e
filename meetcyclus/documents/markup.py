"""Fragments of WordprocessingML as text: runs and paragraphs. Every text of a person passes through `clean`."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NEW_LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ICON_FONT = "Segoe UI Symbol"
# The order of run properties is fixed by the schema.
_ICON_FONTS = f'<w:rFonts w:ascii="{ICON_FONT}" w:hAnsi="{ICON_FONT}" w:eastAsia="{ICON_FONT}" w:cs="{ICON_FONT}"/>'


def plain(text: str) -> str:
    """The text without control characters that a Word file may not hold, with one kind of line end."""
    return _FORBIDDEN.sub("", _NEW_LINES.sub("\n", text))


def clean(text: str) -> str:
    """The text safe inside an XML element."""
    return escape(plain(text))


def attribute(text: str) -> str:
    """The text safe inside an XML attribute, on one line."""
    return escape(plain(text).replace("\n", " ").replace("\t", " "), {'"': "&quot;"})


LINE_BREAK = "<w:r><w:br/></w:r>"


def run(text: str, *, bold: bool = False, colour: str = "", icon: bool = False, fill: str = "") -> str:
    """A piece of text with its looks; `fill` is the colour behind it."""
    looks = _ICON_FONTS if icon else ""
    looks += "<w:b/>" if bold else ""
    looks += f'<w:color w:val="{colour.lstrip("#")}"/>' if colour else ""
    looks += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill.lstrip("#")}"/>' if fill else ""
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{clean(text)}</w:t></w:r>'


def rich(text: str, *, colour: str = "") -> str:
    """Runs of a text in which **words between double stars** are bold."""
    parts = text.split("**")
    return "".join(run(part, bold=place % 2 == 1, colour=colour) for place, part in enumerate(parts) if part)


def paragraph(runs: str, style: str = "", *, keep_next: bool = False, align: str = "") -> str:
    """A paragraph around runs."""
    looks = f'<w:pStyle w:val="{style}"/>' if style else ""
    looks += "<w:keepNext/>" if keep_next else ""
    looks += f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{looks}</w:pPr>{runs}</w:p>" if looks else f"<w:p>{runs}</w:p>"


def paragraphs(text: str, style: str = "") -> str:
    """One paragraph for every line of a text that somebody wrote."""
    lines = [line.strip() for line in plain(text).split("\n")]
    return "".join(paragraph(run(line), style) for line in lines if line)


def field(instruction: str, shown: str) -> str:
    """A field of Word with the text that is shown until Word computes it anew."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return mark("begin") + code + mark("separate") + run(shown) + mark("end")
