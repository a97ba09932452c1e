"""A workbook that leaves, is filled in as a person does and comes back says exactly what the person said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from meetcyclus.domain.entries import Entry, IndicatorReport, MilestoneReport, ProjectReport
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.workbook_filler import fill_workbook
from meetcyclus.exchange.workbook_text_cleaning import clean_text
from tests.exchange.workbook_world import (
    ANNA,
    BART,
    NOW,
    edited,
    files,
    filled,
    filled_entries,
    part,
    problems_of,
    programme_data,
    read_back,
    subject_for,
    written,
)
from tests.hostile_texts import hostile_texts


def _with_entry(entry: Entry) -> ProgrammeData:
    data = programme_data()
    return replace(data, entries=(*data.entries, entry))


def _cell(content: bytes, sheet: str, address: str) -> object:
    return load_workbook(BytesIO(content))[sheet][address].value


def test_filled_workbook_gives_the_entries_that_were_filled_in(tmp_path: Path) -> None:
    content = read_back(tmp_path, filled())

    assert (content.round_key, content.lead_email) == (NOW, ANNA)
    assert {each.project_number: each for each in content.entries} == filled_entries()


def test_formula_typed_as_text_stays_text(tmp_path: Path) -> None:
    first = read_back(tmp_path, filled()).entries[0]

    assert first.report.motivation == '=HYPERLINK("http://kwaad")'
    assert all(b"<f>" not in part(filled(), f"xl/worksheets/sheet{number}.xml") for number in range(1, 6))


def test_formula_in_the_register_is_written_as_text() -> None:
    assert _cell(written(), "Projecten", "B3") == "=1+1 Scholen"
    assert all(b"<f>" not in part(written(), f"xl/worksheets/sheet{number}.xml") for number in range(1, 6))


def _with_many_milestones() -> tuple[ProgrammeData, dict[str, str]]:
    """Five hundred milestones more, each with a text of its own as its description; the texts by their keys."""
    data = programme_data()
    texts = {f"VV001-N{number:03d}": text for number, text in enumerate(hostile_texts())}
    more = tuple(replace(data.milestones[0], id=key, description=text) for key, text in texts.items())
    return replace(data, milestones=(*data.milestones, *more)), texts


def _is_without_formulas(content: bytes) -> bool:
    return all(b"<f>" not in part(content, f"xl/worksheets/sheet{number}.xml") for number in range(1, 6))


@pytest.mark.goal("40")
def test_five_hundred_texts_of_the_register_are_shown_as_they_are_and_none_is_a_formula() -> None:
    data, texts = _with_many_milestones()
    content = files().write(subject_for(data=data))
    assert _is_without_formulas(content)
    rows = {row[0].value: row for row in load_workbook(BytesIO(content))["Mijlpalen"].iter_rows(min_row=2)}
    assert {cell.data_type for row in rows.values() for cell in row} <= {"s", "n", "d"}
    place = next(at for at, cell in enumerate(rows["VV001-M01"]) if cell.value == "Mijlpaal 1")
    # Excel writes a control character as _x0007_ in the file.
    shown = {key: re.sub("_x([0-9A-F]{4})_", _character, str(rows[key][place].value)) for key in texts}
    assert shown == {key: re.sub("_x([0-9A-F]{4})_", _character, text) for key, text in texts.items()}


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


@pytest.mark.goal("40")
def test_five_hundred_texts_that_a_lead_typed_come_back_and_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    data, texts = _with_many_milestones()
    first = filled_entries()["VV001"]
    # A spreadsheet program writes no control characters into a cell.
    typed = {key: re.sub("[\x00-\x1f\x7f-\x9f\ufffe\uffff]", "", text) for key, text in texts.items()}
    reports = tuple(
        MilestoneReport(key, "op_schema", date(2024, 1, 1), explanation=text) for key, text in typed.items()
    )
    entries = {**filled_entries(), "VV001": replace(first, milestones=(*first.milestones, *reports))}
    content = fill_workbook(files().write(subject_for(data=data)), entries, data)
    assert _is_without_formulas(content)
    cells = [cell for row in load_workbook(BytesIO(content))["Indicatoren"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == -1234567.25] == ["n"]
    path = tmp_path / "invoer.xlsx"
    path.write_bytes(content)
    back = files().read(path, lambda _, lead: subject_for(lead, data)).entries[0]
    said = {each.milestone_id: each.explanation for each in back.milestones if each.milestone_id in typed}
    assert said == {key: clean_text(text) for key, text in typed.items()}
    assert back.indicators[0].value == Decimal("-1234567.25")


def test_equal_subjects_give_equal_bytes() -> None:
    assert files().write(subject_for()) == files().write(subject_for())


def test_texts_of_the_previous_round_are_the_starting_point() -> None:
    assert _cell(written(), "Projecten", "I2") == "De eerste fiets\u00adpaden liggen er."
    assert _cell(written(), "Projecten", "H2") == _cell(written(), "Projecten", "I2")
    assert _cell(written(), "Mijlpalen", "H2") == _cell(written(), "Mijlpalen", "G2")


def test_old_status_becomes_the_one_it_maps_to_or_stays_blank() -> None:
    assert [_cell(written(), "Projecten", each) for each in ("C2", "D2")] == ["bezig", "in uitvoering na agendering VR"]
    assert [_cell(written(), "Projecten", each) for each in ("C3", "D3")] == ["onbekend", None]


def test_entry_of_this_round_goes_before_the_previous_round() -> None:
    entry = Entry(NOW, "VV001", 2, ProjectReport("actie", state_of_play="Nieuw."))

    content = files().write(subject_for(ANNA, _with_entry(entry)))

    assert [_cell(content, "Projecten", each) for each in ("D2", "I2", "K2")] == [
        "bijkomende actie noodzakelijk",
        "Nieuw.",
        None,
    ]


def test_value_of_an_indicator_is_never_prefilled_from_the_previous_round() -> None:
    assert [_cell(written(), "Indicatoren", each) for each in ("G2", "I2", "J2")] == [12.5, None, None]


def test_milestones_dropped_before_the_round_are_left_out() -> None:
    assert [_cell(written(), "Mijlpalen", f"A{row}") for row in range(2, 6)] == [
        "VV001-M01",
        "VV001-M02",
        "VV002-M01",
        None,
    ]


def test_milestone_dropped_in_this_very_round_is_still_asked() -> None:
    data = programme_data()
    dropped = tuple(replace(each, dropped_in=NOW) for each in data.milestones[:1])

    content = files().write(subject_for(ANNA, replace(data, milestones=dropped)))

    assert _cell(content, "Mijlpalen", "A2") == "VV001-M01"


def test_number_with_more_digits_than_excel_keeps_survives(tmp_path: Path) -> None:
    value = Decimal("1234567890123456.789")
    report = IndicatorReport("VV001-I01", value, date(2023, 12, 31), False)
    entries = {"VV001": replace(filled_entries()["VV001"], indicators=(report,))}

    back = read_back(tmp_path, fill_workbook(filled(), entries, programme_data()))

    assert back.entries[0].indicators[0].value == value


def _type_like_people(workbook: Workbook) -> None:
    projects, indicators = workbook["Projecten"], workbook["Indicatoren"]
    projects["D2"].value = "  Bijzondere\u00a0aandacht  nodig "
    projects["D3"].value = "stopgezet"
    projects["I2"].value = "e\u0301e\u0301n\u200b_x000D_\nregel\u00a0twee  "
    projects["K2"].value = 2024
    projects["Q2"].value = "31/12/2024"
    indicators["I2"].value = "1.234,5"
    indicators["I3"].value = "-12"
    indicators["K2"].value = "Nee"


def test_spellings_of_people_are_understood(tmp_path: Path) -> None:
    back = read_back(tmp_path, edited(filled(), _type_like_people))
    first, second = back.entries

    assert (first.report.status_code, second.report.status_code) == ("aandacht", "stopgezet")
    assert first.report.state_of_play == "één\nregel twee"
    assert first.report.achievements == "2024"
    assert first.report.corrective_due_on == date(2024, 12, 31)
    assert [each.value for each in first.indicators] == [Decimal("1234.5"), Decimal(-12)]
    assert first.indicators[0].is_estimate is False


def test_moved_rows_are_found_by_their_identifier(tmp_path: Path) -> None:
    def swap(workbook: Workbook) -> None:
        sheet = workbook["Projecten"]
        for column in range(1, 20):
            above, below = sheet.cell(2, column), sheet.cell(3, column)
            above.value, below.value = below.value, above.value

    back = read_back(tmp_path, edited(edited(filled(), _plain_texts), swap))

    assert [each.project_number for each in back.entries] == ["VV001", "VV002"]
    assert back.entries[0].report.cause_code == "levering"


def _plain_texts(workbook: Workbook) -> None:
    """What looks like a formula would become one when a test moves it with openpyxl."""
    workbook["Projecten"]["G2"].value = "reden"
    workbook["Projecten"]["B3"].data_type = "s"


def test_newer_register_is_no_fault_of_the_lead(tmp_path: Path) -> None:
    older = programme_data()
    older = replace(older, projects=(replace(older.projects[0], title="Oude titel"), *older.projects[1:]))

    content = fill_workbook(files().write(subject_for(ANNA, older)), filled_entries(), older)

    assert problems_of(tmp_path, content) == ()


def test_lead_without_indicators_gets_a_remark_and_can_return_the_workbook(tmp_path: Path) -> None:
    content = files().write(subject_for(BART))

    def choose(workbook: Workbook) -> None:
        workbook["Projecten"]["D2"].value = "opgestart"
        workbook["Mijlpalen"]["F2"].value = "op schema"

    assert "niets in te vullen" in str(_cell(content, "Indicatoren", "A2"))
    assert read_back(tmp_path, edited(content, choose)).entries[0].report == ProjectReport("opgestart")


@pytest.mark.parametrize("without", ["oorzaak", "previous"])
def test_columns_that_can_hold_nothing_are_left_out(without: str) -> None:
    data = programme_data()
    if without == "oorzaak":
        data = replace(data, code_values=tuple(each for each in data.code_values if each.list_name != "oorzaak"))
    else:
        data = replace(data, rounds=data.rounds[1:], milestones=(), entries=())
    sheet = load_workbook(BytesIO(files().write(subject_for(ANNA, data))))["Projecten"]
    headings = [str(each.value) for each in sheet[1]]

    unwanted = "Oorzaak" if without == "oorzaak" else "op 31/12/2022"
    assert not [each for each in headings if unwanted in each]
    assert "Stand van zaken" in headings
