"""Files that come in: all or nothing, and every bad place named with file, line, column, value and what is expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.command_line import Seat
from tests.cli.conftest import Played
from tests.cli.round_by_hand import filled, finance_file, programme_folder, reports_folder, workbook_of
from tests.factories import ANNA, BERT, KEY, NUMBERS, SECRETARIAT, credits, entry

PNRR = Path(__file__).parent.parent / "data" / "pnrr"


def _replace(path: Path, line: int, old: str, new: str) -> None:
    lines = path.read_text("utf-8").split("\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_text("\n".join(lines), "utf-8")


@pytest.mark.goal("11")
def test_programme_with_bad_values_is_refused_whole_and_every_value_named(tmp_path: Path) -> None:
    folder = programme_folder(tmp_path / "programme")
    _replace(folder / "projecten.csv", 3, "2025-06-30", "2025-13-30")
    _replace(folder / "mijlpalen.csv", 5, "kwalitatief", "mooi")
    seat = Seat(tmp_path / "house")
    errors = seat.ask("programme", "import", folder, expect=2).json["errors"]
    found = {(each["file"], each["line"], each["value"]) for each in errors}
    assert found == {("projecten.csv", 3, "2025-13-30"), ("mijlpalen.csv", 5, "mooi")}
    assert all(each["column"] and each["expected"] for each in errors)
    told = seat.run("programme", "import", folder).err
    assert "projecten.csv, line 3" in told
    assert "2025-13-30" in told
    assert seat.run("programme", "show").code == 2


def test_programme_of_another_country_comes_in_and_goes_out_the_same(tmp_path: Path) -> None:
    seat = Seat(tmp_path / "house")
    assert seat.ask("programme", "import", PNRR).json["projects"] == 191
    seat.ask("programme", "export", tmp_path / "out")
    for path in PNRR.glob("*.csv"):
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.goal("11")
def test_bad_workbook_names_every_cell_and_stores_nothing_while_a_good_one_is_taken(
    entering: Seat, tmp_path: Path
) -> None:
    export = entering.ask("workbook", "export", KEY, "--out", tmp_path / "books")
    changed = entry("KL001", 0)
    good = filled(workbook_of(export, ANNA), {"KL001": changed})
    bad = filled(workbook_of(export, BERT), {number: entry(number, 0) for number in NUMBERS[2:4]})
    spoiled = _spoil(bad)
    answer = entering.ask("workbook", "import", bad, good, by=SECRETARIAT, expect=2)
    errors = answer.json["errors"]
    assert {(each["sheet"], each["row"], each["column"][0], each["value"]) for each in errors} == spoiled
    assert all(each["file"] == bad.name and each["expected"] for each in errors)
    assert answer.json["accepted"] == [str(good)]
    assert [each["project"] for each in answer.json["receipts"] if each["is_new"]] == ["KL001"]
    assert entering.ask("entry", "show", KEY, "KL003").json["version"] == 1
    assert entering.ask("entry", "show", KEY, "KL001").json["version"] == 3
    assert "bad" not in answer.err or "Traceback" not in answer.err
    assert bad.name in answer.err


def _spoil(path: Path) -> set[tuple[str, int, str, str]]:
    """Type what cannot be in three cells; gives sheet, row, column letter and value of each."""
    workbook = load_workbook(path)
    sheet = workbook["Mijlpalen"]
    rows = [row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value).startswith("KL")][:3]
    heading = {str(cell.value): cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    column = heading["Status"]
    for row in rows:
        sheet.cell(row, column).value = "bijna klaar"
    workbook.save(path)
    return {(sheet.title, row, sheet.cell(row, column).column_letter, "bijna klaar") for row in rows}


def test_folder_of_reports_is_taken_whole_or_not_at_all(entering: Seat, tmp_path: Path) -> None:
    folder = reports_folder(tmp_path / "reports", *NUMBERS)
    _replace(folder / "projectrapporten.csv", 4, "aandacht", "prima")
    before = entering.ask("log").json["events"]
    errors = entering.ask("entry", "import", folder, by=SECRETARIAT, expect=2).json["errors"]
    assert [(each["file"], each["line"], each["value"]) for each in errors] == [("projectrapporten.csv", 4, "prima")]
    assert entering.ask("log").json["events"] == before


@pytest.mark.goal("30")
def test_finance_file_with_a_wrong_total_is_refused_with_its_line(played: Played, tmp_path: Path) -> None:
    extract = finance_file(tmp_path / "emoe.csv", credits(1))
    text = extract.read_text("utf-8")
    assert "14.000" in text
    extract.write_text(text.replace("14.000", "14.001"), "utf-8")
    errors = played.seat.ask("finance", "load", KEY, extract, by="dfb@example.org", expect=2).json["errors"]
    assert [(each["file"], each["line"] > 1, bool(each["column"])) for each in errors] == [("emoe.csv", True, True)]
