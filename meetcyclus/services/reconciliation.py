"""Money held against the register, the extract before it and the round before: what matches and what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from meetcyclus.domain.credits import (
    AmountChange,
    Credit,
    FinanceUpload,
    changes_between,
    committed_total,
    settled_total,
)
from meetcyclus.domain.dutch import amount
from meetcyclus.domain.errors import NotNow
from meetcyclus.domain.findings import Finding, Severity, Stage
from meetcyclus.services.programmes import load_programme
from meetcyclus.services.rounds import require_running
from meetcyclus.services.unit_of_work import UnitOfWork

Totals = tuple[int, int]


@dataclass(frozen=True)
class Reconciliation:
    """How the newest extract compares with the register, the extract before it and the previous round.

    `difference` is what the control totals of the file say beyond the amounts that count for projects of the round.
    `unmatched` names lines of the extract without a project and projects on recovery money without a line;
    `changes` are the amounts that the extract before it gave otherwise; `decreases` names, per project, cumulative
    amounts that fell since the previous round; `open_findings` are money findings to solve. `versions` are all
    extracts of the round, oldest first.
    """

    upload: FinanceUpload
    difference: Totals
    unmatched: tuple[str, ...]
    changes: tuple[AmountChange, ...]
    decreases: tuple[str, ...]
    previous: Totals | None
    open_findings: tuple[Finding, ...]
    versions: tuple[FinanceUpload, ...]
    crashed: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether DFB may sign: everything matches, every rule could run and nothing blocking is open."""
        is_blocked = any(each.severity is Severity.BLOCKING for each in self.open_findings)
        return not (self.unmatched or any(self.difference) or self.crashed or is_blocked)

    @property
    def replaced(self) -> FinanceUpload | None:
        """The extract before the newest one."""
        return self.versions[-2] if len(self.versions) > 1 else None


def reconcile(uow: UnitOfWork, *, round_key: str) -> Reconciliation:
    """Hold the newest extract against everything it must fit; NotNow while nothing was loaded."""
    require_running(uow, round_key)
    versions = uploads_of(uow, round_key)
    if not versions:
        raise NotNow(f"no extract was loaded for round {round_key} yet")
    newest = versions[-1]
    credits = uow.credits.of_upload(round_key, newest.sequence)
    before = uow.credits.of_upload(round_key, versions[-2].sequence) if len(versions) > 1 else credits
    past = _past(uow, round_key)
    findings = tuple(
        each
        for each in uow.findings.where(round_key=round_key)
        if each.stage is Stage.MONEY and (each.is_live or each.is_gating)
    )
    checks = uow.check_runs.where(round_key=round_key, stage=Stage.MONEY.value)
    return Reconciliation(
        upload=newest,
        difference=_difference(uow, newest, credits),
        unmatched=newest.unmatched,
        changes=changes_between(before, credits),
        decreases=_decreases(past, credits),
        previous=(committed_total(past), settled_total(past)) if past else None,
        open_findings=findings,
        versions=tuple(versions),
        crashed=checks[-1].crashed if checks else (),
    )


def uploads_of(uow: UnitOfWork, round_key: str) -> list[FinanceUpload]:
    """The extracts of a round, oldest first."""
    return sorted(uow.uploads.where(round_key=round_key), key=lambda each: each.sequence)


def _difference(uow: UnitOfWork, upload: FinanceUpload, credits: Iterable[Credit]) -> Totals:
    population = {each.project_number for each in uow.round_projects.where(round_key=upload.round_key)}
    counted = [each for each in credits if each.project_number in population]
    return upload.committed_cents - committed_total(counted), upload.settled_cents - settled_total(counted)


def _past(uow: UnitOfWork, round_key: str) -> tuple[Credit, ...]:
    data = load_programme(uow)
    previous = data.previous_round(round_key)
    return data.credits_of(previous.key) if previous else ()


def _decreases(past: Iterable[Credit], credits: Iterable[Credit]) -> tuple[str, ...]:
    now, before = totals_by_project(credits), totals_by_project(past)
    return tuple(
        f"{number}: {word} daalt van {amount(before[number][at])} naar {amount(now.get(number, (0, 0))[at])} euro"
        for number in sorted(before)
        for at, word in enumerate(("vastgelegd", "vereffend"))
        if now.get(number, (0, 0))[at] < before[number][at]
    )


def totals_by_project(credits: Iterable[Credit]) -> dict[str, Totals]:
    """Committed and settled cents per project, over all years and articles."""
    totals: dict[str, Totals] = {}
    for each in credits:
        committed, settled = totals.get(each.project_number, (0, 0))
        totals[each.project_number] = (committed + each.committed_cents, settled + each.settled_cents)
    return totals
