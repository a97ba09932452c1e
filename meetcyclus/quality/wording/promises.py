"""What a milestone promises: one result that somebody can verify, or vague words; and whether it counts something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile

from meetcyclus.quality.wording.lexicon import Lexicon
from meetcyclus.quality.wording.numbers_counted import CountReader
from meetcyclus.quality.wording.words import Found, texts_of, words_of

VERIFIABLE, ONE_RESULT = "KC-062", "KC-063"
# Results stand beside each other behind one of these.
_SPLIT = re.compile(
    r";|\n|,(?!\d)|\s[+&]\s|(?<!\w)(?:en|alsook|evenals|alsmede|plus|waarna|gevolgd door)(?!\w)"
    r"|(?:^|\s)(?:[-•*]|\(?[a-z\d]\))(?=\s)",
    re.IGNORECASE,
)
# Behind one of these the subject of a result begins: nouns there are no results of their own.
_SUBJECT = re.compile(r"(?<!\w)(?:met|voor|over|tot|tussen|inzake|rond|betreffende|ter|omtrent)(?!\w)", re.IGNORECASE)
# No results of this milestone: what must be there before (`Zodra de vergunning er is, wordt ...`) and the paper that
# proves it (`project geëvalueerd, evaluatienota beschikbaar`).
_ASIDE = re.compile(
    r"^\W*(?:van )?(?:zodra|nadat|wanneer|als|indien|eens)(?!\w)[^,]*,"
    r"|,\s*\w*(?:nota|rapport|verslag|attest)\s+beschikbaar\W*$",
    re.IGNORECASE,
)
# Behind one of these a noun can follow, and `werken` is a noun too: `start der werken`.
_ARTICLES = frozenset(("de", "der", "deze", "alle", "die"))


@dataclass(frozen=True)
class Promise:
    """The evidence of one description. `results` counts the results that stand beside each other."""

    vague: tuple[str, ...]
    result_nouns: tuple[str, ...]
    completions: tuple[str, ...]
    quantities: tuple[str, ...]
    results: int
    is_verifiable: bool


class PromiseReader:
    """Reads descriptions with the lists of the rules."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._vague = lexicon.words(VERIFIABLE, "vague_words")
        self._vague_heads = lexicon.words(VERIFIABLE, "vague_heads")
        self._nouns = lexicon.words(VERIFIABLE, "result_nouns")
        self._done = lexicon.words(VERIFIABLE, "completion_words")
        self._predicates = lexicon.words(VERIFIABLE, "predicates")
        self._undone = lexicon.words(VERIFIABLE, "undone_phrases")
        self._not_done = lexicon.words(VERIFIABLE, "not_completed")
        self._participles = lexicon.pattern(VERIFIABLE, "completion_patterns")
        self._infinitives = lexicon.pattern(VERIFIABLE, "infinitive_patterns")
        self._prepositions = lexicon.words(VERIFIABLE, "prepositions")
        self._minimum = lexicon.number(VERIFIABLE, "minimum_words")
        self._no_subject = lexicon.words(ONE_RESULT, "no_subject")
        self._counts = CountReader(lexicon)
        self._is_formed = cache(self._formed)

    def read(self, text: str) -> Promise:
        """The words of a description that count for or against it."""
        words = words_of(text)
        nouns = self._nouns.found(words)
        completions, quantities = self._completions(words), self._counts.quantities(text)
        vague = self._vague_in(words, nouns)
        is_short = len(words) < self._minimum and not nouns
        return Promise(
            vague=vague,
            result_nouns=texts_of(nouns),
            completions=completions,
            quantities=quantities,
            results=self._results(text),
            is_verifiable=bool(completions or self._counts.counted(text)) or not (vague or is_short),
        )

    def _vague_in(self, words: tuple[str, ...], nouns: tuple[Found, ...]) -> tuple[str, ...]:
        """Vague words that say what happens. Behind a result and a preposition they only say what it is about."""
        edge = next((each.begin for each in self._prepositions.found(words) if each.begin), len(words))
        end = next((edge for each in nouns if each.begin < edge), len(words))
        # `samenwerkingsovereenkomst` is a result, although it begins like `samenwerken`.
        named = {each.begin for each in nouns}
        found = [each for each in self._vague.found(words) if each.begin not in named]
        vague = [each for each in found if each.begin < end or _ends_in_infinitive(each, words)]
        if not nouns:
            vague += self._vague_heads.found(words[:edge])
            vague += [Found(place, place + 1, words[place]) for place in self._infinitives_in(words, edge)]
        return texts_of(vague)

    def _infinitives_in(self, words: tuple[str, ...], edge: int) -> list[int]:
        """An infinitive that leads the text or closes its head or the text: `draagvlak creëren bij`, `zorgen voor`."""
        places = sorted({0, edge - 1, len(words) - 1}) if words else []
        return [
            place
            for place in places
            if self._infinitives.fullmatch(words[place]) and not (place and words[place - 1] in _ARTICLES)
        ]

    def _predicates_in(self, words: tuple[str, ...], undone: set[int]) -> tuple[str, ...]:
        """`dashboard raadpleegbaar`, `netwerk actief in de haven`; not `openbaar vervoer` or `actief werven`."""
        ends = {each.begin for each in self._prepositions.found(words)} | {len(words)}
        places = [place - 1 for place in sorted(ends) if place > 1 and place - 1 not in undone]
        return tuple(words[place] for place in places if self._predicates.has(words[place]))

    def _completions(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """What the text says is done: listed words and past participles by their form, unless nothing came of it."""
        undone = {place for each in self._undone.found(words) for place in range(each.begin, each.end)}
        listed = [each for each in self._done.found(words) if each.begin not in undone]
        formed = (word for place, word in enumerate(words) if place not in undone and self._is_formed(word))
        return tuple(dict.fromkeys([*texts_of(listed), *formed, *self._predicates_in(words, undone)]))

    def _formed(self, word: str) -> bool:
        return bool(self._participles.fullmatch(word)) and not self._not_done.has(word)

    def _results(self, text: str) -> int:
        """Parts with a result of the same kind: two things done, two things delivered or two things counted."""
        pieces = [each for each in _SPLIT.split(_ASIDE.sub(" ", text)) if each.strip()]
        parts = [words_of(each) for each in pieces]
        if len(parts) < 2:
            return len(parts)
        done = sum(self._is_done(part, place) for place, part in enumerate(parts))
        counts = sum(bool(self._counts.counted(part)) for part in pieces)
        # `contract voor levering en plaatsing ondertekend` is one contract.
        has_subject = done == 1 and _SUBJECT.search(pieces[0])
        # `studie en ontwerp voor de campus afgerond`: a bare first noun shares what follows.
        own = parts[1:] if len(parts[0]) == 1 and self._prepositions.found(parts[1]) else parts
        nouns = 1 if has_subject else sum(bool(self._nouns.found(part)) for part in own)
        return max(1, done, nouns, counts)

    def _is_done(self, part: tuple[str, ...], place: int) -> bool:
        """`analyse afgewerkt en gevalideerd` says two things of one subject: the second part has none of its own."""
        done = self._completions(part)
        if place:
            part = tuple(dropwhile(self._no_subject.has, part))
        lead = next((each for each in done if " ".join(part).startswith(each)), "") if place else ""
        rest = part[len(lead.split()) :]
        is_same_subject = lead and (not rest or self._prepositions.has(rest[0]) or rest[0] in done)
        return bool(done) and not is_same_subject


def _ends_in_infinitive(found: Found, words: tuple[str, ...]) -> bool:
    """`conceptnota over mobiliteit uitwerken`: the last word says what happens, however far from the result it is."""
    return found.end == len(words) and words[-1].endswith("en")
