"""Words of delay that a text really means: not denied, and not said to be over in the same or the next sentence."""

from __future__ import annotations

import re

from meetcyclus.quality.wording.lexicon import Lexicon
from meetcyclus.quality.wording.words import Found, sentences_of, texts_of, words_of

RULE = "KC-039"
# How many words before a word of delay may deny it: `zonder noemenswaardige schade of uitstel`.
REACH = 5
# A denial reaches no further than its clause: `de offerte kwam niet, met uitstel tot gevolg`.
_CLAUSE = re.compile(r",(?!\d)|:|\s[–-]\s")


class DelayReader:
    """Finds words and turns of delay with the lists of the rule."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._delay = lexicon.words(RULE, "delay_words")
        self._turns = lexicon.pattern(RULE, "delay_patterns")
        self._denial = lexicon.words(RULE, "denials")
        self._over = lexicon.words(RULE, "over_words")

    def found(self, text: str) -> tuple[str, ...]:
        """The words of delay, each once."""
        if not self._delay.found(words_of(text)) and not self._turns.search(text):
            return ()
        sentences = sentences_of(text)
        over = [bool(self._over.found(words_of(each))) for each in sentences] + [False]
        hits = [
            hit for place, each in enumerate(sentences) if not (over[place] or over[place + 1])
            for hit in self._in_sentence(each)
        ]  # fmt: skip
        return tuple(dict.fromkeys(hits))

    def _in_sentence(self, sentence: str) -> list[str]:
        hits = [hit for clause in _CLAUSE.split(sentence) for hit in texts_of(self._in_clause(words_of(clause)))]
        return hits + [each.group().lower() for each in self._turns.finditer(sentence)]

    def _in_clause(self, words: tuple[str, ...]) -> list[Found]:
        hits = self._delay.found(words)
        return [each for each in hits if not self._denial.found(words[max(0, each.begin - REACH) : each.begin])]
