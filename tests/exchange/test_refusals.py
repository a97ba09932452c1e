"""Faults beyond a single cell: files, headers, lines, encodings, keys, order of dates, and all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.exchange.csv_exchange import CsvExchange
from meetcyclus.exchange.round_tables import TABLES
from tests.exchange.small_programme import FILES, SETTINGS, with_cell, write_small


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as refused:
        CsvExchange().read_programme(folder)
    return refused.value.problems


def places(found: tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    return [(each.file, each.line, each.column) for each in found]


def problems_with(folder: Path, **files: str | None) -> tuple[Problem, ...]:
    return problems_of(write_small(folder, {f"{name}.csv": text for name, text in files.items()}))


def cell(table: str, row: int, column: str, value: str) -> str:
    return with_cell(FILES[f"{table}.csv"], row, column, value)[0]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no folder"):
        CsvExchange().read_programme(tmp_path / "nergens")


@pytest.mark.parametrize("table", [each for each in TABLES if each.required], ids=lambda each: each.name)
def test_a_required_file_that_is_missing_is_named_alone(table: object, tmp_path: Path) -> None:
    name = table.file_name  # type: ignore[attr-defined]
    assert places(problems_of(write_small(tmp_path, {name: None}))) == [(name, 0, "")]


def test_an_empty_folder_names_all_required_files(tmp_path: Path) -> None:
    names = {each.file for each in problems_of(tmp_path)}
    assert names == {"programma.toml", *(each.file_name for each in TABLES if each.required)}


def test_optional_files_may_be_missing(tmp_path: Path) -> None:
    optional = {each.file_name: None for each in TABLES if not each.required}
    data = CsvExchange().read_programme(write_small(tmp_path, dict(optional)))
    assert (len(data.projects), data.milestones, data.entries) == (3, (), ())


def test_a_missing_optional_file_is_named_once_when_others_point_at_it(tmp_path: Path) -> None:
    found = problems_with(tmp_path, mijlpalen=None)
    assert places(found) == [("mijlpalen.csv", 0, "")]
    assert "mijlpaalrapporten.csv" in found[0].expected


@pytest.mark.parametrize("text", ["", "code,naam,speerpunt\n"], ids=["nothing", "header only"])
def test_a_required_file_without_rows_is_refused(text: str, tmp_path: Path) -> None:
    assert places(problems_with(tmp_path, clusters=text)) == [("clusters.csv", 1, "")]


def test_unknown_missing_and_repeated_columns_are_named(tmp_path: Path) -> None:
    text = "code,naam,kleur,naam\nE1,Een,,\nE2,Twee,,\n"
    found = problems_with(tmp_path, entiteiten=text)
    assert sorted(places(found)) == [
        ("entiteiten.csv", 1, "beleidsdomein"),
        ("entiteiten.csv", 1, "kleur"),
        ("entiteiten.csv", 1, "naam"),
    ]


@pytest.mark.parametrize("line", ["C2,Daken", "C2,Daken,S2,te veel"])
def test_a_line_with_another_number_of_cells_is_named(line: str, tmp_path: Path) -> None:
    found = problems_with(tmp_path, clusters=f"code,naam,speerpunt\nC1,Netwerken,S1\n{line}\n")
    assert places(found) == [("clusters.csv", 3, "")]
    assert found[0].expected == "3 cells, as in the header"


def test_a_quote_that_is_never_closed_is_named_where_it_opens(tmp_path: Path) -> None:
    found = problems_with(tmp_path, clusters='code,naam,speerpunt\nC1,Netwerken,S1\nC2,"Daken,S2\n')
    assert places(found) == [("clusters.csv", 3, "")]


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    (folder / "entiteiten.csv").write_bytes(FILES["entiteiten.csv"].encode("cp1252"))
    found = problems_of(folder)
    assert places(found) == [("entiteiten.csv", 2, "")]
    assert "UTF-8" in found[0].expected


def test_a_repeated_key_names_the_first_line(tmp_path: Path) -> None:
    found = problems_with(tmp_path, mijlpalen=cell("mijlpalen", 3, "id", "KP001-M1"))
    assert places(found) == [("mijlpalen.csv", 4, "id")]
    assert "line 2" in found[0].expected


def test_a_repeated_key_of_several_columns_is_named(tmp_path: Path) -> None:
    found = problems_with(tmp_path, financien=cell("financien", 1, "meting", "2022-12"))
    assert places(found) == [("financien.csv", 3, "meting, project, begrotingsjaar, begrotingsartikel")]


def test_addresses_that_differ_in_capitals_only_are_the_same_person(tmp_path: Path) -> None:
    text = FILES["personen.csv"] + "Lead.Een@example.org,Lies Een,spoc,,\n"
    assert places(problems_with(tmp_path, personen=text)) == [("personen.csv", 7, "email")]


def test_lines_count_as_in_an_editor_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    found = problems_with(tmp_path, projecten=cell("projecten", 2, "rrf", "soms"))
    assert places(found) == [("projecten.csv", 4, "rrf")]


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("mandaten", 1, "geldig_tot", "2019-10-01"),
        ("projecten", 1, "einddatum", "2020-12-31"),
        ("projecten", 3, "in_scope_tot", "2021-12"),
        ("mijlpalen", 1, "vervangen_door", "KP001-M1"),
        ("verschuivingen", 1, "naar", "KP002"),
        ("personen", 5, "mandaat", ""),
        ("projecten", 3, "nummer", "VV003"),
        ("metingen", 2, "nummer", "1"),
        ("metingen", 2, "meetmoment", "2021-12-31"),
        ("codelijsten", 1, "valt_onder", "groen"),
        ("projectrapporten", 3, "status", "groen"),
        ("projectrapporten", 3, "oorzaak", "regen"),
        ("mijlpaalrapporten", 1, "status", "groen"),
        ("metingen", 1, "codelijst", "3"),
    ],
)
def test_a_value_against_a_rule_is_named(table: str, row: int, column: str, value: str, tmp_path: Path) -> None:
    text, line = with_cell(FILES[f"{table}.csv"], row, column, value)
    found = problems_with(tmp_path, **{table: text})
    assert places(found) == [(f"{table}.csv", line, column)]
    assert found[0].value == value


def test_a_milestone_of_a_project_without_report_is_named(tmp_path: Path) -> None:
    lines = FILES["projectrapporten.csv"].split("\n")
    found = problems_with(tmp_path, projectrapporten="\n".join([*lines[:2], *lines[3:]]))
    assert places(found) == [("mijlpaalrapporten.csv", 4, "mijlpaal")]
    assert "KP002" in found[0].expected


def test_causes_are_free_where_the_programme_has_no_list_of_them(tmp_path: Path) -> None:
    lists = FILES["codelijsten.csv"].rsplit("oorzaak", 1)[0]
    data = CsvExchange().read_programme(write_small(tmp_path, {"codelijsten.csv": lists}))
    assert data.entries_of("2022-12")["KP001"].report.cause_code == "levering"


@pytest.mark.goal("11")
def test_all_problems_of_all_files_are_named_at_once(tmp_path: Path) -> None:
    files = {
        "programma.toml": SETTINGS.replace('"Europe/Brussels"', '"Europe/Brussel"'),
        "clusters.csv": cell("clusters", 2, "speerpunt", "S9"),
        "projecten.csv": cell("projecten", 2, "budget_eur", "1.000,00"),
        "mijlpalen.csv": cell("mijlpalen", 3, "finaal", "soms"),
        "financien.csv": cell("financien", 2, "standdatum", "2022-02-30"),
        "codelijsten.csv": cell("codelijsten", 1, "kleur", "rood"),
    }
    assert places(problems_of(write_small(tmp_path, dict(files)))) == [
        ("programma.toml", 5, "programma.tijdzone"),
        ("clusters.csv", 3, "speerpunt"),
        ("projecten.csv", 4, "budget_eur"),
        ("mijlpalen.csv", 4, "finaal"),
        ("financien.csv", 3, "standdatum"),
        ("codelijsten.csv", 2, "kleur"),
    ]


def test_two_dangling_values_are_named_even_beside_one_unreadable_key(tmp_path: Path) -> None:
    found = problems_with(
        tmp_path,
        clusters=cell("clusters", 1, "code", "\x07"),
        projecten=cell("projecten", 2, "cluster", "C9"),
    )
    assert ("projecten.csv", 4, "cluster") in places(found)


def test_long_values_are_cut_in_the_message(tmp_path: Path) -> None:
    found = problems_with(tmp_path, entiteiten=cell("entiteiten", 1, "code", "x " * 5000 + " "))
    assert len(found[0].value) < 250
