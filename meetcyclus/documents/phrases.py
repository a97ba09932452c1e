"""The Dutch sentences of the documents, kept in a file that staff can edit. A field that does not exist is named."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from meetcyclus.domain.errors import BadInput, Problem


class Phrases:
    """Sentences by section and key, with fields between braces."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self._texts: Mapping[str, Mapping[str, object]] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as problem:
            raise BadInput(f"the file of sentences {path.name} cannot be read: {problem}") from problem

    def say(self, key: str, **facts: object) -> str:
        """The sentence `section.key` with its fields filled; BadInput names a field or sentence that is missing."""
        return self._filled(key, self._found(key), facts)

    def lines(self, key: str, **facts: object) -> list[str]:
        """A list of sentences."""
        found = self._found(key)
        return [self._filled(key, each, facts) for each in (found if isinstance(found, list) else [found])]

    def _found(self, key: str) -> object:
        section, _, name = key.partition(".")
        try:
            return self._texts[section][name]
        except KeyError as problem:
            raise BadInput(
                f"the file of sentences {self._name} lacks {key}", [Problem(self._name, 0, key, "", "a sentence")]
            ) from problem

    def _filled(self, key: str, text: object, facts: Mapping[str, object]) -> str:
        try:
            return str(text).format_map(facts)
        except (KeyError, ValueError, IndexError, AttributeError) as problem:
            field = str(problem).strip("'\"")
            expected = f"one of {', '.join(sorted(facts)) or 'no field at all'}"
            raise BadInput(
                f"the sentence {key} in {self._name} names a field that does not exist: {field}",
                [Problem(self._name, 0, key, field, expected)],
            ) from problem
