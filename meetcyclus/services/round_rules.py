"""The rules and the path that a round began with: kept at its launch, and changed only by a recorded move."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from datetime import date, datetime

from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.rounds import Round, RoundState, Step, StepState
from meetcyclus.domain.workdays import plan_steps
from meetcyclus.services.authority import programme_of, require_role
from meetcyclus.services.launch_plan import moved_entry
from meetcyclus.services.ports import QualityCheck
from meetcyclus.services.rounds import require_running, steps_of
from meetcyclus.services.unit_of_work import UnitOfWork

_ASKED_OF_LEADS = ("actualisatie", "invoer")


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
    """From now on the round follows its path as it stands in the programme; steps that have begun stay as they are.

    So do the days of entry, its deadline and its grace: leads were promised those. A path without a step that the
    leads of this round still wait for is refused (NotAllowed).
    """
    round_ = _require_movable(uow, key, reason, by)
    paths = programme_of(uow).governance
    if round_.governance_path not in paths:
        raise BadInput(f"governance path {round_.governance_path} is no longer in programma.toml")
    before = steps_of(uow, key)
    planned = plan_steps(key, round_.reference_date, paths[round_.governance_path], holidays)
    after = _merged(before, _with_days_of_entry(before, planned))
    if after != before:
        _store(uow, before, after)
        _record(uow, key, "path", {"steps": before}, {"steps": after}, reason, by, at)
    return after


def _with_days_of_entry(before: list[Step], planned: tuple[Step, ...]) -> tuple[Step, ...]:
    asked, asks = ({each.kind for each in steps if each.kind in _ASKED_OF_LEADS} for steps in (before, planned))
    if gone := asked - asks:
        raise NotAllowed(f"{', '.join(sorted(gone))} is asked of the leads of this round and is not on the new path")
    if "invoer" in asks - asked:
        raise NotAllowed("this round was opened without entry, and so without a deadline: open another round for it")
    entry = next((each for each in before if each.kind == "invoer"), None)
    return planned if entry is None else moved_entry(planned, entry.planned_from, entry.planned_until)


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
