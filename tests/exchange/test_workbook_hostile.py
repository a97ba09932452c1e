"""Files that are broken or mean harm are refused quickly, in Dutch, before anything is parsed."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from meetcyclus.domain.errors import BadInput
from tests.exchange.workbook_world import edited, files, filled, lookup, part, problems_of, repacked

SHEET = "xl/worksheets/sheet2.xml"
SECONDS = 3


def _only(tmp_path: Path, content: bytes) -> str:
    started = time.process_time()
    (problem,) = problems_of(tmp_path, content)
    assert time.process_time() - started < SECONDS
    assert problem.file == "invoer.xlsx"
    return problem.expected


def _with_rows(rows: bytes) -> bytes:
    return repacked(filled(), {SHEET: part(filled(), SHEET).replace(b"</sheetData>", rows + b"</sheetData>")})


def test_fixture_itself_is_accepted(tmp_path: Path) -> None:
    assert problems_of(tmp_path, repacked(filled(), {})) == ()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"nummer;status\r\nVV001;klaar\r\n", "een Excel-werkmap (.xlsx)"),
        (b"", "een Excel-werkmap (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "zonder wachtwoord"),
        (b"PK\x03\x04" + bytes(600), "een volledig en onbeschadigd bestand"),
        (b"PK\x03\x04" + bytes(10_000_001), "hoogstens 10 megabyte"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    assert expected in _only(tmp_path, content)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        files().read(tmp_path / "weg.xlsx", lookup)
    assert caught.value.problems[0].file == "weg.xlsx"


def test_truncated_file_is_refused(tmp_path: Path) -> None:
    assert "onbeschadigd" in _only(tmp_path, filled()[: len(filled()) // 2])


def test_flipped_byte_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(filled())) as package:
        place = package.getinfo(SHEET).header_offset + 200
    content = bytearray(filled())
    content[place] ^= 0xFF
    assert "onbeschadigd" in _only(tmp_path, bytes(content))


def test_damaged_xml_is_refused(tmp_path: Path) -> None:
    assert "onbeschadigd" in _only(tmp_path, repacked(filled(), {SHEET: part(filled(), SHEET)[:-40]}))


def test_shared_text_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    rows = b'<row r="9"><c r="A9" t="s"><v>999999</v></c></row>'
    assert "onbeschadigd" in _only(tmp_path, _with_rows(rows))


@pytest.mark.parametrize(
    "name",
    ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin", "xl/activeX/a.xml"],
)
def test_macros_links_and_objects_are_refused(tmp_path: Path, name: str) -> None:
    assert "zonder macro's" in _only(tmp_path, repacked(filled(), {name: b"<a/>"}))


def test_macro_workbook_by_type_is_refused(tmp_path: Path) -> None:
    name = "[Content_Types].xml"
    types = part(filled(), name).replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert "zonder macro's" in _only(tmp_path, repacked(filled(), {name: types}))


@pytest.mark.parametrize("name", ["../buiten.xml", "/etc/passwd", "xl/../../x.xml", "C:/x.xml"])
def test_part_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    assert "gewone naam" in _only(tmp_path, repacked(filled(), {name: b"<a/>"}))


def test_double_part_is_refused(tmp_path: Path) -> None:
    assert "elk onderdeel één keer" in _only(tmp_path, repacked(filled(), {SHEET.replace("sheet2", "Sheet3"): b"<a/>"}))


def test_small_bomb_is_refused(tmp_path: Path) -> None:
    bomb = repacked(filled(), {SHEET: b"<worksheet>" + b" " * 25_000_000 + b"</worksheet>"})
    assert len(bomb) < 100_000
    assert "samengeperst" in _only(tmp_path, bomb)


def test_large_bomb_is_refused_without_unpacking(tmp_path: Path) -> None:
    assert "uitgepakt hoogstens 30 megabyte" in _only(tmp_path, repacked(filled(), {SHEET: b" " * 31_000_000}))


def test_bloated_styles_are_refused(tmp_path: Path) -> None:
    styles = part(filled(), "xl/styles.xml").replace(b"</cellXfs>", b"<xf/>" * 100_000 + b"</cellXfs>")
    assert "samengeperst" in _only(tmp_path, repacked(filled(), {"xl/styles.xml": styles}))


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    cells = b"".join(b'<row r="%d"><c r="A%d"/></row>' % (row, row) for row in range(10, 200_000))
    assert "minder inhoud" in _only(tmp_path, _with_rows(cells))


def test_many_parts_are_refused(tmp_path: Path) -> None:
    parts = {f"xl/media/{number}.xml": b"<a/>" for number in range(201)}
    assert "hoogstens 200 onderdelen" in _only(tmp_path, repacked(filled(), dict(parts)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_own_definitions_in_xml_are_refused(tmp_path: Path, encoding: str) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
    expected = _only(tmp_path, repacked(filled(), {"xl/extra.xml": bomb.encode(encoding)}))
    assert "zonder eigen definities" in expected


def test_stretched_merge_is_one_problem(tmp_path: Path) -> None:
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    sheet = part(filled(), SHEET)
    parts = sheet.split(b"</sheetData>")
    content = repacked(filled(), {SHEET: parts[0] + merge + parts[1]})
    assert "maak het samenvoegen ongedaan" in _only(tmp_path, content)


def test_far_cell_does_not_hang(tmp_path: Path) -> None:
    rows = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "rijen of kolommen toevoegen" in _only(tmp_path, _with_rows(rows))


def test_false_dimension_hides_nothing(tmp_path: Path) -> None:
    sheet = part(edited(filled(), lambda workbook: workbook), SHEET)
    shrunk = sheet.replace(b'<dimension ref="A1:S3"', b'<dimension ref="A1:A1"')
    assert shrunk != sheet
    assert problems_of(tmp_path, repacked(filled(), {SHEET: shrunk})) == ()


def test_cell_stored_twice_is_refused(tmp_path: Path) -> None:
    rows = b'<row r="3"><c r="H3" t="inlineStr"><is><t>Nog niets.</t></is></c></row>'
    assert "elke cel één keer" in _only(tmp_path, _with_rows(rows))
