"""LibreOffice as the printer of Word files: a PDF from a document, and on which page each heading stands in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from meetcyclus.domain.errors import OutsideFailure

TIMEOUT_SECONDS = 300
# LibreOffice writes the outline and the page tree of its PDF as plain text, in reading order.
_PAGES = re.compile(rb"/Type/Pages\s.*?/Kids\[([^\]]*)\]", re.DOTALL)
_REFERENCE = re.compile(rb"(\d+) 0 R")
_OUTLINE_ITEM = re.compile(rb"/Title<[0-9A-F]+>\s*/Dest\[(\d+) 0 R")


class LibreOffice:
    """A LibreOffice on this machine. `find` gives None where there is none."""

    def __init__(self, program: str) -> None:
        self._program = program

    @classmethod
    def find(cls) -> LibreOffice | None:
        """The LibreOffice on the path, if there is one."""
        program = shutil.which("soffice") or shutil.which("libreoffice")
        return cls(program) if program else None

    def pdf(self, docx: bytes) -> bytes:
        """The document as a PDF with a tagged structure and bookmarks; OutsideFailure when LibreOffice gives none."""
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "document.docx"
            source.write_bytes(docx)
            # A profile of its own lets several conversions run at once and keeps the user's settings out.
            profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
            options = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
            command = [self._program, profile, "--headless", "--convert-to", options, "--outdir", folder, str(source)]
            try:
                done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_SECONDS, check=False)
            except (OSError, subprocess.TimeoutExpired) as problem:
                raise OutsideFailure(f"LibreOffice did not make the PDF: {problem}") from problem
            target = source.with_suffix(".pdf")
            if not target.is_file():
                raise OutsideFailure(f"LibreOffice did not make the PDF: {done.stderr.decode(errors='replace')[:300]}")
            return target.read_bytes()


def pages_of_headings(pdf: bytes) -> tuple[int, ...]:
    """The page of every heading in reading order, from the outline of a PDF that LibreOffice made."""
    tree = _PAGES.search(pdf)
    if tree is None:
        return ()
    numbers = {name: place for place, name in enumerate(_REFERENCE.findall(tree[1]), start=1)}
    return tuple(numbers.get(name, 0) for name in _OUTLINE_ITEM.findall(pdf))
