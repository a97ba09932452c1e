"""Abbreviations that a reader outside does not know and that the report nowhere explains."""

from __future__ import annotations

import re
from collections.abc import Iterable

from meetcyclus.quality.wording.lexicon import Lexicon

RULE = "KC-009"
_CAPITALS = re.compile(r"(?<![\w./@-])[A-Z]{2,7}(?![\w/@])")
# `Vlaamse Dienst (VDAB)`, `VDAB (Vlaamse Dienst`, `VDAB staat voor`
_EXPLAINED = re.compile(
    r"\w\s+\(([A-Z]{2,7})\)|(?<!\w)([A-Z]{2,7})\s+\((?=[^)]*[a-z])|(?<!\w)([A-Z]{2,7})\s+staat voor"
)
_ROMAN = re.compile(r"[IVX]+")


class AbbreviationReader:
    """Knows the list of the rule; what one text of a report explains holds for all texts of that report."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._known = frozenset(each.upper() for each in lexicon.texts(RULE, "known"))

    def unexplained(self, text: str, explained: frozenset[str]) -> tuple[str, ...]:
        """The abbreviations in a text that are neither known nor explained, each once."""
        found = dict.fromkeys(_CAPITALS.findall(text))
        return tuple(
            each for each in found if each not in self._known and each not in explained and not _ROMAN.fullmatch(each)
        )


def explained_in(texts: Iterable[str]) -> frozenset[str]:
    """The abbreviations that these texts explain."""
    return frozenset(
        name for text in texts if "(" in text or "staat voor" in text
        for groups in _EXPLAINED.findall(text) for name in groups if name
    )  # fmt: skip
