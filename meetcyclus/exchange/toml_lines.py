"""On which line of a TOML text a key stands, so that a wrong setting can be pointed at."""

from __future__ import annotations

import re

KeyPath = tuple[str | int, ...]

_LIST_HEADER = re.compile(r"\s*\[\[\s*([^\]]+?)\s*\]\]")
_HEADER = re.compile(r"\s*\[\s*([^\]]+?)\s*\]\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_SYNTAX = re.compile(r"\(at line (\d+), column \d+\)")


class KeyLines:
    """The lines of the keys and tables of one TOML text. Members of a list of tables are numbered from 0."""

    def __init__(self, text: str) -> None:
        self._lines: dict[KeyPath, int] = {}
        self._members: dict[KeyPath, int] = {}
        table: KeyPath = ()
        for number, line in enumerate(text.split("\n"), start=1):
            table = self._table_after(line, table)
            self._remember(table, line, number)

    def line_of(self, path: KeyPath) -> int:
        """The line of a key; where it has none, the line of the table it belongs in; 0 when that is absent too."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)

    def _table_after(self, line: str, table: KeyPath) -> KeyPath:
        member = _LIST_HEADER.match(line)
        if member:
            path = _parts(member[1])
            position = self._members.get(path, 0)
            self._members[path] = position + 1
            return (*path, position)
        header = _HEADER.match(line)
        return _parts(header[1]) if header else table

    def _remember(self, table: KeyPath, line: str, number: int) -> None:
        key = _KEY.match(line)
        path = (*table, *_parts(key[1])) if key else table
        for length in range(len(path), 0, -1):
            self._lines.setdefault(path[:length], number)


def _parts(text: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in _PART.findall(text))


def line_of_syntax_error(message: str, text: str) -> int:
    """The line that a message of tomllib names; the last line when it names the end of the document."""
    found = _SYNTAX.search(message)
    return int(found[1]) if found else text.count("\n") + 1


def dotted(path: KeyPath) -> str:
    """A key as people write it: names with points, without the numbers of list members."""
    return ".".join(part for part in path if isinstance(part, str))
