"""The published data and the cover note agree: what a citizen counts in the CSV files is what the note says."""

from __future__ import annotations

import csv
import io
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from meetcyclus.documents.figure_inspection import REGISTER, figure_problems
from meetcyclus.documents.word_reading import WordText, read_word
from meetcyclus.exchange.programme_writer import programme_files
from meetcyclus.services.open_data import public_data
from tests.documents import shipped
from tests.documents.shipped import KEY

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def tables() -> dict[str, Rows]:
    """The files of the open dataset, read as anybody reads a CSV file."""
    files = programme_files(public_data(shipped.vlaamse_veerkracht().data))
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        for name, content in files.items()
        if name.endswith(".csv")
    }


@pytest.fixture
def note(large: dict[str, bytes], tmp_path: Path) -> WordText:
    """The cover note of the same round."""
    path = tmp_path / "covernota.docx"
    path.write_bytes(large["covernota"])
    return read_word(path)


def said(note: WordText) -> dict[str, str]:
    """The register that the note carries, by the name of the figure."""
    rows = (row for table in note.tables if table.header == REGISTER for row in table.body)
    return {row[3]: row[1].replace("\u00a0", " ") for row in rows}


def counted(tables: dict[str, Rows]) -> dict[str, str]:
    """The figures that the CSV files give by counting and adding up, written as the note writes them."""
    reports = [row for row in tables["projectrapporten"] if row["meting"] == KEY]
    milestones = [row for row in tables["mijlpaalrapporten"] if row["meting"] == KEY]
    statuses, states = (Counter(row["status"] for row in rows) for rows in (reports, milestones))
    found = {"projecten.totaal": _dutch(len(reports)), "mijlpalen.totaal": _dutch(len(milestones))}
    for code, count in statuses.items():
        found[f"projecten.status.{code}.aantal"] = _dutch(count)
        found[f"projecten.status.{code}.aandeel"] = _percent(Decimal(100 * count) / len(reports), 0)
    for code, count in states.items():
        found[f"mijlpalen.status.{code}.aantal"] = _dutch(count)
        found[f"mijlpalen.status.{code}.aandeel"] = _percent(Decimal(100 * count) / len(milestones), 1)
    money = [row for row in tables["financien"] if row["meting"] == KEY]
    committed, settled = (sum(Decimal(row[name]) for row in money) for name in ("vastgelegd_eur", "vereffend_eur"))
    found["vak.totaal"] = f"{_rounded(committed / 10**9, 3)} miljard euro".replace(".", ",")
    found["vek.totaal"] = f"{_rounded(settled / 10**9, 2)} miljard euro".replace(".", ",")
    return found


def _dutch(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _percent(share: Decimal, places: int) -> str:
    return f"{_rounded(share, places)}%".replace(".", ",")


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.mark.goal("65")
def test_the_published_csv_gives_the_figures_of_the_cover_note(tables: dict[str, Rows], note: WordText) -> None:
    listed, own = said(note), counted(tables)
    shared = listed.keys() & own.keys()
    assert len(shared) >= 12
    assert {name: listed[name] for name in shared} == {name: own[name] for name in shared}


@pytest.mark.goal("65")
def test_the_sentences_of_the_cover_note_say_these_figures(tables: dict[str, Rows], note: WordText) -> None:
    """Each sentence is held against the register; the totals that the CSV gives are in the running text itself."""
    assert list(figure_problems(note.tables, note.paragraphs)) == []
    own = counted(tables)
    running = " ".join((*note.paragraphs, *(cell for table in note.tables for row in table.body for cell in row)))
    running = running.replace("\u00a0", " ")
    for name in ("projecten.totaal", "projecten.status.gerealiseerd.aantal", "mijlpalen.totaal", "vak.totaal"):
        assert own[name] in running, name
