"""Reports of one round in the exchange format, handed in by the secretariat on behalf of leads."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetcyclus.domain.errors import BadInput, NotFound
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.csv_exchange import CsvExchange
from tests.exchange.small_programme import FILES, cells_of, text_of, with_cell, write_small

REPORTS = ("projectrapporten.csv", "mijlpaalrapporten.csv", "indicatorrapporten.csv")


@pytest.fixture
def data(tmp_path: Path) -> ProgrammeData:
    without = {name: None for name in REPORTS}
    return CsvExchange().read_programme(write_small(tmp_path / "programme", dict(without)))


def write_reports(folder: Path, **changes: str | None) -> Path:
    """The reports of 2022-12 alone, with changes by table name."""
    folder.mkdir(exist_ok=True)
    for name in REPORTS:
        rows = cells_of(FILES[name])
        text = changes.get(name.removesuffix(".csv"), text_of([rows[0], *(row for row in rows if row[0] == "2022-12")]))
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def refused_places(folder: Path, data: ProgrammeData) -> list[tuple[str, int, str]]:
    with pytest.raises(BadInput) as refused:
        CsvExchange().read_reports(folder, data, "2022-12")
    return [(each.file, each.line, each.column) for each in refused.value.problems]


def test_reports_become_entries_without_a_number(data: ProgrammeData, tmp_path: Path) -> None:
    entries = CsvExchange().read_reports(write_reports(tmp_path / "in"), data, "2022-12")
    assert [each.project_number for each in entries] == ["KP001", "KP002", "KP003"]
    assert {(each.version, each.source, each.round_key) for each in entries} == {(0, "uitwisseling", "2022-12")}
    assert [each.milestone_id for each in entries[0].milestones] == ["KP001-M1", "KP001-M2"]
    assert [each.indicator_id for each in entries[0].indicators] == ["KP001-I1", "KP001-I2"]
    assert entries[0].submitted_by == "lead.een@example.org"


def test_milestone_and_indicator_reports_may_be_missing(data: ProgrammeData, tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "in", mijlpaalrapporten=None, indicatorrapporten=None)
    assert [each.milestones for each in CsvExchange().read_reports(folder, data, "2022-12")] == [(), (), ()]


def test_project_reports_must_be_there(data: ProgrammeData, tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "in", projectrapporten=None)
    assert refused_places(folder, data) == [("projectrapporten.csv", 0, "")]


def test_reports_of_another_round_are_named(data: ProgrammeData, tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "in", indicatorrapporten=FILES["indicatorrapporten.csv"])
    assert refused_places(folder, data) == [("indicatorrapporten.csv", 2, "meting")]


@pytest.mark.goal("11")
@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("projectrapporten", "project", "KP999"),
        ("projectrapporten", "status", "groen"),
        ("projectrapporten", "oorzaak", "regen"),
        ("projectrapporten", "ingediend_door", "niemand@example.org"),
        ("projectrapporten", "bijsturing_datum", "1/3/2023"),
        ("projectrapporten", "meting", "2021-12"),
        ("projectrapporten", "meting", "1999-12"),
        ("mijlpaalrapporten", "mijlpaal", "KP001-M9"),
        ("mijlpaalrapporten", "status", "groen"),
        ("indicatorrapporten", "indicator", "KP001-I9"),
        ("indicatorrapporten", "waarde", "1,5"),
        ("indicatorrapporten", "toelichting", "te\x07kst"),
    ],
)
def test_a_bad_cell_is_the_only_place_named(
    table: str, column: str, value: str, data: ProgrammeData, tmp_path: Path
) -> None:
    folder = write_reports(tmp_path / "in")
    path = folder / f"{table}.csv"
    text, line = with_cell(path.read_text(encoding="utf-8"), 1, column, value)
    path.write_text(text, encoding="utf-8", newline="")
    assert refused_places(folder, data) == [(f"{table}.csv", line, column)]


def test_a_milestone_of_a_project_without_report_is_named(data: ProgrammeData, tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "in")
    path = folder / "projectrapporten.csv"
    rows = [row for row in cells_of(path.read_text(encoding="utf-8")) if row[1] != "KP002"]
    path.write_text(text_of(rows), encoding="utf-8")
    assert refused_places(folder, data) == [("mijlpaalrapporten.csv", 4, "mijlpaal")]


def test_an_unknown_round_is_refused(data: ProgrammeData, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="2030-12"):
        CsvExchange().read_reports(write_reports(tmp_path / "in"), data, "2030-12")


def test_a_folder_that_is_not_there_is_refused(data: ProgrammeData, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no folder"):
        CsvExchange().read_reports(tmp_path / "nergens", data, "2022-12")
