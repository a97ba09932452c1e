"""Figures and number words that count something: not a year, a day, a duration, a sum or the number of a phase."""

from __future__ import annotations

import re
from functools import cache

from meetcyclus.quality.wording.lexicon import Lexicon
from meetcyclus.quality.wording.words import texts_of, words_of

RULE = "KC-064"
# Dates, references, spans of years, ordinals, names and enumerators: `12/05/2023`, `2de`, `5G`, `65-plussers`, `2) `.
_NO_FIGURE = re.compile(
    r"(?<!\S)\(?\d{1,2}\)(?=\s)|(?<!\w)\d+-(?!tal)[a-z]\S*|\d[\d.]*[/–-]\d\S*|(?<!\w)\d+(?:ste|de|e|[gGdD])(?!\w)\S*"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


class CountReader:
    """Reads figures with the lists of the rule."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._quantity = lexicon.words(RULE, "quantity_words")
        self._number = lexicon.pattern(RULE, "number_patterns")
        self._labels = lexicon.words(RULE, "numbered")
        self._no_unit = lexicon.words(RULE, "not_counted")
        self._sums = lexicon.words(RULE, "sums")
        self._is_number = cache(lambda word: bool(self._number.fullmatch(word)))
        self._around = lexicon.words(RULE, "no_number_behind")

    def quantities(self, text: str) -> tuple[str, ...]:
        """What a text counts or says it will count."""
        return tuple(dict.fromkeys([*self.counted(text), *texts_of(self._quantity.found(words_of(text)))]))

    def counted(self, text: str) -> tuple[str, ...]:
        """Figures and number words with what they count; a sum is only counted where the text begins with it."""
        words = _words(text)
        return tuple(
            " ".join(words[place : place + 2])
            for place, word in enumerate(words[:-1])
            if self._is_count(words, place, word)
        )

    def _is_count(self, words: tuple[str, ...], place: int, word: str) -> bool:
        if self._is_share(words[place : place + 4]):
            return True
        if not self._is_figure(words, place, word):
            return False
        behind = words[place + 1 : place + 3]
        return place == 0 or not any(self._sums.has(each) for each in (*behind, words[place - 1]))

    def _is_figure(self, words: tuple[str, ...], place: int, word: str) -> bool:
        before = words[place - 1] if place else ""
        if not word[0].isdigit():
            return self._is_number(word) and not self._is_turn(words, place, before)
        if _YEAR.fullmatch(word) or self._labels.has(before):
            return False
        return place + 1 == len(words) or not self._no_unit.has(words[place + 1])

    def _is_share(self, words: tuple[str, ...]) -> bool:
        """`vijf van de tien`: two numbers make a share."""
        if words[1:3] != ("van", "de") or len(words) != 4:
            return False
        return all(each[0].isdigit() or self._is_number(each) for each in (words[0], words[3]))

    def _is_turn(self, words: tuple[str, ...], place: int, before: str) -> bool:
        """`in drie talen`, `de vijf partners`: a number in words behind such a word counts nothing new."""
        return self._around.has(before) or self._no_unit.has("".join(words[place + 1 : place + 2]))


def _words(text: str) -> tuple[str, ...]:
    return words_of(_NO_FIGURE.sub(" – ", text))
