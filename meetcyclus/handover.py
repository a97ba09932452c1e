"""What leaves the house: the package for the Rekenhof and the open dataset, composed from several adapters."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from meetcyclus.audit.description import DatasetChange, DatasetDescription
from meetcyclus.audit.open_data import build_open_dataset, dataset_differences
from meetcyclus.audit.package import PackageContents, PackageManifest
from meetcyclus.audit.package import build_package as write_package
from meetcyclus.bootstrap import Application
from meetcyclus.domain.canonical import sha256_of
from meetcyclus.domain.documents import Document
from meetcyclus.domain.dutch import long_date
from meetcyclus.domain.errors import NotNow
from meetcyclus.domain.snapshot import ProgrammeData, Snapshot
from meetcyclus.exchange.schema import table_schemas
from meetcyclus.services import letters_after
from meetcyclus.services.authority import SYSTEM, require_role
from meetcyclus.services.open_data import public_data
from meetcyclus.services.reports import documents_to_send, register_document
from meetcyclus.services.snapshots import newest_snapshot, snapshot_with
from meetcyclus.services.unit_of_work import UnitOfWork

PACKAGE, DATASET = "overdracht_rekenhof", "dataset"


def build_package(
    app: Application, *, round_key: str, folder: Path, flow_runs: Sequence[Mapping[str, object]], by: str
) -> PackageManifest:
    """Build the hand-over under `folder` (v1, v2, ...) and plan the letter that announces it."""
    with app.work() as uow:
        _require_maker(uow, by)
        snapshot, record = newest_snapshot(uow, round_key=round_key)
        contents = PackageContents(
            snapshot=snapshot,
            snapshot_sha256=record.sha256,
            exchange_files=_exchange_files(app, snapshot.data),
            documents={name: body for name, _, body in documents_to_send(uow, round_key=round_key)},
            flow_runs={"flow_runs.json": json.dumps(flow_runs, indent=1, sort_keys=True).encode()},
            rules=tuple(app.quality.rules()),
            findings=tuple(uow.findings.where(round_key=round_key)),
            verdicts=tuple(uow.verdicts.where(round_key=round_key)),
            meetings=tuple(uow.meetings.where(round_key=round_key)),
            ledger=tuple(uow.ledger.events()),
        )
        manifest = write_package(_next_version(folder), contents)
        at = app.now()
        _register(uow, round_key, PACKAGE, manifest.folder.name, manifest.seal_sha256, record.sha256, by, at)
        letters_after.plan_hand_over(
            app.desk(uow, round_key),
            package_name=f"{folder.name}/{manifest.folder.name}",
            package_sha256=manifest.seal_sha256,
            files=sorted(manifest.files.items()),
            ledger_lines=manifest.ledger_seq,
        )
        return manifest


def build_dataset(app: Application, *, round_key: str, folder: Path, note: str, by: str) -> tuple[Path, Sequence[Path]]:
    """Build the next version of the open dataset under `folder` (v1, v2, ...) from the newest snapshot."""
    with app.work() as uow:
        _require_maker(uow, by)
        snapshot, record = newest_snapshot(uow, round_key=round_key)
        if snapshot.is_draft:
            raise NotNow(f"round {round_key} is frozen as a draft: validation is not closed")
        at = app.now()
        earlier = uow.documents.where(round_key=round_key, kind=DATASET)
        changes = (*(DatasetChange(each.created_at, each.note) for each in earlier), DatasetChange(at, note))
        target = folder / f"v{len(changes)}"
        _set_aside(target)
        description = _description(snapshot, record.sha256, changes)
        files = build_open_dataset(target, public_files(app, snapshot), description, snapshot.data.persons)
        _register(uow, round_key, DATASET, target.name, _sum_of(files), record.sha256, by, at, note)
        return target, files


def prove_dataset(app: Application, *, round_key: str, folder: Path) -> tuple[str, ...]:
    """Every difference between a published folder and the snapshot it was made from; empty when they are equal."""
    with app.work() as uow:
        made = [
            each for each in uow.documents.where(round_key=round_key, kind=DATASET) if each.file_name == folder.name
        ]
        if made:
            snapshot = snapshot_with(uow, made[-1].snapshot_sha256)
        else:
            snapshot, _ = newest_snapshot(uow, round_key=round_key)
    return dataset_differences(folder, public_files(app, snapshot))


def public_files(app: Application, snapshot: Snapshot) -> dict[str, bytes]:
    """The data files of the open dataset: the exchange format without people."""
    return _exchange_files(app, public_data(snapshot.data))


def newest(uow: UnitOfWork, round_key: str, kind: str) -> Document | None:
    """The newest package or dataset of a round, if there is one."""
    made = uow.documents.where(round_key=round_key, kind=kind)
    return made[-1] if made else None


def _require_maker(uow: UnitOfWork, by: str) -> None:
    if by != SYSTEM:
        require_role(uow, by, "secretariaat", "dossierbeheerder")


def _exchange_files(app: Application, data: ProgrammeData) -> dict[str, bytes]:
    """The programme as files, with the datapackage.json that describes them."""
    with tempfile.TemporaryDirectory() as folder:
        app.exchange.write_programme(data, Path(folder))
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def _sum_of(files: Sequence[Path]) -> str:
    return sha256_of({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files})


def _set_aside(folder: Path) -> None:
    """A version that was written but never registered, because its maker was killed, was never published."""
    number = 1
    while (aside := folder.with_name(f"{folder.name}-onvoltooid-{number}")).exists():
        number += 1
    if folder.exists():
        folder.rename(aside)


def _next_version(folder: Path) -> Path:
    """A version that is not there yet: a package that was built but not announced is left for what it is."""
    number = 1
    while (folder / f"v{number}").exists():
        number += 1
    return folder / f"v{number}"


def _register(
    uow: UnitOfWork,
    round_key: str,
    kind: str,
    name: str,
    sha256: str,
    snapshot_sha256: str,
    by: str,
    at: datetime,
    note: str = "",
) -> None:
    register_document(
        uow,
        round_key=round_key,
        kind=kind,
        file_name=name,
        sha256=sha256,
        snapshot_sha256=snapshot_sha256,
        is_draft=False,
        by=by,
        at=at,
        note=note,
    )


def _description(snapshot: Snapshot, sha256: str, changes: tuple[DatasetChange, ...]) -> DatasetDescription:
    data = snapshot.data
    round_ = data.round(snapshot.round_key)
    host = data.programme.sender_email.partition("@")[2]
    base = f"https://{host}/opendata/{data.programme.code.lower()}/{round_.key}"
    return DatasetDescription(
        identifier=f"{data.programme.code}-{round_.key}",
        title=f"{data.programme.name}: meting {round_.number} ({long_date(round_.reference_date)})",
        description=f"Alle gegevens van meting {round_.number}, met de geschiedenis van de vorige metingen.",
        programme_name=data.programme.name,
        reference_date=round_.reference_date,
        publisher_name=data.programme.name,
        publisher_uri=f"https://{host}/",
        contact_name="Secretariaat",
        contact_email=data.programme.sender_email,
        catalogue_uri=f"https://{host}/opendata",
        base_url=base,
        snapshot_sha256=sha256,
        changes=changes,
        keywords=("voortgang", "mijlpalen", "begroting"),
        time_zone=data.programme.time_zone,
        table_schemas=table_schemas(),
    )
