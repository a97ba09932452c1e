"""Whatever cell becomes impossible: exactly that file, line and column is named, and nothing is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetcyclus.domain.errors import BadInput
from meetcyclus.exchange.columns import Column, Kind, Table
from meetcyclus.exchange.csv_exchange import CsvExchange
from meetcyclus.exchange.round_tables import TABLES
from tests.exchange.small_programme import FILES, LARGE_PROGRAMMES, cells_of, text_of, with_cell, write_small

BELL = "te\x07kst"
WRONG = {
    Kind.EMAIL: ["geen adres", "twee@@example.org", "a@b", "é@example.org"],
    Kind.DATE: ["2023-02-30", "31/12/2023", "20231231", "1889-12-31", "2101-01-01"],
    Kind.MOMENT: ["2023-01-01T12:00:00", "2023-01-01", "2023-13-01T12:00:00+01:00"],
    Kind.MONEY: ["1.000.000,00", "1,000.00", "1.005", "1e6", "NaN", "1 000", "€ 5"],
    Kind.DECIMAL: ["1,5", "1e3", "Infinity", "1.000.000", "--1", "²"],
    Kind.INTEGER: ["een", "1.0", "1,000", "٣"],
    Kind.BOOLEAN: ["misschien", "true", "JA", "1"],
    Kind.CHOICE: ["onbekend"],
    Kind.COLOUR: ["rood", "#12345", "123456"],
    Kind.ROUND_KEY: ["2023-13", "december"],
    Kind.CODE: [" met spatie", "a;b", "a\nb"],
    Kind.CODES: ["M1;;M2", "M1; M2", "M1;M1"],
    Kind.LINE: ["twee\nregels", "een\ttab"],
    Kind.TEXT: ["te\x00kst", "te\u0085kst"],
}
PLACES = [(table, column) for table in TABLES for column in table.columns]


def impossible_values(column: Column) -> list[str]:
    """Values that can never stand in that column."""
    values = [BELL, *WRONG[column.kind]]
    if column.required:
        values.append("")
    if column.refers_to or column.name in {"status", "governance", "codelijst", "valt_onder"}:
        values.append({Kind.EMAIL: "niemand@example.org", Kind.ROUND_KEY: "1999-12"}.get(column.kind, "bestaat-niet"))
    if column.minimum is not None and column.kind in {Kind.MONEY, Kind.INTEGER}:
        values.append(str(column.minimum - 1))
    if column.maximum is not None:
        values.append(str(column.maximum + 1))
    return values


def places_named(folder: Path) -> list[tuple[str, int, str]]:
    """Where the import says that something is wrong."""
    with pytest.raises(BadInput) as refused:
        CsvExchange().read_programme(folder)
    assert all(each.expected for each in refused.value.problems)
    return [(each.file, each.line, each.column) for each in refused.value.problems]


@pytest.mark.goal("11")
@pytest.mark.parametrize(("table", "column"), PLACES, ids=[f"{table.name}-{column.name}" for table, column in PLACES])
def test_an_impossible_cell_is_the_only_place_named(table: Table, column: Column, tmp_path: Path) -> None:
    rows = len(cells_of(FILES[table.file_name])) - 1
    folder = write_small(tmp_path)
    values = impossible_values(column)
    # Every value occurs and every row has its turn.
    for turn in range(max(len(values), rows)):
        value, row = values[turn % len(values)], 1 + turn % rows
        text, line = with_cell(FILES[table.file_name], row, column.name, value)
        (folder / table.file_name).write_text(text, encoding="utf-8", newline="")
        assert places_named(folder) == [(table.file_name, line, column.name)], (value, row)


@pytest.mark.goal("11")
@pytest.mark.parametrize("folder", LARGE_PROGRAMMES, ids=lambda each: each.name)
@pytest.mark.parametrize("are_keys", [False, True], ids=["facts", "keys"])
def test_an_impossible_cell_in_every_column_of_a_whole_programme_is_named(
    folder: Path, are_keys: bool, tmp_path: Path
) -> None:
    planted = set()
    for path in folder.glob("*.csv"):
        rows = cells_of(path.read_text(encoding="utf-8"))
        table = next(each for each in TABLES if each.file_name == path.name)
        # A key is broken once in a file, all other columns in turn on a line of their own.
        columns = table.key[:1] if are_keys else [each for each in rows[0] if each not in table.key]
        lines = starts_of(rows)
        for turn, name in enumerate(columns):
            row = 1 + (turn * 7 + len(rows) // 2) % (len(rows) - 1)
            column = table.column(name)
            is_text = column.kind in {Kind.CODE, Kind.LINE, Kind.TEXT}
            rows[row][rows[0].index(name)] = BELL if are_keys or is_text else WRONG[column.kind][0]
            planted.add((path.name, lines[row], name))
        (tmp_path / path.name).write_text(text_of(rows), encoding="utf-8", newline="")
    (tmp_path / "programma.toml").write_bytes((folder / "programma.toml").read_bytes())
    named = places_named(tmp_path)
    assert set(named) == planted
    assert len(named) == len(planted)


def starts_of(rows: list[list[str]]) -> list[int]:
    """The line on which each row starts."""
    starts = [1]
    for row in rows:
        starts.append(starts[-1] + 1 + sum(cell.count("\n") for cell in row))
    return starts
