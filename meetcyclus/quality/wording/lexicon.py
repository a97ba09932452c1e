"""The word lists of the rules, by rule and parameter. A rule that is not in the catalogue has empty lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from meetcyclus.domain.findings import Rule
from meetcyclus.quality.wording.words import WordList


class Lexicon:
    """Parameters that rows need; each list is made ready once."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._parameters = {rule.code: rule.parameters for rule in rules}
        self.words = cache(self._words)
        self.pattern = cache(self._pattern)

    def texts(self, code: str, name: str) -> tuple[str, ...]:
        """A parameter that is a list of texts. Raises KeyError when the rule stands there without it."""
        if code not in self._parameters:
            return ()
        value = self._parameters[code].get(name)
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise KeyError(f"{code} has no list of words in the parameter {name}")
        return tuple(value)

    def number(self, code: str, name: str) -> int:
        """A parameter that is a whole number. Raises KeyError when the rule stands there without it."""
        if code not in self._parameters:
            return 0
        value = self._parameters[code].get(name)
        if not isinstance(value, int):
            raise KeyError(f"{code} has no whole number in the parameter {name}")
        return value

    def table(self, code: str, name: str) -> Mapping[str, object]:
        """A parameter that is a table. Raises KeyError when the rule stands there without it."""
        if code not in self._parameters:
            return {}
        value = self._parameters[code].get(name)
        if not isinstance(value, dict):
            raise KeyError(f"{code} has no table in the parameter {name}")
        return value

    def _words(self, code: str, name: str) -> WordList:
        return WordList(self.texts(code, name))

    def _pattern(self, code: str, name: str) -> re.Pattern[str]:
        """All patterns of a list as one; an empty list matches nothing. Capitals make no difference."""
        return re.compile("|".join(f"(?:{each})" for each in self.texts(code, name)) or r"(?!)", re.IGNORECASE)
