"""programma.toml: every wrong setting is named with its line and dotted key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.exchange.csv_exchange import CsvExchange
from meetcyclus.exchange.settings_file import read_settings, settings_text_of
from tests.exchange.small_programme import LARGE_PROGRAMMES, SETTINGS, write_small


def problems_of(text: str) -> list[Problem]:
    problems: list[Problem] = []
    assert read_settings(text, problems) is None
    return problems


def test_the_settings_arrive_in_the_programme() -> None:
    programme = read_settings(SETTINGS, [])
    assert programme is not None
    first, second = programme.governance["A"]
    assert (programme.budget_cents, programme.horizon_from, programme.horizon_until) == (430000000, 2020, 2030)
    assert (first.day_from, first.day_until, first.reminder_days) == (1, 20, (10, 3, 1))
    assert (second.day_from, second.day_until, second.after) == (21, 21, ("invoer",))
    assert programme.governance["B"][0].forum == "stuurgroep"
    assert programme.finance_mapping["kolommen"] == {
        "project": "Projectnummer",
        "begrotingsjaar": "Begrotingsjaar",
        "begrotingsartikel": "Begrotingsartikel",
        "vastgelegd": "Vastgelegd",
        "vereffend": "Vereffend",
        "standdatum": "Standdatum",
        "opmerking": "Opmerking",
    }
    assert programme.settings_text == SETTINGS


def test_hour_and_place_of_a_step_come_back_as_they_were_written() -> None:
    settings = SETTINGS.replace('na = ["invoer"]', 'uur = "14:30"\nplaats = "zaal 1"\ngenodigden = ["kabinet"]')
    programme = read_settings(settings, [])
    assert programme is not None
    assert [(each.starts_at, each.place) for each in programme.governance["A"]] == [("", ""), ("14:30", "zaal 1")]
    assert [each.invited_roles for each in programme.governance["A"]] == [(), ("kabinet",)]
    again = read_settings(settings_text_of(replace(programme, settings_text="")), [])
    assert again is not None and again.governance == programme.governance


@pytest.mark.goal("20")
def test_a_step_may_ask_that_its_letters_are_read_first_and_says_so_when_written_anew() -> None:
    programme = read_settings(SETTINGS.replace('na = ["invoer"]', "nalezen = true"), [])
    assert programme is not None
    assert [each.is_reviewed for each in programme.governance["A"]] == [False, True]
    again = read_settings(settings_text_of(replace(programme, settings_text="")), [])
    assert again is not None and again.governance == programme.governance


def test_the_finance_layout_has_defaults() -> None:
    programme = read_settings(SETTINGS.split("[emoe]")[0], [])
    assert programme is not None
    assert (programme.finance_mapping["scheidingsteken"], programme.finance_mapping["totaal"]) == (";", "TOTAAL")


@pytest.mark.goal("11")
@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ('code = "KP"', 'code = ""', 2, "programma.code"),
        ('naam = "Klein programma"', "naam = 7", 3, "programma.naam"),
        ('naam = "Klein programma"', 'naam = "a\\u0007"', 3, "programma.naam"),
        ('taal = "nl-BE"', 'taal = "Nederlands"', 4, "programma.taal"),
        ('tijdzone = "Europe/Brussels"\n', "", 1, "programma.tijdzone"),
        ('"Europe/Brussels"', '"Europe/Brussel"', 5, "programma.tijdzone"),
        ('"Europe/Brussels"', '"../etc/passwd"', 5, "programma.tijdzone"),
        ('"4300000.00"', "4300000.00", 6, "programma.middelen_eur"),
        ('"4300000.00"', '"0.00"', 6, "programma.middelen_eur"),
        ("[2020, 2030]", "[2030, 2020]", 7, "programma.horizon"),
        ("[2020, 2030]", "[2020]", 7, "programma.horizon"),
        (r"'^KP\d{3}$'", "'^KP('", 8, "programma.projectnummer"),
        ('"meetcyclus@example.org"', '"meetcyclus"', 9, "programma.afzender"),
        ('mijlpaal = "mijlpaal"', 'mijlpalen = "mijlpaal"', 13, "termen.mijlpalen"),
        ('mijlpaal = "mijlpaal"', "mijlpaal = true", 13, "termen.mijlpaal"),
        ('soort = "validatie"', 'soort = "goedkeuring"', 26, "governance.A.stap.soort"),
        ('eigenaar = "kabinet"', 'eigenaar = "minister"', 27, "governance.A.stap.eigenaar"),
        ("dag = 21", 'dag = "21"', 28, "governance.A.stap.dag"),
        ("dag = 21", "dag = 100000", 28, "governance.A.stap.dag"),
        ("dag_tot = 20", "dag_tot = 0", 21, "governance.A.stap.dag_tot"),
        ("[10, 3, 1]", "[10, -3]", 22, "governance.A.stap.herinneringen"),
        ("[10, 3, 1]", "3", 22, "governance.A.stap.herinneringen"),
        ('na = ["invoer"]', 'nalezen = "ja"', 29, "governance.A.stap.nalezen"),
        ('na = ["invoer"]', 'uur = "24:00"', 29, "governance.A.stap.uur"),
        ('na = ["invoer"]', "plaats = 3", 29, "governance.A.stap.plaats"),
        ('na = ["invoer"]', 'genodigden = ["minister"]', 29, "governance.A.stap.genodigden"),
        ('na = ["invoer"]', 'genodigden = ["kabinet", "kabinet"]', 29, "governance.A.stap.genodigden"),
        ('na = ["invoer"]', 'na = ["inbreng"]', 29, "governance.A.stap.na"),
        ('na = ["invoer"]', 'na = ["validatie"]', 29, "governance.A.stap.na"),
        ('code = "overleg"\n', "", 32, "governance.B.stap.code"),
        ('forum = "stuurgroep"', "forum = 3", 37, "governance.B.stap.forum"),
        ('forum = "stuurgroep"', 'zaal = "een"', 37, "governance.B.stap.zaal"),
        ('scheidingsteken = ";"', 'scheidingsteken = "ab"', 40, "emoe.scheidingsteken"),
        ('totaal = "TOTAAL"', 'totaal = ""', 41, "emoe.totaal"),
        ('project = "Projectnummer"', 'nummer = "Projectnummer"', 44, "emoe.kolommen.nummer"),
        ("[emoe]", "[emo]", 39, "emo"),
        ("[emoe]", '[documenten]\nkleur = "rood"\n[emoe]', 40, "documenten.kleur"),
        ("[emoe]", '[documenten]\nboekhouding = ""\n[emoe]', 40, "documenten.boekhouding"),
        (
            "[emoe]",
            "[documenten]\nmaanden_tot_volgende_meting = 0\n[emoe]",
            40,
            "documenten.maanden_tot_volgende_meting",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_its_line_and_key(old: str, new: str, line: int, key: str) -> None:
    assert old in SETTINGS
    found = problems_of(SETTINGS.replace(old, new, 1))
    assert [(each.file, each.line, each.column) for each in found] == [("programma.toml", line, key)]


def test_two_columns_of_the_extract_with_one_header_are_refused() -> None:
    found = problems_of(SETTINGS.replace('project = "Projectnummer"', 'project = "Vereffend"'))
    assert [(each.line, each.column, each.value) for each in found] == [(43, "emoe.kolommen.vereffend", "Vereffend")]


def test_a_code_that_two_steps_have_is_refused_where_it_comes_back() -> None:
    found = problems_of(SETTINGS.replace('code = "validatie"', 'code = "invoer"'))
    assert (found[0].line, found[0].column) == (25, "governance.A.stap.code")


def test_settings_without_a_governance_path_are_refused() -> None:
    text = SETTINGS.split("[governance.A]")[0] + "[governance]\n"
    assert [each.column for each in problems_of(text)] == ["governance"]


def test_a_governance_path_without_steps_is_refused() -> None:
    text = SETTINGS + "\n[governance.C]\n"
    assert [(each.line, each.column) for each in problems_of(text)] == [(46, "governance.C.stap")]


def test_text_that_is_no_toml_is_named_with_its_line() -> None:
    found = problems_of(SETTINGS.replace('naam = "Klein', "naam = Klein", 1))
    assert [(each.file, each.line) for each in found] == [("programma.toml", 3)]


def test_wrong_settings_and_wrong_cells_are_named_together(tmp_path: Path) -> None:
    changes: dict[str, str | None] = {
        "programma.toml": SETTINGS.replace("[2020, 2030]", "[]"),
        "speerpunten.csv": "code,naam,volgorde\nS1,Digitaal,een\nS2,Groen,2\n",
    }
    with pytest.raises(BadInput) as refused:
        CsvExchange().read_programme(write_small(tmp_path, changes))
    assert [each.column for each in refused.value.problems] == ["programma.horizon", "volgorde"]


@pytest.mark.parametrize("folder", LARGE_PROGRAMMES, ids=lambda each: each.name)
def test_the_settings_of_whole_programmes_are_read(folder: Path) -> None:
    problems: list[Problem] = []
    assert read_settings((folder / "programma.toml").read_text(encoding="utf-8"), problems) is not None, problems


WORDS = """
[documenten]
boekhouding = "de dienst"
maanden_tot_volgende_meting = 12
mededeling_forum = "regering"
mededeling_hoofding = "DE MINISTER"
mededeling_titel = "MEDEDELING"
mededeling_besluit = "De regering neemt akte."
"""


def test_words_of_the_documents_are_read_and_written_back() -> None:
    read = read_settings(SETTINGS + WORDS, [])
    assert read is not None
    assert read.document_words["maanden_tot_volgende_meting"] == "12"
    assert read.document_words["mededeling_besluit"] == "De regering neemt akte."
    again = read_settings(settings_text_of(replace(read, settings_text="")), [])
    assert again is not None and again.document_words == read.document_words


def test_communication_without_heading_title_and_decision_is_refused() -> None:
    found = problems_of(SETTINGS + '\n[documenten]\nmededeling_forum = "regering"\n')
    missing = ["mededeling_hoofding", "mededeling_titel", "mededeling_besluit"]
    assert [each.column for each in found] == [f"documenten.{name}" for name in missing]


def test_months_to_the_next_round_are_a_number_of_at_most_five_years() -> None:
    for given in ("0", "61", '"12"'):
        (found,) = problems_of(f"{SETTINGS}\n[documenten]\nmaanden_tot_volgende_meting = {given}\n")
        assert found.column == "documenten.maanden_tot_volgende_meting"
