"""The published dataset: no people in it, equal to the frozen round, described for catalogues, never overwritten."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from frictionless import system, validate

from meetcyclus.audit.folders import folder_files
from meetcyclus.audit.open_data import (
    GENERATED,
    DatasetChange,
    DatasetDescription,
    build_open_dataset,
    dataset_differences,
    dataset_files,
)
from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.programme import Person
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.data_package import write_data_package
from meetcyclus.exchange.programme_reader import read_programme
from meetcyclus.exchange.programme_writer import programme_files, write_programme
from meetcyclus.exchange.schema import table_schemas
from meetcyclus.services.open_data import EMAIL, is_public_address, personal_traces, public_data

LITERAL = r'"(?:[^"\\\n]|\\[tnr"\\]|\\U[0-9A-F]{8})*"(?:@nl|\^\^xsd:\w+)?'
IRI = r'<[^\x00-\x20<>"{}|^`\\]*>'


@pytest.fixture
def public_files(data: ProgrammeData, tmp_path: Path) -> dict[str, bytes]:
    """The public data in the exchange format, with its data package, as the exchange adapter writes it."""
    folder = tmp_path / "uitwisseling"
    write_programme(public_data(data), folder)
    write_data_package(folder, name="veerkracht-2023-12", title="Meting 6", version="1.0.0")
    return folder_files(folder)


@pytest.fixture
def full(description: DatasetDescription) -> DatasetDescription:
    return replace(description, table_schemas=table_schemas())


def objects_of(turtle: str, subject_type: str, predicate: str) -> list[str]:
    """Every value of a predicate in the blocks of one type."""
    blocks = [block for block in turtle.split(" .\n") if re.search(rf"> a {re.escape(subject_type)}\b", block)]
    return [found for block in blocks for found in re.findall(rf"^    {predicate} ({LITERAL}|{IRI})", block, re.M)]


def test_public_data_can_be_imported_again(data: ProgrammeData, public_files: dict[str, bytes], tmp_path: Path) -> None:
    again = read_programme(tmp_path / "uitwisseling")
    assert programme_files(again) == programme_files(public_data(data))
    assert [each.content_sha256 for each in again.entries] != []


def test_public_data_names_roles_in_place_of_people(data: ProgrammeData) -> None:
    public = public_data(data)
    assert {each.email: each.role for each in public.persons} == {
        "dossierbeheerder@invalid.example.org": "dossierbeheerder",
        "kabinet-min1@invalid.example.org": "kabinet",
        "projectverantwoordelijke-vv001@invalid.example.org": "projectverantwoordelijke",
        "projectverantwoordelijke-vv002@invalid.example.org": "projectverantwoordelijke",
        "secretariaat@invalid.example.org": "secretariaat",
        "spoc-ent1@invalid.example.org": "spoc",
    }
    assert {each.lead_email for each in public.projects} <= {each.email for each in public.persons}
    assert {each.submitted_by for each in public.entries} == {None}
    assert {each.report.corrective_owner for each in public.entries} == {"projectverantwoordelijke"}
    assert public_data(public) == public


def test_one_lead_of_two_projects_cannot_be_followed(data: ProgrammeData) -> None:
    assert data.projects[0].lead_email == data.projects[1].lead_email
    public = public_data(data)
    assert public.projects[0].lead_email != public.projects[1].lead_email


def test_public_files_hold_no_name_or_address_of_a_person(
    data: ProgrammeData, public_files: dict[str, bytes], full: DatasetDescription, tmp_path: Path
) -> None:
    assert personal_traces(programme_files(data), data.persons)
    build_open_dataset(tmp_path / "v1", public_files, full, data.persons)
    for name, content in folder_files(tmp_path / "v1").items():
        text = content.decode().casefold()
        assert not [each.name for each in data.persons if each.name.casefold() in text], name
        found = {each for each in EMAIL.findall(text) if not is_public_address(each)}
        assert found <= {full.contact_email}, name


def test_shipped_programme_is_public_and_importable_without_its_people(
    full: DatasetDescription, tmp_path: Path
) -> None:
    real = read_programme(Path(__file__).parents[2] / "meetcyclus" / "programmes" / "vlaamse_veerkracht")
    public = public_data(real)
    write_programme(public, tmp_path / "uit")
    assert programme_files(read_programme(tmp_path / "uit")) == programme_files(public)
    files = folder_files(tmp_path / "uit")
    assert personal_traces(programme_files(real), real.persons)
    assert len(build_open_dataset(tmp_path / "v1", files, full, real.persons)) == len(files) + len(GENERATED)


def test_names_of_mailboxes_are_no_traces_and_names_of_people_are(data: ProgrammeData) -> None:
    files = {"a.csv": b"Secretariaat relance\nvraag het aan AN PEETERS\n"}
    assert personal_traces(files, data.persons) == ("a.csv, line 2: holds 'an peeters'",)


@pytest.mark.parametrize("place", ["omschrijving", "persoon", "indiener"])
def test_dataset_with_a_person_in_it_is_refused(
    data: ProgrammeData, full: DatasetDescription, tmp_path: Path, place: str
) -> None:
    public = public_data(data)
    if place == "omschrijving":
        told = replace(public.projects[0], description="Vraag het aan Bert Claes.")
        public = replace(public, projects=(told, *public.projects[1:]))
    elif place == "persoon":
        public = replace(public, persons=(*public.persons, Person("x@voorbeeld.be", "X", "dfb")))
    else:
        sent = replace(public.entries[0], submitted_by="y@voorbeeld.be")
        public = replace(public, entries=(sent, *public.entries[1:]))
    with pytest.raises(NotAllowed, match="personal data"):
        build_open_dataset(tmp_path / "v1", programme_files(public), full, data.persons)
    assert not (tmp_path / "v1").exists()


@pytest.mark.goal("38")
def test_dataset_is_valid_for_frictionless_and_a_wrong_value_is_not(
    public_files: dict[str, bytes], full: DatasetDescription, tmp_path: Path
) -> None:
    build_open_dataset(tmp_path / "v1", public_files, full)
    with system.use_context(trusted=True):
        report = validate(str(tmp_path / "v1" / "datapackage.json"))
        assert report.valid, report.flatten(["title", "message"])
        assert len(report.tasks) == len([name for name in public_files if name.endswith(".csv")])
        broken = tmp_path / "v1" / "projecten.csv"
        broken.write_bytes(broken.read_bytes().replace(b",C1,", b",C9,"))
        assert not validate(str(tmp_path / "v1" / "datapackage.json")).valid


@pytest.mark.goal("38")
def test_dcat_has_every_mandatory_field(public_files: dict[str, bytes], full: DatasetDescription) -> None:
    turtle = dataset_files(public_files, full)["dcat.ttl"].decode()
    for predicate in (
        "dct:title",
        "dct:description",
        "dct:identifier",
        "dct:publisher",
        "dcat:contactPoint",
        "dct:accessRights",
        "mdcat:statuut",
        "dct:modified",
    ):
        assert len(objects_of(turtle, "dcat:Dataset", predicate)) == 1, predicate
    assert objects_of(turtle, "dcat:Dataset", "dcat:keyword") == ['"relance"@nl', '"meting"@nl']
    assert objects_of(turtle, "dcat:Dataset", "dcat:theme")
    distributions = [name for name in public_files if name.endswith((".csv", ".json"))]
    for predicate in ("dct:title", "dct:description", "dct:identifier", "dcat:accessURL", "dcat:downloadURL"):
        assert len(objects_of(turtle, "dcat:Distribution", predicate)) == len(distributions), predicate
    licences = objects_of(turtle, "dcat:Distribution", "dct:license")
    assert set(licences) == {"<http://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0>"}
    for predicate in ("dct:title", "dct:description", "dct:identifier", "dct:publisher", "dcat:contactPoint"):
        assert len(objects_of(turtle, "dcat:Catalog", predicate)) == 1, predicate
    for predicate in ("foaf:primaryTopic", "dct:identifier", "dct:modified"):
        assert len(objects_of(turtle, "dcat:CatalogRecord", predicate)) == 1, predicate
    assert objects_of(turtle, "vcard:Organization", "vcard:hasEmail") == ["<mailto:relance@example.org>"]


@pytest.mark.goal("38")
def test_turtle_escapes_what_people_wrote(public_files: dict[str, bytes], full: DatasetDescription) -> None:
    told = replace(full, title='Zeg "ja" \\ of\tnee\x07', description='" . <http://kwaad> a <x> .\r\nEinde')
    turtle = dataset_files(public_files, told)["dcat.ttl"].decode()
    assert '    dct:title "Zeg \\"ja\\" \\\\ of\\tnee\\U00000007"@nl' in turtle
    assert '    dct:description "\\" . <http://kwaad> a <x> .\\r\\nEinde"@nl' in turtle
    for line in turtle.splitlines():
        assert re.sub(LITERAL, "", line).count('"') == 0, line


@pytest.mark.parametrize("field", ["base_url", "publisher_uri", "catalogue_uri", "licence_uri", "contact_email"])
def test_address_that_breaks_the_turtle_is_refused_by_name(
    public_files: dict[str, bytes], full: DatasetDescription, field: str
) -> None:
    with pytest.raises(BadInput) as caught:
        dataset_files(public_files, replace(full, **{field: "https://x.be/> a <y"}))  # type: ignore[arg-type]
    assert [problem.column for problem in caught.value.problems] == [field]


@pytest.mark.goal("38")
def test_csvw_describes_each_table_with_its_keys(
    public_files: dict[str, bytes], description: DatasetDescription
) -> None:
    document = json.loads(dataset_files(public_files, description)["csvw-metadata.json"])
    assert document["@context"][0] == "http://www.w3.org/ns/csvw"
    tables = {each["url"]: each["tableSchema"] for each in document["tables"]}
    assert sorted(tables) == ["clusters.csv", "projecten.csv"]
    columns = {each["name"]: each for each in tables["projecten.csv"]["columns"]}
    assert columns["nummer"]["required"] and columns["nummer"]["datatype"]["format"] == r"VV\d{3}"
    assert columns["mandaten"]["separator"] == ";"
    assert columns["rrf"]["datatype"] == {"base": "boolean", "format": "ja|nee"}
    assert columns["budget_eur"]["datatype"] == "decimal"
    assert tables["clusters.csv"]["primaryKey"] == ["code"]
    assert tables["projecten.csv"]["foreignKeys"] == [
        {"columnReference": ["cluster"], "reference": {"resource": "clusters.csv", "columnReference": ["code"]}}
    ]


def test_csvw_columns_are_those_of_the_files(public_files: dict[str, bytes], full: DatasetDescription) -> None:
    document = json.loads(dataset_files(public_files, full)["csvw-metadata.json"])
    assert {each["url"] for each in document["tables"]} == {name for name in public_files if name.endswith(".csv")}
    for table in document["tables"]:
        header = next(csv.reader(io.StringIO(public_files[table["url"]].decode("utf-8-sig"))))
        assert [each["name"] for each in table["tableSchema"]["columns"]] == header


def test_sums_hold_for_every_file(public_files: dict[str, bytes], full: DatasetDescription, tmp_path: Path) -> None:
    paths = build_open_dataset(tmp_path / "v1", public_files, full)
    lines = (tmp_path / "v1" / "SHA256SUMS.txt").read_text().splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    assert sums == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.name[:3] != "SHA"
    }
    assert {path.name for path in paths} == set(public_files) | set(GENERATED)


@pytest.mark.goal("67")
def test_equal_facts_give_equal_bytes(public_files: dict[str, bytes], full: DatasetDescription) -> None:
    elsewhere = DatasetChange(full.changes[0].at.astimezone(timezone(timedelta(hours=9))), full.changes[0].note)
    turned = dict(reversed(public_files.items()))
    assert dataset_files(turned, replace(full, changes=(elsewhere,))) == dataset_files(public_files, full)


@pytest.mark.goal("77")
def test_published_version_equals_the_frozen_round(
    data: ProgrammeData, public_files: dict[str, bytes], full: DatasetDescription, tmp_path: Path
) -> None:
    build_open_dataset(tmp_path / "v1", public_files, full)
    assert dataset_differences(tmp_path / "v1", public_files) == ()
    assert dataset_differences(tmp_path / "v1", dataset_files(public_files, full)) == ()


@pytest.mark.goal("77")
def test_every_flipped_byte_is_a_difference_that_names_the_file(
    public_files: dict[str, bytes], full: DatasetDescription, tmp_path: Path
) -> None:
    dice = random.Random(77)
    build_open_dataset(tmp_path / "v1", public_files, full)
    for name, body in folder_files(tmp_path / "v1").items():
        for place in (0, dice.randrange(len(body)), len(body) - 1):
            path = tmp_path / "v1" / name
            path.write_bytes(body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :])
            found = dataset_differences(tmp_path / "v1", public_files)
            assert any(name in each for each in found), (name, place, found)
            path.write_bytes(body)


@pytest.mark.goal("77")
def test_difference_names_the_first_line_and_missing_and_extra_files(
    public_files: dict[str, bytes], full: DatasetDescription, tmp_path: Path
) -> None:
    build_open_dataset(tmp_path / "v1", public_files, full)
    path = tmp_path / "v1" / "projecten.csv"
    path.write_bytes(path.read_bytes().replace(b"Project VV001", b"Project VV00X"))
    (tmp_path / "v1" / "clusters.csv").unlink()
    (tmp_path / "v1" / "extra.csv").write_text("x")
    found = dataset_differences(tmp_path / "v1", public_files)
    assert "projecten.csv: differs from line 2 on" in found
    assert "clusters.csv: is missing" in found
    assert "extra.csv: does not belong to the dataset" in found
    assert dataset_differences(tmp_path / "nergens", public_files)


@pytest.mark.goal("77")
def test_correction_is_a_new_version_with_a_note_and_the_old_one_stays(
    public_files: dict[str, bytes], full: DatasetDescription, tmp_path: Path
) -> None:
    build_open_dataset(tmp_path / "v1", public_files, full)
    first = folder_files(tmp_path / "v1")
    note = "Status van VV002 verbeterd."
    later = replace(full, changes=(*full.changes, DatasetChange(full.changes[0].at + timedelta(days=9), note)))
    with pytest.raises(NotAllowed):
        build_open_dataset(tmp_path / "v1", public_files, later)
    build_open_dataset(tmp_path / "v2", public_files, later)
    assert folder_files(tmp_path / "v1") == first
    changes = (tmp_path / "v2" / "CHANGELOG.md").read_text()
    assert (
        changes.index("## Versie 2 – 10\u00a0februari\u00a02024") < changes.index(note) < changes.index("## Versie 1")
    )
    turtle = (tmp_path / "v2" / "dcat.ttl").read_text()
    assert '    owl:versionInfo "2"' in turtle and f'    adms:versionNotes "{note}"@nl' in turtle
    assert "<https://data.example.org/veerkracht/2023-12/v2>" in turtle


@pytest.mark.parametrize("wrong", ["changes", "keywords", "note", "files", "name"])
def test_incomplete_dataset_is_refused(public_files: dict[str, bytes], full: DatasetDescription, wrong: str) -> None:
    files = {} if wrong == "files" else {**public_files, "README.md": b""} if wrong == "name" else public_files
    wrongs = {"changes": (), "keywords": (), "note": (*full.changes, DatasetChange(full.changes[0].at, " "))}
    field = "changes" if wrong == "note" else wrong
    told = replace(full, **{field: wrongs[wrong]}) if wrong in wrongs else full  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        dataset_files(files, told)


def test_readme_counts_the_rows_and_says_who_to_call(public_files: dict[str, bytes], full: DatasetDescription) -> None:
    text = dataset_files(public_files, full)["README.md"].decode()
    assert "| `projecten.csv` | 2 |" in text and "| `personen.csv` | 6 |" in text
    assert "| Versie | 1, 1\u00a0februari\u00a02024 |" in text and "relance@example.org" in text
