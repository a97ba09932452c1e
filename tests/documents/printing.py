"""Opening documents as others do: a validator of the standard, LibreOffice, and who reads the PDF that it makes.

Tests that need a program are skipped with a reason where it is absent.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator

from meetcyclus.documents.office import to_pdf

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed")


def faults(content: bytes, folder: Path) -> list[Any]:
    """What the standard has against a Word file."""
    path = folder / "document.docx"
    path.write_bytes(content)
    return list(OpenXmlValidator().validate(path).errors)


def print_pdf(content: bytes, folder: Path) -> Path:
    """The PDF of a Word file."""
    path = folder / "document.docx"
    path.write_bytes(content)
    return to_pdf(path)


def pages_of(pdf: Path) -> list[str]:
    """The text of every page as it is laid out, with plain spaces; nothing behind the last page."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout.replace("\u00a0", " ").split("\f")
