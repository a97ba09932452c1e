"""From the file of a finance extract to its cells, by what its name says it is."""

from __future__ import annotations

from pathlib import Path

from meetcyclus.exchange.finance_grid import Grid, refusal
from meetcyclus.exchange.finance_layout import FinanceLayout
from meetcyclus.exchange.finance_sheets import read_xlsx
from meetcyclus.exchange.finance_text import read_csv


def read_grid(path: Path, layout: FinanceLayout) -> Grid:
    """The filled lines of an extract; raises BadInput when the file cannot be opened as what its name says."""
    if not path.is_file():
        raise refusal(path, "a file that exists")
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return read_xlsx(path)
    if suffix in (".csv", ".txt"):
        return read_csv(path, layout)
    raise refusal(path, "a file whose name ends in .xlsx, .csv or .txt")
