"""What leaves the house: the package for the Rekenhof and the open dataset, composed from several adapters."""

from __future__ import annotations

import csv
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
from meetcyclus.domain.errors import BadInput, NotNow
from meetcyclus.domain.forecasts import with_forecasts_marked
from meetcyclus.domain.snapshot import ProgrammeData, Snapshot
from meetcyclus.exchange.schema import table_schemas
from meetcyclus.pages.check_report import FILE_NAME, check_report_page
from meetcyclus.services import letters_after
from meetcyclus.services.addresses import Addresses
from meetcyclus.services.authority import SYSTEM, require_role
from meetcyclus.services.check_report import check_report
from meetcyclus.services.open_data import public_data
from meetcyclus.services.report_kinds import FINANCES
from meetcyclus.services.reports import approved_snapshot, documents_to_send, register_document
from meetcyclus.services.round_rules import check_of_round
from meetcyclus.services.rounds import is_open, require_step
from meetcyclus.services.snapshots import newest_snapshot, snapshot_with
from meetcyclus.services.unit_of_work import UnitOfWork

PACKAGE, DATASET = "overdracht_rekenhof", "dataset"
_FIRST, _FIRST_VERSION = "Eerste publicatie", "v1"


def build_package(
    app: Application, *, round_key: str, folder: Path, flow_runs: Sequence[Mapping[str, object]], by: str
) -> PackageManifest:
    """Build the package in a folder, to look at: nothing is announced and nothing is registered."""
    with app.work() as uow:
        _require_maker(uow, by)
        return _write_package(app, uow, round_key, folder, flow_runs)


def is_needed(uow: UnitOfWork, round_key: str, step_code: str, kind: str) -> bool:
    """Whether the step is open and its package or dataset was never made."""
    return is_open(uow, round_key, step_code) and not uow.documents.where(round_key=round_key, kind=kind)


def hand_over(
    app: Application, *, round_key: str, step_code: str, folder: Path, flow_runs: Sequence[Mapping[str, object]]
) -> str:
    """The step itself: build the first package under `folder`, register it and plan the letter about it.

    Gives its name; nothing where it is not needed (any more), which is looked at in the same transaction.
    """
    with app.work() as uow:
        if not is_needed(uow, round_key, step_code, PACKAGE):
            return ""
        target = folder / _FIRST_VERSION
        _set_aside(target)
        manifest = _write_package(app, uow, round_key, target, flow_runs)
        _, sha256 = approved_snapshot(uow, round_key=round_key)
        _register(uow, round_key, PACKAGE, target.name, manifest.seal_sha256, sha256, SYSTEM, app.now())
        letters_after.plan_hand_over(
            app.desk(uow, round_key),
            require_step(uow, round_key, step_code),
            package_name=f"{folder.name}/{target.name}",
            package_sha256=manifest.seal_sha256,
            files=sorted(manifest.files.items()),
            ledger_lines=manifest.ledger_seq,
        )
        return target.name


def build_dataset(app: Application, *, round_key: str, folder: Path, by: str) -> Sequence[Path]:
    """Build the open dataset in a folder, to look at: nothing is registered. Before validation is closed: a concept."""
    with app.work() as uow:
        _require_maker(uow, by)
        snapshot, sha256 = approved_snapshot(uow, round_key=round_key)
        changes = (DatasetChange(snapshot.taken_at, "CONCEPT" if snapshot.is_draft else _FIRST),)
        return _write_dataset(app, snapshot, sha256, folder, changes)


def release_first_dataset(app: Application, *, round_key: str, step_code: str, folder: Path) -> str:
    """The step itself: build the first version of the open dataset and register it, on the terms of `hand_over`."""
    with app.work() as uow:
        if not is_needed(uow, round_key, step_code, DATASET):
            return ""
        return _release(app, uow, round_key, folder, SYSTEM, "")[0].name


def release_dataset(
    app: Application, *, round_key: str, folder: Path, by: str = SYSTEM, note: str = ""
) -> tuple[Path, Sequence[Path]]:
    """Build the next version of the open dataset under `folder` (v1, v2, ...) and register it.

    The first version comes from the approved snapshot; a correction (with a note) from the newest one.
    """
    with app.work() as uow:
        _require_maker(uow, by)
        return _release(app, uow, round_key, folder, by, note)


def round_of_dataset(folder: Path) -> str:
    """The round a dataset is about: the newest in its metingen.csv. BadInput when there is none."""
    path = folder / "metingen.csv"
    if not path.is_file():
        raise BadInput(f"{folder}: no metingen.csv, so this is not a dataset")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return max(rows, key=lambda row: row["meetmoment"])["sleutel"]


def prove_dataset(app: Application, *, round_key: str, folder: Path) -> tuple[str, ...]:
    """Every difference between a published folder and the snapshot it was made from; empty when they are equal."""
    with app.work() as uow:
        made = [
            each for each in uow.documents.where(round_key=round_key, kind=DATASET) if each.file_name == folder.name
        ]
        if made:
            snapshot = snapshot_with(uow, made[-1].snapshot_sha256)
        else:
            snapshot, _ = approved_snapshot(uow, round_key=round_key)
    return dataset_differences(folder, public_files(app, snapshot))


def public_files(app: Application, snapshot: Snapshot) -> dict[str, bytes]:
    """The data files of the open dataset: the exchange format without people."""
    return _exchange_files(app, public_data(with_forecasts_marked(snapshot)))


def newest(uow: UnitOfWork, round_key: str, kind: str) -> Document | None:
    """The newest package or dataset of a round, if there is one."""
    made = uow.documents.where(round_key=round_key, kind=kind)
    return made[-1] if made else None


def _write_package(
    app: Application,
    uow: UnitOfWork,
    round_key: str,
    folder: Path,
    flow_runs: Sequence[Mapping[str, object]],
) -> PackageManifest:
    snapshot, sha256 = approved_snapshot(uow, round_key=round_key)
    contents = PackageContents(
        snapshot=snapshot,
        snapshot_sha256=sha256,
        exchange_files=_exchange_files(app, with_forecasts_marked(snapshot)),
        documents={name: body for name, _, body in documents_to_send(uow, round_key=round_key, beside=(FINANCES,))},
        flow_runs={"flow_runs.json": json.dumps(flow_runs, indent=1, sort_keys=True).encode()},
        rules=tuple(check_of_round(uow, round_key=round_key, quality=app.quality).rules()),
        findings=tuple(uow.findings.where(round_key=round_key)),
        verdicts=tuple(uow.verdicts.where(round_key=round_key)),
        meetings=tuple(uow.meetings.where(round_key=round_key)),
        ledger=tuple(uow.ledger.events()),
        pages={FILE_NAME: check_report_page(check_report(uow, round_key=round_key, quality=app.quality))},
    )
    return write_package(folder, contents)


def _release(
    app: Application, uow: UnitOfWork, round_key: str, folder: Path, by: str, note: str
) -> tuple[Path, Sequence[Path]]:
    if note:
        snapshot, record = newest_snapshot(uow, round_key=round_key)
        sha256 = record.sha256
    else:
        snapshot, sha256 = approved_snapshot(uow, round_key=round_key)
    if snapshot.is_draft:
        raise NotNow(f"round {round_key} is a draft: validation is not closed or nobody signed for the money")
    earlier = uow.documents.where(round_key=round_key, kind=DATASET)
    at = app.now()
    changes = (*(DatasetChange(each.created_at, each.note) for each in earlier), DatasetChange(at, note or _FIRST))
    target = folder / f"v{len(changes)}"
    _set_aside(target)
    files = _write_dataset(app, snapshot, sha256, target, changes)
    _register(
        uow,
        round_key,
        DATASET,
        target.name,
        sum_of({path.name: path.read_bytes() for path in files}),
        sha256,
        by,
        at,
        note or _FIRST,
    )
    return target, files


def _write_dataset(
    app: Application, snapshot: Snapshot, sha256: str, folder: Path, changes: tuple[DatasetChange, ...]
) -> Sequence[Path]:
    description = _description(snapshot, sha256, changes, app.addresses)
    return build_open_dataset(folder, public_files(app, snapshot), description, snapshot.data.persons)


def _says_what_is_forecast(snapshot: Snapshot) -> bool:
    return any(each.is_forecast is not None for each in with_forecasts_marked(snapshot).entries)


def _require_maker(uow: UnitOfWork, by: str) -> None:
    if by != SYSTEM:
        require_role(uow, by, "secretariaat", "dossierbeheerder")


def _exchange_files(app: Application, data: ProgrammeData) -> dict[str, bytes]:
    """The programme as files, with the datapackage.json that describes them."""
    with tempfile.TemporaryDirectory() as folder:
        app.exchange.write_programme(data, Path(folder))
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def sum_of(files: Mapping[str, bytes]) -> str:
    """One hash over the files of a dataset."""
    return sha256_of({name: hashlib.sha256(content).hexdigest() for name, content in files.items()})


def _set_aside(folder: Path) -> None:
    """A version that was written but never registered, because its maker was killed, was never published."""
    number = 1
    while (aside := folder.with_name(f"{folder.name}-onvoltooid-{number}")).exists():
        number += 1
    if folder.exists():
        folder.rename(aside)


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


def _description(
    snapshot: Snapshot, sha256: str, changes: tuple[DatasetChange, ...], addresses: Addresses
) -> DatasetDescription:
    data = snapshot.data
    round_ = data.round(snapshot.round_key)
    host = data.programme.sender_email.partition("@")[2]
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
        catalogue_uri=addresses.catalogue(data.programme),
        base_url=addresses.dataset(data.programme, round_.key),
        snapshot_sha256=sha256,
        changes=changes,
        keywords=("voortgang", "mijlpalen", "begroting"),
        time_zone=data.programme.time_zone,
        table_schemas=table_schemas(with_optional=_says_what_is_forecast(snapshot)),
    )
