"""The published dataset of a round as a folder: the public data with what readers and catalogues need beside it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from meetcyclus.audit import texts
from meetcyclus.audit.csvw import csvw_metadata
from meetcyclus.audit.dcat import dcat_turtle
from meetcyclus.audit.description import DatasetChange, DatasetDescription
from meetcyclus.audit.folders import folder_files, write_folder
from meetcyclus.domain import dutch
from meetcyclus.domain.errors import BadInput, NotAllowed, Problem
from meetcyclus.domain.programme import Person
from meetcyclus.services.open_data import is_public_address, personal_traces

__all__ = ["DatasetChange", "DatasetDescription", "build_open_dataset", "dataset_differences", "dataset_files"]

README, CHANGES, CATALOGUE, COLUMNS, SUMS = (
    "README.md",
    "CHANGELOG.md",
    "dcat.ttl",
    "csvw-metadata.json",
    "SHA256SUMS.txt",
)
GENERATED = (README, CHANGES, CATALOGUE, COLUMNS, SUMS)


def build_open_dataset(
    folder: Path,
    exchange_files: Mapping[str, bytes],
    description: DatasetDescription,
    persons: Iterable[Person] = (),
) -> list[Path]:
    """Write one version of the dataset, whole or not at all, and give its files in order.

    A version that was published is never overwritten: a correction has one more change in its description and a
    folder of its own. NotAllowed when the files hold the name or address of one of `persons`.
    """
    _require_public(exchange_files, persons)
    files = dataset_files(exchange_files, description)
    write_folder(folder, files)
    return [folder / name for name in sorted(files)]


def dataset_files(exchange_files: Mapping[str, bytes], description: DatasetDescription) -> dict[str, bytes]:
    """Every file of the dataset by name. Equal data and description give equal bytes."""
    _require_complete(exchange_files, description)
    described = {
        README: _readme(exchange_files, description).encode(),
        CHANGES: _changes(description).encode(),
        CATALOGUE: dcat_turtle(exchange_files, description),
        COLUMNS: csvw_metadata(sorted(exchange_files), description),
    }
    files = {**exchange_files, **described}
    return {**files, SUMS: _sums(files)}


def dataset_differences(folder: Path, expected: Mapping[str, bytes]) -> tuple[str, ...]:
    """Every way in which a published folder differs from what the frozen round gives; empty when it is equal.

    `expected` holds the data files, or all files of the dataset. What was generated beside the data is then still held
    against the list of sums.
    """
    present = folder_files(folder) if folder.is_dir() else {}
    differences = [f"{name}: is missing" for name in sorted(expected.keys() - present.keys())]
    extra = present.keys() - expected.keys() - set(GENERATED)
    differences += [f"{name}: does not belong to the dataset" for name in sorted(extra)]
    for name in sorted(expected.keys() & present.keys()):
        differences += _content_differences(name, present[name], expected[name])
    return (*differences, *_sum_differences(present))


def _require_public(exchange_files: Mapping[str, bytes], persons: Iterable[Person]) -> None:
    traces = [*_private_addresses(exchange_files), *personal_traces(exchange_files, persons)]
    if traces:
        raise NotAllowed(f"the dataset holds personal data and was not published: {'; '.join(traces[:5])}")


def _private_addresses(files: Mapping[str, bytes]) -> list[str]:
    """Addresses in columns that name people and that are not mailboxes of the public set."""
    places = {"personen.csv": ["email"], "projecten.csv": ["verantwoordelijke", "spoc"]}
    places |= {"projectrapporten.csv": ["ingediend_door"], "mandaten.csv": ["kabinet_email"]}
    found = []
    for name, columns in places.items():
        for line, row in enumerate(_records(files.get(name, b"")), start=2):
            values = [row.get(column) or "" for column in columns]
            found += [f"{name}, record {line}: {each!r}" for each in values if each and not is_public_address(each)]
    return found


def _records(content: bytes) -> Iterable[dict[str, str]]:
    return csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))


def _require_complete(exchange_files: Mapping[str, bytes], description: DatasetDescription) -> None:
    problems = [Problem(name, 0, "", name, "a name that the dataset does not use itself") for name in GENERATED]
    problems = [each for each in problems if each.file in exchange_files]
    if not exchange_files:
        problems.append(Problem("dataset", 0, "", "no files", "the data of a round"))
    if not description.changes or not all(each.note.strip() for each in description.changes):
        problems.append(Problem(CHANGES, 0, "note", "", "a note for every version"))
    if not description.keywords:
        problems.append(Problem(CATALOGUE, 0, "keyword", "", "at least one keyword"))
    if problems:
        raise BadInput("the dataset cannot be made", problems)


def _readme(files: Mapping[str, bytes], description: DatasetDescription) -> str:
    rows = [
        f"| `{name}` | {dutch.number(sum(1 for _ in _records(files[name])))} |"
        for name in sorted(files)
        if name.endswith(".csv")
    ]
    return texts.DATASET_README.format(
        title=_one_line(description.title),
        description=description.description.strip(),
        programme=_one_line(description.programme_name),
        reference_date=dutch.long_date(description.reference_date),
        version=description.version,
        modified=dutch.long_date(description.local_day(description.modified_at)),
        identifier=description.version_identifier,
        publisher=_one_line(description.publisher_name),
        contact=_one_line(description.contact_name),
        contact_email=description.contact_email,
        licence=description.licence_uri,
        snapshot_sha256=description.snapshot_sha256,
        files="\n".join(rows),
    )


def _changes(description: DatasetDescription) -> str:
    versions = [
        texts.DATASET_CHANGE.format(
            version=number, day=dutch.long_date(description.local_day(each.at)), note=each.note.strip()
        )
        for number, each in reversed(list(enumerate(description.changes, start=1)))
    ]
    return texts.DATASET_CHANGES.format(title=_one_line(description.title), versions="\n".join(versions))


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")


def _sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def _content_differences(name: str, present: bytes, expected: bytes) -> list[str]:
    if present == expected:
        return []
    found, wanted = present.split(b"\n"), expected.split(b"\n")
    pairs = enumerate(zip(found, wanted, strict=False), start=1)
    line = next((number for number, (left, right) in pairs if left != right), min(len(found), len(wanted)) + 1)
    return [f"{name}: differs from line {line} on"]


def _sum_differences(present: Mapping[str, bytes]) -> list[str]:
    if SUMS not in present:
        return [f"{SUMS}: is missing"]
    rest = {name: content for name, content in present.items() if name != SUMS}
    stated, actual = set(present[SUMS].split(b"\n")), set(_sums(rest).split(b"\n"))
    names = sorted({line[66:].decode(errors="replace") for line in stated ^ actual if line})
    return [f"{name}: does not agree with {SUMS}" for name in names]
