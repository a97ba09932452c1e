"""Looks at an xlsx file before anything parses it: size, members of the archive, macros and links to other files."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from meetcyclus.domain.errors import BadInput, Problem

_LARGEST_FILE = 10 * 1024 * 1024
_LARGEST_CONTENT = 50 * 1024 * 1024
_MOST_MEMBERS = 1000
_REFUSED = ("vbaproject.bin", "externallinks/", "embeddings/")


def require_safe_xlsx(path: Path) -> None:
    """Raise BadInput when the file is no workbook, is too large, or carries what a table has no need of."""
    fault = _size_fault(path) or _archive_fault(path)
    if fault:
        raise BadInput(f"{path.name} cannot be read: expected {fault}", [Problem(path.name, 0, "", "", fault)])


def _size_fault(path: Path) -> str:
    return f"a file of at most {_LARGEST_FILE // 2**20} MB" if path.stat().st_size > _LARGEST_FILE else ""


def _archive_fault(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            return _members_fault(archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return "an Excel workbook (xlsx) without a password; this is something else or it is damaged"


def _members_fault(members: list[zipfile.ZipInfo]) -> str:
    names = [each.filename for each in members]
    if "xl/workbook.xml" not in names:
        return "an Excel workbook (xlsx); this is another kind of archive"
    if len(names) > _MOST_MEMBERS or sum(each.file_size for each in members) > _LARGEST_CONTENT:
        return f"a workbook of at most {_LARGEST_CONTENT // 2**20} MB when unpacked"
    if len(set(names)) < len(names) or any(".." in PurePosixPath(name).parts for name in names):
        return "a workbook as Excel saves it; this one names its parts twice or outside itself"
    if any(part in name.lower() for name in names for part in _REFUSED):
        return "a workbook without macros, links to other files and embedded files"
    return ""
