"""One digit changed anywhere in the text or the tables of a finished document is found; unchanged, nothing is."""

from __future__ import annotations

import random
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from meetcyclus.documents.seal import Seal, changed_beside, changed_texts, put_seal, seal_of
from meetcyclus.documents.seal_inspection import KnownDocument, seal_report
from tests.documents.writing import saved

COPIES, SEED = {"covernota": 50, "monitoringsrapport": 50}, 65


def nothing_kept(kind: str, snapshot_sha256: str, edition: str) -> KnownDocument:
    return KnownDocument()


def digits_of(document: Any) -> list[tuple[Any, int]]:
    """Every digit that a reader sees in the text and the tables, with its letter's place."""
    pieces = document.element.body.iter(qn("w:t"))
    return [(each, found.start()) for each in pieces for found in re.finditer(r"\d", each.text or "")]


def changed(piece: Any, place: int, chosen: random.Random) -> str:
    """Put another digit in that place; gives the text as it was."""
    before = str(piece.text)
    other = chosen.choice([each for each in "0123456789" if each != before[place]])
    piece.text = f"{before[:place]}{other}{before[place + 1 :]}"
    return before


@pytest.mark.goal("65")
@pytest.mark.parametrize("kind", COPIES)
def test_hundred_copies_with_one_digit_changed_are_all_found(large: dict[str, bytes], kind: str) -> None:
    document, original = (Document(BytesIO(large[kind])) for _ in range(2))
    seal = seal_of(document)
    assert isinstance(seal, Seal) and list(changed_texts(document, seal)) == []
    assert list(changed_beside(document, original)) == []
    chosen, there = random.Random(SEED), digits_of(document)
    missed = []
    for piece, place in chosen.sample(there, COPIES[kind]):
        before = changed(piece, place, chosen)
        if len(list(changed_texts(document, seal))) != 1:
            missed.append(before)
        piece.text = before
    assert missed == [] and len(there) > 1000


@pytest.mark.goal("65")
def test_copy_that_the_round_keeps_says_what_stood_there_even_where_the_seal_was_forged(
    large: dict[str, bytes], tmp_path: Path
) -> None:
    document = Document(BytesIO(large["covernota"]))
    piece, place = next((p, at) for p, at in digits_of(document) if (p.text or "").startswith("33 gerealiseerd"))
    changed(piece, place, random.Random(SEED))
    path = tmp_path / "nota.docx"
    path.write_bytes(saved(document))
    assert len(seal_report(path, nothing_kept).problems) == 1
    # A forger makes the seal anew around the changed text.
    facts = seal_of(document)
    assert facts is not None
    put_seal(document, facts.kind, facts.snapshot_sha256, facts.edition)
    path.write_bytes(saved(document))
    assert seal_report(path, nothing_kept).problems == ()
    report = seal_report(path, lambda *_: KnownDocument([large["covernota"]]))
    assert report.compared_with == "copy"
    (found,) = report.problems
    assert "33 gerealiseerd" in found.split("the document of the round says")[1]


@pytest.mark.goal("65")
def test_text_that_went_and_text_that_came_are_found(small: dict[str, bytes], tmp_path: Path) -> None:
    document = Document(BytesIO(small["covernota"]))
    document.paragraphs[-1]._p.getparent().remove(document.paragraphs[-1]._p)
    document.paragraphs[3].insert_paragraph_before("Ingevoegd.")
    path = tmp_path / "nota.docx"
    path.write_bytes(saved(document))
    found = seal_report(path, nothing_kept).problems
    assert any("Ingevoegd." in each for each in found) and any("1 texts are gone behind" in each for each in found)


@pytest.mark.goal("65")
def test_file_without_a_seal_says_that_nobody_can_tell(tmp_path: Path) -> None:
    path = tmp_path / "nota.docx"
    Document().save(str(path))
    report = seal_report(path, nothing_kept)
    assert report.compared_with == "" and "carries no seal" in report.problems[0]


@pytest.mark.goal("65")
def test_page_numbers_that_word_counts_anew_are_no_change(small: dict[str, bytes], tmp_path: Path) -> None:
    document = Document(BytesIO(small["monitoringsrapport"]))
    for root in (document.element.body, document.sections[0].footer._element):
        codes = [each for each in root.iter(qn("w:instrText")) if "PAGE" in each.text]
        assert codes
        for each in codes:
            shown = each.getparent().getnext().getnext()
            shown.find(qn("w:t")).text = "17"
    path = tmp_path / "rapport.docx"
    path.write_bytes(saved(document))
    assert seal_report(path, nothing_kept).problems == ()
