"""Findings of which nobody knows whether they still hold: their rule could not run when its stage was last checked."""

from __future__ import annotations

from collections.abc import Iterable

from meetcyclus.domain.findings import CheckRun, Finding, Stage
from meetcyclus.services.check_inputs import is_of_suite
from meetcyclus.services.checks import stages_of
from meetcyclus.services.unit_of_work import UnitOfWork


def covered_stages(run: CheckRun) -> frozenset[Stage]:
    """The stages whose rules a pass ran, from the name that it is kept under."""
    return frozenset(stage for word in run.stage.split("+") for stage in stages_of(Stage(word)))


def heard(uow: UnitOfWork, round_key: str, findings: Iterable[Finding]) -> list[Finding]:
    """These findings, without those of rules that the newest pass over their own stage could not run.

    What an older pass could not run says nothing any more, under whatever name it is kept.
    """
    runs = [each for each in uow.check_runs.where(round_key=round_key) if not is_of_suite(each.stage)]
    newest = {stage: run for run in runs for stage in covered_stages(run)}
    broken = {(stage, code) for stage, run in newest.items() for code in run.crashed}
    return [each for each in findings if (each.stage, each.rule_code) not in broken]
