"""Word to PDF through LibreOffice, where it is installed. Nothing in a round depends on it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from meetcyclus.documents.plain_copy import without_controls
from meetcyclus.domain.errors import OutsideFailure

_SECONDS = 300


def to_pdf(path: Path) -> Path:
    """Make a PDF beside a Word file; OutsideFailure when LibreOffice is absent, refuses or takes five minutes.

    LibreOffice computes the page numbers of the contents list anew, so the PDF shows them even where the Word file
    does not yet.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise OutsideFailure("LibreOffice is not installed: no PDF was made, the Word file is there")
    with tempfile.TemporaryDirectory() as folder:
        made = _convert(program, without_controls(path, Path(folder)), Path(folder))
        return Path(shutil.move(made, path.with_suffix(".pdf")))


def _convert(program: str, path: Path, folder: Path) -> Path:
    """The PDF in a folder of its own, beside a profile of its own: two conversions at once do not meet."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise OutsideFailure(f"LibreOffice did not make a PDF of {path.name} within {_SECONDS} seconds") from error
    made = folder / f"{path.stem}.pdf"
    if done.returncode or not made.is_file():
        raise OutsideFailure(f"LibreOffice could not make a PDF of {path.name}: {done.stderr.decode()[-300:]}")
    return made
