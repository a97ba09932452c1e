"""What comes in goes out again: same rows, same order, same cells."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.csv_exchange import CsvExchange
from tests.exchange.small_programme import FILES, LARGE_PROGRAMMES, SETTINGS, write_small


def read_small(folder: Path, changes: dict[str, str | None] | None = None) -> ProgrammeData:
    return CsvExchange().read_programme(write_small(folder, changes))


def test_export_of_the_small_programme_equals_what_came_in(tmp_path: Path) -> None:
    data = read_small(tmp_path / "in")
    CsvExchange().write_programme(data, tmp_path / "out")
    for name, text in ({"programma.toml": SETTINGS} | FILES).items():
        assert (tmp_path / "out" / name).read_bytes() == text.encode(), name


@pytest.mark.parametrize("folder", LARGE_PROGRAMMES, ids=lambda each: each.name)
def test_export_of_a_whole_programme_equals_what_came_in(folder: Path, tmp_path: Path) -> None:
    data = CsvExchange().read_programme(folder)
    written = CsvExchange().write_programme(data, tmp_path)
    assert (tmp_path / "programma.toml").read_bytes() == (folder / "programma.toml").read_bytes()
    tables = {each.name for each in written if each.suffix == ".csv"}
    assert tables == {each.name for each in folder.glob("*.csv")}
    for name in tables:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_export_is_the_same_each_time(tmp_path: Path) -> None:
    data = read_small(tmp_path / "in")
    one = {each.name: each.read_bytes() for each in CsvExchange().write_programme(data, tmp_path / "one")}
    two = {each.name: each.read_bytes() for each in CsvExchange().write_programme(data, tmp_path / "two")}
    assert one == two
    assert all(b"\r" not in content and not content.startswith(b"\xef\xbb\xbf") for content in one.values())


def test_values_arrive_in_the_domain_as_they_are_meant(tmp_path: Path) -> None:
    data = read_small(tmp_path)
    project, entry = data.projects[0], data.entries_of("2022-12")["KP001"]
    assert (project.budget_cents, project.mandate_codes, project.is_rrf) == (125000050, ("M1", "M2"), True)
    assert (data.projects[1].spoc_email, data.projects[0].in_scope_until) == (None, None)
    assert str(data.indicators[0].target) == "500.50"
    assert data.indicators[1].baseline is None
    assert entry.report.state_of_play == 'Traag, "zeer"'
    assert [each.milestone_id for each in entry.milestones] == ["KP001-M1", "KP001-M2"]
    assert entry.indicators[1].value == Decimal(-3)
    assert entry.submitted_at == datetime(2022, 6, 20, 7, 30, tzinfo=UTC)
    assert (entry.version, entry.source) == (1, "geschiedenis")
    assert data.credits[1].settled_cents == -50
    assert data.vr_documents[0].project_numbers == ("KP001", "KP002")


def test_reports_are_written_by_round_and_register_whatever_their_order(tmp_path: Path) -> None:
    data = read_small(tmp_path / "in")
    shuffled = ProgrammeData(**(vars(data) | {"entries": tuple(reversed(data.entries))}))
    CsvExchange().write_programme(shuffled, tmp_path / "out")
    for name in ("projectrapporten.csv", "mijlpaalrapporten.csv", "indicatorrapporten.csv"):
        assert (tmp_path / "out" / name).read_text() == FILES[name]


def test_an_instant_from_a_database_is_written_in_the_zone_of_the_programme(tmp_path: Path) -> None:
    changed = FILES["projectrapporten.csv"].replace("2022-06-20T09:30:00+02:00", "2022-06-20T07:30:00Z")
    data = read_small(tmp_path / "in", {"projectrapporten.csv": changed})
    CsvExchange().write_programme(data, tmp_path / "out")
    assert (tmp_path / "out" / "projectrapporten.csv").read_text() == FILES["projectrapporten.csv"]


def test_an_instant_keeps_the_offset_it_was_written_with(tmp_path: Path) -> None:
    changed = FILES["projectrapporten.csv"].replace("2022-06-20T09:30:00+02:00", "2022-06-20T08:30:00+01:00")
    data = read_small(tmp_path / "in", {"projectrapporten.csv": changed})
    CsvExchange().write_programme(data, tmp_path / "out")
    assert (tmp_path / "out" / "projectrapporten.csv").read_text() == changed


def test_files_without_rows_are_left_out_and_stale_ones_removed(tmp_path: Path) -> None:
    data = read_small(tmp_path)
    (tmp_path / "README.md").write_text("blijft")
    bare = ProgrammeData(**(vars(data) | {"credits": (), "shifts": ()}))
    names = {each.name for each in CsvExchange().write_programme(bare, tmp_path)}
    assert "financien.csv" not in names
    assert not (tmp_path / "verschuivingen.csv").exists()
    assert (tmp_path / "README.md").exists()
    assert CsvExchange().read_programme(tmp_path) == bare


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    expected = read_small(tmp_path / "plain")
    files = {name: "\ufeff" + text.replace("\n", "\r\n") for name, text in FILES.items()}
    assert read_small(tmp_path / "windows", dict(files)) == expected


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    turned = "\n".join(",".join(reversed(line.split(","))) for line in FILES["clusters.csv"].split("\n"))
    assert read_small(tmp_path / "turned", {"clusters.csv": turned}) == read_small(tmp_path / "plain")


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "deel").mkdir()
    (tmp_path / "deel" / "clusters.csv").write_text("onzin")
    (tmp_path / "datapackage.json").write_text("{")
    (tmp_path / "toelichting.csv").write_text("iets,anders\n")
    assert read_small(tmp_path).clusters[0].code == "C1"


def test_a_programme_without_settings_text_is_written_and_read_back(tmp_path: Path) -> None:
    data = read_small(tmp_path / "in")
    bare = ProgrammeData(
        **(vars(data) | {"programme": type(data.programme)(**vars(data.programme) | {"settings_text": ""})})
    )
    CsvExchange().write_programme(bare, tmp_path / "out")
    again = CsvExchange().read_programme(tmp_path / "out").programme
    assert type(again)(**vars(again) | {"settings_text": ""}) == bare.programme


@pytest.mark.goal("66")
def test_the_hashes_of_a_programme_are_those_of_the_files_that_are_read(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "programme")
    (folder / "notitie.csv").write_text("leest niemand", "utf-8")
    found = CsvExchange().programme_hashes(folder)
    present = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in folder.iterdir()}
    assert found == {name: sha256 for name, sha256 in present.items() if name != "notitie.csv"}
    assert {"programma.toml", "projecten.csv", "projectrapporten.csv"} <= found.keys()
