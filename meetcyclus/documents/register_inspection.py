"""Are the figures of a document those of the frozen facts? They are held against the same document, made anew.

A document that was wrong when it was made agrees with its seal, with the copy that is kept and with itself. Only what
is computed again from the facts tells. Compared are the register of figures, shown or not, the charts and every cell
that is a number alone; the sentences are held against the register of the document by `figure_inspection`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from meetcyclus.documents.figure_inspection import REGISTER
from meetcyclus.documents.word_reading import TableText, WordText

_NUMBER = re.compile(r"[+−-]?\d[\d.,]*%?")
Cells = dict[tuple[str, ...], str]


def register_problems(text: WordText, anew: WordText) -> Iterator[str]:
    """Every figure that is another one when it is computed anew, with both; what only one of them has is no figure."""
    for places in (_listed, _in_tables, _in_charts):
        found, right = places(text), places(anew)
        for place, said in found.items():
            if right.get(place, said) != said:
                yield f"{', '.join(place)}: the document says {said}, the register says {right[place]}"


def _listed(text: WordText) -> Cells:
    """The register that the document shows or carries unseen, by the names of the figures."""
    shown = (row for table in text.tables if table.header == REGISTER for row in table.body)
    return {("register", name): figure for _, figure, _, name in (*text.kept_figures, *shown)}


def _in_tables(text: WordText) -> Cells:
    cells: Cells = {}
    seen: Counter[str] = Counter()
    for table in text.tables:
        if table.header != REGISTER:
            seen[table.title] += 1
            cells |= _numbers(table, f"{table.title} ({seen[table.title]})" if seen[table.title] > 1 else table.title)
    return cells


def _numbers(table: TableText, title: str) -> Cells:
    """The cells that are a number alone, by table, name of the row and column."""
    found: Cells = {}
    for row in table.body:
        name = row[0].replace("\n", " ")
        for column, cell in zip(table.header[1:], row[1:], strict=False):
            if _NUMBER.fullmatch(cell):
                found.setdefault((f"table '{title}'", f"'{name}'", f"'{column}'"), cell)
    return found


def _in_charts(text: WordText) -> Cells:
    return {
        (f"chart '{chart.name}'", f"'{category}'", f"'{''.join(series.name.shown)}'"): value
        for chart in text.charts
        for series in chart.series
        for category, value in zip(series.categories.shown, series.values.shown, strict=False)
    }
