"""The package for the Rekenhof: its form, its bytes, and what it refuses."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from meetcyclus.audit.folders import folder_files
from meetcyclus.audit.package import PackageContents, build_package, package_files, verify_package
from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.ledger import Event, event_sha256


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@pytest.mark.goal("37")
def test_package_has_the_form_of_bagit(tmp_path: Path, contents: PackageContents) -> None:
    manifest = build_package(tmp_path / "pak", contents)
    files = folder_files(tmp_path / "pak")
    tags = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "LEESMIJ.md", "verify.py", "ro-crate-metadata.json"}
    assert {name for name in files if not name.startswith("data/")} == tags | {"tagmanifest-sha256.txt"}
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    for name, wanted in (("manifest-sha256.txt", set(files) - tags), ("tagmanifest-sha256.txt", tags)):
        lines = {line[66:]: line[:64] for line in files[name].decode().splitlines()}
        assert set(lines) == wanted - {"tagmanifest-sha256.txt"}
        assert all(hashlib.sha256(files[each]).hexdigest() == digest for each, digest in lines.items())
    assert manifest.is_new
    assert manifest.seal_sha256 == hashlib.sha256(files["tagmanifest-sha256.txt"]).hexdigest()
    assert (manifest.ledger_seq, manifest.ledger_sha256) == (25, contents.ledger[-1].sha256)


def test_package_holds_every_list(contents: PackageContents) -> None:
    files = package_files(contents)
    assert len(rows_of(files["data/bevindingen.csv"])) == 2
    assert [row["motivering"] for row in rows_of(files["data/motiveringen.csv"])] == ["'@SUM(A1)"]
    assert [row["beslissing"] for row in rows_of(files["data/oordelen.csv"])] == ["validated", "returned"]
    assert json.loads(files["data/vergaderingen.json"])[0]["actions"][0]["due_on"] == "2024-03-01"
    assert json.loads(files["data/regels.json"])[0]["version"] == 2
    assert len(files["data/grootboek.jsonl"].splitlines()) == 25
    assert "data/documenten/Monitoringsrapport meting 6.docx" in files
    assert files["data/gegevens/projecten.csv"] == contents.exchange_files["projecten.csv"]


def test_slipped_milestones_keep_all_three_dates(contents: PackageContents) -> None:
    (row,) = rows_of(package_files(contents)["data/verschoven_mijlpalen.csv"])
    dates = (row["datum_origineel"], row["datum_vorige_meting"], row["datum_nu"], row["dagen_verschoven"])
    assert dates == ("2023-09-30", "2023-10-31", "2024-03-31", "183")


def test_evidence_and_changes_of_population_are_listed(contents: PackageContents) -> None:
    files = package_files(contents)
    assert [row["bewijs"] for row in rows_of(files["data/bewijsstukken.csv"])] == ["dossier 12", "dossier 12"]
    assert [row["project"] for row in rows_of(files["data/populatie.csv"])] == ["VV002"]


@pytest.mark.goal("40")
def test_findings_cannot_become_formulas_and_numbers_stay(contents: PackageContents) -> None:
    files = package_files(contents)
    row = rows_of(files["data/bevindingen.csv"])[0]
    assert row["verwacht"] == '\'=HYPERLINK("http://voorbeeld")'
    assert row["waarde"] == "-1250.00"
    assert row["bevinding"] == "De mijlpaal, die laat is,\nstaat op schema."
    assert rows_of(files["data/oordelen.csv"])[0]["opmerking"] == "'-1+1 is nul"


@pytest.mark.goal("67")
def test_equal_contents_give_equal_bytes_whatever_the_order_or_the_zone(contents: PackageContents) -> None:
    elsewhere = contents.snapshot.taken_at.astimezone(timezone(timedelta(hours=9)))
    shuffled = replace(
        contents,
        snapshot=replace(contents.snapshot, taken_at=elsewhere),
        findings=contents.findings[::-1],
        verdicts=contents.verdicts[::-1],
        exchange_files=dict(reversed(list(contents.exchange_files.items()))),
    )
    assert package_files(shuffled) == package_files(contents)


def test_same_package_again_is_no_change_and_another_is_refused(tmp_path: Path, contents: PackageContents) -> None:
    first = build_package(tmp_path / "pak", contents)
    again = build_package(tmp_path / "pak", contents)
    assert (again.is_new, again.seal_sha256, again.files) == (False, first.seal_sha256, first.files)
    with pytest.raises(NotAllowed):
        build_package(tmp_path / "pak", replace(contents, findings=()))
    assert verify_package(tmp_path / "pak") == ()


def test_readme_says_what_is_inside_and_how_to_check(contents: PackageContents) -> None:
    text = package_files(contents)["LEESMIJ.md"].decode()
    assert "| Bevindingen | `data/bevindingen.csv` | 2 |" in text
    assert "| Grootboekregels | `data/grootboek.jsonl` | 25 |" in text
    assert "DEFINITIEF" in text and "python3 verify.py" in text
    assert "31\u00a0december\u00a02023" in text and contents.ledger[-1].sha256 in text


def test_draft_says_concept(contents: PackageContents) -> None:
    draft = replace(contents, snapshot=replace(contents.snapshot, is_draft=True))
    assert "| Stand | CONCEPT |" in package_files(draft)["LEESMIJ.md"].decode()


def broken(events: tuple[Event, ...]) -> tuple[Event, ...]:
    return (*events[:3], replace(events[3], by="iemand.anders@example.org"), *events[4:])


@pytest.mark.parametrize("field", ["ledger", "exchange_files"])
def test_package_that_proves_nothing_is_refused(tmp_path: Path, contents: PackageContents, field: str) -> None:
    empty = replace(contents, **{field: () if field == "ledger" else {}})  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        build_package(tmp_path / "pak", empty)
    assert list(tmp_path.iterdir()) == []


def test_package_with_a_broken_ledger_is_refused(tmp_path: Path, contents: PackageContents) -> None:
    with pytest.raises(BadInput, match="line 4 was changed"):
        build_package(tmp_path / "pak", replace(contents, ledger=broken(contents.ledger)))


def test_crate_lists_every_file_and_every_human_decision(contents: PackageContents) -> None:
    files = package_files(contents)
    graph = {each["@id"]: each for each in json.loads(files["ro-crate-metadata.json"])["@graph"]}
    parts = {each["@id"] for each in graph["./"]["hasPart"]}
    assert len(parts) == len(files) - 2 and parts <= graph.keys()
    action = graph["#oordeel-VV001-MIN1-002"]
    assert action["@type"] == "AssessAction" and action["agent"]["@id"] in graph
    assert "a" * 64 in action["description"]


def test_fixture_ledger_is_the_chain_of_the_domain(contents: PackageContents) -> None:
    assert all(event_sha256(event) == event.sha256 for event in contents.ledger)
