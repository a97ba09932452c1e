"""A finance extract as text: its encoding and its separator are taken from the file, where only one can be meant."""

from __future__ import annotations

import re
from pathlib import Path

from meetcyclus.exchange.csv_text import read_records
from meetcyclus.exchange.finance_grid import MOST_ROWS, Grid, GridRow, filled, refusal
from meetcyclus.exchange.finance_layout import DELIMITERS, FinanceLayout, header_key

# Beyond ASCII: what a Belgian office types in the old encoding of Windows. Text in another old encoding, read as if it
# were this one, nearly always shows something else, and is refused.
_OFFICE = re.compile("[\x00-\x7f\u00a0€’–°²§«»À-ÖØ-öø-ÿ]*")
# A text that begins like a formula is written with an apostrophe before it, which goes off when it is read.
_DISARMED = re.compile("'+[=+@-]")
_NEWS_OF_EXCEL = re.compile("sep=(.)")


def read_csv(path: Path, layout: FinanceLayout) -> Grid:
    """The filled lines of a text file; raises BadInput when it is no such file."""
    text = _decoded(path)
    delimiter, skipped = _delimiter_of(text, layout)
    records = [each for each in read_records(text, delimiter) if each.line > skipped]
    for record in records:
        if record.fault:
            raise refusal(path, f"cells separated by {delimiter} ({record.fault})", record.line)
    if len(records) > MOST_ROWS:
        raise refusal(path, f"at most {MOST_ROWS} lines")
    return Grid(
        path.name,
        "",
        filled([GridRow(each.line, [_rearmed(cell) for cell in each.cells]) for each in records]),
        delimiter,
    )


def disarmed(text: str) -> str:
    """The text for a CSV, with an apostrophe where a spreadsheet would make a formula of it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) or _DISARMED.match(text) else text


def _rearmed(text: str) -> str:
    return text[1:] if _DISARMED.match(text) else text


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        line = content.count(b"\n", 0, bad.start) + 1
        expected = "text in UTF-8 (or as Excel in Belgium saves a CSV, Windows-1252); save the file as CSV UTF-8"
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text or _OFFICE.fullmatch(text) is None:
            raise refusal(path, expected, line, f"byte 0x{content[bad.start]:02X}") from bad
        return text


def _delimiter_of(text: str, layout: FinanceLayout) -> tuple[str, int]:
    """The separator with which the first line has all agreed columns, and how many lines come before it."""
    news = _NEWS_OF_EXCEL.fullmatch(text.split("\n", 1)[0].strip())
    skipped = 1 if news else 0
    wanted = {header_key(each) for each in layout.columns.values()}
    for delimiter in dict.fromkeys((layout.delimiter, *DELIMITERS)):
        if wanted <= _headers(text, delimiter, skipped):
            return delimiter, skipped
    return layout.delimiter, skipped


def _headers(text: str, delimiter: str, skipped: int) -> set[str]:
    """The first filled line, cut by that separator."""
    for record in read_records(text, delimiter):
        if record.line > skipped and (record.fault or any(each.strip() for each in record.cells)):
            return {header_key(each) for each in record.cells}
    return set()
