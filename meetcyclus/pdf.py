"""Word to PDF through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from meetcyclus.domain.errors import OutsideFailure

_SECONDS = 300


def to_pdf(path: Path) -> Path:
    """Make a PDF beside a Word file; OutsideFailure when LibreOffice is absent or refuses."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise OutsideFailure("LibreOffice is not installed: no PDF was made, the Word file is there")
    with tempfile.TemporaryDirectory() as profile:
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
        done = subprocess.run(
            [*command, "--outdir", str(path.parent), str(path)], capture_output=True, timeout=_SECONDS, check=False
        )
    target = path.with_suffix(".pdf")
    if done.returncode or not target.is_file():
        raise OutsideFailure(f"LibreOffice could not make a PDF of {path.name}: {done.stderr.decode()[-300:]}")
    return target
