"""`report check` reads every native chart back: a wrong digit in it, in its workbook or in its table is named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from meetcyclus.documents.inspection import charts_in, problems_of
from meetcyclus.documents.reader import WordDocuments

CHART, WORKBOOK = "word/charts/chart1.xml", "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
MONEY = "word/charts/chart3.xml"


def problems(content: bytes, folder: Path) -> tuple[str, ...]:
    path = folder / "nota.docx"
    path.write_bytes(content)
    return problems_of(path)


def changed(content: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The Word file with one of its parts changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            new = change(body) if name == member else body
            assert name != member or new != body
            target.writestr(name, new)
    return out.getvalue()


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda body: body.replace(old.encode(), new.encode(), 1)


def with_cell(address: str, value: object) -> Callable[[bytes], bytes]:
    """A person who edits the data of the chart and closes without letting Word draw it anew."""

    def change(body: bytes) -> bytes:
        book, out = load_workbook(BytesIO(body)), BytesIO()
        book["Gegevens"][address] = value
        book.save(out)
        return out.getvalue()

    return change


@pytest.mark.goal("65")
@pytest.mark.goal("68")
@pytest.mark.parametrize(("kind", "count"), [("covernota", 3), ("monitoringsrapport", 46)])
def test_charts_of_the_shipped_programme_agree(large: dict[str, bytes], kind: str, count: int, tmp_path: Path) -> None:
    assert problems(large[kind], tmp_path) == ()
    assert charts_in(tmp_path / "nota.docx") == count


@pytest.mark.goal("65")
@pytest.mark.goal("68")
@pytest.mark.parametrize(
    ("member", "change", "found"),
    [
        (CHART, replaced("<c:v>33</c:v>", "<c:v>34</c:v>"), "its workbook says '33' in Gegevens!$E$2:$E$7"),
        (CHART, replaced("<c:v>33</c:v>", "<c:v>34</c:v>"), "the chart shows 34, the table says 33"),
        (WORKBOOK, with_cell("E7", 34), "its workbook says '34' in Gegevens!$E$2:$E$7, the chart shows '33'"),
        (WORKBOOK, with_cell("A7", "Meting 7"), "its workbook says 'Meting 7' in Gegevens!$A$2:$A$7"),
        (WORKBOOK, with_cell("E1", "anders"), "its workbook says 'anders' in Gegevens!$E$1"),
        (CHART, replaced("Gegevens!$E$2:$E$7", "Gegevens!$E$2:$E$6"), "$E$2:$E$6 has 5 cells, the chart shows 6"),
        (CHART, replaced("Gegevens!$E$2:$E$7", "Blad1!$E$2:$E$7"), "Blad1!$E$2:$E$7 cannot be found in the workbook"),
        (CHART, replaced("Gegevens!$E$2:$E$7", "Gegevens!$E:$E"), "Gegevens!$E:$E cannot be found in the workbook"),
        (WORKBOOK, lambda body: body[:200], "Gegevens!$B$1 cannot be found in the workbook inside the chart"),
        (CHART, replaced("31/12/2023</c:v>", "31/12/2024</c:v>"), "has no row 'Meting 6, 31/12/2024'"),
        (CHART, replaced("gerealiseerd</c:v>", "klaar</c:v>"), "has no column '● klaar'"),
        (CHART, lambda body: body.replace(b"c:ser>", b"c:serie>"), "'Figuur 1' has no series that can be read"),
        (MONEY, lambda body: body.replace(b"4300<", b"3400<"), "the chart shows 3400, which the text does not name"),
        (MONEY, replaced("<c:v>4168.2</c:v>", "<c:v>4186.2</c:v>"), "shows 4186.2, the table says 4.168,2"),
    ],
)
def test_chart_that_contradicts_its_data_is_named(
    large: dict[str, bytes], member: str, change: Callable[[bytes], bytes], found: str, tmp_path: Path
) -> None:
    assert any(found in each for each in problems(changed(large["covernota"], member, change), tmp_path))


@pytest.mark.goal("65")
@pytest.mark.parametrize("cell", ["34", "drieëndertig"])
def test_cell_of_the_table_that_differs_from_the_chart_is_named(
    large: dict[str, bytes], cell: str, tmp_path: Path
) -> None:
    content = changed(large["covernota"], "word/document.xml", _in_the_evolution(">33<", f">{cell}<"))
    found = f"'Figuur 1', Meting 6, 31/12/2023, ● gerealiseerd: the chart shows 33, the table says {cell}"
    assert any(found in each for each in problems(content, tmp_path))


def _in_the_evolution(old: str, new: str) -> Callable[[bytes], bytes]:
    """A change in the table behind the first chart."""

    def change(body: bytes) -> bytes:
        before, chart, after = body.partition(b"<c:chart ")
        return before + chart + after.replace(old.encode(), new.encode(), 1)

    return change


@pytest.mark.goal("68")
def test_chart_without_its_table_is_named(large: dict[str, bytes], tmp_path: Path) -> None:
    def change(body: bytes) -> bytes:
        before, chart, after = body.partition(b"<c:chart ")
        left, _, rest = after.partition(b"<w:tbl>")
        return before + chart + left + rest.partition(b"</w:tbl>")[2].replace(b"<w:tbl>", b"<w:tbl>", 1)

    found = problems(changed(large["covernota"], "word/document.xml", change), tmp_path)
    assert any("chart 'Figuur 1'" in each and "the table 'Aantal projecten per speerpunt" in each for each in found)
    bare = changed(large["covernota"], "word/document.xml", _without_tables)
    assert "chart 'Figuur 3' has no table with its figures beside it" in problems(bare, tmp_path)


def _without_tables(body: bytes) -> bytes:
    return body.replace(b"w:tbl>", b"w:sdtContent>")


@pytest.mark.goal("33")
@pytest.mark.goal("68")
def test_chart_without_alternative_text_is_named(large: dict[str, bytes], tmp_path: Path) -> None:
    content = changed(large["covernota"], "word/document.xml", replaced('descr="', 'descr="" title2="'))
    assert "picture 'Figuur 1' has no alternative text" in problems(content, tmp_path)


@pytest.mark.goal("65")
def test_checks_of_a_release_see_a_chart_that_differs(large: dict[str, bytes]) -> None:
    wrong = changed(large["covernota"], WORKBOOK, with_cell("E7", 34))
    assert WordDocuments().read("covernota", "nota.docx", large["covernota"]).misfits == ()
    assert "‘Figuur 1’" in WordDocuments().read("covernota", "nota.docx", wrong).misfits
