"""A long report is whole and its memory is flat: markup goes to the file as it comes."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

import meetcyclus.documents.spool as spool_module
from meetcyclus.documents import WordReports
from meetcyclus.documents.markup import paragraph, run
from meetcyclus.documents.seal import digests_in
from meetcyclus.documents.spool import Spool
from meetcyclus.documents.visible_text import text_in, texts_in
from tests.cli.command_line import Seat
from tests.documents import samples
from tests.documents.conftest import both
from tests.documents.word import headings


def milestone_rows(document: Any) -> int:
    found = 0
    for table in document.element.body.iter(qn("w:tbl")):
        caption = table.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        found += len(table.tr_lst) - 1 if caption.startswith("Mijlpalen van VV") else 0
    return found


@pytest.mark.goal("71")
def test_report_of_the_shipped_programme_is_whole(large: dict[str, bytes]) -> None:
    content = large["monitoringsrapport"]
    assert sum(level == 3 for level, _ in headings(content)) == 181
    assert milestone_rows(Document(BytesIO(content))) == 1753
    with ZipFile(BytesIO(content)) as package:
        assert sum(name.startswith("word/charts/chart") for name in package.namelist()) >= 40


@pytest.mark.goal("71")
def test_bench_of_the_report_tells_what_is_in_it_and_what_it_took(tmp_path: Path) -> None:
    answer = Seat(tmp_path / "home").ask("bench", "report")
    assert answer.json["ok"] is True
    assert [answer.json[each] for each in ("sheets", "milestones", "charts")] == [181, 1753, 46]
    assert answer.json["limits"] == {"seconds": 60, "megabytes": 1024}
    assert 0 < answer.json["seconds"] < 60 and 20 < answer.json["megabytes"] < 1024
    assert not (tmp_path / "home").exists()


@pytest.mark.goal("71")
def test_spool_keeps_order_places_and_what_the_seal_says() -> None:
    spool = Spool()
    spool.append(paragraph(run("eerst")))
    place = spool.keep_open()
    for number in range(200):
        spool.append(paragraph(run(f"regel {number}")))
    taken = spool.pop()
    spool.append(taken.replace("199", "laatst"))
    place.append(paragraph(run("inhoud")))
    spool.close()
    markup = b"".join(spool.chunks()).decode()
    assert texts_in(markup) == ["eerst", "inhoud", *(f"regel {number}" for number in range(199)), "regel laatst"]
    assert "".join(spool.seen_at("hier").digests) == digests_in(markup)


@pytest.mark.goal("71")
def test_seal_reads_every_fragment_of_the_writer_as_if_it_parsed_it(
    writer: WordReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(spool_module, "digests_in", lambda fragment: seen.append(fragment) or digests_in(fragment))
    both(writer, samples.snapshot())
    assert len(seen) > 200
    for fragment in seen:
        expected = [hashlib.sha256(text.encode()).hexdigest()[:6] for text in texts_in(fragment)]
        assert digests_in(fragment).split() == expected


@pytest.mark.goal("71")
@pytest.mark.parametrize("text", ["plat", "a & b < c > d", "één\u00adlang\u200b woord", "  twee\u00a0 delen ", "&amp;"])
def test_text_is_the_same_whether_markup_is_parsed_or_not(text: str) -> None:
    fragment = paragraph(f"{run(text)}<w:r><w:br/></w:r>{run('en verder', bold=True)}", "Noot")
    assert [text_in(each) for each in fragment.split("</w:p>")[:-1]] == texts_in(fragment)
