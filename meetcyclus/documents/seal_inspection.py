"""Is a document still as it was made? Its seal says so, and the copy that the round keeps, where it is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document

from meetcyclus.documents.seal import changed_beside, changed_texts, seal_of

_NO_SEAL = "the document carries no seal: nobody can tell whether its texts are as they were made"
# Kind, hash of the snapshot and edition of a document in, the copies of it that are kept out.
KeptCopies = Callable[[str, str, str], Sequence[bytes]]


@dataclass(frozen=True)
class SealReport:
    """What was changed, and what the document was held against: `register`, `seal`, or nothing."""

    problems: tuple[str, ...]
    compared_with: str


def seal_report(path: Path, kept: KeptCopies) -> SealReport:
    """Every text that is not as it was made; the file was read before, so it is a Word file."""
    document = Document(str(path))
    seal = seal_of(document)
    if seal is None:
        return SealReport(
            ("the document carries no seal: nobody can tell whether its texts are as they were made",), ""
        )
    copies = kept(seal.kind, seal.snapshot_sha256, seal.edition)
    if not copies:
        return SealReport(tuple(changed_texts(document, seal)), "seal")
    return SealReport(min((_beside(document, each) for each in copies), key=len), "register")


def _beside(document: Any, copy: bytes) -> tuple[str, ...]:
    return tuple(changed_beside(document, Document(BytesIO(copy))))
