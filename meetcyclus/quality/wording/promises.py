"""What a milestone promises: one result that somebody can verify, or vague words; and whether it counts something."""

from __future__ import annotations

import re
from dataclasses import dataclass

from meetcyclus.quality.wording.lexicon import Lexicon
from meetcyclus.quality.wording.words import Found, WordList, texts_of, words_of

VERIFIABLE, ONE_RESULT, QUANTITY = "KC-062", "KC-063", "KC-064"
# Results stand beside each other behind one of these.
_SPLIT = re.compile(r";|\n|,(?!\d)|(?<!\w)(?:en|alsook|evenals|alsmede|plus)(?!\w)|(?:^|\s)[-•*](?=\s)", re.IGNORECASE)
_COUNT = re.compile(r"(?<![\w/.-])\d[\d.]*(?:,\d+)?(?:\s+|(?=%))([^\W\d]\w*|%)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Promise:
    """The evidence of one description. `results` counts the results that stand beside each other."""

    vague: tuple[str, ...]
    result_nouns: tuple[str, ...]
    completions: tuple[str, ...]
    quantities: tuple[str, ...]
    results: int

    @property
    def is_verifiable(self) -> bool:
        """Something done or counted can be verified; a noun of result only when no vague word takes it back."""
        return bool(self.completions or self.quantities or (self.result_nouns and not self.vague))


class PromiseReader:
    """Reads descriptions with the lists of the rules."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._vague = lexicon.words(VERIFIABLE, "vague_words")
        self._nouns = lexicon.words(VERIFIABLE, "result_nouns")
        self._done = lexicon.words(VERIFIABLE, "completion_words")
        self._not_done = lexicon.words(VERIFIABLE, "not_completed")
        self._participles = lexicon.patterns(VERIFIABLE, "completion_patterns")
        self._quantity = lexicon.words(QUANTITY, "quantity_words")
        self._no_unit = lexicon.words(QUANTITY, "not_counted")

    def read(self, text: str) -> Promise:
        """The words of a description that count for or against it."""
        words = words_of(text)
        return Promise(
            vague=texts_of(self._vague.found(words)),
            result_nouns=texts_of(self._nouns.found(words)),
            completions=self._completions(words),
            quantities=tuple(dict.fromkeys([*self.counted(text), *texts_of(self._quantity.found(words))])),
            results=self._results(text),
        )

    def _completions(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """What the text says is done: listed words, and past participles by their form."""
        formed = (
            word
            for word in words
            if any(each.fullmatch(word) for each in self._participles) and not self._not_done.has(word)
        )
        return tuple(dict.fromkeys([*texts_of(self._done.found(words)), *formed]))

    def counted(self, text: str) -> tuple[str, ...]:
        """Figures with what they count; a year, a day and the number of a phase count nothing."""
        found = _COUNT.finditer(text)
        return tuple(
            each.group()
            for each in found
            if not _YEAR.fullmatch(each.group().split()[0]) and not self._no_unit.has(each.group(1).lower())
        )

    def _results(self, text: str) -> int:
        """Parts with a result of the same kind: two things done, two things delivered or two things counted."""
        parts = [part for part in _SPLIT.split(text) if part.strip()]
        if len(parts) < 2:
            return len(parts)
        done = sum(bool(self._completions(words_of(part))) for part in parts)
        nouns = sum(_has(self._nouns, part) for part in parts)
        counts = sum(bool(self.counted(part)) for part in parts)
        return max(1, done, nouns, counts)


def _has(words: WordList, part: str) -> bool:
    found: tuple[Found, ...] = words.found(words_of(part))
    return bool(found)
