"""Staff at work in Word: writes in the places of a document, as Word leaves it behind."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

SPACE = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def control(document: Any, place: str) -> Any:
    """The content control of a place."""
    tags = document.element.body.iter(qn("w:tag"))
    (found,) = [each for each in tags if each.get(qn("w:val")) == f"eigentekst:{place}"]
    return found.getparent().getparent()


def write(document: Any, place: str, markup: str) -> None:
    """Replace what stands in a place, as typing in it does: the invitation goes."""
    found = control(document, place)
    content = found.find(qn("w:sdtContent"))
    for each in list(content):
        content.remove(each)
    for each in list(parse_xml(f"<w:body {SPACE}>{markup}</w:body>")):
        content.append(each)
    for each in list(found.iter(qn("w:showingPlcHdr"))):
        each.getparent().remove(each)


def words(text: str, looks: str = "") -> str:
    """A paragraph of one run."""
    return f'<w:p><w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def saved(document: Any) -> bytes:
    """The document as a file."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def written(content: bytes, texts: dict[str, str]) -> bytes:
    """The file with these texts in its places."""
    document = Document(BytesIO(content))
    for place, markup in texts.items():
        write(document, place, markup)
    return saved(document)
