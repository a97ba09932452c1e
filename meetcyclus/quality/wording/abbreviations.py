"""Abbreviations that a reader outside does not know and that the report nowhere explains."""

from __future__ import annotations

import re
from collections.abc import Iterable

from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.quality.view import RoundView

RULE = "KC-009"
_CAPITALS = re.compile(r"(?<![\w./@-])[A-Z]{2,7}(?![\w/@])")
# Words in capitals beside each other are emphasis: `NOG NIET KLAAR`.
_SHOUTED = re.compile(r"(?<!\w)[A-ZÀ-Ý]{2,}(?:[ ,!]+[A-ZÀ-Ý]{2,})+(?!\w)")
# `Vlaamse Dienst (VDAB)`, `VDAB (Vlaamse Dienst`, `VDAB staat voor`
_EXPLAINED = re.compile(
    r"\w[’'»”]?\s+\([^)]*?([A-Z]{2,7})\)|(?<!\w)([A-Z]{2,7})\s+\((?=[^)]*[a-z])|"
    r"(?<!\w)([A-Z]{2,7}),?\s+(?:staat voor|ofwel)|"
    r"(?:afgekort|kortweg|hierna|verder)[ :]+['‘\"“]?([A-Z]{2,7})(?!\w)"
)
_ROMAN = re.compile(r"[IVXLCM]+")
_TELLS = re.compile(r"\(|staat voor|ofwel|afgekort|kortweg|hierna|verder")


class AbbreviationReader:
    """Knows the list of the rule; what one text of a report explains holds for all texts of that report."""

    def __init__(self, view: RoundView) -> None:
        names = " ".join(_names(view.data)).upper()
        self._known = frozenset(each.upper() for each in view.lexicon.texts(RULE, "known"))
        self._known |= frozenset(re.findall(r"\w+", names))
        self._lead_words = frozenset(str(view.lexicon.table("KC-010", "stop_words").get("nl", "")).upper().split())

    def unexplained(self, text: str, explained: frozenset[str]) -> tuple[str, ...]:
        """The abbreviations in a text that are neither known nor explained, each once."""
        found = dict.fromkeys(_CAPITALS.findall(text))
        if not found:
            return ()
        shouted = {
            word for each in _SHOUTED.findall(text) for word in re.findall(r"\w+", each)
            if self._lead_words.intersection(re.findall(r"\w+", each)) or max(map(len, each.split())) > 5
        }  # fmt: skip
        return tuple(each for each in found if not (self._is_known(each) or each in explained or each in shouted))

    def _is_known(self, word: str) -> bool:
        return word in self._known or word in self._lead_words or bool(_ROMAN.fullmatch(word))


def _names(data: ProgrammeData) -> Iterable[str]:
    """Names of the register: what the programme itself is made of needs no explanation in its reports."""
    yield data.programme.name
    for entity in data.entities:
        yield from (entity.code, entity.name)
    yield from (project.title for project in data.projects)


def explained_in(texts: Iterable[str]) -> frozenset[str]:
    """The abbreviations that these texts explain."""
    return frozenset(
        name for text in texts if _TELLS.search(text)
        for groups in _EXPLAINED.findall(text) for name in groups if name
    )  # fmt: skip
