"""Do the figures of a document agree with each other: totals, shares, and a cover note with its own register?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from meetcyclus.documents.spoken_numbers import Spoken, half_up_share, masked, spoken_numbers
from meetcyclus.documents.word_reading import TableText

REGISTER = ("Naam", "Cijfer", "Formule")
MESSAGES = ("Cijfer", "Boodschap")
TOTAL, SHARE, DIFFERENCE = "Totaal", "Aandeel", "Verschil"
_COUNT = re.compile(r"[+−-]?\d{1,3}(?:\.\d{3})*")
_DIVISION = re.compile(r"([a-z][\w.-]*) / ([a-z][\w.-]*)")
_SHOWN = 90


def figure_problems(tables: Sequence[TableText], paragraphs: Sequence[str]) -> Iterator[str]:
    """Every figure that does not agree. Running text is looked at where the document has a register of figures."""
    for number, each in enumerate(tables, start=1):
        yield from _table_problems(each, f"table {number} '{each.title}'")
    register = next((each for each in tables if each.rows and each.rows[0] == REGISTER), None)
    if register is None:
        return
    figures = {row[0]: row[1] for row in register.rows[1:]}
    yield from _register_problems(register, figures)
    yield from _text_problems(figures, tables, paragraphs)


def _table_problems(table: TableText, name: str) -> Iterator[str]:
    """A table that ends in a total: its columns add up, and its shares and differences follow from its counts."""
    if len(table.rows) < 3 or table.rows[-1][0] != TOTAL:
        return
    header, *rows = table.rows
    if any(len(row) != len(header) for row in rows):
        return
    for place, title in enumerate(header[1:], start=1):
        cells = [row[place] for row in rows]
        if title == SHARE:
            yield from _shares([row[place - 1] for row in rows], cells, rows, name)
        elif title == DIFFERENCE and header.count(SHARE) == 2:
            yield from _differences([row[1] for row in rows], [row[3] for row in rows], cells, rows, name)
        elif all(_COUNT.fullmatch(each) for each in cells) and sum(map(_count, cells[:-1])) != _count(cells[-1]):
            total = sum(map(_count, cells[:-1]))
            yield f"{name}: column '{title}' adds up to {_dutch(total)}, its total says {cells[-1]}"


def _shares(counts: list[str], shares: list[str], rows: Sequence[tuple[str, ...]], name: str) -> Iterator[str]:
    if not _COUNT.fullmatch(counts[-1]) or not _count(counts[-1]):
        return
    for row, count, share in zip(rows, counts, shares, strict=True):
        if not _COUNT.fullmatch(count) or not share.endswith("%"):
            continue
        right = half_up_share(_count(count), _count(counts[-1]), like=share)
        if share != right:
            yield f"{name}, row '{row[0]}': {count} of {counts[-1]} is {right}, the table says {share}"


def _differences(
    now: list[str], before: list[str], shown: list[str], rows: Sequence[tuple[str, ...]], name: str
) -> Iterator[str]:
    for row, new, old, gap in zip(rows, now, before, shown, strict=True):
        if all(_COUNT.fullmatch(each) for each in (new, old, gap)) and _count(new) - _count(old) != _count(gap):
            yield f"{name}, row '{row[0]}': {new} minus {old} is not {gap}"


def _register_problems(register: TableText, figures: dict[str, str]) -> Iterator[str]:
    """A share in the register follows from the two figures that its formula names."""
    for name, text, formula in register.rows[1:]:
        found = _DIVISION.fullmatch(formula)
        if found is None or not {found[1], found[2]} <= figures.keys():
            continue
        part, whole = (spoken_numbers(figures[each])[:1] for each in found.groups())
        shares = [each for each in spoken_numbers(text) if each.unit == "%"]
        if part and whole and shares and not shares[0].is_share_of(part[0], whole[0]):
            yield f"register: {name} says {text}, but {found[1]} is {part[0]} and {found[2]} is {whole[0]}"


def _text_problems(
    figures: dict[str, str], tables: Sequence[TableText], paragraphs: Sequence[str]
) -> Iterator[str]:
    """Key messages hold figures of the register only; other text may also name what a table shows."""
    registered = {name: spoken_numbers(text) for name, text in figures.items()}
    totals = [each for name, found in registered.items() if name.endswith(".totaal") for each in found]
    messages = [cell for table in tables if table.rows and table.rows[0] == MESSAGES for row in table.rows[1:] for cell in row]
    in_tables = {each for table in tables for row in table.rows[1:] for cell in row[1:] for each in _bare(cell)}
    in_register = {each for found in registered.values() for each in found}
    names = sorted({line for table in tables for row in table.rows[1:] for line in row[0].split("\n")}, key=len)
    for text, known in [*((each, in_register) for each in messages), *((each, in_register | in_tables) for each in paragraphs)]:
        said = masked(text, names)
        for each in spoken_numbers(said):
            if each not in known:
                yield f"the text says {each} (“{_short(text)}”); {_nearest(each, registered)}"
        yield from (f"{problem} (“{_short(text)}”)" for problem in _share_problems(said, totals))


def _bare(cell: str) -> list[Spoken]:
    """The figure of a cell that holds nothing else."""
    found = spoken_numbers(cell)
    return found if len(found) == 1 and re.fullmatch(r"[+−-]?[\d.,]+%?", cell) else []


def _share_problems(text: str, totals: Sequence[Spoken]) -> Iterator[str]:
    """A share follows from one of the two figures before it, and from a whole in the same text or a total."""
    said = spoken_numbers(text)
    for place, share in enumerate(said):
        parts = said[max(0, place - 2) : place]
        if share.unit != "%" or not parts:
            continue
        pairs = [
            (part, whole) for part in parts for whole in [*said, *totals] if part.unit == whole.unit != "%" and part.value <= whole.value
        ]
        if pairs and not any(share.is_share_of(part, whole) for part, whole in pairs):
            yield f"the text says {share}, which is no share that follows from the figures beside it"


def _nearest(spoken: Spoken, registered: dict[str, list[Spoken]]) -> str:
    alike = [
        (abs(each.value - spoken.value), name, each)
        for name, found in registered.items()
        for each in found
        if each.unit == spoken.unit
    ]
    if not alike:
        return "the register has no such figure"
    _, name, figure = min(alike, key=lambda each: (each[0], each[1]))
    return f"the register has no such figure; nearest is {name}: {figure}"


def _count(text: str) -> int:
    return int(text.replace(".", "").replace("−", "-").replace("+", ""))


def _dutch(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
