"""Reads single settings out of a parsed TOML text and names each wrong one with its line and dotted key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from meetcyclus.domain.errors import Problem
from meetcyclus.exchange.csv_text import shown
from meetcyclus.exchange.toml_lines import KeyLines, KeyPath, dotted

SETTINGS_FILE = "programma.toml"
T = TypeVar("T")
_ABSENT = object()


class SettingsReader:
    """One pass over the settings. Every value that is asked for is checked; problems are gathered, not raised."""

    def __init__(self, tree: Mapping[str, object], text: str, problems: list[Problem]) -> None:
        self._tree = tree
        self._lines = KeyLines(text)
        self._problems = problems

    def report(self, path: KeyPath, value: object, expected: str) -> None:
        """Add a problem with the setting at that path."""
        found = "" if value is _ABSENT else shown(str(value))
        self._problems.append(Problem(SETTINGS_FILE, self._lines.line_of(path), dotted(path), found, expected))

    def value(self, path: KeyPath, convert: Callable[[object], T], expected: str, fallback: T) -> T:
        """A setting that must be there; `fallback` after a problem was reported."""
        found = self._at(path)
        if found is _ABSENT:
            self.report(path, found, f"this setting: {expected}")
            return fallback
        return self._converted(path, found, convert, expected, fallback)

    def optional(self, path: KeyPath, convert: Callable[[object], T], expected: str, default: T) -> T:
        """A setting that may be absent."""
        found = self._at(path)
        return default if found is _ABSENT else self._converted(path, found, convert, expected, default)

    def table(self, path: KeyPath, allowed: Iterable[str]) -> None:
        """Report the keys of a table that are not allowed, or that it is no table at all."""
        found = self._at(path) if path else self._tree
        if found is _ABSENT:
            return
        if not isinstance(found, Mapping):
            self.report(path, found, "a table")
            return
        names = tuple(allowed)
        for name in found:
            if name not in names:
                self.report((*path, name), name, "one of the settings " + ", ".join(names))

    def names(self, path: KeyPath) -> tuple[str, ...]:
        """The keys of a table; none when it is absent or no table."""
        found = self._at(path)
        return tuple(found) if isinstance(found, Mapping) else ()

    def length(self, path: KeyPath) -> int:
        """How many members a list of tables has; 0 when it is absent or something else."""
        found = self._at(path)
        return len(found) if isinstance(found, list) else 0

    def _at(self, path: KeyPath) -> object:
        node: object = self._tree
        for part in path:
            node = _child(node, part)
        return node

    def _converted(self, path: KeyPath, found: object, convert: Callable[[object], T], expected: str, fallback: T) -> T:
        try:
            return convert(found)
        except ValueError:
            self.report(path, found, expected)
            return fallback


def _child(node: object, part: str | int) -> object:
    if isinstance(node, Mapping):
        return node.get(part, _ABSENT)
    is_member = isinstance(node, list) and isinstance(part, int) and part < len(node)
    return node[part] if is_member else _ABSENT  # type: ignore[index]
