"""Words of delay that a text really means: not denied, and not said to be over in the same sentence."""

from __future__ import annotations

from meetcyclus.quality.wording.lexicon import Lexicon
from meetcyclus.quality.wording.words import Found, sentences_of, texts_of, words_of

RULE = "KC-039"
# How many words before a word of delay may deny it: `zonder noemenswaardige schade of uitstel`.
REACH = 5


class DelayReader:
    """Finds words of delay with the lists of the rule."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._delay = lexicon.words(RULE, "delay_words")
        self._denial = lexicon.words(RULE, "denials")
        self._over = lexicon.words(RULE, "over_words")

    def found(self, text: str) -> tuple[str, ...]:
        """The words of delay, each once."""
        hits: list[Found] = []
        if self._delay.found(words_of(text)):
            for sentence in sentences_of(text):
                hits += self._in_sentence(words_of(sentence))
        return texts_of(hits)

    def _in_sentence(self, words: tuple[str, ...]) -> list[Found]:
        hits = self._delay.found(words)
        if not hits or self._over.found(words):
            return []
        return [each for each in hits if not self._denial.found(words[max(0, each.begin - REACH) : each.begin])]
