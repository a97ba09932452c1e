"""Which figures a hand-written text quotes, and what they are now. In doubt a figure is named: staff decide, not we."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from meetcyclus.documents.spoken_numbers import PERCENT, Spoken
from meetcyclus.domain import dutch
from meetcyclus.domain.figures import Figure

_POINTS = " procentpunt"
_WORDS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
# "een" is an article; only with its accents it counts.
_SPELLED = {word: place for place, word in enumerate(_WORDS, start=1) if place > 1} | {"één": 1}
_QUOTE = re.compile(
    rf"(?<![\w,.])(?:(?P<digits>\d{{1,3}}(?:\.\d{{3}})+|\d+)(?P<part>,\d+)?|(?P<word>{'|'.join(_SPELLED)}))"
    r"(?P<unit> ?%| procentpunt(?:en)?\b| procent\b| miljoen(?: euro)?\b| miljard(?: euro)?\b)?(?!\w)",
    re.IGNORECASE,
)
# What looks like a number and is no figure: days, hours, years, keys, documents, hashes and numbered things.
_NO_FIGURE = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4}|\b\d{1,2} (?:jan|feb|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*(?: \d{4})?"
    r"|\d{1,2}(?:[.:]\d\d)? ?(?:u\.|uur)|\b[0-9a-f]{12,}\b|\b\d{4}-\d\d(?:-\d\d)?\b|\bVR \d{4} \d{4} [\w .]+/\d+"
    r"|\b[A-Z]+\d[\w/-]*|(?i:\b(?:tabel|figuur|metingen|meting|lijst|versie|bijlage|hoofdstuk|artikel|speerpunt) \d+)"
    r"|(?i:\baanbeveling(?:en)? \d+(?:(?:, \d+)* en \d+)?)"
    r"|\b(?:19|20)\d\d\b(?! (?:projecten|mijlpalen))"
)
_GROUPED = ("evolutie.", "speerpunt.", "mandaat.", "beleidsdomein.")
_NEAR = 30


@dataclass(frozen=True)
class Quote:
    """A number in a text, from which letter to which, as it is written and with the words behind it."""

    start: int
    end: int
    spoken: Spoken
    behind: str
    shown: str

    def names(self, figure: Figure) -> bool:
        """Whether this number may stand for the figure: same kind of thing, and its value at the written precision."""
        off = abs(self.spoken.value - abs(figure.value))
        if figure.unit == "euro":
            return "euro" in self.spoken.unit and off <= self.spoken.slack
        if figure.unit in ("procent", "procentpunt"):
            wanted = PERCENT if figure.unit == "procent" else _POINTS
            return self.spoken.unit == wanted and off <= self.spoken.slack
        return not self.spoken.unit and not self.spoken.places and off == 0


@dataclass(frozen=True)
class Stale:
    """A quote whose figure changed: the figures it may stand for then and now (None: gone), and those that stayed."""

    quote: Quote
    changed: tuple[tuple[Figure, Figure | None], ...]
    is_certain: bool


def quotes_in(text: str) -> Iterator[Quote]:
    """Every number of a text that can be a figure."""
    plain = text.replace("\u00a0", " ")
    seen = _NO_FIGURE.sub(lambda found: " " * len(found[0]), plain)
    for each in _QUOTE.finditer(seen):
        whole = Decimal(_SPELLED[each["word"].casefold()] if each["word"] else each["digits"].replace(".", ""))
        digits = f"{dutch.number(int(whole))}{each['part'] or ''}"
        yield Quote(
            *each.span(), Spoken(digits, _unit(each["unit"] or "")), plain[each.end() : each.end() + _NEAR], each[0]
        )


def stale_quotes(
    text: str, earlier: Sequence[Figure], now: Mapping[str, Figure], around: Sequence[str], words: Mapping[str, str]
) -> Iterator[Stale]:
    """Quotes of figures that are no longer so.

    `around` begins the names of the figures that the place is about; `words` are the nouns of the programme by unit.
    """
    for quote in quotes_in(text):
        meant = _meant(quote, earlier, around, words)
        changed = tuple((each, now.get(each.id)) for each in meant if not _still_says(quote, now.get(each.id)))
        if changed:
            yield Stale(quote, changed, len(changed) == len(meant))


def fresh_quotes(
    text: str, earlier: Sequence[Figure], now: Mapping[str, Figure], around: Sequence[str]
) -> Iterator[Stale]:
    """Numbers of a text made anew that stand for a figure of the place which was another one before."""
    moved = [each for each in earlier if each.id.startswith(tuple(around)) and each.id in now]
    moved = [each for each in moved if each.text != now[each.id].text]
    for quote in quotes_in(text):
        meant = [each for each in now.values() if each.id.startswith(tuple(around)) and quote.names(each)]
        best = max((_likeness(quote, each) for each in meant), default=0)
        likely = {each.id for each in meant if _likeness(quote, each) == best}
        changed = tuple((each, now[each.id]) for each in moved if each.id in likely and not quote.names(each))
        if changed:
            yield Stale(quote, changed, True)


def _meant(quote: Quote, earlier: Sequence[Figure], around: Sequence[str], words: Mapping[str, str]) -> list[Figure]:
    """The figures that a number may stand for: of its place and of the whole programme first, else of any group."""
    units = {unit for unit, word in words.items() if re.search(rf"\b{re.escape(word)}", quote.behind.casefold())}
    named = [each for each in earlier if quote.names(each) and (not units or each.unit in units)]
    near = [each for each in named if each.id.startswith(tuple(around)) or not each.id.startswith(_GROUPED)]
    # The likeliest first: they are named first in the comment.
    return sorted(near or named, key=lambda each: (-_likeness(quote, each), not each.id.startswith(tuple(around))))


def _likeness(quote: Quote, figure: Figure) -> int:
    """How many long words of the label of a figure stand just behind the number."""
    behind = set(re.findall(r"[^\W\d]{5,}", quote.behind.casefold()))
    return len(behind & set(re.findall(r"[^\W\d]{5,}", figure.label.casefold())))


def _still_says(quote: Quote, figure: Figure | None) -> bool:
    return figure is not None and quote.names(figure)


def _unit(written: str) -> str:
    """The unit as figures print it."""
    plain = written.strip().casefold()
    if plain in ("%", "procent"):
        return PERCENT
    if plain.startswith("procentpunt"):
        return _POINTS
    return f" {plain.removesuffix(' euro')} euro" if plain else ""
