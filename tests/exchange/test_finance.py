"""The finance extract: Belgian text and Excel values, right or refused, and always against its control total."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.csv_exchange import CsvExchange
from meetcyclus.exchange.finance import write_finance
from tests.exchange.small_programme import SETTINGS, write_small

HEADER = "Projectnummer;Begrotingsjaar;Begrotingsartikel;Vastgelegd;Vereffend;Standdatum;Opmerking\n"
LINE = "KP001;2021;1EC218;1.234.567,89;-12,50;31/12/2022;\n"
TOTAL = "TOTAAL;;;1.234.567,89;-12,50;;\n"
CREDITS = (
    Credit("2022-12", "KP001", 2021, "1EC218", 123456789, 10, date(2022, 12, 31)),
    Credit("2022-12", "KP001", 2022, "1EC218", 1, -1250, date(2022, 12, 31), '=SOM(A1) en "meer"; zeker'),
    Credit("2022-12", "KP002", 2022, "QB0", 99_999_999_999_99, 0, date(2022, 12, 30)),
)


@pytest.fixture
def data(tmp_path: Path) -> ProgrammeData:
    return CsvExchange().read_programme(write_small(tmp_path / "programme"))


def refusal(path: Path, data: ProgrammeData) -> BadInput:
    with pytest.raises(BadInput) as refused:
        CsvExchange().read_finance(path, data, "2022-12")
    assert refused.value.problems
    return refused.value


def problems_of_text(text: str, data: ProgrammeData, folder: Path) -> tuple[Problem, ...]:
    path = folder / "emoe.csv"
    path.write_text(text, encoding="utf-8")
    return refusal(path, data).problems


def places(found: tuple[Problem, ...]) -> list[tuple[int, str]]:
    return [(each.line, each.column) for each in found]


def write_workbook(path: Path, change: Callable[[Worksheet], None], data: ProgrammeData) -> Path:
    write_finance(CREDITS[:1], data, path)
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


@pytest.mark.goal("30")
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_what_is_written_is_read_back_to_the_cent(suffix: str, data: ProgrammeData, tmp_path: Path) -> None:
    extract = CsvExchange().read_finance(write_finance(CREDITS, data, tmp_path / f"emoe.{suffix}"), data, "2022-12")
    assert tuple(each.credit for each in extract.rows) == CREDITS
    assert [each.line for each in extract.rows] == [2, 3, 4]
    assert (extract.stated_committed_cents, extract.stated_settled_cents) == (10000123456789, -1240)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_equal_credits_give_equal_bytes(suffix: str, data: ProgrammeData, tmp_path: Path) -> None:
    one = write_finance(CREDITS, data, tmp_path / f"a.{suffix}").read_bytes()
    assert one == write_finance(CREDITS, data, tmp_path / f"b.{suffix}").read_bytes()


def test_belgian_text_is_read_with_and_without_byte_order_mark(data: ProgrammeData, tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        path = tmp_path / "emoe.csv"
        path.write_text(HEADER + LINE + TOTAL, encoding=encoding, newline="\r\n")
        (row,) = CsvExchange().read_finance(path, data, "2022-12").rows
        assert (row.credit.committed_cents, row.credit.settled_cents) == (123456789, -1250)
        assert (row.credit.stand_on, row.credit.round_key) == (date(2022, 12, 31), "2022-12")


@pytest.mark.goal("30")
@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("KP001", "VV001", "Projectnummer"),
        ("KP001", "", "Projectnummer"),
        (";2021;", ";21;", "Begrotingsjaar"),
        (";2021;", ";1789;", "Begrotingsjaar"),
        ("1EC218", "", "Begrotingsartikel"),
        ("1.234.567,89", "1,234,567.89", "Vastgelegd"),
        ("1.234.567,89", "1234567.89", "Vastgelegd"),
        ("1.234.567,89", "1.234,567", "Vastgelegd"),
        ("-12,50", "(12,50", "Vereffend"),
        ("-12,50", "n.v.t.", "Vereffend"),
        ("31/12/2022", "12/31/2022", "Standdatum"),
        ("31/12/2022", "44926", "Standdatum"),
        ("1EC218", "Subtotaal", "Begrotingsartikel"),
        ("31/12/2022", "31/02/2022", "Standdatum"),
        ("31/12/2022;", "31/12/2022;te\x07kst", "Opmerking"),
    ],
)
def test_a_bad_cell_is_the_only_place_named(
    old: str, new: str, column: str, data: ProgrammeData, tmp_path: Path
) -> None:
    assert old in LINE
    assert places(problems_of_text(HEADER + LINE.replace(old, new) + TOTAL, data, tmp_path)) == [(2, column)]


def test_a_project_that_is_not_registered_is_left_to_the_service(data: ProgrammeData, tmp_path: Path) -> None:
    path = tmp_path / "emoe.csv"
    path.write_text(HEADER + LINE.replace("KP001", "KP999") + TOTAL)
    assert CsvExchange().read_finance(path, data, "2022-12").rows[0].credit.project_number == "KP999"


def test_a_repeated_line_names_the_first(data: ProgrammeData, tmp_path: Path) -> None:
    (found,) = problems_of_text(HEADER + LINE + LINE + TOTAL, data, tmp_path)
    assert (found.line, "line 2" in found.expected) == (3, True)


@pytest.mark.goal("63")
def test_a_control_total_that_differs_names_both_amounts(data: ProgrammeData, tmp_path: Path) -> None:
    path = tmp_path / "emoe.csv"
    path.write_text(HEADER + LINE + TOTAL.replace("1.234.567,89", "1.234.567,88"))
    error = refusal(path, data)
    assert places(error.problems) == [(3, "Vastgelegd")]
    assert "1.234.567,88" in str(error) and "1.234.567,89" in str(error)


@pytest.mark.goal("63")
def test_an_absent_control_total_names_what_the_lines_add_up_to(data: ProgrammeData, tmp_path: Path) -> None:
    (found,) = problems_of_text(HEADER + LINE, data, tmp_path)
    assert "1.234.567,89" in found.expected and "-12,50" in found.expected


def test_lines_after_the_control_total_are_refused(data: ProgrammeData, tmp_path: Path) -> None:
    assert places(problems_of_text(HEADER + LINE + TOTAL + LINE, data, tmp_path)) == [(4, "Projectnummer")]


@pytest.mark.goal("58")
@pytest.mark.parametrize("text", ["", HEADER, HEADER + "TOTAAL;;;0,00;0,00;;\n"], ids=["nothing", "header", "total"])
def test_an_extract_without_lines_is_refused(text: str, data: ProgrammeData, tmp_path: Path) -> None:
    assert problems_of_text(text, data, tmp_path)


def test_other_columns_than_agreed_are_named(data: ProgrammeData, tmp_path: Path) -> None:
    found = problems_of_text(HEADER.replace("Standdatum", "Datum") + LINE + TOTAL, data, tmp_path)
    assert places(found) == [(1, "Datum"), (1, "Standdatum")]


def test_another_layout_in_the_settings_is_followed(tmp_path: Path) -> None:
    settings = SETTINGS.replace('";"', '"|"').replace('"TOTAAL"', '"SOM"').replace('"Projectnummer"', '"Project"')
    data = CsvExchange().read_programme(write_small(tmp_path / "programme", {"programma.toml": settings}))
    path = write_finance(CREDITS, data, tmp_path / "emoe.csv")
    assert path.read_text().startswith("Project|Begrotingsjaar|")
    assert len(CsvExchange().read_finance(path, data, "2022-12").rows) == 3


def test_text_in_another_encoding_is_refused(data: ProgrammeData, tmp_path: Path) -> None:
    path = tmp_path / "emoe.csv"
    path.write_bytes((HEADER + LINE.replace(";\n", ";Bé\n") + TOTAL).encode("cp850"))
    assert places(refusal(path, data).problems) == [(2, "")]


@pytest.mark.parametrize(
    ("address", "value", "place"),
    [
        ("D2", 1.005, (2, "Vastgelegd")),
        ("D2", True, (2, "Vastgelegd")),
        ("D2", "=D3*2", (2, "Vastgelegd")),
        ("D2", "#N/A", (2, "Vastgelegd")),
        ("D2", datetime(2022, 1, 1), (2, "Vastgelegd")),
        ("B2", 2021.5, (2, "Begrotingsjaar")),
        ("G2", 44926.5, (2, "Opmerking")),
        ("F2", "44926", (2, "Standdatum")),
        ("F2", datetime(2022, 12, 31, 8, 30), (2, "Standdatum")),
        ("A2", "#REF!", (2, "Projectnummer")),
        ("C2", "#N/A", (2, "Begrotingsartikel")),
        ("G2", "=A2", (2, "Opmerking")),
        ("H2", "los", (2, "cell 8")),
    ],
)
def test_a_bad_cell_of_a_workbook_is_the_only_place_named(
    address: str, value: object, place: tuple[int, str], data: ProgrammeData, tmp_path: Path
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet[address].value = value

    found = refusal(write_workbook(tmp_path / "emoe.xlsx", change, data), data).problems
    assert places(found) == [place]
    assert found[0].sheet == "Extract"


def test_amounts_and_dates_as_text_in_a_workbook_are_read(data: ProgrammeData, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["D2"].value, sheet["F2"].value, sheet["B2"].value = "1 234 567,89", "31/12/2022", "2021"

    path = write_workbook(tmp_path / "emoe.xlsx", change, data)
    assert CsvExchange().read_finance(path, data, "2022-12").rows[0].credit == CREDITS[0]


def test_binary_noise_of_a_number_is_no_difference(data: ProgrammeData, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["D2"].value = sheet["D3"].value = 0.1 + 0.2

    path = write_workbook(tmp_path / "emoe.xlsx", change, data)
    assert CsvExchange().read_finance(path, data, "2022-12").stated_committed_cents == 30


def test_a_second_sheet_with_content_is_refused(data: ProgrammeData, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.parent.create_sheet("Toelichting")["A1"] = "iets"  # type: ignore[union-attr]

    assert "Toelichting" in str(refusal(write_workbook(tmp_path / "emoe.xlsx", change, data), data))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 stuk", HEADER.encode(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"], ids=repr
)
def test_what_is_no_workbook_is_refused_in_clear_words(content: bytes, data: ProgrammeData, tmp_path: Path) -> None:
    path = tmp_path / "emoe.xlsx"
    path.write_bytes(content)
    assert "Excel workbook" in str(refusal(path, data))


def test_a_truncated_workbook_is_refused(data: ProgrammeData, tmp_path: Path) -> None:
    path = write_finance(CREDITS, data, tmp_path / "emoe.xlsx")
    path.write_bytes(path.read_bytes()[:-200])
    assert "Excel workbook" in str(refusal(path, data))


def with_member(path: Path, name: str, content: bytes) -> None:
    buffer = BytesIO(path.read_bytes())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    path.write_bytes(buffer.getvalue())


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "../buiten.xml"])
def test_a_workbook_with_more_than_cells_is_refused(name: str, data: ProgrammeData, tmp_path: Path) -> None:
    path = write_finance(CREDITS, data, tmp_path / "emoe.xlsx")
    with_member(path, name, b"x")
    assert refusal(path, data)


def test_a_workbook_that_swells_is_refused_before_it_is_read(data: ProgrammeData, tmp_path: Path) -> None:
    path = write_finance(CREDITS, data, tmp_path / "emoe.xlsx")
    with_member(path, "xl/worksheets/sheet9.xml", bytes(60 * 2**20))
    assert "unpacked" in str(refusal(path, data))


def test_a_cell_far_away_does_not_hang(data: ProgrammeData, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["XFD1048576"].value = 1

    assert "lines" in str(refusal(write_workbook(tmp_path / "emoe.xlsx", change, data), data))


@pytest.mark.parametrize("name", ["emoe.ods", "emoe.xls", "nergens.csv"])
def test_other_files_are_refused(name: str, data: ProgrammeData, tmp_path: Path) -> None:
    path = tmp_path / name
    if not name.startswith("nergens"):
        path.write_bytes(b"x")
    refusal(path, data)


def test_writing_another_kind_of_file_is_refused(data: ProgrammeData, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="xlsx"):
        write_finance(CREDITS, data, tmp_path / "emoe.ods")


@pytest.mark.goal("40")
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "=cmd|' /C calc'!A0", '=HYPERLINK("x")'])
def test_no_text_of_an_extract_becomes_a_formula_and_a_negative_amount_stays_a_number(
    text: str, data: ProgrammeData, tmp_path: Path
) -> None:
    credit = Credit("2022-12", "KP001", 2021, "A1", -1250, -1, date(2022, 12, 31), text)
    for suffix in ("csv", "xlsx"):
        path = write_finance([credit], data, tmp_path / f"emoe.{suffix}")
        assert [each.credit for each in CsvExchange().read_finance(path, data, "2022-12").rows] == [credit]
    book = openpyxl.load_workbook(tmp_path / "emoe.xlsx")
    cells = {cell.coordinate: cell for row in book.worksheets[0].iter_rows() for cell in row}
    assert (cells["D2"].value, cells["E2"].value, cells["D2"].data_type) == (-12.5, -0.01, "n")
    assert not [each for each in cells.values() if each.data_type == "f"]
    (line,) = list(csv.reader((tmp_path / "emoe.csv").read_text().splitlines(), delimiter=";"))[1:2]
    assert line[3:5] == ["-12,50", "-0,01"] and line[6].startswith("'")


@pytest.mark.goal("63")
def test_amounts_beyond_the_digits_of_excel_travel_as_text(data: ProgrammeData, tmp_path: Path) -> None:
    rows = [
        Credit("2022-12", "KP001", year, "A1", 10**15 + year, 10**15 - 1, date(2022, 12, 31)) for year in (2021, 2022)
    ]
    extract = CsvExchange().read_finance(write_finance(rows, data, tmp_path / "emoe.xlsx"), data, "2022-12")
    assert [each.credit for each in extract.rows] == rows
    assert extract.stated_committed_cents == 2 * 10**15 + 4043
