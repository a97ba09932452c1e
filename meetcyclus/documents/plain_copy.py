"""A copy of a document without its content controls, for LibreOffice, which forgets looks of the text in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from docx import Document
from docx.oxml.ns import qn

from meetcyclus.documents.tags import is_place, marked_place_of


def without_controls(path: Path, folder: Path) -> Path:
    """The file itself where it has no controls of ours; else a copy in the folder, with all that stands in them."""
    document = Document(str(path)) if is_zipfile(path) else None
    found = document.element.body.iter(qn("w:sdt")) if document is not None else ()
    controls = [each for each in found if is_place(each) or marked_place_of(each)]
    if document is None or not controls:
        return path
    for each in controls:
        _unwrap(each)
    copy = folder / path.name
    document.save(str(copy))
    return copy


def _unwrap(control: Any) -> None:
    for content in control.iterchildren(qn("w:sdtContent")):
        for each in list(content):
            control.addprevious(each)
    control.getparent().remove(control)
