"""In which language a text is written, by the share of its words that are stop words of each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meetcyclus.quality.wording.lexicon import Lexicon

RULE = "KC-010"


@dataclass(frozen=True)
class Reading:
    """`lead` is how much larger the share of another language is than that of the programme's own language."""

    lead: float | None = None
    shares: str = ""


class LanguageReader:
    """Compares a text with the stop words of the programme's language and of the others."""

    def __init__(self, lexicon: Lexicon, own: str) -> None:
        self._lists = {name: frozenset(str(words).split()) for name, words in lexicon.table(RULE, "stop_words").items()}
        self._names: Mapping[str, object] = lexicon.table(RULE, "languages")
        self._own = own.split("-")[0].lower()

    def read(self, words: Sequence[str]) -> Reading:
        """Nothing is said of a text without words, or when the programme's language has no stop words here."""
        if not words or self._own not in self._lists:
            return Reading()
        shares = {name: sum(map(known.__contains__, words)) / len(words) for name, known in self._lists.items()}
        own = shares.pop(self._own)
        best = max(shares, key=lambda name: shares[name], default=None)
        if best is None:
            return Reading()
        return Reading(
            round(shares[best] - own, 3), f"{self._share(best, shares[best])}, {self._share(self._own, own)}"
        )

    def _share(self, name: str, share: float) -> str:
        return f"{self._names.get(name, name)} {share:.0%}"
