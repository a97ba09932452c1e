"""Money as offices send it: every spelling is right to the cent or refused at its own cell, never guessed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as some

from meetcyclus.domain import dutch
from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.csv_exchange import CsvExchange
from meetcyclus.exchange.finance_amounts import cents_of_number, cents_of_text
from meetcyclus.exchange.finance_formats import shown_otherwise
from meetcyclus.services.ports import FinanceFile
from tests.exchange.amount_spellings import REFUSED, RIGHT
from tests.exchange.small_programme import write_small

HEADER = ("Projectnummer", "Begrotingsjaar", "Begrotingsartikel", "Vastgelegd", "Vereffend", "Standdatum", "Opmerking")
AMOUNTS = some.integers(-(10**15) + 1, 10**15 - 1)

# Numbers as Excel holds them, with the format that shows them: cents, or None where that is no amount.
NUMBERS: tuple[tuple[object, str, int | None], ...] = (
    (0, "General", 0),
    (1234, "General", 123400),
    (-1234.5, "#,##0.00", -123450),
    (1234567.89, "#,##0.00", 123456789),
    (0.1 + 0.2, "General", 30),
    (1.1 * 3, "0.00", 330),
    (4168123456.78, "#,##0", 416812345678),
    (9999999999999.99, "#,##0.00", 999999999999999),
    (1234.5000005, "0.00", 123450),
    (1e6, "0.00E+00", 100000000),
    (12.5, '#,##0.00\\ "€"', 1250),
    (12.5, "#,##0.00\\ [$€-813];[RED]\\-#,##0.00\\ [$€-813]", 1250),
    (-12.5, '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', -1250),
    (12, '#,##0.00 "EUR"', 1200),
    (12, "#,##0_);(#,##0)", 1200),
    (12, "[$-813]#,##0.00", 1200),
    (1.005, "0.00", None),
    (12.3456, "0.00", None),
    (1234.500002, "0.00", None),
    (1e13, "General", None),
    (0.5, "0%", None),
    (12, '#,##0 "k€"', None),
    (12, '0 "keuro"', None),
    (12, '0.0 "mio"', None),
    (1234567, "#,##0,", None),
    (1234567, '0.0,,"M"', None),
    (12, "[$$-409]#,##0.00", None),
    (12, '"USD" 0.00', None),
    (12, "[$£-809]#,##0.00", None),
    (45291, "dd/mm/yyyy", None),
    (0.5, "hh:mm", None),
    (True, "General", None),
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> ProgrammeData:
    return CsvExchange().read_programme(write_small(tmp_path_factory.mktemp("money") / "programme"))


def read(path: Path, data: ProgrammeData) -> FinanceFile:
    return CsvExchange().read_finance(path, data, "2022-12")


def problems(path: Path, data: ProgrammeData) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as refused:
        read(path, data)
    return refused.value.problems


def csv_of(path: Path, amounts: Sequence[str], total: str, mark: str = ";", encoding: str = "utf-8") -> Path:
    lines = [HEADER, *(("KP001", "2021", f"A{at}", each, "0", "31/12/2022", "") for at, each in enumerate(amounts))]
    rows = [*lines, ("TOTAAL", "", "", total, "0", "", "")]
    text = "\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows)
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_of(path: Path, cells: Sequence[tuple[object, str]], total_cents: int, *, is_1904: bool = False) -> Path:
    book = xlsxwriter.Workbook(str(path), {"date_1904": is_1904, "strings_to_numbers": False})
    sheet = book.add_worksheet("Extract")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for at, name in enumerate(HEADER):
        sheet.write_string(0, at, name)
    for line, (value, shown) in enumerate(cells, start=1):
        for at, text in enumerate(("KP001", "2021", f"A{line}")):
            sheet.write_string(line, at, text)
        look = book.add_format({"num_format": shown})
        if isinstance(value, str):
            sheet.write_string(line, 3, value, look)
        elif isinstance(value, bool):
            sheet.write_boolean(line, 3, value, look)
        else:
            assert isinstance(value, (int, float))
            sheet.write_number(line, 3, value, look)
        sheet.write_number(line, 4, 0)
        sheet.write_datetime(line, 5, datetime(2022, 12, 31), day)
    sheet.write_string(len(cells) + 1, 0, "TOTAAL")
    sheet.write_string(len(cells) + 1, 3, dutch.amount(total_cents))
    sheet.write_number(len(cells) + 1, 4, 0)
    book.close()
    return path


def committed(extract: FinanceFile) -> list[int]:
    return [row.credit.committed_cents for row in extract.rows]


@pytest.mark.goal("64")
def test_there_are_two_hundred_spellings_and_none_is_both_right_and_refused() -> None:
    assert len(RIGHT) + len(set(REFUSED)) + len(NUMBERS) >= 200
    assert not RIGHT.keys() & set(REFUSED)


@pytest.mark.goal("64")
@pytest.mark.parametrize(("text", "cents"), RIGHT.items(), ids=ascii)
def test_a_spelling_is_read_to_the_cent(text: str, cents: int, data: ProgrammeData, tmp_path: Path) -> None:
    assert committed(read(csv_of(tmp_path / "emoe.csv", [text], dutch.amount(cents)), data)) == [cents]


@pytest.mark.goal("64")
@pytest.mark.parametrize("text", sorted(set(REFUSED)), ids=ascii)
def test_a_spelling_is_refused_at_its_own_cell(text: str, data: ProgrammeData, tmp_path: Path) -> None:
    (problem,) = problems(csv_of(tmp_path / "emoe.csv", [text], "0"), data)
    assert (problem.file, problem.line, problem.column, problem.cell) == ("emoe.csv", 2, "Vastgelegd", "D2")
    assert problem.value == text and "1.234.567,89" in problem.expected


@pytest.mark.goal("64")
@pytest.mark.parametrize("is_1904", [False, True], ids=["1900", "1904"])
def test_text_cells_mean_the_same_in_a_workbook(is_1904: bool, data: ProgrammeData, tmp_path: Path) -> None:
    cells = [(text, "@") for text in RIGHT]
    path = xlsx_of(tmp_path / "emoe.xlsx", cells, sum(RIGHT.values()), is_1904=is_1904)
    extract = read(path, data)
    assert committed(extract) == list(RIGHT.values())
    assert {row.credit.stand_on for row in extract.rows} == {date(2022, 12, 31)}


@pytest.mark.goal("64")
def test_text_cells_are_refused_one_by_one_in_a_workbook(data: ProgrammeData, tmp_path: Path) -> None:
    texts = sorted(set(REFUSED))
    found = problems(xlsx_of(tmp_path / "emoe.xlsx", [(text, "@") for text in texts], 0), data)
    assert [(each.sheet, each.cell) for each in found] == [("Extract", f"D{at + 2}") for at in range(len(texts))]


@pytest.mark.goal("64")
@pytest.mark.parametrize("is_1904", [False, True], ids=["1900", "1904"])
def test_numbers_and_texts_mix_in_a_column(is_1904: bool, data: ProgrammeData, tmp_path: Path) -> None:
    good = [(value, shown, cents) for value, shown, cents in NUMBERS if cents is not None]
    mixed = [*good, ("1.234,56", "@", 123456), ("(1 234)", "General", -123400), ("12,50-", "0.00", -1250)]
    cells = [(value, shown) for value, shown, _ in mixed]
    path = xlsx_of(tmp_path / "emoe.xlsx", cells, sum(cents for _, _, cents in mixed), is_1904=is_1904)
    assert committed(read(path, data)) == [cents for _, _, cents in mixed]


@pytest.mark.goal("64")
def test_a_number_that_is_no_amount_is_refused_at_its_own_cell(data: ProgrammeData, tmp_path: Path) -> None:
    bad = [(value, shown) for value, shown, cents in NUMBERS if cents is None]
    found = problems(xlsx_of(tmp_path / "emoe.xlsx", bad, 0), data)
    assert [each.cell for each in found] == [f"D{at + 2}" for at in range(len(bad))]
    assert all(each.value and each.expected for each in found)


@pytest.mark.goal("64")
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_workbook_that_libreoffice_saved_says_the_same(data: ProgrammeData, tmp_path: Path) -> None:
    good = [(value, shown, cents) for value, shown, cents in NUMBERS if cents is not None]
    cells = [*((text, "@") for text in RIGHT), *((value, shown) for value, shown, _ in good)]
    wanted = [*RIGHT.values(), *(cents for _, _, cents in good)]
    source = xlsx_of(tmp_path / "emoe.xlsx", cells, sum(wanted), is_1904=True)
    saved = tmp_path / "saved"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(saved), str(source)], check=True, capture_output=True, timeout=180)
    extract = read(saved / "emoe.xlsx", data)
    assert committed(extract) == wanted
    assert {row.credit.stand_on for row in extract.rows} == {date(2022, 12, 31)}


@pytest.mark.goal("64")
@pytest.mark.parametrize("mark", [";", "\t", ",", "|"], ids=["semicolon", "tab", "comma", "bar"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_separator_and_encoding_are_taken_from_the_file(
    mark: str, encoding: str, data: ProgrammeData, tmp_path: Path
) -> None:
    path = csv_of(tmp_path / "emoe.csv", ["€ 1.234,56", "12,50-"], "1.222,06", mark, encoding)
    if mark == ",":
        path.write_bytes(path.read_bytes().replace(b'"0"', b'"0,00"'))
    assert committed(read(path, data)) == [123456, -1250]


@pytest.mark.goal("64")
def test_an_amount_that_a_comma_cut_in_two_is_refused(data: ProgrammeData, tmp_path: Path) -> None:
    path = tmp_path / "emoe.csv"
    head = "Projectnummer,Begrotingsjaar,Begrotingsartikel,Standdatum,Opmerking,Vastgelegd,Vereffend\n"
    path.write_text(head + "KP001,2021,A1,31/12/2022,,1.234,56\nTOTAAL,,,,,1.234,56\n")
    assert {each.cell for each in problems(path, data)} == {"F2", "G2", "F3", "G3"}


@pytest.mark.goal("64")
@pytest.mark.parametrize("encoding", ["cp850", "mac_roman", "utf-16"])
def test_text_in_an_encoding_of_elsewhere_is_refused(encoding: str, data: ProgrammeData, tmp_path: Path) -> None:
    path = csv_of(tmp_path / "emoe.csv", ["1"], "1", encoding="utf-8")
    path.write_bytes(path.read_text().replace('31/12/2022";""', '31/12/2022";"financiële één"').encode(encoding))
    (problem,) = problems(path, data)
    assert "UTF-8" in problem.expected and problem.value.startswith("byte 0x")


@pytest.mark.goal("64")
@pytest.mark.parametrize(
    "last",
    [
        "TOTAAL;;;{0};0;;\n",
        "Totaal:;;;{0};0;;\n\n\n;;;;;;\n",
        "EINDTOTAAL ;;;{0};0;;\n   ; ;;;;;\n",
        ";;Algemeen totaal;{0};0;;\n",
        ";totaal;;{0};0,00;31/12/2022;\n",
        "TOTAAL;;;{0};0\n",
    ],
)
def test_the_last_line_is_known_in_several_forms(last: str, data: ProgrammeData, tmp_path: Path) -> None:
    path = tmp_path / "emoe.csv"
    path.write_text(";".join(HEADER) + "\nKP001;2021;A1;1.234,56;0;31/12/2022;\n" + last.format("1.234,56"))
    assert read(path, data).stated_committed_cents == 123456
    path.write_text(path.read_text().replace("1.234,56;0", "1.234,57;0", 1))
    (problem,) = problems(path, data)
    assert (problem.cell, problem.value) == ("D3", "1.234,56")


@pytest.mark.goal("64")
def test_moved_columns_are_found_and_an_unknown_one_is_refused_at_its_address(
    data: ProgrammeData, tmp_path: Path
) -> None:
    path = tmp_path / "emoe.csv"
    head = "VEREFFEND;vastgelegd ;Opmerking;Standdatum;Begrotingsartikel;Projectnummer;Begrotingsjaar"
    path.write_text(f"{head}\n0,01;2,00;;31-12-2022;A1;KP001;2021\n0,01;2,00;;;;TOTAAL;\n")
    (row,) = read(path, data).rows
    assert (row.credit.committed_cents, row.credit.settled_cents) == (200, 1)
    path.write_text(path.read_text().replace("jaar\n", "jaar;Correctie\n"))
    (problem,) = problems(path, data)
    assert (problem.cell, problem.value) == ("H1", "Correctie")


@pytest.mark.goal("64")
@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_a_second_sheet_with_content_is_refused_also_when_nobody_sees_it(
    state: str, data: ProgrammeData, tmp_path: Path
) -> None:
    path = xlsx_of(tmp_path / "emoe.xlsx", [(1, "General")], 100)
    book = openpyxl.load_workbook(path)
    other = book.create_sheet("Oud")
    other["A1"], other.sheet_state = "Projectnummer", state
    book.create_sheet("Leeg")
    book.save(path)
    (problem,) = problems(path, data)
    assert "Extract, Oud" in problem.expected


@pytest.mark.goal("64")
@pytest.mark.parametrize("text", ["31/12/2022", "31-12-2022", "31.12.2022", "2022-12-31", " 31/12/2022 "])
def test_a_date_as_text_is_read(text: str, data: ProgrammeData, tmp_path: Path) -> None:
    path = csv_of(tmp_path / "emoe.csv", ["1"], "1")
    path.write_text(path.read_text().replace("31/12/2022", text))
    assert read(path, data).rows[0].credit.stand_on == date(2022, 12, 31)


@pytest.mark.goal("64")
@pytest.mark.parametrize("text", ["44926", "12/31/2022", "31/12/22", "31-12/2022", "31 december 2022", "20221231", ""])
def test_a_date_that_could_be_another_is_refused(text: str, data: ProgrammeData, tmp_path: Path) -> None:
    path = csv_of(tmp_path / "emoe.csv", ["1"], "1")
    path.write_text(path.read_text().replace("31/12/2022", text))
    (problem,) = problems(path, data)
    assert (problem.cell, problem.value) == ("F2", text)


@pytest.mark.goal("64")
@given(cents=AMOUNTS)
def test_every_amount_survives_text_and_the_numbers_of_excel(cents: int) -> None:
    assert cents_of_text(dutch.amount(cents)) == cents
    assert cents_of_number(cents / 100) == cents
    assert cents_of_number(float(Decimal(cents).scaleb(-2))) == cents


@pytest.mark.goal("64")
def test_the_plain_formats_of_excel_show_the_number_itself() -> None:
    plain = ("General", "0", "0.00", "#,##0", "#,##0.00", "@", "#,##0;[Red]-#,##0", "0.00E+00", "# ?/?", "yyyy-mm-dd")
    assert [shown_otherwise(each) for each in plain] == [""] * len(plain)
