"""What is checked of an Excel file before any parser sees it: size, package, parts, amount of content.

The limits are far above an honest file and low enough that parsing stays small: openpyxl makes at most some objects
per tag, so the number of tags bounds memory and time, and no separate process is needed to contain them.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path, PurePosixPath

MEGABYTE = 1_000_000
_DENSEST = 150
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORBIDDEN = ("vbaproject", "externallinks/", "embeddings/", "activex/", "oleobject", "ctrlprops/", "connections.xml")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML = {".xml", ".rels", ".vml"}
_ENCRYPTED_FLAG = 0x1


class Fault(StrEnum):
    """Why a file is refused; the values are the keys of the Dutch texts that leads read."""

    ABSENT = "bestand_ontbreekt"
    TOO_LARGE = "te_groot"
    NOT_XLSX = "geen_xlsx"
    PASSWORD = "wachtwoord"
    DAMAGED = "beschadigd"
    TOO_MANY_PARTS = "te_veel_delen"
    TOO_LARGE_UNPACKED = "uitgepakt_te_groot"
    TOO_DENSE = "te_sterk_verkleind"
    TOO_MUCH_CONTENT = "te_veel_inhoud"
    DOUBLE_PART = "dubbel_deel"
    ODD_NAME = "verdachte_naam"
    FORBIDDEN_PART = "verboden_deel"
    OWN_DEFINITIONS = "verboden_xml"


@dataclass(frozen=True)
class Limits:
    """How large an honest file of a kind can be; a side part is one that holds no rows."""

    file_bytes: int
    unpacked_bytes: int
    side_part_bytes: int
    parts: int
    tags: int


@dataclass(frozen=True)
class Suspicion:
    """One reason to refuse the file: what was seen, and the limit that it passes where there is one."""

    fault: Fault
    seen: str = ""
    limit: int = 0


class UnsafeFileError(Exception):
    """The file is refused, with every reason that could be seen before looking further was unwise."""

    def __init__(self, suspicions: list[Suspicion]) -> None:
        super().__init__("; ".join(f"{each.fault.name} {each.seen}" for each in suspicions))
        self.suspicions = tuple(suspicions)


def safe_xlsx(path: Path, limits: Limits) -> bytes:
    """The bytes of the file when it is a harmless Excel workbook; raises UnsafeFileError when it is not."""
    try:
        content = _read_limited(path, limits)
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_size(package, limits)
            _require_none(list(_suspicious_parts(package, limits)))
            _require_none(list(_suspicious_contents(package, limits)))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise UnsafeFileError([Suspicion(Fault.DAMAGED, str(error))]) from error
    return content


def _read_limited(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    except OSError as error:
        raise UnsafeFileError([Suspicion(Fault.ABSENT, error.strerror or "")]) from error
    if len(content) > limits.file_bytes:
        megabytes = limits.file_bytes // MEGABYTE
        raise UnsafeFileError([Suspicion(Fault.TOO_LARGE, f"> {megabytes} MB", megabytes)])
    if content.startswith(_OLD_OFFICE):
        raise UnsafeFileError([Suspicion(Fault.PASSWORD, path.suffix)])
    if not content.startswith(b"PK\x03\x04"):
        raise UnsafeFileError([Suspicion(Fault.NOT_XLSX, path.suffix)])
    return content


def _require_none(suspicions: list[Suspicion]) -> None:
    if suspicions:
        raise UnsafeFileError(suspicions)


def _check_size(package: zipfile.ZipFile, limits: Limits) -> None:
    """What the table of contents tells about size, without unpacking anything."""
    parts = package.infolist()
    if len(parts) > limits.parts:
        raise UnsafeFileError([Suspicion(Fault.TOO_MANY_PARTS, str(len(parts)), limits.parts)])
    unpacked = sum(each.file_size for each in parts)
    if unpacked > limits.unpacked_bytes:
        seen, limit = f"{unpacked // MEGABYTE} MB", limits.unpacked_bytes // MEGABYTE
        raise UnsafeFileError([Suspicion(Fault.TOO_LARGE_UNPACKED, seen, limit)])


def _suspicious_parts(package: zipfile.ZipFile, limits: Limits) -> Iterator[Suspicion]:
    """What the table of contents tells about names and kinds of parts."""
    names = Counter(each.filename.casefold() for each in package.infolist())
    yield from (Suspicion(Fault.DOUBLE_PART, name) for name, count in names.items() if count > 1)
    for part in package.infolist():
        fault = _part_fault(part, limits)
        if fault:
            yield Suspicion(fault, part.filename)
    if not {"[content_types].xml", "xl/workbook.xml"} <= names.keys():
        yield Suspicion(Fault.NOT_XLSX)


def _part_fault(part: zipfile.ZipInfo, limits: Limits) -> Fault | None:
    name = part.filename.casefold()
    if ".." in name or name.startswith("/") or "\\" in part.orig_filename or ":" in name:
        return Fault.ODD_NAME
    if any(each in name for each in _FORBIDDEN):
        return Fault.FORBIDDEN_PART
    if part.flag_bits & _ENCRYPTED_FLAG:
        return Fault.PASSWORD
    if part.compress_type not in _METHODS:
        return Fault.DAMAGED
    is_dense = part.file_size > MEGABYTE and part.file_size > _DENSEST * max(1, part.compress_size)
    is_big_side_part = part.file_size > limits.side_part_bytes and not _holds_rows(name)
    return Fault.TOO_DENSE if is_dense or is_big_side_part else None


def _holds_rows(name: str) -> bool:
    return name.startswith("xl/worksheets/") or name == "xl/sharedstrings.xml"


def _suspicious_contents(package: zipfile.ZipFile, limits: Limits) -> Iterator[Suspicion]:
    """Unpack every part once: checksums, hidden definitions, macros by another name, and the amount of content."""
    tags = 0
    for name, data in _xml_parts(package):
        tags += data.count(b"<")
        if tags > limits.tags:
            yield Suspicion(Fault.TOO_MUCH_CONTENT, name)
            return
        if _has_own_definitions(data):
            yield Suspicion(Fault.OWN_DEFINITIONS, name)
        if name == "[content_types].xml" and b"macroenabled" in data.lower():
            yield Suspicion(Fault.FORBIDDEN_PART, name)


def _xml_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for part in package.infolist():
        data = package.read(part)
        if PurePosixPath(part.filename).suffix.casefold() in _XML:
            yield part.filename.casefold(), data


def _has_own_definitions(data: bytes) -> bool:
    """Whether XML defines entities, or is written in an encoding in which a search for them would find nothing."""
    is_plain = data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and b"\0" not in data
    return not is_plain or b"<!DOCTYPE" in data or b"<!ENTITY" in data
