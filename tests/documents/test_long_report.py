"""A long report is whole and its memory is flat: markup goes to the file as it comes."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from meetcyclus.documents.markup import paragraph, run
from meetcyclus.documents.seal import digests_in
from meetcyclus.documents.spool import Spool
from meetcyclus.documents.visible_text import text_in, texts_in
from tests.documents.word import headings

ROOT = Path(__file__).parents[2]
# Writes the shipped report in a process of its own; prints the peak of that process in megabytes (`ru_maxrss` would
# begin with what the tests themselves held when they started it).
WRITES = """
from pathlib import Path
from meetcyclus.documents import WordReports
from meetcyclus.services.figures import figures_of
from tests.documents.shipped import vlaamse_veerkracht
snapshot = vlaamse_veerkracht()
WordReports(Path("templates/documents")).monitoring_report(snapshot, "0" * 64, figures_of(snapshot))
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024)
"""


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
def test_report_of_the_shipped_programme_stays_under_a_gigabyte() -> None:
    done = subprocess.run([sys.executable, "-c", WRITES], cwd=ROOT, capture_output=True, text=True, check=True)
    assert 20 < int(done.stdout) < 1024


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
@pytest.mark.parametrize("text", ["plat", "a & b < c > d", "één\u00adlang\u200b woord", "  twee\u00a0 delen ", "&amp;"])
def test_text_is_the_same_whether_markup_is_parsed_or_not(text: str) -> None:
    fragment = paragraph(f"{run(text)}<w:r><w:br/></w:r>{run('en verder', bold=True)}", "Noot")
    assert [text_in(each) for each in fragment.split("</w:p>")[:-1]] == texts_in(fragment)
