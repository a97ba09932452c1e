"""CSV as text: strict reading with the line on which each record starts, and writing with minimal quoting."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from meetcyclus.domain.errors import Problem

_LONGEST_SHOWN = 200


@dataclass(frozen=True)
class Record:
    """One record of a file: the line where it starts and its cells, or why it could not be read."""

    line: int
    cells: Sequence[str]
    fault: str = ""


def shown(value: str) -> str:
    """A value as it is shown to people: long text is cut."""
    return value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…"


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """The text of a UTF-8 file, a byte order mark removed; None with a problem when it is another encoding."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        line = content.count(b"\n", 0, bad.start) + 1
        found = f"byte 0x{content[bad.start]:02X}"
        problems.append(Problem(file, line, "", found, "text in UTF-8; save the file as CSV UTF-8"))
        return None


def read_records(text: str, delimiter: str = ",") -> Iterator[Record]:
    """Every record with at least one cell. A fault in one record does not end the reading."""
    lines = text.replace("\r\n", "\n").split("\n")
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as bad:
            yield Record(start, (), str(bad))
            continue
        if cells:
            yield Record(start, cells)


def csv_text(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Rows as CSV with line feeds and quotes only where they are needed."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
