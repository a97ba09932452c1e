"""What the monitoring report says of each project."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from meetcyclus.documents import WordReports
from meetcyclus.documents.inspection import problems_of
from tests.documents import samples
from tests.documents.conftest import both
from tests.documents.word import headings, opened, whole


@pytest.fixture(scope="module")
def said(small: dict[str, bytes]) -> str:
    return whole(small["monitoringsrapport"])


def rows_of(content: bytes, first: str) -> list[list[str]]:
    """The rows of every table whose header starts with this word."""
    tables = [each for each in opened(content).tables if each.rows[0].cells[0].text == first]
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for table in tables for row in table.rows[1:]]


def test_every_project_has_a_sheet_under_speerpunt_and_cluster(large: dict[str, bytes]) -> None:
    found = headings(large["monitoringsrapport"])
    assert sum(level == 3 for level, _ in found) == 181
    assert sum(level == 2 for level, _ in found) == 36
    assert sum(text.startswith("Speerpunt S") for level, text in found if level == 1) == 7


def test_large_report_holds_every_milestone_once(large: dict[str, bytes]) -> None:
    assert len(rows_of(large["monitoringsrapport"], "Omschrijving")) == 1753


def test_status_has_icon_word_and_colour(small: dict[str, bytes]) -> None:
    tables = [each for each in opened(small["monitoringsrapport"]).tables if each.rows[0].cells[0].text == "Status"]
    cell = tables[0].rows[1].cells[0]
    assert cell.text.replace("\u00a0", " ") == "○ niet gestart"
    assert 'w:fill="6B7280"' in cell._tc.xml


def test_status_now_stands_beside_the_previous_one(small: dict[str, bytes]) -> None:
    rows = rows_of(small["monitoringsrapport"], "Status bij meting 6, 31/12/2023")
    assert rows[0] == ["● gerealiseerd", "◑ in uitvoering", "gewijzigd"]
    assert rows[1][2] == "ongewijzigd"
    assert rows[6] == ["◆ actie", "niet gerapporteerd", "–"]


def test_milestone_row_has_dates_status_and_evidence(small: dict[str, bytes]) -> None:
    rows = rows_of(small["monitoringsrapport"], "Omschrijving")
    assert rows[0] == ["Mijlpaal P1-M01", "30/06/2023", "01/05/2023", " ● gerealiseerd ", "01/05/2023", "ja"]
    assert rows[1] == ["Mijlpaal P1-M03", "30/06/2023", "30/06/2023", "–", "–", "nee"]


def test_indicator_row_says_how_far_and_marks_an_estimate(small: dict[str, bytes], said: str) -> None:
    rows = rows_of(small["monitoringsrapport"], "Indicator")
    assert rows[0] == ["Woningen", "stuks", "0", "100", "25,5* (30/11/2023)", "26%"]
    assert "* raming" in said


def test_means_are_shown_after_shifts(small: dict[str, bytes], said: str) -> None:
    rows = rows_of(small["monitoringsrapport"], "Budget na verschuivingen")
    assert rows[0][:4] == ["12.000.000,00", "970.000.000,00", "502.800.000,00", "467.200.000,00"]
    assert "relanceprovisie, 10.000.000 euro, na verschuivingen 12.000.000 euro" in said
    assert "relanceprovisie, 10.000.000 euro, na verschuivingen 8.000.000 euro" in said


def test_validation_names_mandate_and_day_and_what_no_longer_stands(said: str) -> None:
    assert "Mobiliteit – Minister A: gevalideerd op 19 januari 2024." in said
    assert "de validatie van 19 januari 2024 geldt niet meer" in said
    assert "Mobiliteit – Minister A: teruggestuurd op 19 januari 2024: Een opmerking." in said
    assert "Omgeving: gevalideerd op 19 januari 2024, met opmerking: Een opmerking." in said
    assert "Omgeving: nog niet gevalideerd." in said


def test_texts_of_the_lead_keep_their_paragraphs(small: dict[str, bytes], said: str) -> None:
    paragraphs = [each.text for each in opened(small["monitoringsrapport"]).paragraphs]
    assert "Stand van zaken van P1." in paragraphs and "Tweede alinea." in paragraphs
    assert "Bijsturing: Beroep aangetekend. Eigenaar: Entiteit. Tegen 31 maart 2024." in said


def test_project_without_report_says_so(said: str) -> None:
    assert "Voor deze meting is geen rapport ingediend." in said


def test_annex_lists_who_came_later_and_what_was_shifted(small: dict[str, bytes], said: str) -> None:
    assert "Bijlage 2: wijzigingen in de populatie" in said
    shifts = rows_of(small["monitoringsrapport"], "Datum")
    assert shifts == [["01/01/2023", "P3", "P1", "2.000.000,00", "VR 1", "Verschoven"]]


@pytest.mark.goal("62")
def test_annex_says_which_row_of_the_series_does_not_close(writer: WordReports, said: str, tmp_path: Path) -> None:
    frozen = tuple(number for number, (old, _) in samples.STATUSES.items() if old and number != "P2")
    content = both(writer, replace(samples.snapshot(), populations={samples.OLD: frozen}))["monitoringsrapport"]
    trouble = "Deze rij sluit niet: zoals gepubliceerd, meting 5: een rapport buiten de populatie van P2."
    assert trouble in whole(content) and "Deze rij sluit niet" not in said
    assert "Elke rij telt op tot haar totaal." in said and "Elke rij telt op" not in whole(content)
    path = tmp_path / "rapport.docx"
    path.write_bytes(content)
    assert problems_of(path) == ()


def test_reading_guide_defines_every_status(said: str) -> None:
    for code in ("niet gestart", "in uitvoering", "stopgezet", "vertraagd"):
        assert f"Definitie van {code}." in said


def test_cluster_tables_close_with_the_speerpunt(small: dict[str, bytes]) -> None:
    rows = rows_of(small["monitoringsrapport"], "Cluster")
    assert [row[:2] for row in rows] == [
        ["Cluster C1: Eerste", "4"],
        ["Totaal", "4"],
        ["Cluster C2: Tweede", "4"],
        ["Totaal", "4"],
    ]


def test_programme_without_code_lists_or_money_still_has_a_report(writer: WordReports) -> None:
    bare = samples.data(code_values=(), credits=(), milestones=(), indicators=(), vr_documents=(), shifts=())
    content = both(writer, samples.snapshot(data=bare, verdicts=(), meetings=()))["monitoringsrapport"]
    assert sum(level == 3 for level, _ in headings(content)) == 8
    assert "Er zijn geen bedragen geregistreerd" in whole(content)


def test_annex_lists_every_late_milestone_with_its_planned_and_its_new_date(
    large: dict[str, bytes], small: dict[str, bytes]
) -> None:
    tables = [each for each in opened(large["monitoringsrapport"]).tables if len(each.rows[0].cells) == 4]
    (late,) = [each for each in tables if each.rows[0].cells[2].text == "Geplande datum"]
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in late.rows]
    assert rows[0] == ["Project", "Mijlpaal", "Geplande datum", "Nieuwe datum"]
    assert len(rows) == 38 and rows[1][0].startswith("VV006 ") and "in uitvoering" in rows[1][0]
    assert rows[1][2:] == ["31/12/2023", "16/02/2024"]
    said = whole(large["monitoringsrapport"]).replace("\u00a0", " ")
    assert "37 mijlpalen zijn vertraagd of over datum, bij 37 projecten. 33 daarvan zijn volgens de eigen" in said
    assert "Bijlage 3: mijlpalen, vertraagd of over datum" in said and "Bijlage 4: evolutie" in said
    # A milestone without a new date has a dash, and the dash is explained.
    assert "Mijlpaal P1-M03 30/06/2023 –" in whole(small["monitoringsrapport"])
    assert "betekent dat er geen nieuwe datum is opgegeven" in whole(small["monitoringsrapport"])


def test_round_without_late_milestones_says_so(writer: WordReports) -> None:
    milestones = tuple(replace(each, original_on=date(2024, 3, 1)) for each in samples.milestones())
    made = both(writer, samples.snapshot(data=samples.data(milestones=milestones), population=("P1", "P3")))
    sentence = "Er zijn geen mijlpalen die vertraagd of over datum zijn."
    assert whole(made["monitoringsrapport"]).count(sentence) == 2
    assert sentence in whole(made["covernota"])
