"""The page numbers of the contents list: counted in a PDF, written into a new document, and compared with a PDF.

They are layout and no figures: the seal leaves them out, and a document without them is the same on every machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn

from meetcyclus.documents.contents_list import with_numbers
from meetcyclus.documents.office import is_installed, to_pdf
from meetcyclus.documents.pdf_outline import page_count, pages_of_headings
from meetcyclus.documents.word_reading import contents_in, headings_in
from meetcyclus.domain.errors import OutsideFailure
from meetcyclus.services.document_ports import LaidOut

_TEXT = "word/document.xml"


class OfficePages:
    """Lays out documents with LibreOffice (`document_ports.PageLayout`)."""

    def laid_out(self, file_name: str, content: bytes) -> LaidOut | None:
        """The document with its page numbers; None without a contents list or where nothing can be counted here."""
        if not is_installed() or not contents_in(Document(BytesIO(content))):
            return None
        try:
            pdf = _printed(file_name, content)
        except OutsideFailure:
            return None
        pages = pages_by_mark(Document(BytesIO(content)), pdf)
        return LaidOut(_numbered(content, pages, page_count(pdf)), page_count(pdf), pdf) if pages else None


@dataclass(frozen=True)
class PageCheck:
    """Wrong page numbers, how many were compared, and why none were where there are some to compare."""

    problems: tuple[str, ...] = ()
    compared: int = 0
    not_checked: str = ""


def page_check(path: Path) -> PageCheck:
    """The page numbers that the contents list shows against those of a PDF made here."""
    document = Document(str(path))
    listed = contents_in(document)
    if not listed:
        return PageCheck()
    if not any(each.page for each in listed):
        return PageCheck(not_checked="the contents list has none yet")
    if not is_installed():
        return PageCheck(not_checked="LibreOffice is not installed")
    try:
        pages = pages_by_mark(document, _printed(path.name, path.read_bytes()))
    except OutsideFailure as failure:
        return PageCheck(not_checked=str(failure))
    if not pages:
        return PageCheck(not_checked="the pages of the headings cannot be told from the PDF")
    wrong = []
    for each in listed:
        expected = next((str(pages[mark]) for mark in each.marks if mark in pages), "")
        if each.page != expected:
            wrong.append(
                f"the contents list says page {each.page or 'nothing'} for '{each.text}', the PDF says {expected}"
            )
    return PageCheck(tuple(wrong), len(listed))


def pages_by_mark(document: Any, pdf: bytes) -> Mapping[str, int]:
    """The page of every bookmark in a heading; empty where it cannot be told."""
    headings = [each for each in headings_in(document) if each.text]
    pages = None if _counts_anew(document) else pages_of_headings(pdf, (each.text for each in headings))
    return {mark: page for each, page in zip(headings, pages or (), strict=False) for mark in each.marks}


def _counts_anew(document: Any) -> bool:
    """Whether the house style gives pages another number than their place, in any section."""
    for place, section in enumerate(document.element.body.iter(qn("w:sectPr"))):
        for each in section.iterchildren(qn("w:pgNumType")):
            first = each.get(qn("w:start"))
            if each.get(qn("w:fmt"), "decimal") != "decimal" or (first is not None and (place or first != "1")):
                return True
    return False


def _printed(file_name: str, content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name
        path.write_bytes(content)
        return to_pdf(path).read_bytes()


def _numbered(content: bytes, pages: Mapping[str, int], count: int) -> bytes:
    """The same parts in the same order; in the text alone the fields of the list are filled."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w") as target:
        for member in source.infolist():
            part = source.read(member)
            if member.filename == _TEXT:
                part = with_numbers(part.decode(), pages, count).encode()
            target.writestr(member, part)
    return out.getvalue()
