"""Rows as CSV for people who open them in a spreadsheet: a text can never become a formula, a number stays a number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

Cell = str | int | Decimal | date | datetime | None

# The first characters with which spreadsheets start a formula, their full-width forms included.
_FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[ .,]\d+)*%?")


def safe_text(text: str) -> str:
    """The text with a leading apostrophe where a spreadsheet would read a formula; a written number stays as it is."""
    first = text.lstrip(" ")[:1]
    if first and first in _FORMULA_STARTS and not _PLAIN_NUMBER.fullmatch(text.strip()):
        return f"'{text}"
    return text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as CSV (RFC 4180, UTF-8), with instants in UTC and every text safe from being a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows([_cell_text(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def _cell_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return safe_text(cell) if isinstance(cell, str) else str(cell)
