"""The hand-over to the Rekenhof: a sealed folder in the form of BagIt that carries its own checking program."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from meetcyclus.audit import texts, verify_script
from meetcyclus.audit.folders import write_folder
from meetcyclus.audit.package_files import PackageContents, payload_files
from meetcyclus.audit.ro_crate import crate_metadata
from meetcyclus.domain import dutch
from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.ledger import chain_problems

__all__ = ["PackageContents", "PackageManifest", "build_package", "package_files", "verify_package"]

VERIFY = "verify.py"


@dataclass(frozen=True)
class PackageManifest:
    """What was handed over. `seal_sha256` and `ledger_sha256` belong in the letter: they are anchors of the package.

    `files` maps each path to its SHA-256; `counts` says how many of each part, with Dutch names; `is_new` is False when
    exactly this package was there already.
    """

    folder: Path
    files: Mapping[str, str]
    counts: Mapping[str, int]
    seal_sha256: str
    ledger_seq: int
    ledger_sha256: str
    is_new: bool


def build_package(folder: Path, contents: PackageContents) -> PackageManifest:
    """Write the package, whole or not at all.

    The same contents change nothing; NotAllowed when the folder holds something else; BadInput when the contents
    cannot make a package that proves something.
    """
    files = package_files(contents)
    is_new = write_folder(folder, files)
    last = contents.ledger[-1]
    return PackageManifest(
        folder=folder,
        files={name: _sha256(content) for name, content in sorted(files.items())},
        counts=_counts(files),
        seal_sha256=_sha256(files[verify_script.TAGS]),
        ledger_seq=last.seq,
        ledger_sha256=last.sha256,
        is_new=is_new,
    )


def verify_package(folder: Path, anchors: Sequence[str] = ()) -> tuple[str, ...]:
    """Every problem of a package in Dutch, found by the very program that travels in it."""
    return tuple(verify_script.problems_in(folder, anchors))


def package_files(contents: PackageContents) -> dict[str, bytes]:
    """Every file of the package by its path, seals included."""
    _require_proof(contents)
    payload = payload_files(contents)
    counts = _counts(payload)
    tags = {
        "bagit.txt": verify_script.DECLARATION.encode(),
        verify_script.INFO: _bag_info(contents, payload, counts).encode(),
        verify_script.README: _readme(contents, counts).encode(),
        verify_script.PAYLOAD: _manifest(payload),
        VERIFY: Path(verify_script.__file__).read_bytes(),
    }
    tags["ro-crate-metadata.json"] = crate_metadata(contents, {**payload, **tags})
    return {**payload, **tags, verify_script.TAGS: _manifest(tags)}


def _require_proof(contents: PackageContents) -> None:
    if not contents.exchange_files or not contents.ledger:
        raise BadInput("a package needs the data of the round and its ledger; one of both is empty")
    problems = chain_problems(contents.ledger)
    if problems:
        raise BadInput(f"the ledger is not sound, so nothing was handed over: {'; '.join(problems[:3])}")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


def _counts(files: Mapping[str, bytes]) -> dict[str, int]:
    return {label: _count(place, files) for label, place in verify_script.COUNTED}


def _count(place: str, files: Mapping[str, bytes]) -> int:
    if place.endswith("/"):
        return sum(1 for name in files if name.startswith(place))
    text = files[place].decode()
    if place.endswith(".csv"):
        return sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1
    return text.count("\n") if place.endswith(".jsonl") else len(json.loads(text))


def _bag_info(contents: PackageContents, payload: Mapping[str, bytes], counts: Mapping[str, int]) -> str:
    snapshot, last = contents.snapshot, contents.ledger[-1]
    size = sum(len(content) for content in payload.values())
    lines = {
        "Source-Organization": _name(contents),
        "External-Identifier": f"{snapshot.data.programme.code}-{snapshot.round_key}",
        "External-Description": "Overdrachtspakket voor het Rekenhof",
        "Bagging-Date": _local(contents).date().isoformat(),
        "Payload-Oxum": f"{size}.{len(payload)}",
        "Momentopname-Sha256": contents.snapshot_sha256,
        "Grootboek-Laatste-Nummer": str(last.seq),
        "Grootboek-Laatste-Sha256": last.sha256,
    }
    lines |= {f"Aantal-{label.replace(' ', '-')}": str(count) for label, count in counts.items()}
    return "".join(f"{label}: {value}\n" for label, value in lines.items())


def _readme(contents: PackageContents, counts: Mapping[str, int]) -> str:
    snapshot, last, local = contents.snapshot, contents.ledger[-1], _local(contents)
    places = dict(verify_script.COUNTED)
    rows = [f"| {label} | `{places[label]}` | {dutch.number(count)} |" for label, count in counts.items()]
    return texts.PACKAGE_README.format(
        programme=_name(contents).replace("|", "/"),
        round_key=snapshot.round_key,
        reference_date=dutch.long_date(snapshot.data.round(snapshot.round_key).reference_date),
        stand="CONCEPT" if snapshot.is_draft else "DEFINITIEF",
        taken_at=dutch.deadline(local),
        snapshot_sha256=contents.snapshot_sha256,
        ledger_seq=dutch.number(last.seq),
        ledger_sha256=last.sha256,
        counts="\n".join(rows),
    )


def _name(contents: PackageContents) -> str:
    return " ".join(contents.snapshot.data.programme.name.split())


def _local(contents: PackageContents) -> datetime:
    return contents.snapshot.taken_at.astimezone(ZoneInfo(contents.snapshot.data.programme.time_zone))
