"""From a CSV file to rows of values, cell by cell, every problem named. What rows mean together is `references`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from meetcyclus.domain.errors import Problem
from meetcyclus.exchange.cells import Unacceptable, parse_cell
from meetcyclus.exchange.columns import Table
from meetcyclus.exchange.csv_text import Record, read_records, read_text, shown


@dataclass(frozen=True)
class Row:
    """The cells of one line that could be read, by column name."""

    line: int
    values: dict[str, object]


@dataclass
class Sheet:
    """One file as read. `lost` counts the rows whose key is not usable, so that others may point at nothing.

    `is_readable` is False when the file as a whole could not be read: nothing can be said of what points at it.
    """

    table: Table
    rows: list[Row] = field(default_factory=list)
    lost: int = 0
    is_present: bool = True
    is_readable: bool = True

    def key_of(self, row: Row) -> tuple[object, ...] | None:
        """The key of a row; None when a part of it could not be read."""
        if any(name not in row.values for name in self.table.key):
            return None
        return tuple(row.values[name] for name in self.table.key)


def read_sheet(table: Table, folder: Path, problems: list[Problem]) -> Sheet:
    """Read one file of the format; a missing file is a problem only where the format requires it."""
    path = folder / table.file_name
    if not path.is_file():
        if table.required:
            problems.append(Problem(table.file_name, 0, "", "", "a file with this name"))
        return Sheet(table, is_present=False, is_readable=not table.required)
    text = read_text(path, table.file_name, problems)
    if text is None:
        return Sheet(table, is_readable=False)
    return _SheetReader(table, problems).read(text)


class _SheetReader:
    """Reads the records of one file and keeps the place of each problem."""

    def __init__(self, table: Table, problems: list[Problem]) -> None:
        self._table = table
        self._problems = problems
        self._sheet = Sheet(table)
        self._header: Sequence[str] = ()

    def read(self, text: str) -> Sheet:
        records = read_records(text)
        header = next(records, None)
        if header is None or header.fault:
            self._report(1, "", "", "a header with the columns " + ", ".join(self._names()))
            self._sheet.is_readable = False
            return self._sheet
        self._check_header(header)
        for record in records:
            self._read_record(record)
        if self._table.required and not self._sheet.rows and self._sheet.is_readable:
            self._report(1, "", "", "at least one row under the header")
            self._sheet.is_readable = False
        return self._sheet

    def _names(self) -> list[str]:
        return [each.name for each in self._table.columns]

    def _report(self, line: int, column: str, value: str, expected: str) -> None:
        self._problems.append(Problem(self._table.file_name, line, column, shown(value), expected))

    def _check_header(self, header: Record) -> None:
        self._header = header.cells
        names = self._names()
        for position, name in enumerate(header.cells):
            if name not in names:
                self._report(header.line, name, name, "one of the columns " + ", ".join(names))
            elif name in header.cells[:position]:
                self._report(header.line, name, name, "each column once")
        for column in self._table.columns:
            if column.name not in header.cells and not column.is_optional:
                self._report(header.line, column.name, "", f"a column {column.name} in the header")
        self._sheet.is_readable = all(name in header.cells for name in self._table.key)

    def _read_record(self, record: Record) -> None:
        if record.fault:
            self._report(record.line, "", "", f"a record of quoted and unquoted cells ({record.fault})")
            self._sheet.is_readable = False
        elif len(record.cells) != len(self._header):
            self._report(record.line, "", f"{len(record.cells)} cells", f"{len(self._header)} cells, as in the header")
            self._sheet.lost += 1
        else:
            self._read_cells(record)

    def _read_cells(self, record: Record) -> None:
        # Of a repeated column, which is a problem already, the first counts.
        cells = dict(zip(reversed(self._header), reversed(record.cells), strict=True))
        values: dict[str, object] = {}
        for column in self._table.columns:
            if column.name not in cells:
                continue
            try:
                values[column.name] = parse_cell(column, cells[column.name])
            except Unacceptable as bad:
                self._report(record.line, column.name, cells[column.name], str(bad))
        row = Row(record.line, values)
        self._sheet.rows.append(row)
        if self._sheet.key_of(row) is None:
            self._sheet.lost += 1
