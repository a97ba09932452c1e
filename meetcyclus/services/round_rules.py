"""The rules and the path that a round began with: kept at its launch, and changed only by a recorded move."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from datetime import date, datetime

from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.rounds import Round, RoundState, Step, StepState
from meetcyclus.domain.workdays import plan_steps
from meetcyclus.services.authority import programme_of, require_role
from meetcyclus.services.ports import QualityCheck
from meetcyclus.services.rounds import require_running, steps_of
from meetcyclus.services.unit_of_work import UnitOfWork


def check_of_round(uow: UnitOfWork, *, round_key: str, quality: QualityCheck) -> QualityCheck:
    """The quality check with the rules that the round keeps; those of today for a round that keeps none."""
    kept = require_running(uow, round_key).rules_sha256
    return quality.with_content(uow.files.get(kept)) if kept else quality


def move_rules(uow: UnitOfWork, *, key: str, rules: bytes, reason: str, by: str, at: datetime) -> Round:
    """From now on the round is checked by these rules; the same rules are no change."""
    before = _require_movable(uow, key, reason, by)
    after = replace(before, rules_sha256=uow.files.put(rules))
    if after != before:
        uow.rounds.put(after)
        _record(uow, key, "rules", {"rules_sha256": before.rules_sha256}, {"rules_sha256": after.rules_sha256}, reason,
                by, at)  # fmt: skip
    return after


def move_path(
    uow: UnitOfWork, *, key: str, holidays: Container[date], reason: str, by: str, at: datetime
) -> list[Step]:
    """From now on the round follows its path as it stands in the programme; steps that have begun stay as they are."""
    round_ = _require_movable(uow, key, reason, by)
    paths = programme_of(uow).governance
    if round_.governance_path not in paths:
        raise BadInput(f"governance path {round_.governance_path} is no longer in programma.toml")
    before = steps_of(uow, key)
    planned = plan_steps(key, round_.reference_date, paths[round_.governance_path], holidays)
    after = _merged(before, planned)
    if after != before:
        _store(uow, before, after)
        _record(uow, key, "path", {"steps": before}, {"steps": after}, reason, by, at)
    return after


def _merged(before: list[Step], planned: tuple[Step, ...]) -> list[Step]:
    begun = {each.code: each for each in before if each.state is not StepState.PLANNED}
    gone = sorted(begun.keys() - {each.code for each in planned})
    if gone:
        raise NotAllowed(f"{', '.join(gone)} has begun and is not on the new path")
    return [replace(begun.get(each.code, each), position=each.position) for each in planned]


def _store(uow: UnitOfWork, before: list[Step], after: list[Step]) -> None:
    for each in before:
        if each.code not in {step.code for step in after}:
            uow.steps.remove(each.round_key, each.code)
    for each in after:
        uow.steps.put(each)


def _require_movable(uow: UnitOfWork, key: str, reason: str, by: str) -> Round:
    require_role(uow, by, "secretariaat")
    round_ = require_running(uow, key)
    if round_.state is not RoundState.RUNNING:
        raise NotAllowed(f"round {key} is published; it stays as it was made")
    if not reason.strip():
        raise BadInput("moving a round needs a reason")
    return round_


def _record(
    uow: UnitOfWork, key: str, what: str, before: object, after: dict[str, object], reason: str, by: str, at: datetime
) -> None:
    uow.ledger.append(
        action=f"round.move_{what}",
        object=key,
        by=by,
        at=at,
        round_key=key,
        before=before,
        after={**after, "reason": reason},
    )
