"""What a file of the exchange format is made of: kinds of cells, columns and tables. No reading or writing here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

LIST_SEPARATOR = ";"
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Kind(StrEnum):
    """What a cell may hold. A `LINE` is text without line breaks, a `CODE` is a key, `CODES` is a list of keys."""

    CODE = "code"
    CODES = "codes"
    LINE = "line"
    TEXT = "text"
    EMAIL = "email"
    DATE = "date"
    MOMENT = "moment"
    MONEY = "money"
    DECIMAL = "decimal"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    COLOUR = "colour"
    ROUND_KEY = "round_key"


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, the attribute of the domain object it fills, and what a cell must be.

    `refers_to` is the table whose key a value must be. `title` is Dutch and is published in the table schema. A file
    may lack an `is_optional` column, and is written without it where no row has a value.
    """

    name: str
    attribute: str
    kind: Kind
    title: str
    required: bool = False
    refers_to: str = ""
    unique: bool = False
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    is_optional: bool = False

    @property
    def empty(self) -> object:
        """What the domain holds for an empty cell: no text, no codes, or None."""
        if self.kind is Kind.CODES:
            return ()
        is_words = self.kind in {Kind.CODE, Kind.LINE, Kind.TEXT, Kind.CHOICE, Kind.COLOUR}
        return "" if is_words and not self.refers_to else None


@dataclass(frozen=True)
class Table:
    """One file of the format. `record` makes the domain object; it is None for reports, which fold into entries.

    `attribute` is where the objects stand in ProgrammeData.
    """

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    record: Callable[..., object] | None = None
    attribute: str = ""
    required: bool = False

    @property
    def file_name(self) -> str:
        """Name of the file in the folder."""
        return f"{self.name}.csv"

    def column(self, name: str) -> Column:
        """The column with that name; KeyError when there is none."""
        return {each.name: each for each in self.columns}[name]
