"""The cells of a finance extract as they lie in the file, xlsx and CSV alike: the lines, and what each cell holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from meetcyclus.domain.errors import BadInput, Problem

MOST_ROWS = 20_000
MOST_COLUMNS = 50


@dataclass(frozen=True)
class Unreadable:
    """A cell that has no amount, date or word of its own: an error of Excel, or a number that is shown as another."""

    text: str
    instead: str = "a value instead of an error or a formula that was not calculated"


Cell = object


@dataclass(frozen=True)
class GridRow:
    """One line with something in it: its number in the file and its cells."""

    line: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid:
    """The lines of one extract; `sheet` is empty for text, `delimiter` for a workbook."""

    file: str
    sheet: str
    rows: tuple[GridRow, ...]
    delimiter: str = ""


def is_blank(cell: Cell) -> bool:
    """Whether nothing is seen in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def filled(rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """The lines in which something is seen."""
    return tuple(row for row in rows if not all(is_blank(each) for each in row.cells))


def refusal(path: Path, expected: str, line: int = 0, value: str = "") -> BadInput:
    """The error for a file that cannot be read at all."""
    return BadInput(f"{path.name} cannot be read: expected {expected}", [Problem(path.name, line, "", value, expected)])
