"""Writing files. Belongs here: CSV as the exchange format wants it, the same bytes on every machine."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from .rounds import Row


def csv_text(rows: Sequence[Row]) -> str:
    """Return rows as CSV with a header and line feeds; all rows have the keys of the first, in its order."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]), lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def write_all(folder: Path, texts: dict[str, str]) -> None:
    """Write each text under its relative name, as UTF-8 without a byte order mark."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
