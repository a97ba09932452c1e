"""Names of people in a text: known from the register, after a salutation, or a first name with a surname."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from meetcyclus.quality.wording.lexicon import Lexicon
from meetcyclus.quality.wording.words import words_of

RULE = "KC-011"
_CAPITAL = re.compile(r"(?<![\w-])[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?(?![\w-])")
_PARTICLES = r"(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Vv]er|[Ll]e|[Ll]a|[Ee]l|[Dd]['’])\s*){0,3}"
_SURNAME = re.compile(rf"\s+({_PARTICLES}[A-ZÀ-Ý][a-zà-ÿA-ZÀ-Ý'’-]+)(\s+[\w-]+)?")
# An initial that begins a sentence is the number of a paragraph: `A. Uitvoering`.
_INITIALS = re.compile(rf"(?<=[a-zà-ÿ,(:]\s)((?:[A-Z]\.\s?-?){{1,3}}{_PARTICLES}[A-ZÀ-Ý][a-zà-ÿ]+)(\s+[\w-]+)?")


class NameFinder:
    """Finds names with the lists of the rule and the people of the register; made once per check."""

    def __init__(self, lexicon: Lexicon, known: Iterable[str]) -> None:
        self._first_names = frozenset(each.lower() for each in lexicon.texts(RULE, "first_names"))
        self._surnames = frozenset(each.lower() for each in lexicon.texts(RULE, "surnames"))
        self._places = lexicon.words(RULE, "places")
        roles = lexicon.words(RULE, "role_words")
        self._known = _by_first_word(each for each in known if _is_name(each) and not roles.found(words_of(each)))
        salutations = "|".join(re.escape(each) for each in lexicon.texts(RULE, "salutations")) or r"(?!)"
        self._salutation = re.compile(rf"(?<!\w)(?i:{salutations})(?=\s)")

    def is_first_name(self, word: str) -> bool:
        """Whether a word is a listed first name."""
        return word.lower() in self._first_names

    def found(self, text: str) -> tuple[str, ...]:
        """The names in a text, each once."""
        return tuple(dict.fromkeys([*self._of_register(text), *self._after_salutation(text), *self._full_names(text)]))

    def _of_register(self, text: str) -> Iterator[str]:
        lowered = text.lower()
        for each in _CAPITAL.finditer(text):
            for name in self._known.get(each.group().lower(), ()):
                end = each.start() + len(name)
                if lowered.startswith(name, each.start()) and not lowered[end : end + 1].isalnum():
                    yield text[each.start() : end]

    def _after_salutation(self, text: str) -> Iterator[str]:
        for each in self._salutation.finditer(text):
            surname = _SURNAME.match(text, each.end())
            if surname:
                yield f"{each.group()} {surname.group(1)}"
        for each in _INITIALS.finditer(text):
            around = [*each.group(1).split(), (each.group(2) or "").strip()]
            if not any(self._places.has(word.lower()) for word in around if word):
                yield each.group(1)

    def _full_names(self, text: str) -> Iterator[str]:
        before = ""
        for each in _CAPITAL.finditer(text):
            surname = _SURNAME.match(text, each.end())
            if surname and not (self.is_first_name(each.group()) or surname.group(1).lower() in self._surnames):
                surname = None
            around = [
                before,
                *(surname.group(1).split() if surname else ()),
                ((surname and surname.group(2)) or "").strip(),
            ]
            if surname and not any(self._places.has(word.lower()) for word in around if word):
                yield f"{each.group()} {surname.group(1)}"
            before = each.group()


def _is_name(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and all(word[0].isupper() and word.replace("-", "").isalpha() for word in words[:2])


def _by_first_word(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by their first word, in both orders: `els maes` and `maes els`."""
    found: dict[str, list[str]] = {}
    for name in names:
        first, *rest = name.lower().split()
        for order in ((first, *rest), (*rest, first)):
            found.setdefault(order[0], []).append(" ".join(order))
    return found
