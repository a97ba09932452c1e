"""Both documents as Word files: valid, accessible, equal for equal facts, safe for any text."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest

from meetcyclus.documents import WordReports
from meetcyclus.documents.office import to_pdf
from meetcyclus.documents.pdf_pages import with_tab_order
from meetcyclus.domain.errors import OutsideFailure
from tests.documents import samples
from tests.documents.conftest import both
from tests.documents.printing import faults, needs_libreoffice, needs_pdftotext, pages_of, print_pdf
from tests.documents.word import W, headings, opened

KINDS = ("covernota", "monitoringsrapport")


@pytest.mark.parametrize("kind", KINDS)
def test_word_file_follows_the_standard(small: dict[str, bytes], kind: str, tmp_path: Path) -> None:
    assert faults(small[kind], tmp_path) == []


def test_large_cover_note_follows_the_standard(large: dict[str, bytes], tmp_path: Path) -> None:
    assert faults(large["covernota"], tmp_path) == []


@pytest.mark.goal("33")
@pytest.mark.parametrize("kind", KINDS)
def test_every_table_repeats_its_header_and_splits_no_row(large: dict[str, bytes], kind: str) -> None:
    tables = list(opened(large[kind]).element.body.iter(f"{W}tbl"))
    assert len(tables) > 8
    for table in tables:
        rows = list(table.iter(f"{W}tr"))
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert len(rows) > 1


@pytest.mark.goal("33")
@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_says_what_there_is_to_see(large: dict[str, bytes], kind: str) -> None:
    pictures = [each for each in opened(large[kind]).element.body.iter() if each.tag.endswith("}docPr")]
    assert len(pictures) >= 3
    assert all(len(each.get("descr")) > 40 and each.get("descr").endswith(".") for each in pictures)
    assert len({each.get("id") for each in pictures}) == len(pictures)


@pytest.mark.goal("33")
@pytest.mark.parametrize("kind", KINDS)
def test_heading_levels_have_no_gaps(large: dict[str, bytes], kind: str) -> None:
    levels = [level for level, _ in headings(large[kind])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.goal("33")
@pytest.mark.parametrize("kind", KINDS)
def test_properties_name_title_language_and_the_moment_of_the_snapshot(small: dict[str, bytes], kind: str) -> None:
    core = opened(small[kind]).core_properties
    assert core.title == f"{kind.capitalize()} meting 6 – Testprogramma"
    assert core.language == "nl-BE"
    assert core.created.replace(tzinfo=UTC) == core.modified.replace(tzinfo=UTC) == samples.TAKEN_AT
    defaults = opened(small[kind]).styles.element.find(f"{W}docDefaults")
    assert [each.get(f"{W}val") for each in defaults.iter(f"{W}lang")] == ["nl-BE"]


def test_members_bear_no_hour_of_saving(small: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "document.docx"
    path.write_bytes(small["covernota"])
    with ZipFile(path) as members:
        assert {each.date_time for each in members.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_other_facts_give_other_bytes(writer: WordReports, small: dict[str, bytes]) -> None:
    later = samples.snapshot(taken_at=datetime(2024, 1, 20, tzinfo=UTC))
    assert both(writer, later)["covernota"] != small["covernota"]


@needs_libreoffice
@needs_pdftotext
@pytest.mark.goal("69")
def test_contents_list_of_the_pdf_carries_the_pages_of_its_headings(small: dict[str, bytes], tmp_path: Path) -> None:
    pages = pages_of(print_pdf(small["monitoringsrapport"], tmp_path))
    listed = [text for _, text in headings(small["monitoringsrapport"]) if text != "Inhoud"]
    contents = "\n".join(page for page in pages if re.search(r"^ *Leeswijzer +\d+$", page, re.MULTILINE))
    numbers = [int(re.search(rf"^ *{re.escape(text)} +(\d+)$", contents, re.MULTILINE)[1]) for text in listed]
    assert numbers == sorted(numbers) and numbers[-1] > 4
    for text, number in zip(listed, numbers, strict=True):
        assert re.search(rf"^ *{re.escape(text)}$", pages[number - 1], re.MULTILINE), text


def test_contents_list_has_no_page_numbers_before_somebody_laid_out_the_pages(small: dict[str, bytes]) -> None:
    lines = [each.text for each in opened(small["monitoringsrapport"]).paragraphs if each.style.name.startswith("toc")]
    assert lines and all(each.endswith("\t") for each in lines)


def test_without_libreoffice_there_is_no_pdf_and_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutsideFailure, match="LibreOffice is not installed"):
        to_pdf(tmp_path / "rapport.docx")


@needs_libreoffice
def test_what_libreoffice_cannot_read_gives_no_pdf(tmp_path: Path) -> None:
    path = tmp_path / "rapport.docx"
    path.write_bytes(b"PK\x03\x04 stuk")
    with pytest.raises(OutsideFailure, match=r"rapport\.docx"):
        to_pdf(path)


@needs_libreoffice
def test_cover_note_prints_on_at_most_twelve_pages(large: dict[str, bytes], tmp_path: Path) -> None:
    pdf = print_pdf(large["covernota"], tmp_path).read_bytes()
    assert 4 <= pdf.count(b"/Type/Page/") <= 12


@needs_libreoffice
@needs_pdftotext
@pytest.mark.goal("33")
@pytest.mark.goal("68")
def test_pdf_says_what_there_is_to_see_in_its_charts(small: dict[str, bytes], tmp_path: Path) -> None:
    pdf = print_pdf(small["covernota"], tmp_path)
    content = pdf.read_bytes()
    words = {bytes.fromhex(each.decode()).decode("utf-16") for each in re.findall(rb"/Alt<([0-9A-F]+)>", content)}
    seen = [each.get("descr") for each in opened(small["covernota"]).element.body.iter() if each.tag.endswith("}docPr")]
    assert content.count(b"/S/Figure") == len(seen) == 3
    assert all(any(one in each for each in words) for one in seen)
    done = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Tagged: +yes$", done, re.MULTILINE) and re.search(r"^Title: +Covernota", done, re.MULTILINE)
    assert b"/Lang(nl-BE)" in content and b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert content.count(b"/Tabs/S") == content.count(b"/Type/Page/") and b"/Tabs(S)" not in content


def test_order_of_tabs_is_told_once_a_page_and_not_in_what_is_no_pdf() -> None:
    page = b"1 0 obj\n<</Type/Page/Parent 2 0 R/Tabs(S)>>\nendobj\n"
    end = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 3/Root 2 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    pdf = b"%PDF-1.6\n" + page + end % (len(page) + 9)
    told = with_tab_order(pdf)
    assert told.startswith(pdf) and told.count(b"<</Tabs/S /Type /Page/Parent 2 0 R>>") == 1
    assert told[int(re.findall(rb"startxref\n(\d+)", told)[-1]) :].startswith(b"xref\n1 1\n")
    assert told.endswith(b"%%EOF\n") and b"<</Size 3/Root 2 0 R/Prev 60>>" in told
    assert with_tab_order(b"geen pdf") == b"geen pdf"
    done = pdf.replace(b"/Tabs(S)", b"/Tabs/S ")
    assert with_tab_order(done) == done


def test_contents_list_is_not_empty_and_every_line_leads_to_a_heading(large: dict[str, bytes]) -> None:
    body = opened(large["monitoringsrapport"]).element.body
    bookmarks = [each.get(f"{W}name") for each in body.iter(f"{W}bookmarkStart")]
    anchors = [each.get(f"{W}anchor") for each in body.iter(f"{W}hyperlink")]
    assert len(anchors) > 200
    assert len(set(bookmarks)) == len(bookmarks)
    assert set(anchors) <= set(bookmarks)
