"""Freezing a round: the facts as they stand, kept by their hash. Documents and open data come from these alone."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from meetcyclus.domain.canonical import canonical_json, sha256_of
from meetcyclus.domain.credits import FinanceUpload
from meetcyclus.domain.documents import SnapshotRecord
from meetcyclus.domain.errors import NotNow
from meetcyclus.domain.findings import Stage
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.domain.snapshot import ProgrammeData, Snapshot
from meetcyclus.services.authority import SYSTEM, require_role
from meetcyclus.services.extracts import extract_in_force, uploads_of
from meetcyclus.services.forecasts import confirming_rounds
from meetcyclus.services.programmes import load_programme
from meetcyclus.services.rounds import require_running, steps_of
from meetcyclus.services.scope import frozen_populations
from meetcyclus.services.scores import scores_until
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.verdict_state import undecided

_SNAPSHOT: TypeAdapter[Any] = TypeAdapter(Snapshot)
# What is found in the documents themselves is no fact of the round: with it, every look at them would make new ones.
_ABOUT_DOCUMENTS = (Stage.REPORT, Stage.PUBLICATION)


def freeze(uow: UnitOfWork, *, round_key: str, by: str, at: datetime) -> SnapshotRecord:
    """Freeze the round as it stands; where nothing changed since the last freeze, that one is given back."""
    if by != SYSTEM:
        require_role(uow, by, "secretariaat", "dossierbeheerder")
    fresh = _facts(uow, round_key)
    facts_sha256 = sha256_of(fresh)
    earlier = freezes(uow, round_key)
    if earlier and earlier[-1].facts_sha256 == facts_sha256:
        return earlier[-1]
    snapshot = replace(fresh, sequence=len(earlier) + 1, taken_at=at, taken_by=by)
    # mtime=0 keeps the packed bytes, too, free of the moment of packing.
    sha256 = uow.files.put(gzip.compress(canonical_json(snapshot).encode(), compresslevel=6, mtime=0))
    record = SnapshotRecord(round_key, snapshot.sequence, sha256, facts_sha256, snapshot.is_draft, at, by)
    uow.snapshots.add([record])
    uow.ledger.append(
        action="round.freeze", object=f"{round_key}/{record.sequence}", by=by, at=at, round_key=round_key, after=record
    )
    return record


def freezes(uow: UnitOfWork, round_key: str) -> list[SnapshotRecord]:
    """All freezes of a round, oldest first."""
    return sorted(uow.snapshots.where(round_key=round_key), key=lambda each: each.sequence)


def newest_snapshot(uow: UnitOfWork, *, round_key: str) -> tuple[Snapshot, SnapshotRecord]:
    """The last freeze of a round with its record; NotNow when it was never frozen."""
    require_running(uow, round_key)
    records = freezes(uow, round_key)
    if not records:
        raise NotNow(f"round {round_key} was not frozen yet: run `meetcyclus round freeze {round_key}`")
    return snapshot_with(uow, records[-1].sha256), records[-1]


def snapshot_with(uow: UnitOfWork, sha256: str) -> Snapshot:
    """The frozen facts with that hash."""
    snapshot: Snapshot = _SNAPSHOT.validate_json(gzip.decompress(uow.files.get(sha256)))
    return snapshot


def _facts(uow: UnitOfWork, round_key: str) -> Snapshot:
    """The round without who and when, so that equal facts give an equal hash."""
    round_ = require_running(uow, round_key)
    data = load_programme(uow)
    kept = {each.key for each in data.rounds if each.reference_date <= round_.reference_date}
    return Snapshot(
        round_key=round_key,
        sequence=0,
        taken_at=round_.opened_at or datetime.min,
        taken_by="",
        is_draft=_is_draft(uow, round_key),
        population=tuple(each.project_number for each in uow.round_projects.where(round_key=round_key)),
        data=_until(data, kept),
        verdicts=tuple(uow.verdicts.where(round_key=round_key)),
        findings=tuple(each for each in uow.findings.where(round_key=round_key) if each.stage not in _ABOUT_DOCUMENTS),
        meetings=tuple(uow.meetings.where(round_key=round_key)),
        confirmations=tuple(each for each in uow.confirmations.where() if each.round_key in kept),
        confirming_rounds=tuple(key for key in confirming_rounds(uow) if key in kept),
        scores=scores_until(uow, round_key),
        uploads=_uploads_in_force(uow, round_key),
        populations=frozen_populations(uow, kept - {round_key}),
        plan=tuple(map(_planned, steps_of(uow, round_key))),
    )


def _planned(step: Step) -> Step:
    """What documents tell of a step before it was taken; that it begins or ends later makes no other freeze."""
    return Step(
        round_key=step.round_key,
        code=step.code,
        kind=step.kind,
        owner=step.owner,
        position=step.position,
        planned_from=step.planned_from,
        planned_until=step.planned_until,
        forum=step.forum,
        after=step.after,
    )


def _uploads_in_force(uow: UnitOfWork, round_key: str) -> tuple[FinanceUpload, ...]:
    """The extracts up to the one whose amounts count: what came later changes no figure yet."""
    counting = extract_in_force(uow, round_key)
    return tuple(each for each in uploads_of(uow, round_key) if counting and each.sequence <= counting.sequence)


def _is_draft(uow: UnitOfWork, round_key: str) -> bool:
    """A concept while the validation is not closed or no longer covers the content, or nobody signed for the money."""
    steps = steps_of(uow, round_key)
    if _waits_for_money(uow, round_key, steps):
        return True
    validation = [each for each in steps if each.kind == "validatie"]
    is_closed = all(each.state is StepState.CLOSED for each in validation)
    return bool(validation) and (not is_closed or bool(undecided(uow, round_key)))


def _waits_for_money(uow: UnitOfWork, round_key: str, steps: Sequence[Step]) -> bool:
    """Nobody signed, while there is an extract, refused or not, or the step that asks for one is not closed."""
    uploads = uploads_of(uow, round_key)
    if any(each.signed_off_by for each in uploads):
        return False
    return bool(uploads) or any(each.kind == "financien" and each.state is not StepState.CLOSED for each in steps)


def _until(data: ProgrammeData, round_keys: set[str]) -> ProgrammeData:
    return replace(
        data,
        rounds=tuple(each for each in data.rounds if each.key in round_keys),
        entries=tuple(each for each in data.entries if each.round_key in round_keys),
        credits=tuple(each for each in data.credits if each.round_key in round_keys),
    )
