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
from meetcyclus.domain.findings import Finding
from meetcyclus.services.extracts import (
    Totals,
    crashed_rules,
    difference_of,
    is_blocked,
    money_findings,
    uploads_of,
)
from meetcyclus.services.programmes import load_programme
from meetcyclus.services.rounds import require_running
from meetcyclus.services.unit_of_work import UnitOfWork


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
        return not is_blocked(self.unmatched, self.difference, self.crashed, self.open_findings)

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
    return Reconciliation(
        upload=newest,
        difference=difference_of(uow, newest, credits),
        unmatched=newest.unmatched,
        changes=changes_between(before, credits),
        decreases=_decreases(past, credits),
        previous=(committed_total(past), settled_total(past)) if past else None,
        open_findings=money_findings(uow, round_key),
        versions=tuple(versions),
        crashed=crashed_rules(uow, round_key),
    )


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
