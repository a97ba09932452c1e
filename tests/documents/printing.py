"""Printing documents with LibreOffice and reading the PDF, in tests that are skipped where these are absent."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from meetcyclus.documents.office import to_pdf

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed")


def print_pdf(content: bytes, folder: Path) -> Path:
    """The PDF of a Word file."""
    path = folder / "document.docx"
    path.write_bytes(content)
    return to_pdf(path)


def pages_of(pdf: Path) -> list[str]:
    """The text of every page as it is laid out, with plain spaces; nothing behind the last page."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout.replace("\u00a0", " ").split("\f")
