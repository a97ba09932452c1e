"""The contents list has its page numbers on delivery: as the PDF has them, and the check of a report compares them."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from meetcyclus.cli.main import root
from meetcyclus.documents.inspection import problems_of
from meetcyclus.documents.page_numbers import OfficePages, page_check
from meetcyclus.documents.pdf_outline import page_count, pages_of_headings
from meetcyclus.documents.seal_inspection import KnownDocument, seal_report
from meetcyclus.services.document_ports import LaidOut
from tests.documents.printing import needs_libreoffice, needs_pdftotext, pages_of
from tests.documents.word import opened
from tests.documents.writing import saved

NAME = "monitoringsrapport.docx"
NOT_COUNTED = "nog niet geteld. Druk in Word op Ctrl+A en dan op F9"


@pytest.fixture(scope="module")
def laid(small: dict[str, bytes]) -> LaidOut:
    """The small report, laid out once."""
    found = OfficePages().laid_out(NAME, small["monitoringsrapport"])
    assert found is not None
    return found


def shown(content: bytes) -> list[tuple[str, str]]:
    """What the contents list says: heading and page."""
    lines = [each.text for each in opened(content).paragraphs if each.style.name.startswith("toc")]
    return [tuple(each.split("\t")) for each in lines]  # type: ignore[misc]


def file_of(content: bytes, folder: Path) -> Path:
    path = folder / NAME
    path.write_bytes(content)
    return path


def require_numbers_of_the_pdf(laid: LaidOut, folder: Path) -> None:
    """Each number stands in the printed list too, and the page of that number has the heading."""
    pdf = folder / "rapport.pdf"
    pdf.write_bytes(laid.pdf)
    pages = [" ".join(page.split()) for page in pages_of(pdf)]
    listed = shown(laid.content)
    numbers = [int(page) for _, page in listed]
    assert numbers == sorted(numbers) and numbers[0] >= 1 and numbers[-1] <= laid.pages == len(pages) - 1
    assert [text for text, page in listed if " ".join(text.split()) not in pages[int(page) - 1]] == []
    printed = " ".join(pages)
    assert [text for text, page in listed if f"{' '.join(text.split())} {page} " not in printed] == []


@needs_libreoffice
@needs_pdftotext
@pytest.mark.goal("69")
def test_page_numbers_of_the_word_file_are_those_of_the_pdf(laid: LaidOut, tmp_path: Path) -> None:
    require_numbers_of_the_pdf(laid, tmp_path)
    assert f"Aantal pagina's: {laid.pages}" in [each.text for each in opened(laid.content).paragraphs]


@needs_libreoffice
@needs_pdftotext
@pytest.mark.goal("69")
@pytest.mark.goal("71")
@pytest.mark.long
def test_report_of_181_sheets_prints_whole_and_its_contents_list_is_right(
    large: dict[str, bytes], tmp_path: Path
) -> None:
    laid = OfficePages().laid_out(NAME, large["monitoringsrapport"])
    assert laid is not None and laid.pages > 250
    require_numbers_of_the_pdf(laid, tmp_path)
    assert len(shown(laid.content)) > 200
    checked = page_check(file_of(laid.content, tmp_path))
    assert (checked.problems, checked.compared) == ((), len(shown(laid.content)))


@needs_libreoffice
@pytest.mark.goal("69")
def test_check_of_a_report_finds_a_wrong_page_number_and_one_that_is_absent(laid: LaidOut, tmp_path: Path) -> None:
    checked = page_check(file_of(laid.content, tmp_path))
    assert (checked.problems, checked.compared, checked.not_checked) == ((), len(shown(laid.content)), "")
    document = opened(laid.content)
    lines = [each for each in document.paragraphs if each.style.name.startswith("toc")]
    right = int(lines[2].text.split("\t")[1])
    lines[2].hyperlinks[0].runs[-2].text = str(right + 1)
    lines[3].hyperlinks[0].runs[-2].text = ""
    wrong = page_check(file_of(saved(document), tmp_path)).problems
    assert len(wrong) == 2
    assert wrong[0].startswith(f"the contents list says page {right + 1} for ")
    assert wrong[0].endswith(f", the PDF says {right}") and "says page nothing for" in wrong[1]


@needs_libreoffice
@pytest.mark.goal("65")
@pytest.mark.goal("67")
def test_page_numbers_are_the_only_thing_that_was_added(laid: LaidOut, small: dict[str, bytes], tmp_path: Path) -> None:
    with ZipFile(BytesIO(small["monitoringsrapport"])) as plain, ZipFile(BytesIO(laid.content)) as numbered:
        assert plain.namelist() == numbered.namelist()
        assert {each.date_time for each in numbered.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        other = [each for each in plain.namelist() if plain.read(each) != numbered.read(each)]
    assert other == ["word/document.xml"]
    again = OfficePages().laid_out(NAME, small["monitoringsrapport"])
    assert again is not None
    assert hashlib.sha256(again.content).hexdigest() == hashlib.sha256(laid.content).hexdigest()
    path = file_of(laid.content, tmp_path)
    assert problems_of(path) == ()
    assert seal_report(path, lambda *_: KnownDocument()).problems == ()
    beside = seal_report(path, lambda *_: KnownDocument([small["monitoringsrapport"]]))
    assert (beside.problems, beside.compared_with) == ((), "copy")


@pytest.mark.goal("69")
def test_without_libreoffice_the_file_says_that_nobody_counted_and_the_check_that_nobody_compared(
    small: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = small["monitoringsrapport"]
    assert all(page == "" for _, page in shown(content))
    assert any(NOT_COUNTED in each.text for each in opened(content).paragraphs)
    path = file_of(content, tmp_path)
    assert page_check(path).not_checked == "the contents list has none yet"
    path = file_of(with_a_page(content), tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert OfficePages().laid_out(NAME, content) is None
    checked = page_check(path)
    assert (checked.problems, checked.compared) == ((), 0)
    assert checked.not_checked == "LibreOffice is not installed"


@pytest.mark.goal("69")
def test_libreoffice_that_fails_leaves_the_pages_unchecked_and_the_rest_of_the_check_as_it_was(
    small: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_of(with_a_page(small["monitoringsrapport"]), tmp_path)
    broken = tmp_path / "bin" / "soffice"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\necho geen scherm >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(broken.parent))
    checked = page_check(path)
    assert (checked.problems, checked.compared) == ((), 0)
    assert checked.not_checked.startswith("LibreOffice could not make a PDF of monitoringsrapport.docx: geen scherm")
    document = opened(path.read_bytes())
    document.paragraphs[-1].text = "Niet zoals het gemaakt werd."
    path.write_bytes(saved(document))
    monkeypatch.setenv("MEETCYCLUS_HOME", str(tmp_path / "home"))
    told = CliRunner().invoke(root, ["report", "check", str(path), "--json"], catch_exceptions=False)
    found = json.loads(told.stdout)
    assert any("the text was changed since it was made" in each for each in found["problems"])
    assert found["pages"]["not_checked"] == page_check(path).not_checked


def with_a_page(content: bytes) -> bytes:
    """The document with one number in its contents list."""
    document = opened(content)
    line = next(each for each in document.paragraphs if each.style.name.startswith("toc"))
    line.hyperlinks[0].runs[-2].text = "3"
    return saved(document)


@pytest.mark.goal("69")
def test_document_without_a_contents_list_is_not_laid_out(small: dict[str, bytes], tmp_path: Path) -> None:
    assert OfficePages().laid_out("nota.docx", small["covernota"]) is None
    checked = page_check(file_of(small["covernota"], tmp_path))
    assert (checked.problems, checked.compared, checked.not_checked) == ((), 0, "")


@needs_libreoffice
@pytest.mark.goal("69")
@pytest.mark.parametrize("numbering", ['w:start="5"', 'w:fmt="lowerRoman"'])
def test_house_style_that_numbers_its_pages_otherwise_gets_no_numbers(small: dict[str, bytes], numbering: str) -> None:
    out = BytesIO()
    with ZipFile(BytesIO(small["monitoringsrapport"])) as source, ZipFile(out, "w") as target:
        for each in source.infolist():
            part = source.read(each)
            if each.filename == "word/document.xml":
                part = part.replace(b"<w:cols ", f"<w:pgNumType {numbering}/><w:cols ".encode())
                assert numbering.encode() in part
            target.writestr(each, part)
    assert OfficePages().laid_out(NAME, out.getvalue()) is None


@pytest.mark.goal("69")
def test_outline_that_lacks_a_heading_gives_no_pages() -> None:
    item = b"7 0 obj\n<</Count 0/Title<FEFF00410042>\n/Dest[%d 0 R/XYZ 0 0 0]>>\nendobj\n"
    pages = b"9 0 obj\n<</Type/Pages\n/Kids[ 1 0 R 3 0 R ]>>\nendobj\n"
    assert pages_of_headings(item % 3 + pages, ["A\u00adB"]) == [2] and page_count(pages) == 2
    assert pages_of_headings(item % 3 + pages, ["AB", "C"]) is None
    assert pages_of_headings(item % 4 + pages, ["AB"]) is None
    assert pages_of_headings(b"geen pdf", ["AB"]) is None and page_count(b"geen pdf") == 0
