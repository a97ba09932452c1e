"""Collects everything that is wrong with a workbook, named by sheet, row, column, value and expectation in Dutch."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.exchange.workbook_texts import WorkbookTexts

NO_COLUMN = "–"


class ProblemLog:
    """The problems of one file, in the order in which they were found."""

    def __init__(self, file: str, texts: WorkbookTexts) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._texts = texts

    def whole_file(self, expected: str, value: str, **facts: object) -> None:
        """A problem of the file as a whole; `expected` is the key of a Dutch text."""
        self._add("", 0, NO_COLUMN, value, expected, facts)

    def sheet(self, sheet: str, expected: str, value: str = "", **facts: object) -> None:
        """A problem of a sheet as a whole."""
        self._add(sheet, 0, NO_COLUMN, value, expected, facts)

    def cell(
        self, sheet: str, row: int, column: int, heading: str, expected: str, value: str = "", **facts: object
    ) -> None:
        """A problem of one cell."""
        letter = get_column_letter(column)
        self._add(sheet, row, f"{letter} ({heading})" if heading else letter, value, expected, facts)

    def error(self) -> BadInput:
        """The error with every problem."""
        key = "fouten_een" if len(self.problems) == 1 else "fouten_meer"
        message = self._texts.phrase("melding", key, bestand=self._file, aantal=len(self.problems))
        return BadInput(message, self.problems)

    def raise_if_any(self) -> None:
        """Raise BadInput when something is wrong."""
        if self.problems:
            raise self.error()

    def _add(self, sheet: str, row: int, column: str, value: str, expected: str, facts: dict[str, object]) -> None:
        text = self._texts.phrase("verwacht", expected, **facts)
        self.problems.append(Problem(self._file, row, column, value, text, sheet))
