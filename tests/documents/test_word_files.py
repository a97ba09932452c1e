"""Both documents as Word files: valid, accessible, equal for equal facts, safe for any text."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx.oxml.parser import parse_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from meetcyclus.documents import WordReports
from meetcyclus.documents.markup import attribute, clean, plain
from meetcyclus.domain.snapshot import Snapshot
from tests.documents import samples
from tests.documents.conftest import both
from tests.documents.word import W, headings, opened, whole

KINDS = ("covernota", "monitoringsrapport")
SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def faults(content: bytes, folder: Path) -> list[Any]:
    path = folder / "document.docx"
    path.write_bytes(content)
    return list(OpenXmlValidator().validate(path).errors)


def print_pdf(content: bytes, folder: Path) -> bytes:
    path = folder / "document.docx"
    path.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(".pdf").read_bytes()


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


@pytest.mark.goal("67")
def test_same_snapshot_gives_same_bytes(
    writer: WordReports, small: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "C")
    assert both(WordReports(writer._folder), samples.snapshot()) == small


def test_members_bear_no_hour_of_saving(small: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "document.docx"
    path.write_bytes(small["covernota"])
    with ZipFile(path) as members:
        assert {each.date_time for each in members.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_other_facts_give_other_bytes(writer: WordReports, small: dict[str, bytes]) -> None:
    later = samples.snapshot(taken_at=datetime(2024, 1, 20, tzinfo=UTC))
    assert both(writer, later)["covernota"] != small["covernota"]


def snapshot_saying(*said: str) -> Snapshot:
    """A snapshot in which people wrote these texts wherever they can write."""
    words = cycle(said)
    data = samples.data()
    report = samples.report("P1", "aandacht")
    entries = tuple(
        replace(
            each, report=replace(report, state_of_play=next(words), issues=next(words), corrective_owner=next(words))
        )
        if each.round_key == samples.NEW
        else each
        for each in data.entries
    )
    projects = tuple(replace(each, title=next(words), aim=next(words)) for each in data.projects)
    milestones = tuple(replace(each, description=next(words)) for each in data.milestones)
    speerpunten = tuple(replace(each, name=next(words)) for each in data.speerpunten)
    programme = replace(data.programme, name=next(words))
    changed = replace(
        data, entries=entries, projects=projects, milestones=milestones, speerpunten=speerpunten, programme=programme
    )
    return samples.snapshot(data=changed)


@pytest.mark.goal("32")
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=st.lists(st.text(st.characters(), max_size=60), min_size=40, max_size=40))
def test_any_text_gives_a_file_that_opens(writer: WordReports, said: list[str]) -> None:
    for content in both(writer, snapshot_saying(*said)).values():
        assert headings(content)


@given(text=st.text(st.characters(exclude_categories=())))
def test_any_text_can_stand_in_xml(text: str) -> None:
    element = parse_xml(f'<w:p xmlns:w="urn:w" title="{attribute(text)}">{clean(text)}</w:p>')
    assert (element.text or "") == plain(text)


@pytest.mark.goal("32")
def test_hostile_text_is_shown_as_it_is_without_control_characters(writer: WordReports, tmp_path: Path) -> None:
    text = "<w:p/> & \"aanhaling\" {meting} {{veld}} \x00\x0b\x1b\ufffe 'é' \u202e 漢字 **x"
    content = both(writer, snapshot_saying(text))["monitoringsrapport"]
    shown = whole(content)
    assert '<w:p/> & "aanhaling" {meting} {{veld}}' in shown
    assert "漢字 **x" in shown or "漢字 x" in shown
    assert faults(content, tmp_path) == []


@needs_libreoffice
@pytest.mark.goal("69")
def test_contents_list_carries_the_page_numbers_of_the_pdf(writer: WordReports, tmp_path: Path) -> None:
    printing = WordReports(writer._folder, lambda content: print_pdf(content, tmp_path))
    report = both(printing, samples.snapshot())["monitoringsrapport"]
    entries = [each.text.rpartition("\t") for each in opened(report).paragraphs if each.style.name.startswith("toc")]
    listed = [text for _, text in headings(report) if text != "Inhoud"]
    assert [name for name, _, _ in entries] == listed
    numbers = [int(page) for _, _, page in entries]
    assert numbers == sorted(numbers) and numbers[0] == 1 and numbers[-1] > 4


@needs_libreoffice
def test_cover_note_prints_on_at_most_twelve_pages(large: dict[str, bytes], tmp_path: Path) -> None:
    pdf = print_pdf(large["covernota"], tmp_path)
    assert 4 <= pdf.count(b"/Type/Page/") <= 12


def test_contents_list_is_not_empty_and_every_line_leads_to_a_heading(large: dict[str, bytes]) -> None:
    body = opened(large["monitoringsrapport"]).element.body
    bookmarks = [each.get(f"{W}name") for each in body.iter(f"{W}bookmarkStart")]
    anchors = [each.get(f"{W}anchor") for each in body.iter(f"{W}hyperlink")]
    assert len(anchors) > 200
    assert len(set(bookmarks)) == len(bookmarks)
    assert set(anchors) <= set(bookmarks)
