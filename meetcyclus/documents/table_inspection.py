"""Does a table that ends in a total close: do its columns add up, and do shares and differences follow from counts?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from meetcyclus.documents.spoken_numbers import PERCENT, share_text
from meetcyclus.documents.word_reading import TableText
from meetcyclus.domain import dutch

TOTAL, SHARE, DIFFERENCE = "Totaal", "Aandeel", "Verschil"
_COUNT = re.compile(r"[+−-]?\d{1,3}(?:\.\d{3})*")


def table_problems(table: TableText, name: str) -> Iterator[str]:
    """What does not close; a table without a total row says nothing that can be checked."""
    width = len(table.header)
    if len(table.body) < 2 or table.body[-1][0] != TOTAL or any(len(row) != width for row in table.body):
        return
    columns = [[row[place] for row in table.body] for place in range(width)]
    for place, title in enumerate(table.header):
        if title == SHARE:
            yield from _shares(columns[0], columns[place - 1], columns[place], name)
        elif title == DIFFERENCE and table.header.count(SHARE) == 2:
            yield from _differences(columns[0], columns[1], columns[3], columns[place], name)
        else:
            yield from _sum(title, columns[place], name)


def _sum(title: str, cells: Sequence[str], name: str) -> Iterator[str]:
    if all(_COUNT.fullmatch(each) for each in cells):
        total = sum(map(_count, cells[:-1]))
        if total != _count(cells[-1]):
            yield f"{name}: column '{title}' adds up to {dutch.number(total)}, its total says {cells[-1]}"


def _shares(rows: Sequence[str], counts: Sequence[str], shares: Sequence[str], name: str) -> Iterator[str]:
    whole = counts[-1]
    if not _COUNT.fullmatch(whole):
        return
    for row, count, share in zip(rows, counts, shares, strict=True):
        if _COUNT.fullmatch(count) and share.endswith(PERCENT) and row != TOTAL:
            places = len(share.rstrip(PERCENT).partition(",")[2])
            right = share_text(Decimal(_count(count)), Decimal(_count(whole)), places)
            if share != right:
                yield f"{name}, row '{row}': {count} of {whole} is {right}, the table says {share}"


def _differences(
    rows: Sequence[str], now: Sequence[str], before: Sequence[str], shown: Sequence[str], name: str
) -> Iterator[str]:
    for row, new, old, gap in zip(rows, now, before, shown, strict=True):
        if all(_COUNT.fullmatch(each) for each in (new, old, gap)) and _count(new) - _count(old) != _count(gap):
            yield f"{name}, row '{row}': {new} minus {old} is not {gap}"


def _count(text: str) -> int:
    return int(text.replace(".", "").replace("−", "-").replace("+", ""))
