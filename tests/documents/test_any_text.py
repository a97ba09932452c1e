"""Whatever people write, the Word file opens in Word's own terms and in LibreOffice, and says what they wrote."""

from __future__ import annotations

import subprocess
import unicodedata
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from docx.oxml.parser import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from meetcyclus.documents import WordReports
from meetcyclus.documents.markup import attribute, clean, plain
from meetcyclus.domain.snapshot import Snapshot
from tests.documents import samples
from tests.documents.conftest import both
from tests.documents.printing import faults, needs_libreoffice, needs_pdftotext, pages_of, print_pdf
from tests.documents.word import headings, whole
from tests.hostile_texts import COUNT, hostile_texts

READABLE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def snapshot_saying(*said: str, milestones: int = 0) -> Snapshot:
    """A snapshot in which people wrote these texts wherever they can write, with more milestones where asked."""
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
    more = (replace(data.milestones[0], id=f"P1-N{number:03d}") for number in range(milestones))
    described = tuple(replace(each, description=next(words)) for each in (*data.milestones, *more))
    speerpunten = tuple(replace(each, name=next(words)) for each in data.speerpunten)
    programme = replace(data.programme, name=next(words))
    changed = replace(
        data, entries=entries, projects=projects, milestones=described, speerpunten=speerpunten, programme=programme
    )
    return samples.snapshot(data=changed)


def bare(text: str) -> str:
    """What can be compared: no blanks, no invisible signs, and no stars, which make words bold."""
    shown = plain(unicodedata.normalize("NFC", text)).replace("*", "")
    return "".join(each for each in shown if not each.isspace() and unicodedata.category(each)[0] != "C")


@pytest.fixture(scope="module")
def hostile(writer: WordReports) -> dict[str, bytes]:
    """Cover note and report in which all five hundred texts stand."""
    return both(writer, snapshot_saying(*hostile_texts(), milestones=COUNT))


@pytest.mark.goal("32")
@pytest.mark.parametrize("kind", ["covernota", "monitoringsrapport"])
def test_five_hundred_texts_give_files_that_open(hostile: dict[str, bytes], kind: str, tmp_path: Path) -> None:
    assert headings(hostile[kind])
    assert faults(hostile[kind], tmp_path) == []


@pytest.mark.goal("32")
def test_each_of_five_hundred_texts_stands_in_the_report_as_it_was_written(hostile: dict[str, bytes]) -> None:
    shown = bare(whole(hostile["monitoringsrapport"]))
    assert [each for each in hostile_texts() if bare(each) not in shown] == []


@needs_libreoffice
@needs_pdftotext
@pytest.mark.goal("32")
def test_five_hundred_texts_open_in_libreoffice_and_words_are_read_in_the_pdf(
    hostile: dict[str, bytes], tmp_path: Path
) -> None:
    pages = pages_of(print_pdf(hostile["monitoringsrapport"], tmp_path))
    words = {each for each in hostile_texts() if READABLE.issuperset(each) and 2 < len(each) < 10}
    assert len(words) > 20
    printed = set(" ".join(pages).split())
    assert words - printed == set()
    assert len(pages_of(print_pdf(hostile["covernota"], tmp_path))) > 2


@needs_libreoffice
@pytest.mark.goal("32")
def test_libreoffice_reads_each_of_five_hundred_texts_as_it_was_written(
    hostile: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "rapport.docx"
    path.write_bytes(hostile["monitoringsrapport"])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    to_text = ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(path)]
    subprocess.run(["soffice", profile, "--headless", *to_text], check=True, capture_output=True, timeout=600)
    shown = bare((tmp_path / "rapport.txt").read_text(encoding="utf-8-sig"))
    assert [each for each in hostile_texts() if bare(each) not in shown] == []


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
