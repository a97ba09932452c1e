"""What must hold between rows: keys occur once, and every value that points somewhere points at something.

A row whose key could not be read is named once, at its own place. The cells that pointed at it are not named as well,
as long as there are no more different dangling values than lost rows: they would only hide the one true place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from meetcyclus.domain.errors import Problem
from meetcyclus.exchange.columns import Column, Kind, Table
from meetcyclus.exchange.csv_text import shown
from meetcyclus.exchange.reading import Row, Sheet


@dataclass
class Target:
    """What can be pointed at: the keys of one table and how many of its rows have no usable key."""

    keys: set[Hashable] = field(default_factory=set)
    lost: int = 0
    is_readable: bool = True


class References:
    """Collects what points at nothing, and reports it where no lost row explains it."""

    def __init__(self, targets: Mapping[str, Target]) -> None:
        self.targets = targets
        self._dangling: dict[str, list[tuple[Hashable, Problem]]] = defaultdict(list)

    def exists(self, target: str, value: Hashable) -> bool:
        """Whether the value is a key of that target."""
        return value in self.targets[target].keys

    def require(self, target: str, value: Hashable, problem: Problem) -> bool:
        """Remember the problem when the value is not a key of that target; gives whether it is one."""
        found = self.exists(target, value)
        if not found:
            self._dangling[target].append((value, problem))
        return found

    def report(self, problems: list[Problem]) -> None:
        """Add the problems that are not explained by rows whose key could not be read."""
        for name, dangling in self._dangling.items():
            target = self.targets[name]
            if target.is_readable and len({value for value, _ in dangling}) > target.lost:
                problems += [problem for _, problem in dangling]


def target_of(sheet: Sheet, problems: list[Problem]) -> Target:
    """The keys of a sheet; a key or unique value that occurs before is a problem that names the first line."""
    keys: set[Hashable] = set()
    first_lines: dict[Hashable, int] = {}
    for row in sheet.rows:
        key = sheet.key_of(row)
        if key is None:
            continue
        first = first_lines.setdefault(_comparable(sheet.table, key), row.line)
        if first != row.line:
            problems.append(_repeated(sheet.table, sheet.table.key, row, first))
            sheet.lost += 1
        keys.add(key[0] if len(key) == 1 else key)
    for column in sheet.table.columns:
        if column.unique:
            _check_unique(sheet, column, problems)
    return Target(keys, sheet.lost, sheet.is_readable)


def _comparable(table: Table, key: tuple[object, ...]) -> Hashable:
    # Mail addresses that differ in capitals only reach the same person.
    if table.column(table.key[0]).kind is Kind.EMAIL:
        return tuple(str(each).casefold() for each in key)
    return key


def _check_unique(sheet: Sheet, column: Column, problems: list[Problem]) -> None:
    first_lines: dict[Hashable, int] = {}
    for row in sheet.rows:
        value = row.values.get(column.name)
        if isinstance(value, Hashable) and value is not None:
            first = first_lines.setdefault(value, row.line)
            if first != row.line:
                problems.append(_repeated(sheet.table, (column.name,), row, first))


def _repeated(table: Table, names: tuple[str, ...], row: Row, first: int) -> Problem:
    value = ", ".join(str(row.values[name]) for name in names)
    expected = f"a value that is not yet in this file; line {first} has it already"
    return Problem(table.file_name, row.line, ", ".join(names), shown(value), expected)


def check_references(sheets: Iterable[Sheet], references: References) -> None:
    """Require every cell that points at another table to point at one of its keys."""
    for sheet in sheets:
        columns = [each for each in sheet.table.columns if each.refers_to]
        for row in sheet.rows:
            _check_row(sheet, row, columns, references)


def _check_row(sheet: Sheet, row: Row, columns: list[Column], references: References) -> None:
    is_lost = False
    for column in columns:
        for value in _pointers(row.values.get(column.name)):
            expected = f"a {_key_name(column)} that is in {column.refers_to}.csv"
            problem = Problem(sheet.table.file_name, row.line, column.name, shown(value), expected)
            found = references.require(column.refers_to, value, problem)
            is_lost |= not found and column.name in sheet.table.key
    if is_lost:
        references.targets[sheet.table.name].lost += 1


def _pointers(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) and value else ()


def _key_name(column: Column) -> str:
    return {Kind.EMAIL: "mail address", Kind.ROUND_KEY: "round"}.get(column.kind, "code")
