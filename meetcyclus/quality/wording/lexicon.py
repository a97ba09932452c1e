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
        self.patterns = cache(self._patterns)

    def texts(self, code: str, name: str) -> tuple[str, ...]:
        """A parameter that is a list of texts. Raises KeyError when the rule stands there without it."""
        if code not in self._parameters:
            return ()
        value = self._parameters[code].get(name)
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise KeyError(f"{code} has no list of words in the parameter {name}")
        return tuple(value)

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

    def _patterns(self, code: str, name: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(each) for each in self.texts(code, name))
