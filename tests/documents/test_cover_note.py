"""What the cover note says, and that every number in it is a figure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from meetcyclus.documents import WordReports
from meetcyclus.documents.inspection import problems_of
from meetcyclus.documents.subject import whole_sentences
from meetcyclus.domain.rounds import Step
from meetcyclus.domain.scores import ProjectScore, RoundScore
from meetcyclus.services.figures import figures_of
from tests.documents import samples, shipped
from tests.documents.conftest import MARK
from tests.documents.word import headings, opened, texts, whole

# What looks like a number and is none: dates, hours, keys of projects and VR documents, the mark, numbered captions.
_NO_FIGURE = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2} [a-z]+ 20\d\d|VV\d{3}|VR 20[\w ./-]+|[0-9a-f]{12,}|\d{4}-\d\d(?:-\d\d)?"
    r"|project \d{3}|(?:Tabel|Figuur) \d+|[Mm]eting(?:en)? \d+|lijst \d+|Cluster \d+|Minister \d+|[Vv]ersie \d+"
    r"|deel \d+|100%|\d+\.\d\d u|eerste \d+ van \d+"
)
_NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?%?")


def note(writer: WordReports, **changes: object) -> bytes:
    snapshot = samples.snapshot(**changes)
    return writer.cover_note(snapshot, MARK, figures_of(snapshot))


@pytest.mark.parametrize(
    "sentence",
    [
        "181 projecten",
        "33 gerealiseerd (18%)",
        "20 meer dan bij meting 5",
        "141 in uitvoering volgens schema (78%)",
        "3 stopgezet",
        "4 projecten vragen bijkomende aandacht",
        "1.483 van 1.753 mijlpalen (84,6%)",
        "Op 31 december 2023 zijn er 33 gerealiseerd (18%), 20 meer dan bij meting 5 op 31 december 2022.",
        "140 in uitvoering na agendering op de Vlaamse Regering (VR) en 1 opgestart. Op 31 december 2022 waren er 162 "
        "in uitvoering na agendering VR en 3 opgestart.",
        "(84,6%) zijn op schema of gerealiseerd op 31 december 2023. Op 31 december 2022 waren dat er 1.125 van 1.753 "
        "(64,2%).",
        "37 mijlpalen zijn vertraagd of over datum, bij 37 projecten. 33 daarvan zijn volgens de eigen status toch in",
        "noemt alle mijlpalen die vertraagd of over datum zijn, met de geplande en de nieuwe datum.",
        "Bij de stopgezette projecten (3) is samen 16,08 miljoen euro vastgelegd, op 16,08 miljoen euro middelen na",
        "Het saldo van 11,41 miljoen euro is nog te vereffenen: het hoort bij verbintenissen die al waren aangegaan.",
        "Daarvan is 1,39 miljard euro vastgelegd en 770,73 miljoen euro vereffend; 621,05 miljoen euro is nog te",
        "Wat te smal is voor een cijfer in de grafiek, staat in de tabel eronder.",
        "bijkomende actie noodzakelijk (1): VV078 Cultuurhuis Blankenberge; bijzondere aandacht nodig (3): VV014",
        "vastleggingskredieten (VAK) is 4,168 miljard euro (97%) van 4,3 miljard euro vastgelegd, een stijging",
        "vereffeningskredieten (VEK) is 2,16 miljard euro vereffend, of 50,28% van 4,3 miljard euro",
        "een stijging van 853 miljoen euro (19,83 procentpunt) sinds 31 december 2022",
        "Op 31 december 2023 (meting 6) zijn 33 van de 181 projecten gerealiseerd; op 31 december 2022 (meting 5)",
        "Deze versie is opgemaakt vóór de bespreking in de overlegorganen.",
        "ingevoerd vóór het meetmoment: de laatste versie dateert van",
        "De bedragen zijn de stand van de boekhouding op 31 december 2023.",
    ],
)
def test_key_messages_of_meting_6_are_as_published(large: dict[str, bytes], sentence: str) -> None:
    assert sentence in whole(large["covernota"]).replace("\u00a0", " ")


def test_milestones_over_their_date_are_not_called_delayed(writer: WordReports) -> None:
    # P3 and P4 reported their milestones as on schedule, though the dates have passed.
    said = whole(note(writer, population=("P3", "P4")))
    assert "3 mijlpalen zijn vertraagd of over datum, bij 2 projecten." in said
    assert "mijlpalen zijn vertraagd," not in said and "vertraagde" not in said


def test_one_stopped_project_is_one(writer: WordReports) -> None:
    stopped = replace(samples.credits()[1], project_number="P6", committed_cents=500_000_000, settled_cents=1)
    data = samples.data(credits=(*samples.credits(), stopped))
    said = whole(note(writer, data=data)).replace("\u00a0", " ")
    assert "1 project is stopgezet. Daarvoor is 5,00 miljoen euro vastgelegd, op 10,00 miljoen euro middelen" in said
    assert "stopgezette projecten (1)" not in said and "is samen" not in said


@pytest.mark.goal("65")
def test_every_number_of_the_running_text_and_the_counts_is_a_figure(large: dict[str, bytes]) -> None:
    known = set()
    for each in figures_of(shipped.vlaamse_veerkracht()):
        known |= set(_NUMBER.findall(each.text))
    document = opened(large["covernota"])
    said = [each.text for each in document.paragraphs if "SHA-256" not in each.text]
    for table in document.tables[:8]:
        said += [cell.text for row in table.rows for cell in row.cells]
    numbers = {found for text in said for found in _NUMBER.findall(_NO_FIGURE.sub(" ", text.replace("\u00a0", " ")))}
    assert len(numbers) > 60
    assert {each.rstrip(".") for each in numbers} - known == set()


@pytest.mark.goal("65")
def test_planted_number_is_not_a_figure(large: dict[str, bytes]) -> None:
    known = {found for each in figures_of(shipped.vlaamse_veerkracht()) for found in _NUMBER.findall(each.text)}
    assert "93,34%" not in known


def test_first_table_holds_five_messages_with_their_figure(large: dict[str, bytes]) -> None:
    first = opened(large["covernota"]).tables[0]
    figures = [row.cells[0].text for row in first.rows]
    assert figures == ["Cijfer", "18%", "78%", "4", "84,6%", "97% VAK\n50,28% VEK"]


def test_status_table_closes_and_names_both_dates_and_the_denominator(large: dict[str, bytes]) -> None:
    rows = [[cell.text for cell in row.cells] for row in opened(large["covernota"]).tables[1].rows]
    assert rows[0] == ["Status", "Meting 6, 31/12/2023", "Aandeel", "Meting 5, 31/12/2022", "Aandeel", "Verschil"]
    assert rows[-1] == ["Totaal", "181", "100%", "181", "100%", "0"]
    assert sum(int(row[1]) for row in rows[1:-1]) == 181
    assert "Aandelen op 181 projecten (meting 6)" in whole(large["covernota"])


def test_every_project_that_needs_attention_or_stopped_is_named(large: dict[str, bytes]) -> None:
    said = whole(large["covernota"])
    for number in ("VV014", "VV078", "VV103", "VV168", "VV037", "VV092", "VV129"):
        assert number in said


def test_reason_and_money_of_a_stopped_project_are_never_cut(large: dict[str, bytes]) -> None:
    said = whole(large["covernota"])
    for number, heir in (("VV037", "VV038"), ("VV092", "VV093"), ("VV129", "VV128")):
        row = next(
            each for table in opened(large["covernota"]).tables for each in table.rows if number in each.cells[0].text
        )
        assert f"Bestemming van de resterende middelen: project {heir}." in row.cells[1].text
        assert f"euro naar {heir}" in row.cells[2].text.replace("\u00a0", " ")
    assert "Bestemming van de resterende middelen: project…" not in said


def test_long_reason_ends_after_a_whole_sentence() -> None:
    assert whole_sentences("Een zin. Nog een zin. Een derde zin.", 24) == "Een zin. Nog een zin. …"
    assert whole_sentences("Eén lange zin zonder einde", 10) == "Eén lange zin zonder einde"


def test_note_says_when_texts_came_late_or_were_validated_before(writer: WordReports) -> None:
    assert "De laatste tekst is ingediend op 19 januari 2024, na het meetmoment" in whole(note(writer))
    early = datetime(2023, 12, 20, 12, tzinfo=UTC)
    data = samples.data()
    data = replace(data, entries=tuple(replace(each, submitted_at=early) for each in data.entries))
    verdicts = tuple(replace(each, decided_at=early) for each in samples.verdicts())
    said = whole(note(writer, data=data, verdicts=verdicts))
    assert "De teksten zijn ingevoerd en gevalideerd vóór het meetmoment" in said


def test_same_projects_are_named_only_where_that_differs(writer: WordReports) -> None:
    assert "die in beide metingen zitten, zijn het er" not in whole(note(writer))
    data = samples.data()
    entries = tuple(each for each in data.entries if (each.round_key, each.project_number) != (samples.OLD, "P2"))
    assert "die in beide metingen zitten, zijn het er" in whole(note(writer, data=replace(data, entries=entries)))


def test_round_without_reports_has_dashes_and_a_note(writer: WordReports) -> None:
    content = note(writer)
    rows = [[cell.text for cell in row.cells] for table in opened(content).tables for row in table.rows]
    dashes = [row for row in rows if row[0] == "Meting 4, 30/06/2022"]
    assert dashes and set(dashes[0][1:]) == {"–"}
    assert "Een liggend streepje (–)" in whole(content)


def test_draft_and_final_say_so(writer: WordReports) -> None:
    draft, final = note(writer, is_draft=True), note(writer)
    assert "CONCEPT" in whole(draft) and "Dit is een concept" in whole(draft)
    stamps = [
        next(each for each in opened(content).paragraphs if each.style.name == "Stempel") for content in (draft, final)
    ]
    assert [str(each.runs[0].font.color.rgb) for each in stamps] == ["B3261E", "44607A"]
    assert "DEFINITIEF" in whole(final) and "CONCEPT" not in whole(final)
    footer = opened(draft).sections[0].footer.paragraphs[0].text
    assert "CONCEPT" in footer and MARK[:12] in footer and "versie 3" in footer


def test_without_money_or_history_the_sentences_are_left_out(writer: WordReports) -> None:
    data = samples.data(credits=(), rounds=samples.data().rounds[-1:])
    said = whole(note(writer, data=data))
    assert "nog geen financiële gegevens" in said
    assert "(VAK)" not in said and "procentpunt)" not in said and "dan bij meting" not in said
    assert "Er is geen eerdere meting" in said


def test_words_of_the_programme_are_used(writer: WordReports) -> None:
    terms = {"project": "maatregel", "speerpunt": "missie", "mijlpaal": "mijlpaal of streefdoel"}
    said = whole(note(writer, data=samples.data(programme=samples.programme(terms=terms))))
    assert "8 maatregelen" in said and "mijlpalen of streefdoelen" in said and "Wat gebeurde er per missie" in said
    assert "projecten" not in re.sub(r"projecten\.\S+|'Dezelfde|Projecten", "", said.split("Bijlage")[0]).replace(
        "projectverantwoordelijken", ""
    )


def test_meetings_and_actions_are_followed_up(writer: WordReports) -> None:
    said = texts(note(writer))
    assert "Directiecomité, 15 januari 2024. Akte genomen." in said
    assert "Nakijken" in said and "DFB" in said


def test_final_note_says_which_forums_had_not_spoken_on_its_own_day(writer: WordReports, tmp_path: Path) -> None:
    snapshot = samples.snapshot(meetings=())
    planned = [
        Step(samples.NEW, code, "overleg", "s", at, day, day, forum=code)
        for at, (code, day) in enumerate((("kep", date(2024, 1, 25)), ("directiecomite", date(2024, 1, 22))))
    ]
    planned.append(Step(samples.NEW, "publicatie", "publicatie", "s", 9, date(2024, 2, 5), date(2024, 2, 5)))
    content = writer.cover_note(snapshot, MARK, figures_of(snapshot), steps=planned)
    (said,) = [each for each in texts(content) if each.startswith("Stand op 19 januari 2024. De cijfers en teksten")]
    assert (
        "nog geen overlegorgaan had ze toen besproken. Toen was nog gepland: Directiecomité (22 januari 2024) en "
        in said
    )
    assert "Klimaatexpertenpanel (KEP) (25 januari 2024). Wat een overlegorgaan daarna beslist" in said
    assert "bespreken ze nog" not in whole(content)
    (tmp_path / "nota.docx").write_bytes(content)
    assert problems_of(tmp_path / "nota.docx") == ()


def test_forum_that_spoke_is_told_and_no_longer_planned(writer: WordReports) -> None:
    snapshot = samples.snapshot()
    day = date(2024, 1, 15)
    planned = [Step(samples.NEW, "directiecomite", "overleg", "s", 1, day, day, forum="directiecomite")]
    said = whole(writer.cover_note(snapshot, MARK, figures_of(snapshot), steps=planned))
    assert "Directiecomité, 15 januari 2024. Akte genomen." in said
    assert "nog gepland" not in said and "nog geen overlegorgaan" not in said


def test_register_lists_each_main_figure_with_its_formula(large: dict[str, bytes]) -> None:
    register = opened(large["covernota"]).tables[-1]
    found = [[cell.text.replace("\u200b", "").replace("\u00a0", " ") for cell in row.cells] for row in register.rows]
    assert found[0] == ["Omschrijving", "Cijfer", "Formule", "Naam"]
    rows = {row[3]: row[:3] for row in found}
    share = ["Vereffend (VEK), aandeel van de middelen", "50,28%", "vek.totaal / middelen.totaal"]
    assert rows["vek.aandeel"] == share
    assert rows["mijlpalen.totaal"][1] == "1.753"
    assert rows["projecten.totaal.verschil"][2] == "totaal op 31 december 2023 − totaal op 31 december 2022"
    assert rows["evolutie.2022-12.in_uitvoering"][1] == "162"
    assert not any(re.search(r"\d{4}-\d\d| - ", row[0] + row[2]) for row in found)


def test_sections_stand_in_order(large: dict[str, bytes]) -> None:
    first = [text for level, text in headings(large["covernota"]) if level == 1]
    assert first[0] == "Vijf kernboodschappen" and first[-2:] == ["Bijlage: register van de cijfers", "Colofon"]
    assert len(first) == 13


def _scored(*rounds: str) -> tuple[RoundScore, ...]:
    """P1 misses one of three criteria in the last of these rounds, and two in those before."""
    return tuple(
        RoundScore(
            key,
            ("KC-005", "KC-050", "KC-080"),
            (
                ProjectScore("P1", ("KC-005",) if key == rounds[-1] else ("KC-005", "KC-050")),
                *(ProjectScore(f"P{number}") for number in range(2, 6)),
            ),
        )
        for key in rounds
    )


@pytest.mark.goal("59")
def test_method_tells_the_score_on_the_criteria_of_the_rekenhof_with_its_trend(
    writer: WordReports, tmp_path: Path
) -> None:
    content = note(writer, scores=_scored(samples.OLD, samples.NEW))
    said = whole(content).replace("\u00a0", " ")
    assert "Gemiddeld is de score 93,3%. Dat is 6,7 procentpunt hoger dan bij meting 5." in said
    assert "deze meting telt er 3" in said
    (table,) = [each for each in opened(content).tables if each.rows[0].cells[1].text == "Gemiddelde score"]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Meting", "Gemiddelde score", "Score 100", "Score 80-99", "Score 0-79", "Met rapport"],
        ["Meting 5, 31/12/2022", "86,7%", "4", "0", "1", "5"],
        ["Meting 6, 31/12/2023", "93,3%", "4", "0", "1", "5"],
    ]
    (tmp_path / "nota.docx").write_bytes(content)
    assert problems_of(tmp_path / "nota.docx") == ()


@pytest.mark.goal("59")
def test_first_round_with_a_score_has_no_trend_and_a_round_without_says_nothing(
    writer: WordReports, tmp_path: Path
) -> None:
    content = note(writer, scores=_scored(samples.NEW))
    assert "dus nog geen trend" in whole(content)
    (tmp_path / "nota.docx").write_bytes(content)
    assert problems_of(tmp_path / "nota.docx") == ()
    assert "criteria van het Rekenhof" not in whole(note(writer))


@pytest.mark.goal("59")
def test_open_questions_stand_beside_the_score(writer: WordReports, tmp_path: Path) -> None:
    asked = (samples.finding("f1", "P5"), samples.finding("f2", "P7"), samples.finding("f3", "P5", rule_code="KC-043"))
    content = note(writer, scores=_scored(samples.NEW), findings=asked)
    said = whole(content).replace("\u00a0", " ")
    listed = "Op 19 januari 2024 stonden nog 3 vragen van de kwaliteitscheck open (KC-042: P5 en P7; KC-043: P5)."
    assert listed in said
    (tmp_path / "nota.docx").write_bytes(content)
    assert problems_of(tmp_path / "nota.docx") == ()
    assert "Open vragen naast de score" not in whole(note(writer, scores=_scored(samples.NEW)))


def test_project_that_needs_attention_shows_its_previous_status_where_that_was_another(
    writer: WordReports, large: dict[str, bytes]
) -> None:
    tables = opened(note(writer)).tables
    (listed,) = [each for each in tables if each.rows[0].cells[0].text == "Project en status"]
    cells = [row.cells[0].text.replace("\u00a0", " ") for row in listed.rows[1:]]
    assert [each.splitlines()[-1].strip() for each in cells] == ["◆ actie", "was: in uitvoering", "was: in uitvoering"]
    same = [row.cells[0].text for table in opened(large["covernota"]).tables for row in table.rows]
    assert not [each for each in same if each.startswith("VV078 Cultuurhuis") and "was:" in each]


def test_milestones_per_speerpunt_and_money_per_minister_close(
    large: dict[str, bytes], small: dict[str, bytes]
) -> None:
    def rows(content: bytes, second: str) -> list[list[str]]:
        (found,) = [
            each
            for each in opened(content).tables
            if len(each.columns) < 7
            and each.rows[0].cells[1].text == second
            and "Aandeel" not in each.rows[0].cells[2].text
        ]
        return [[cell.text for cell in row.cells] for row in found.rows[1:]]

    milestones = rows(large["covernota"], "Mijlpalen")
    assert len(milestones) == 8 and milestones[-1] == ["Totaal", "1.753", "1.483", "84,6%"]
    money = rows(large["covernota"], "Middelen")
    assert len(money) == 10 and money[-1] == ["Totaal", "4.300,0", "4.168,2", "2.162,0", "50%", "2.006,3"]
    assert rows(small["covernota"], "Middelen")[0] == [
        "Mobiliteit – Minister A",
        "40,0",
        "970,0",
        "502,8",
        "1.257%",
        "467,2",
    ]
