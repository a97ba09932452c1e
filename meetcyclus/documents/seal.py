"""The seal of a document: what stood in each of its texts when it was made, so that one changed digit is seen later.

Every paragraph of the body, its tables, headers and footers and every alternative text leaves a short digest in a part
of the file that people do not see. Left out are the places for hand-written text and the page numbers, which Word
counts anew. The seal shows a slip or a quiet change; who forges it too is caught by the copy that the round keeps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from meetcyclus.documents.hidden_parts import part_of, put_part
from meetcyclus.documents.markup import attribute
from meetcyclus.documents.visible_text import (
    alternatives_of,
    body_texts,
    fields_in,
    margin_texts,
    text_in,
    texts_in,
    texts_of,
)

_SPACE, _IDENTITY = "urn:meetcyclus:zegel", "8C6B1D3E-52A7-4F0B-9E64-7A1D2C3B4E5F"
_LENGTH = 6
_SHOWN, _BEFORE = 400, 40


@dataclass(frozen=True)
class Seal:
    """From which snapshot a document was made, as which kind and edition, and the digests of its texts.

    `product_version` is the program that made it; empty where that did not write itself down yet.
    """

    kind: str
    snapshot_sha256: str
    edition: str
    digests: tuple[str, ...]
    product_version: str = ""


def digests_in(fragment: str) -> str:
    """The digests of the texts in a fragment of our own markup, each with a space behind it."""
    if fields_in(fragment):
        return "".join(f"{_digest(text)} " for text in texts_in(fragment))
    return "".join(map(_digest_in, fragment.split("</w:p>")))


@lru_cache(maxsize=2**13)
def _digest_in(paragraph: str) -> str:
    """Most cells of tables stand in many of them: what was digested a moment ago is not digested again."""
    text = text_in(paragraph)
    return f"{_digest(text)} " if text else ""


@dataclass(frozen=True)
class Contents:
    """What will stand in a document where the text `place` stands now: its digests, and what its pictures show."""

    place: str | None
    digests: Iterable[str] = ()
    alternatives: Set[str] = frozenset()


_NOTHING_APART = Contents(None)


def put_seal(document: Any, kind: str, snapshot_sha256: str, edition: str, contents: Contents = _NOTHING_APART) -> None:
    """Seal a document that is ready, but for contents that come later; a seal that came with the template goes."""
    facts = f'soort="{attribute(kind)}" momentopname="{attribute(snapshot_sha256)}" uitgave="{attribute(edition)}"'
    facts += f' programma="{attribute(version("meetcyclus"))}"'
    digests = "".join(_all_digests(document, contents)).rstrip()
    xml = f'<zegel xmlns="{_SPACE}" {facts}>{digests}</zegel>'
    put_part(document, _SPACE, xml, _IDENTITY)


def _all_digests(document: Any, contents: Contents) -> Iterator[str]:
    """The digests in the order of `texts_of`, each with a space behind it."""
    for text in body_texts(document):
        if text == contents.place:
            yield from contents.digests
        else:
            yield f"{_digest(text)} "
    beside = [*margin_texts(document), *sorted(alternatives_of(document) | contents.alternatives)]
    yield from (f"{_digest(text)} " for text in beside)


def seal_of(document: Any) -> Seal | None:
    """The seal that a document carries."""
    found = part_of(document, _SPACE)
    if found is None:
        return None
    soort, momentopname, uitgave = (found.get(name, "") for name in ("soort", "momentopname", "uitgave"))
    return Seal(soort, momentopname, uitgave, tuple((found.text or "").split()), found.get("programma", ""))


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
