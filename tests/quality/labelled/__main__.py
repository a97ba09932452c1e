"""`python -m tests.quality.labelled` measures the rules and writes the table into docs/text-quality.md."""

from __future__ import annotations

from tests.quality.labelled.page import DOCUMENT, written

if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
