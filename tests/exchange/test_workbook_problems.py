"""A workbook is taken whole or not at all, and every bad place is named at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook.workbook import Workbook

from meetcyclus.domain.errors import BadInput
from tests.exchange.workbook_world import edited, filled, problems_of, read_back

Place = tuple[str, int, str, str]


def _plant(workbook: Workbook) -> None:
    projects, milestones, indicators = workbook["Projecten"], workbook["Mijlpalen"], workbook["Indicatoren"]
    projects["B2"].value = "Andere titel"
    projects["D2"].value = "bijna klaar"
    projects["D3"].value = None
    projects["I3"].value = "=A1"
    projects["Q2"].value = "30/02/2024"
    projects["T2"].value = "ernaast"
    milestones["A3"].value = "VV001-M99"
    milestones["F4"].value = "klaar"
    milestones["H2"].value = datetime(2024, 3, 1, 14, 30)
    milestones["I2"].value = 45047
    milestones["I2"].number_format = "General"
    milestones["B9"].value = "extra rij"
    indicators["I2"].value = "12 miljoen"
    indicators["J3"].value = None
    indicators["K3"].value = True
    indicators["L4"].value = "Geen waarde gegeven"


PLANTED: set[Place] = {
    ("Projecten", 2, "B (Titel)", "Andere titel"),
    ("Projecten", 2, "D (Status)", "bijna klaar"),
    ("Projecten", 3, "D (Status)", ""),
    ("Projecten", 3, "I (Stand van zaken)", "=A1"),
    ("Projecten", 2, "Q (Bijsturing klaar op)", "30/02/2024"),
    ("Projecten", 2, "T", "ernaast"),
    ("Mijlpalen", 3, "A (Kenmerk)", "VV001-M99"),
    ("Mijlpalen", 4, "F (Status)", "klaar"),
    ("Mijlpalen", 2, "H (Verwachte datum)", "01/03/2024 14:30"),
    ("Mijlpalen", 2, "I (Datum realisatie)", "45047"),
    ("Mijlpalen", 9, "B (Project)", "extra rij"),
    ("Indicatoren", 2, "I (Waarde)", "12 miljoen"),
    ("Indicatoren", 3, "J (Waardedatum)", ""),
    ("Indicatoren", 3, "K (Raming)", "True"),
    ("Indicatoren", 4, "I (Waarde)", ""),
    ("Indicatoren", 4, "J (Waardedatum)", ""),
    ("Indicatoren", 4, "K (Raming)", ""),
}


@pytest.mark.goal("11")
def test_every_planted_fault_is_named_once_and_nothing_is_read(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_back(tmp_path, edited(filled(), _plant))
    problems = caught.value.problems

    assert {(each.sheet, each.line, each.column, each.value) for each in problems} == PLANTED
    assert len(problems) == len(PLANTED)
    assert all(each.file == "invoer.xlsx" and each.expected for each in problems)
    assert "17 fouten" in str(caught.value)


@pytest.mark.goal("11")
@pytest.mark.parametrize(
    ("sheet", "address", "value", "expected"),
    [
        ("Projecten", "D2", "Gestart", "een van: nog niet gestart, opgestart"),
        ("Projecten", "F2", "weer", "een van: levering en prijzen, personeel, andere"),
        ("Projecten", "I2", datetime(2024, 5, 1), "tekst (Excel maakte hier een datum van"),
        ("Projecten", "I2", True, "tekst"),
        ("Projecten", "A2", None, "VV001 (deze cel is grijs"),
        ("Projecten", "E2", "personeel", "een lege cel (deze cel is grijs"),
        ("Projecten", "G1", "Reden", "Motivering (deze cel is grijs"),
        ("Mijlpalen", "D2", datetime(2024, 1, 1), "01/01/2023 (deze cel is grijs"),
        ("Mijlpalen", "F2", None, "dit veld is verplicht"),
        ("Mijlpalen", "H2", "31-12-2024", "geschreven als 31/12/2023"),
        ("Mijlpalen", "H2", "31/12/24", "geschreven als 31/12/2023"),
        ("Mijlpalen", "H2", datetime(203, 1, 1).replace(year=1905), "tussen 01/01/1990 en 31/12/2099"),
        ("Mijlpalen", "H2", time(12, 0), "zonder uur"),
        ("Mijlpalen", "H2", "#N/A", "een waarde, geen foutmelding van Excel"),
        ("Indicatoren", "E2", 1234.6, "1234,5 (deze cel is grijs"),
        ("Indicatoren", "I2", "=SUM(1;2)", "een waarde, geen formule"),
        ("Indicatoren", "I2", "1,234.56", "een getal zoals 1.234,5"),
        ("Indicatoren", "I2", "1.23", "een getal zoals 1.234,5"),
        ("Indicatoren", "I2", "1e6", "een getal zoals 1.234,5"),
        ("Indicatoren", "I2", "84,6%", "zonder procentteken"),
        ("Indicatoren", "K2", "misschien", "ja of nee"),
        ("Indicatoren", "XFD1048576", "ver weg", "rijen of kolommen toevoegen kan niet"),
    ],
)
def test_bad_value_gives_one_problem_that_says_what_is_expected(
    tmp_path: Path, sheet: str, address: str, value: object, expected: str
) -> None:
    def change(workbook: Any) -> None:
        workbook[sheet][address].value = value

    (problem,) = problems_of(tmp_path, edited(filled(), change))

    assert (problem.sheet, f"{problem.column.split()[0]}{problem.line}") == (sheet, address)
    assert expected in problem.expected


def test_percentage_cell_is_refused_because_excel_divided_it(tmp_path: Path) -> None:
    def type_percentage(workbook: Any) -> None:
        workbook["Indicatoren"]["I3"].value = 0.846
        workbook["Indicatoren"]["I3"].number_format = "0.00%"

    (problem,) = problems_of(tmp_path, edited(filled(), type_percentage))

    assert (problem.line, problem.column, problem.value) == (3, "I (Waarde)", "0,846")


def _merge(workbook: Any) -> None:
    workbook["Projecten"].merge_cells("D2:D3")


def _remove_row(workbook: Any) -> None:
    workbook["Mijlpalen"].delete_rows(4)


def _double_row(workbook: Any) -> None:
    workbook["Mijlpalen"]["A5"].value = "VV001-M01"


def _stranger(workbook: Any) -> None:
    workbook["Mijlpalen"]["A5"].value = "VV003-M01"


def _move_column(workbook: Any) -> None:
    workbook["Mijlpalen"].delete_cols(4)


def _rename(workbook: Any) -> None:
    workbook["Mijlpalen"].title = "Mijn mijlpalen"


def _remove_meta(workbook: Any) -> None:
    del workbook["_meta"]


def _meta(row: int, value: str) -> Callable[[Any], None]:
    def change(workbook: Any) -> None:
        workbook["_meta"].cell(row, 2).value = value

    return change


@pytest.mark.parametrize(
    ("change", "place", "expected"),
    [
        (_merge, ("Projecten", 2, "D (Status)", "D2:D3"), "maak het samenvoegen ongedaan"),
        (_remove_row, ("Mijlpalen", 0, "–", ""), "een rij met VV002-M01"),
        (_double_row, ("Mijlpalen", 5, "A (Kenmerk)", "VV001-M01"), "dit staat ook op rij 2"),
        (_stranger, ("Mijlpalen", 5, "A (Kenmerk)", "VV003-M01"), "een kenmerk dat in dit werkboek hoort"),
        (_move_column, ("Mijlpalen", 1, "D (Oorspronkelijke datum)", "Status op 31/12/2022"), "verschoven"),
        (_rename, ("Mijlpalen", 0, "–", ""), "het werkblad 'Mijlpalen'"),
        (_remove_meta, ("_meta", 0, "–", ""), "het verborgen werkblad '_meta' ontbreekt"),
        (_meta(1, "99"), ("_meta", 0, "–", "99"), "sjabloonversie 1"),
        (_meta(2, "PNRR"), ("_meta", 0, "–", "PNRR"), "een werkboek van programma VV"),
        (_meta(3, "2019-12"), ("_meta", 0, "–", "2019-12, anna@example.org"), "die we kennen"),
        (_meta(4, "wie@example.org"), ("_meta", 0, "–", "2023-12, wie@example.org"), "die we kennen"),
    ],
)
def test_changed_structure_gives_one_problem(
    tmp_path: Path, change: Callable[[Any], None], place: Place, expected: str
) -> None:
    (problem,) = problems_of(tmp_path, edited(filled(), change))

    assert (problem.sheet, problem.line, problem.column, problem.value) == place
    assert expected in problem.expected


def test_workbook_of_another_lead_is_refused_row_by_row(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, edited(filled(), _meta(4, "bart@example.org")))

    assert ("Projecten", 2, "VV001") in {(each.sheet, each.line, each.value) for each in problems}
    assert ("Mijlpalen", 4, "VV002-M01") in {(each.sheet, each.line, each.value) for each in problems}
