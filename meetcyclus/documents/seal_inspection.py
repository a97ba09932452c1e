"""Is a document still as it was made, and was it right? Its seal, the copy that is kept and the register tell."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document

from meetcyclus.documents.register_inspection import register_problems
from meetcyclus.documents.seal import Seal, changed_beside, changed_texts, seal_of
from meetcyclus.documents.word_reading import read_word

REGISTER, COPY, SEAL = "register", "copy", "seal"


@dataclass(frozen=True)
class KnownDocument:
    """What a home knows of a document: the copies it keeps, and the same kind made anew from the frozen facts."""

    copies: Sequence[bytes] = ()
    anew: bytes | None = None


# Kind, hash of the snapshot and edition of a document in, what is known of it out.
Known = Callable[[str, str, str], KnownDocument]


@dataclass(frozen=True)
class SealReport:
    """What was changed or wrong, and what the document was held against.

    That is the `register` (its figures are computed anew from the frozen facts), a `copy` that is kept, the `seal` that
    it carries itself, or nothing. `remarks` are figures that another version of the program gives otherwise.
    """

    problems: tuple[str, ...]
    compared_with: str
    remarks: tuple[str, ...] = ()


def seal_report(path: Path, known: Known) -> SealReport:
    """Every text that is not as it was made and every figure that is not that of the register.

    The file was read before, so it is a Word file.
    """
    document = Document(str(path))
    seal = seal_of(document)
    if seal is None:
        return SealReport(
            ("the document carries no seal: nobody can tell whether its texts are as they were made",), ""
        )
    found = known(seal.kind, seal.snapshot_sha256, seal.edition)
    if found.copies:
        changed = min((_beside(document, each) for each in found.copies), key=len)
    else:
        changed = tuple(changed_texts(document, seal))
    if found.anew is None:
        return SealReport(changed, COPY if found.copies else SEAL)
    return _beside_register(path, seal, found.anew, changed)


def _beside(document: Any, copy: bytes) -> tuple[str, ...]:
    return tuple(changed_beside(document, Document(BytesIO(copy))))


def _beside_register(path: Path, seal: Seal, anew: bytes, changed: tuple[str, ...]) -> SealReport:
    """What differs is wrong where the same program made both; another one may count or round otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / path.name
        fresh.write_bytes(anew)
        found = tuple(register_problems(read_word(path), read_word(fresh)))
    now = seal_of(Document(BytesIO(anew)))
    if not found or (now is not None and now.product_version == seal.product_version):
        return SealReport((*changed, *found), REGISTER)
    told = (
        f"the document was made with {_named(seal)}; {_named(now)} gives {len(found)} other figures, "
        "so these are no sign that the document was wrong when it was made:"
    )
    return SealReport(changed, REGISTER, (told, *found))


def _named(seal: Seal | None) -> str:
    return f"version {seal.product_version} of the program" if seal and seal.product_version else "an older program"
