"""One digit changed anywhere in a finished document, its margins or its charts is found; unchanged, nothing is."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from meetcyclus.documents.inspection import problems_of
from meetcyclus.documents.page_numbers import page_check
from meetcyclus.documents.seal import put_seal, seal_of
from meetcyclus.documents.seal_inspection import KnownDocument, seal_report
from tests.documents.one_digit import digits_in, with_another_digit
from tests.documents.writing import saved

SEED = 65
# A hundred copies: so many with a digit changed in the text, the margins, the charts and the workbooks inside them.
LOT = {"covernota": {"text": 23, "margin": 2, "chart": 15, "workbook": 10}}
LOT["monitoringsrapport"] = {"text": 28, "margin": 2, "chart": 10, "workbook": 10}


def nothing_kept(kind: str, snapshot_sha256: str, edition: str) -> KnownDocument:
    return KnownDocument()


def found_in(path: Path) -> tuple[str, ...]:
    """What `report check` finds where no copy is kept; page numbers were not counted in these files."""
    return (*problems_of(path), *seal_report(path, nothing_kept).problems, *page_check(path).problems)


@pytest.mark.goal("65")
@pytest.mark.goal("68")
@pytest.mark.parametrize("kind", LOT)
def test_hundred_files_with_one_digit_changed_are_all_found(small: dict[str, bytes], kind: str, tmp_path: Path) -> None:
    path, chosen, digits = tmp_path / "document.docx", random.Random(SEED), digits_in(small[kind])
    path.write_bytes(small[kind])
    assert found_in(path) == ()
    missed = []
    for where, count in LOT[kind].items():
        for place in chosen.sample([each for each in digits if each.kind == where], count):
            path.write_bytes(with_another_digit(small[kind], place, chosen))
            missed += [] if found_in(path) else [place]
    assert missed == []
    assert sum(sum(each.values()) for each in LOT.values()) == 100


@pytest.mark.goal("65")
def test_digit_of_the_whole_programme_is_found_in_every_place(large: dict[str, bytes], tmp_path: Path) -> None:
    path, chosen, digits = tmp_path / "nota.docx", random.Random(SEED), digits_in(large["covernota"])
    for kind in ("text", "margin", "chart", "workbook"):
        place = chosen.choice([each for each in digits if each.kind == kind])
        path.write_bytes(with_another_digit(large["covernota"], place, chosen))
        assert found_in(path), place


@pytest.mark.goal("65")
def test_copy_that_the_round_keeps_says_what_stood_there_even_where_the_seal_was_forged(
    large: dict[str, bytes], tmp_path: Path
) -> None:
    document = Document(BytesIO(large["covernota"]))
    pieces = document.element.body.iter(qn("w:t"))
    piece = next(each for each in pieces if (each.text or "").startswith("33 gerealiseerd"))
    piece.text = piece.text.replace("33", "38", 1)
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
