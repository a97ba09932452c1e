"""Personal data in a text that will be published: names, mail of a person, telephone and national register numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from meetcyclus.quality.view import RoundView
from meetcyclus.quality.wording.numbers import national_numbers, telephone_numbers
from meetcyclus.quality.wording.persons import RULE, NameFinder
from meetcyclus.quality.wording.words import words_of

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_SEPARATORS = re.compile(r"[._+-]+")


class PersonalData:
    """Finds personal data with the lists of the rule and the register; made once per check."""

    def __init__(self, view: RoundView) -> None:
        lexicon = view.lexicon
        self._names = NameFinder(lexicon, (each.name for each in view.data.persons))
        self._known_mails = {each.email.lower() for each in view.data.persons}
        self._role_words = lexicon.words(RULE, "role_words")
        self._private_domains = frozenset(lexicon.texts(RULE, "private_domains"))
        self._service_numbers = lexicon.texts(RULE, "service_numbers")

    def found(self, text: str) -> tuple[str, ...]:
        """What points at a person, as it stands in the text."""
        mails = [each.group() for each in _MAIL.finditer(text)] if "@" in text else []
        bare = _MAIL.sub(" ", text) if mails else text
        bare = _LINK.sub(" ", bare) if "//" in bare or "www." in bare else bare
        found = [each for each in mails if self._is_personal(each.lower())]
        found += self._names.found(bare)
        if any(map(str.isdigit, bare)):
            found += [*national_numbers(bare), *telephone_numbers(bare, self._service_numbers)]
        return tuple(found)

    def _is_personal(self, mail: str) -> bool:
        local, domain = mail.split("@", 1)
        if domain in self._private_domains:
            return True
        parts = [part for part in _SEPARATORS.split(local) if part.isalpha()]
        if any(self._has_role(part) for part in parts):
            return False
        return mail in self._known_mails or self._looks_like_a_name(parts)

    def _has_role(self, part: str) -> bool:
        return bool(self._role_words.found(words_of(part)))

    def _looks_like_a_name(self, parts: list[str]) -> bool:
        return bool(parts) and (len(parts) > 1 or self._names.is_first_name(parts[0]))


def masked(found: tuple[str, ...]) -> tuple[str, ...]:
    """The evidence without the data itself: a finding travels further than the text, so it shows only the begin."""
    return tuple(_masked(each) for each in found)


def _masked(text: str) -> str:
    return "".join(_letters(text))


def _letters(text: str) -> Iterator[str]:
    for position, letter in enumerate(text):
        yield letter if position < 3 or not letter.isalnum() else "•"
