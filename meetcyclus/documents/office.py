"""Word to PDF through LibreOffice, where it is installed. Nothing in a round depends on it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from zipfile import is_zipfile

from meetcyclus.documents.chart_pictures import with_pictures
from meetcyclus.documents.pdf_pages import with_tab_order
from meetcyclus.documents.plain_copy import without_controls
from meetcyclus.domain.errors import OutsideFailure

# A report of 350 pages takes half a minute of a processor, many times that on a busy machine.
_SECONDS = 900
# Tagged for screen readers, with the language and title that PDF/UA asks.
_FILTER = 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'


def is_installed() -> bool:
    """Whether this machine has LibreOffice."""
    return _program() is not None


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(path: Path) -> Path:
    """Make a PDF beside a Word file; OutsideFailure when LibreOffice is absent, refuses or takes a quarter of an hour.

    LibreOffice computes the page numbers of the contents list anew, so the PDF shows them even where the Word file
    does not yet. It loses what a native chart tells a screen reader, so the PDF has pictures of the charts.
    """
    program = _program()
    if program is None:
        raise OutsideFailure("LibreOffice is not installed: no PDF was made, the Word file is there")
    with tempfile.TemporaryDirectory() as folder:
        made = _convert(program, _prepared(path, Path(folder)), Path(folder))
        pdf = path.with_suffix(".pdf")
        pdf.write_bytes(with_tab_order(made.read_bytes()))
        return pdf


def _prepared(path: Path, folder: Path) -> Path:
    """A copy with pictures and without controls; what is no package of Word goes to LibreOffice as it is."""
    if not is_zipfile(path):
        return path
    copy = folder / path.name
    copy.write_bytes(with_pictures(path))
    return without_controls(copy, folder)


def _convert(program: str, path: Path, folder: Path) -> Path:
    """The PDF in a folder of its own, beside a profile of its own: two conversions at once do not meet."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", _FILTER, "--outdir", str(folder), str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise OutsideFailure(f"LibreOffice did not make a PDF of {path.name} within {_SECONDS} seconds") from error
    made = folder / f"{path.stem}.pdf"
    if done.returncode or not made.is_file():
        raise OutsideFailure(f"LibreOffice could not make a PDF of {path.name}: {done.stderr.decode()[-300:]}")
    return made
