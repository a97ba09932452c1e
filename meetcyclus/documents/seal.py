"""The seal of a document: what stood in each of its texts when it was made, so that one changed digit is seen later.

Every paragraph of the body, its tables, headers and footers and every alternative text leaves a short digest in a part
of the file that people do not see. Left out are the places for hand-written text and the page numbers, which Word
counts anew. The seal shows a slip or a quiet change; who forges it too is caught by the copy that the round keeps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from docx.opc.part import Part
from docx.oxml.parser import parse_xml

from meetcyclus.documents.markup import attribute
from meetcyclus.documents.visible_text import texts_of

_SPACE = "urn:meetcyclus:zegel"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PROPERTIES = (
    '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"'
    ' ds:itemID="{8C6B1D3E-52A7-4F0B-9E64-7A1D2C3B4E5F}"><ds:schemaRefs/></ds:datastoreItem>'
)
_LENGTH = 6
_SHOWN, _BEFORE = 400, 40


@dataclass(frozen=True)
class Seal:
    """From which snapshot a document was made, as which kind and edition, and the digests of its texts."""

    kind: str
    snapshot_sha256: str
    edition: str
    digests: tuple[str, ...]


def put_seal(document: Any, kind: str, snapshot_sha256: str, edition: str) -> None:
    """Seal a document that is ready; a seal that came with the template goes."""
    for key, relation in list(document.part.rels.items()):
        if _is_seal(relation):
            del document.part.rels[key]
    facts = f'soort="{attribute(kind)}" momentopname="{attribute(snapshot_sha256)}" uitgave="{attribute(edition)}"'
    digests = " ".join(_digest(each) for each in texts_of(document))
    xml = f'<zegel xmlns="{_SPACE}" {facts}>{digests}</zegel>'
    package = document.part.package
    sealed = Part(package.next_partname("/customXml/item%d.xml"), "application/xml", xml.encode(), package)
    # Word asks for a part beside it that gives the first an identity.
    name = package.next_partname("/customXml/itemProps%d.xml")
    sealed.relate_to(Part(name, _PROPERTIES_TYPE, _PROPERTIES.encode(), package), f"{_RELATION}Props")
    document.part.relate_to(sealed, _RELATION)


def seal_of(document: Any) -> Seal | None:
    """The seal that a document carries."""
    for relation in document.part.rels.values():
        if _is_seal(relation):
            found = parse_xml(relation.target_part.blob)
            soort, momentopname, uitgave = (found.get(name, "") for name in ("soort", "momentopname", "uitgave"))
            return Seal(soort, momentopname, uitgave, tuple((found.text or "").split()))
    return None


def _is_seal(relation: Any) -> bool:
    return not relation.is_external and relation.reltype == _RELATION and _SPACE.encode() in relation.target_part.blob


def changed_texts(document: Any, seal: Seal) -> Iterator[str]:
    """Every text that is not as it was sealed, and where texts are gone."""
    found = texts_of(document)
    for start, end, fresh in _changes(seal.digests, [_digest(each) for each in found]):
        for place in fresh:
            yield f"the text was changed since it was made: “{_short(found[place])}”"
        if end - start > len(fresh):
            after = f" behind “{_short(found[fresh.start - 1])}”" if fresh.start else ""
            yield f"{end - start - len(fresh)} texts are gone{after}"


def changed_beside(document: Any, original: Any) -> Iterator[str]:
    """Every text that is not as in the document that the round keeps, with what stands there."""
    found, wanted = texts_of(document), texts_of(original)
    for start, end, fresh in _changes(wanted, found):
        for place in range(max(end - start, len(fresh))):
            here = found[fresh[place]] if place < len(fresh) else ""
            kept = wanted[start + place] if start + place < end else ""
            start_at = max(_first_difference(here, kept) - _BEFORE, 0)
            here, kept = (_short(("…" if start_at else "") + each[start_at:]) for each in (here, kept))
            yield f"the text says “{here}”, the document of the round says “{kept}”"


def _changes(wanted: Sequence[str], found: Sequence[str]) -> Iterator[tuple[int, int, range]]:
    """Where two rows of texts differ: from, to, and the places of what stands there instead."""
    first = next((at for at, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), None)
    shortest = min(len(wanted), len(found))
    first = shortest if first is None else first
    last = 0
    while last < shortest - first and wanted[-1 - last] == found[-1 - last]:
        last += 1
    # What is equal at both ends is the whole document but for a few lines: the slow comparison sees only these.
    middle = SequenceMatcher(None, wanted[first : len(wanted) - last], found[first : len(found) - last], autojunk=False)
    for tag, start, end, new_start, new_end in middle.get_opcodes():
        if tag != "equal":
            yield first + start, first + end, range(first + new_start, first + new_end)


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
