"""Words of a text, and lists of words that a controller can read and change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d][\w²³]*(?:[-'’.]\w+)*|[%€]")
Phrase = tuple[str, ...]
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")


@lru_cache(maxsize=16384)
def words_of(text: str) -> tuple[str, ...]:
    """The words, numbers and signs of a text in lower case; figures and their unit are two words."""
    return tuple(_WORD.findall(text.lower()))


def sentences_of(text: str) -> list[str]:
    """The text cut after every full stop, question mark or semicolon."""
    return _SENTENCE_END.split(text)


@dataclass(frozen=True)
class Found:
    """A listed word in a text: where it begins, where it ends (not included) and how it stands there."""

    begin: int
    end: int
    text: str


class WordList:
    """Words and short phrases; a star at the begin or the end of a word stands for any letters (`*vergader*`)."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._exact: dict[str, list[Phrase]] = {}
        self._begins: dict[str, list[Phrase]] = {}
        self._ends: dict[str, list[Phrase]] = {}
        self._inside: dict[str, list[Phrase]] = {}
        for parts in (tuple(entry.lower().split()) for entry in entries):
            self._kind(parts[0]).setdefault(parts[0].strip("*"), []).append(parts)
        self._begin_lengths = sorted({len(each) for each in self._begins})
        self._end_lengths = sorted({len(each) for each in self._ends})
        self._known: dict[str, tuple[Phrase, ...]] = {}
        self._silent: set[str] = set()

    def _kind(self, entry: str) -> dict[str, list[Phrase]]:
        if entry.startswith("*"):
            return self._inside if entry.endswith("*") else self._ends
        return self._begins if entry.endswith("*") else self._exact

    def has(self, word: str) -> bool:
        """Whether one word stands in the list."""
        return any(len(parts) == 1 for parts in self._beginning_with(word))

    def found(self, words: Sequence[str]) -> tuple[Found, ...]:
        """Every place where the list matches, from left to right; the longest phrase at a place wins."""
        if self._silent.issuperset(words):  # Most texts hold no word of most lists.
            return ()
        hits: list[Found] = []
        known = self._known
        for begin, word in enumerate(words):
            phrases = known[word] if word in known else self._beginning_with(word)
            if not phrases or (hits and begin < hits[-1].end):
                continue
            for parts in phrases:
                if len(parts) == 1 or _fits(parts, words, begin):
                    end = begin + len(parts)
                    hits.append(Found(begin, end, " ".join(words[begin:end])))
                    break
        return tuple(hits)

    def _beginning_with(self, word: str) -> tuple[Phrase, ...]:
        """The phrases that can begin with this word, the longest first."""
        if word not in self._known:
            found = list(self._exact.get(word, ()))
            for length in self._begin_lengths:
                found += self._begins.get(word[:length], ())
            for length in self._end_lengths:
                found += self._ends.get(word[-length:], ())
            for part, phrases in self._inside.items():
                found += phrases if part in word else ()
            self._known[word] = tuple(sorted(found, key=len, reverse=True))
            if not found:
                self._silent.add(word)
        return self._known[word]


def texts_of(found: Iterable[Found]) -> tuple[str, ...]:
    """The words as evidence, each once."""
    return tuple(dict.fromkeys(each.text for each in found))


def _fits(parts: Sequence[str], words: Sequence[str], begin: int) -> bool:
    if begin + len(parts) > len(words) or not _matches(parts[1], words[begin + 1]):
        return False
    return all(map(_matches, parts[2:], words[begin + 2 : begin + len(parts)]))


def _matches(entry: str, word: str) -> bool:
    if "*" not in entry:
        return word == entry
    if entry.startswith("*") and entry.endswith("*"):
        return entry.strip("*") in word
    if entry.endswith("*"):
        return word.startswith(entry[:-1])
    return word.endswith(entry[1:])
