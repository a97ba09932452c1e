"""What is about to leave the house, gathered from several adapters and put before the check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from meetcyclus import handover
from meetcyclus.audit.folders import folder_files
from meetcyclus.audit.open_data import CATALOGUE, dataset_differences
from meetcyclus.bootstrap import Application
from meetcyclus.domain.documents import Document
from meetcyclus.domain.errors import BadInput, NotNow
from meetcyclus.domain.findings import Stage
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.services import closing
from meetcyclus.services.authority import SYSTEM, programme_of
from meetcyclus.services.check_facts import DatasetFacts, FileTrail, ForumTrail, ReleaseFacts, ShownDocument
from meetcyclus.services.checks import ENTRY_STAGES, MONEY_STAGES, CheckResult, run_check
from meetcyclus.services.figures import figures_of
from meetcyclus.services.open_data import personal_traces
from meetcyclus.services.report_kinds import COVER_NOTE, REPORT
from meetcyclus.services.reports import approved_document
from meetcyclus.services.rounds import local, require_step, steps_of
from meetcyclus.services.snapshots import snapshot_with
from meetcyclus.services.unit_of_work import UnitOfWork

_NEED_RELEASE = frozenset({Stage.REPORT, Stage.PUBLICATION})


def check_round(
    app: Application,
    uow: UnitOfWork,
    *,
    round_key: str,
    stages: frozenset[Stage],
    by: str,
    project_number: str = "",
    suite: str = "",
) -> CheckResult:
    """Run the rules of these stages; where they are about what leaves the house, that is gathered first.

    With what was entered, the money that was loaded is checked again: its rules hold it against the words of the leads.
    """
    release = release_facts(app, uow, round_key=round_key) if stages & _NEED_RELEASE else None
    if stages == ENTRY_STAGES and not suite and uow.uploads.where(round_key=round_key):
        run_check(uow, quality=app.quality, round_key=round_key, stages=MONEY_STAGES, by=by, at=app.now())
    return run_check(
        uow,
        quality=app.quality,
        round_key=round_key,
        stages=stages,
        by=by,
        at=app.now(),
        project_number=project_number,
        suite=suite,
        release=release,
    )


def close_by_hand(app: Application, *, round_key: str, code: str, note: str, by: str) -> Step:
    """A person closes a step. What would be published then is checked first, as it lies there at that moment.

    The check stands on its own: what it finds is kept, also where it keeps the step from closing.
    """
    with app.work() as uow:
        step = require_step(uow, round_key, code)
        if (
            step.kind == "publicatie"
            and step.state is StepState.OPEN
            and handover.newest(uow, round_key, handover.DATASET)
        ):
            check_round(app, uow, round_key=round_key, stages=frozenset({Stage.PUBLICATION}), by=SYSTEM)
    with app.work() as uow:
        return closing.close_by_hand(app.desk(uow, round_key), code=code, note=note, by=by)


def is_other_on_disk(app: Application, uow: UnitOfWork, *, round_key: str) -> bool:
    """Whether the files that are ready to leave are others than the newest check of the publication saw."""
    runs = (json.loads(each.after) for each in uow.ledger.events(round_key=round_key, action="check.run"))
    seen = [each.get("files") for each in runs if each["run"]["stage"] == Stage.PUBLICATION.value]
    present = {each.name: each.present_sha256 for each in _files(app, uow, round_key)}
    return bool(seen) and seen[-1] != present


def release_facts(app: Application, uow: UnitOfWork, *, round_key: str) -> ReleaseFacts:
    """The documents, files, forums and dataset of a round as they are now; NotNow without a report."""
    made = _made(uow, round_key)
    if not made:
        raise NotNow(f"round {round_key} has no report yet: run `meetcyclus report build {round_key}`")
    dataset = handover.newest(uow, round_key, handover.DATASET)
    return ReleaseFacts(
        checked_on=local(app.now(), programme_of(uow)).date(),
        figures=figures_of(snapshot_with(uow, made[0].snapshot_sha256)),
        previous_population=_previous_population(uow, round_key),
        documents=tuple(_shown(app, uow, each) for each in made),
        files=_files(app, uow, round_key),
        forums=_forums(uow, round_key),
        dataset=_dataset(app, uow, dataset) if dataset else None,
    )


def _made(uow: UnitOfWork, round_key: str) -> list[Document]:
    found = (approved_document(uow, round_key, kind) for kind in (COVER_NOTE, REPORT))
    return [each for each in found if each is not None]


def _files(app: Application, uow: UnitOfWork, round_key: str) -> tuple[FileTrail, ...]:
    dataset = handover.newest(uow, round_key, handover.DATASET)
    documents = (_file(app, each) for each in _made(uow, round_key))
    return (*documents, *([_folder(app, dataset)] if dataset else ()))


def _shown(app: Application, uow: UnitOfWork, document: Document) -> ShownDocument:
    return app.documents.read(document.kind, document.file_name, uow.files.get(document.sha256))


def _previous_population(uow: UnitOfWork, round_key: str) -> tuple[str, ...] | None:
    """Who belonged to the round before; of a round that came as history, who reported in it."""
    ordered = sorted(uow.rounds.where(), key=lambda each: each.reference_date)
    place = [each.key for each in ordered].index(round_key)
    if place == 0:
        return None
    before = ordered[place - 1].key
    members = [each.project_number for each in uow.round_projects.where(round_key=before)]
    return tuple(members or [each.project_number for each in uow.entries.latest(before)])


def _file(app: Application, document: Document) -> FileTrail:
    path = app.settings.folder(f"documents/{document.round_key}") / document.file_name
    present = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return FileTrail(document.kind, document.file_name, document.sha256, present)


def _folder(app: Application, dataset: Document) -> FileTrail:
    files = _files_of(app, dataset)
    return FileTrail(dataset.kind, _name(dataset), dataset.sha256, handover.sum_of(files) if files else "")


def _name(dataset: Document) -> str:
    return f"{dataset.round_key}/{dataset.file_name}"


def _files_of(app: Application, dataset: Document) -> Mapping[str, bytes]:
    folder = app.settings.folder("opendata") / dataset.round_key / dataset.file_name
    return folder_files(folder) if folder.is_dir() else {}


def _forums(uow: UnitOfWork, round_key: str) -> tuple[ForumTrail, ...]:
    days = {each.step_code: each.held_on for each in uow.meetings.where(round_key=round_key)}
    return tuple(
        ForumTrail(each.code, each.forum or each.code, days.get(each.code))
        for each in steps_of(uow, round_key)
        if each.kind == "overleg"
    )


def _dataset(app: Application, uow: UnitOfWork, dataset: Document) -> DatasetFacts:
    files = _files_of(app, dataset)
    return DatasetFacts(
        name=_name(dataset),
        refusals=_refusals(app, uow, dataset),
        catalogue=files.get(CATALOGUE, b"").decode("utf-8", errors="replace"),
        personal_traces=personal_traces(files, uow.persons.where()),
    )


def _refusals(app: Application, uow: UnitOfWork, dataset: Document) -> tuple[str, ...]:
    """What a strict reader of the exchange format refuses, and where the files differ from the frozen round."""
    folder = app.settings.folder("opendata") / dataset.round_key / dataset.file_name
    try:
        app.exchange.read_programme(Path(folder))
    except BadInput as error:
        return tuple(
            f"{each.file}, regel {each.line}, kolom {each.column}: {each.value}" for each in error.problems
        ) or (str(error),)
    expected = handover.public_files(app, snapshot_with(uow, dataset.snapshot_sha256))
    return dataset_differences(folder, expected)
