"""Do the figures of a document agree with each other: the running text of a cover note with its register and tables?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from meetcyclus.documents.spoken_numbers import PERCENT, Spoken, spoken_numbers, without_names
from meetcyclus.documents.table_inspection import table_problems
from meetcyclus.documents.word_reading import TableText

REGISTER, MESSAGES = ("Omschrijving", "Cijfer", "Formule", "Naam"), ("Cijfer", "Boodschap")
_BARE = re.compile(r"[+−-]?[\d.,]+%?")
_DIVISION = re.compile(r"([a-z][\w.-]*) / ([a-z][\w.-]*)")
_SHOWN = 90


def figure_problems(
    tables: Sequence[TableText], paragraphs: Sequence[str], kept: Sequence[tuple[str, ...]] = ()
) -> Iterator[str]:
    """Every figure that does not agree. Running text is looked at where the document has a register of figures.

    `kept` are the rows of the register of a document that does not show it.
    """
    for number, each in enumerate(tables, start=1):
        yield from table_problems(each, f"table {number} '{each.title}'")
    hidden = [TableText("", True, (REGISTER, *kept))] if kept else []
    register = next((each for each in (*tables, *hidden) if each.header == REGISTER), None)
    if register is not None:
        figures = {name: spoken_numbers(text) for _, text, _, name in register.body}
        yield from _register_problems(register, figures)
        yield from _message_problems(figures, tables)
        yield from _paragraph_problems(figures, tables, paragraphs)


def _register_problems(register: TableText, figures: Mapping[str, list[Spoken]]) -> Iterator[str]:
    """A share in the register follows from the two figures that its formula names."""
    for _, text, formula, name in register.body:
        found = _DIVISION.fullmatch(formula)
        if found is None or not all(figures.get(each) for each in (name, *found.groups())):
            continue
        (share, *_), (part, *_), (whole, *_) = (figures[each] for each in (name, *found.groups()))
        if not share.is_share_of(part, whole):
            yield f"register: {name} says {text}, but {found[1]} is {part} and {found[2]} is {whole}"


def _message_problems(figures: Mapping[str, list[Spoken]], tables: Sequence[TableText]) -> Iterator[str]:
    """The key messages name figures of the register and nothing else."""
    known = {each for found in figures.values() for each in found}
    for table in tables:
        if table.header == MESSAGES:
            for row in table.body:
                for cell in row:
                    yield from _told(cell, known, figures, tables)


def _paragraph_problems(
    figures: Mapping[str, list[Spoken]], tables: Sequence[TableText], paragraphs: Sequence[str]
) -> Iterator[str]:
    """Other text names figures of the register or of a table that stands in the document."""
    known = {each for found in figures.values() for each in found}
    cells = (cell for table in tables for row in table.body for cell in row[1:] if _BARE.fullmatch(cell))
    known |= {each for cell in cells for each in spoken_numbers(cell)}
    for text in paragraphs:
        yield from _told(text, known, figures, tables)


def _told(
    text: str, known: set[Spoken], figures: Mapping[str, list[Spoken]], tables: Sequence[TableText]
) -> Iterator[str]:
    said = spoken_numbers(without_names(text, _names(tables)))
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    for each in said:
        if each not in known:
            yield f"the text says {each}, {_nearest(each, figures)}: “{shown}”"
    totals = [each for name, found in figures.items() if name.endswith(".totaal") for each in found]
    for share in _loose_shares(said, totals):
        yield f"the text says {share}, a share that does not follow from the figures beside it: “{shown}”"


def _loose_shares(said: Sequence[Spoken], totals: Sequence[Spoken]) -> Iterator[Spoken]:
    """Shares that are not one of the two figures before them, over a whole in the same text or a total."""
    for place, share in enumerate(said):
        parts = said[max(0, place - 2) : place] if share.unit == PERCENT else ()
        pairs = [(part, whole) for part in parts for whole in (*said, *totals) if part.can_be_part_of(whole)]
        if pairs and not any(share.is_share_of(part, whole) for part, whole in pairs):
            yield share


def _names(tables: Sequence[TableText]) -> list[str]:
    """Names with a number in them that open a row of a table, the longest first."""
    lines = {line for table in tables for row in table.body for line in row[0].split("\n")}
    return sorted((each for each in lines if re.search(r"[A-Za-z].*\d", each)), key=len, reverse=True)


def _nearest(spoken: Spoken, figures: Mapping[str, list[Spoken]]) -> str:
    alike = [
        (abs(each.value - spoken.value), name, str(each))
        for name, found in figures.items()
        for each in found
        if each.unit == spoken.unit
    ]
    if not alike:
        return "which is not in the register"
    _, name, figure = min(alike)
    return f"which is not in the register (nearest: {name} {figure})"
