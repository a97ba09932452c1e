"""What is checked of an uploaded workbook before any parser sees it: size, package, parts, amount of content.

The limits are far above an honest workbook and low enough that parsing stays small: openpyxl makes at most some objects
per tag, so the number of tags bounds memory and time, and no separate process is needed to contain them.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath

from meetcyclus.exchange.workbook_problems import ProblemLog

MEGABYTE = 1_000_000
MAX_FILE_BYTES = 10 * MEGABYTE
MAX_PARTS = 200
MAX_UNPACKED_BYTES = 30 * MEGABYTE
MAX_SIDE_PART_BYTES = MEGABYTE // 2
MAX_RATIO = 150
MAX_TAGS = 300_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORBIDDEN = ("vbaproject", "externallinks/", "embeddings/", "activex/", "oleobject", "ctrlprops/", "connections.xml")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML = {".xml", ".rels", ".vml"}
_ENCRYPTED_FLAG = 0x1


class _RefusalError(Exception):
    """The package as a whole is refused; the reason is logged already."""


def guarded_content(path: Path, log: ProblemLog) -> bytes | None:
    """The bytes of the file when it is a harmless Excel workbook; None with the reasons in `log` when it is not."""
    try:
        content = _read_limited(path, log)
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_parts(package, log)
            _check_contents(package, log)
    except _RefusalError:
        return None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        log.whole_file("beschadigd", str(error))
        return None
    return None if log.problems else content


def _read_limited(path: Path, log: ProblemLog) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        log.whole_file("bestand_ontbreekt", error.strerror or "")
        raise _RefusalError from error
    if len(content) > MAX_FILE_BYTES:
        _refuse(log, "te_groot", f"meer dan {MAX_FILE_BYTES // MEGABYTE} MB", grens=MAX_FILE_BYTES // MEGABYTE)
    if content.startswith(_OLD_OFFICE):
        _refuse(log, "wachtwoord", path.suffix)
    if not content.startswith(b"PK\x03\x04"):
        _refuse(log, "geen_xlsx", path.suffix)
    return content


def _check_parts(package: zipfile.ZipFile, log: ProblemLog) -> None:
    """What the table of contents tells, without unpacking anything."""
    parts = package.infolist()
    if len(parts) > MAX_PARTS:
        _refuse(log, "te_veel_delen", str(len(parts)), grens=MAX_PARTS)
    unpacked = sum(each.file_size for each in parts)
    if unpacked > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // MEGABYTE
        _refuse(log, "uitgepakt_te_groot", f"{unpacked // MEGABYTE} MB", grens=limit)
    names = Counter(each.filename.casefold() for each in parts)
    for name in (each for each, count in names.items() if count > 1):
        log.whole_file("dubbel_deel", name)
    for part in parts:
        reason = _suspicion(part)
        if reason:
            log.whole_file(reason, part.filename)
    if not {"[content_types].xml", "xl/workbook.xml"} <= names.keys():
        log.whole_file("geen_xlsx", "")
    if log.problems:
        raise _RefusalError


def _suspicion(part: zipfile.ZipInfo) -> str:
    """The key of what is wrong with a part of the package, empty when nothing is."""
    name = part.filename.casefold()
    if ".." in name or name.startswith("/") or "\\" in part.orig_filename or ":" in name:
        return "verdachte_naam"
    if any(each in name for each in _FORBIDDEN):
        return "verboden_deel"
    if part.flag_bits & _ENCRYPTED_FLAG:
        return "wachtwoord"
    if part.compress_type not in _METHODS:
        return "beschadigd"
    is_dense = part.file_size > MEGABYTE and part.file_size > MAX_RATIO * max(1, part.compress_size)
    is_big_side_part = part.file_size > MAX_SIDE_PART_BYTES and not _holds_rows(name)
    return "te_sterk_verkleind" if is_dense or is_big_side_part else ""


def _holds_rows(name: str) -> bool:
    return name.startswith("xl/worksheets/") or name == "xl/sharedstrings.xml"


def _check_contents(package: zipfile.ZipFile, log: ProblemLog) -> None:
    """Unpack every part once: checksums, hidden definitions, macros by another name, and the amount of content."""
    tags = 0
    for name, data in _xml_parts(package):
        tags += data.count(b"<")
        if tags > MAX_TAGS:
            _refuse(log, "te_veel_inhoud", name)
        if _has_own_definitions(data):
            log.whole_file("verboden_xml", name)
        if name == "[content_types].xml" and b"macroenabled" in data.lower():
            log.whole_file("verboden_deel", name)


def _xml_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for part in package.infolist():
        data = package.read(part)
        if PurePosixPath(part.filename).suffix.casefold() in _XML:
            yield part.filename.casefold(), data


def _has_own_definitions(data: bytes) -> bool:
    """Whether XML defines entities, or is written in an encoding in which a search for them would find nothing."""
    is_plain = data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and b"\0" not in data
    return not is_plain or b"<!DOCTYPE" in data or b"<!ENTITY" in data


def _refuse(log: ProblemLog, reason: str, value: str, **facts: object) -> None:
    log.whole_file(reason, value, **facts)
    raise _RefusalError
