"""All measures over one text of a report; lists are made ready once, and equal texts are read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from meetcyclus.quality.view import RoundView
from meetcyclus.quality.wording.abbreviations import AbbreviationReader, explained_in
from meetcyclus.quality.wording.delays import DelayReader
from meetcyclus.quality.wording.language import LanguageReader, Reading
from meetcyclus.quality.wording.links import LinkReader
from meetcyclus.quality.wording.personal import PersonalData, masked
from meetcyclus.quality.wording.words import texts_of, words_of

LEFTOVER, SOLVED = "KC-018", "KC-025"


@dataclass(frozen=True)
class TextReading:
    """What one text holds."""

    word_count: int
    abbreviations: tuple[str, ...]
    language: Reading
    personal: tuple[str, ...]
    links: tuple[str, ...]
    leftovers: tuple[str, ...]
    delays: tuple[str, ...]
    solved_count: int


class ReportReader:
    """Reads texts with the lists of all rules about reports."""

    def __init__(self, view: RoundView) -> None:
        lexicon = view.lexicon
        self._abbreviations = AbbreviationReader(view)
        self._language = LanguageReader(lexicon, view.data.programme.language)
        self._personal = PersonalData(view)
        self._links = LinkReader(lexicon)
        self._leftover_words = lexicon.words(LEFTOVER, "phrases")
        self._leftover_pattern = lexicon.pattern(LEFTOVER, "patterns")
        self._delays = DelayReader(lexicon)
        self._solved = lexicon.words(SOLVED, "solved_words")
        self.read = cache(self._read)

    def explained(self, texts: Iterable[str]) -> frozenset[str]:
        """The abbreviations that a report explains somewhere."""
        return explained_in(texts)

    def _read(self, text: str, explained: frozenset[str]) -> TextReading:
        words = words_of(text)
        return TextReading(
            word_count=len(words),
            abbreviations=self._abbreviations.unexplained(text, explained),
            language=self._language.read(words),
            personal=masked(self._personal.found(text)),
            links=self._links.bad(text),
            leftovers=self._leftovers(text, words),
            delays=self._delays.found(text),
            solved_count=len(self._solved.found(words)),
        )

    def _leftovers(self, text: str, words: tuple[str, ...]) -> tuple[str, ...]:
        found = [each.group().strip() for each in self._leftover_pattern.finditer(text)]
        return tuple(dict.fromkeys([*texts_of(self._leftover_words.found(words)), *found]))
