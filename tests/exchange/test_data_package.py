"""datapackage.json: an outside reader accepts the files and finds what is wrong in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import frictionless
import pytest

from meetcyclus.exchange.csv_exchange import CsvExchange
from meetcyclus.exchange.data_package import write_data_package
from meetcyclus.exchange.round_tables import TABLES
from meetcyclus.exchange.schema import table_schemas
from tests.exchange.small_programme import FILES, LARGE_PROGRAMMES, with_cell, write_small


def described(folder: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return package


def export_small(folder: Path) -> Path:
    CsvExchange().write_programme(CsvExchange().read_programme(write_small(folder)), folder)
    return folder


def test_an_outside_reader_accepts_the_export(tmp_path: Path) -> None:
    report = frictionless.validate(str(export_small(tmp_path) / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == len(TABLES)


@pytest.mark.goal("38")
@pytest.mark.parametrize("folder", LARGE_PROGRAMMES, ids=lambda each: each.name)
def test_an_outside_reader_accepts_a_whole_programme(folder: Path, tmp_path: Path) -> None:
    CsvExchange().write_programme(CsvExchange().read_programme(folder), tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])[:5]


@pytest.mark.parametrize(
    ("table", "column", "value", "fault"),
    [
        ("clusters", "speerpunt", "S9", "foreign-key"),
        ("mijlpalen", "vervangen_door", "KP001-M9", "foreign-key"),
        ("mijlpalen", "id", "KP001-M2", "primary-key"),
        ("personen", "rol", "chef", "constraint-error"),
        ("projecten", "titel", "", "constraint-error"),
        ("indicatoren", "streefwaarde", "veel", "type-error"),
        ("projecten", "rrf", "soms", "type-error"),
    ],
)
def test_an_outside_reader_finds_a_bad_cell(table: str, column: str, value: str, fault: str, tmp_path: Path) -> None:
    folder = export_small(tmp_path)
    text, _ = with_cell(FILES[f"{table}.csv"], 1, column, value)
    (folder / f"{table}.csv").write_text(text, encoding="utf-8", newline="")
    write_data_package(folder, name="kp", title="Klein programma")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert fault in {each for (each,) in report.flatten(["type"])}


def test_only_present_files_and_columns_are_described(tmp_path: Path) -> None:
    folder = export_small(tmp_path)
    (folder / "personen.csv").unlink()
    (folder / "entiteiten.csv").write_text("naam\nAgentschap Eén\n", encoding="utf-8")
    write_data_package(folder, name="kp", title="Klein programma")
    resources = {each["name"]: each for each in described(folder)["resources"]}
    assert "personen" not in resources
    entities = resources["entiteiten"]["schema"]
    assert ([each["name"] for each in entities["fields"]], "primaryKey" in entities) == (["naam"], False)
    targets = {each["reference"]["resource"] for each in resources["projecten"]["schema"]["foreignKeys"]}
    assert targets == {"clusters", "metingen"}
    assert frictionless.validate(str(folder / "datapackage.json")).valid


def test_every_field_has_a_dutch_title_and_every_file_a_description(tmp_path: Path) -> None:
    for resource in described(export_small(tmp_path))["resources"]:
        assert resource["title"] and resource["description"]
        assert all(each["title"] for each in resource["schema"]["fields"])


def test_lists_in_a_cell_are_no_foreign_keys() -> None:
    keys = table_schemas()["projecten"]["foreignKeys"]
    assert isinstance(keys, list)
    assert ["mandaten"] not in [each["fields"] for each in keys]
    assert ["cluster"] in [each["fields"] for each in keys]


def test_facts_of_the_dataset_are_written_and_empty_ones_left_out(tmp_path: Path) -> None:
    folder = export_small(tmp_path)
    write_data_package(
        folder,
        name="kp-2022-12",
        title="Klein programma",
        version="1.0.0",
        created=datetime(2023, 1, 31, 12, tzinfo=UTC),
        licence_url="https://example.org/licentie",
        sources=[{"title": "Secretariaat"}],
        extra_schemas={"kerncijfers": {"fields": [{"name": "id", "type": "string"}]}},
    )
    package = described(folder)
    assert package["created"] == "2023-01-31T12:00:00+00:00"
    assert package["licenses"] == [{"path": "https://example.org/licentie"}]
    assert "description" not in package
    assert "kerncijfers" not in {each["name"] for each in package["resources"]}
    (folder / "kerncijfers.csv").write_text("id\na\n")
    write_data_package(
        folder, name="kp", title="KP", extra_schemas={"kerncijfers": {"fields": [{"name": "id", "type": "string"}]}}
    )
    assert "kerncijfers" in {each["name"] for each in described(folder)["resources"]}
    assert frictionless.validate(str(folder / "datapackage.json")).valid
