"""Which extract of the money counts: the newest that DFB signed; before that the newest, unless it was refused.

A refused file never counts, not even in a concept. One that DFB may still sign counts in a concept only.
"""

from __future__ import annotations

from collections.abc import Iterable

from meetcyclus.domain.credits import Credit, FinanceUpload, committed_total, settled_total
from meetcyclus.domain.findings import Finding, Severity, Stage
from meetcyclus.services.unit_of_work import UnitOfWork

Totals = tuple[int, int]


def uploads_of(uow: UnitOfWork, round_key: str) -> list[FinanceUpload]:
    """The extracts of a round, oldest first."""
    return sorted(uow.uploads.where(round_key=round_key), key=lambda each: each.sequence)


def extract_in_force(uow: UnitOfWork, round_key: str) -> FinanceUpload | None:
    """The extract whose amounts count; None where none was loaded, or the one that waits was refused."""
    uploads = uploads_of(uow, round_key)
    signed = [each for each in uploads if each.signed_off_by]
    if signed:
        return signed[-1]
    return uploads[-1] if uploads and not _is_refused(uow, uploads[-1]) else None


def credits_in_force(uow: UnitOfWork) -> list[Credit]:
    """The amounts that count, of every round: of its extract in force, or as they came in as history."""
    loaded = {each.round_key for each in uow.uploads.where()}
    without = {each for each in loaded if extract_in_force(uow, each) is None}
    return [each for each in uow.credits.in_force() if each.round_key not in without]


def difference_of(uow: UnitOfWork, upload: FinanceUpload, credits: Iterable[Credit]) -> Totals:
    """What the control totals of a file say beyond the amounts that count for projects of the round."""
    population = {each.project_number for each in uow.round_projects.where(round_key=upload.round_key)}
    counted = [each for each in credits if each.project_number in population]
    return upload.committed_cents - committed_total(counted), upload.settled_cents - settled_total(counted)


def money_findings(uow: UnitOfWork, round_key: str) -> tuple[Finding, ...]:
    """What the check of the newest extract found and nobody solved."""
    found = uow.findings.where(round_key=round_key, stage=Stage.MONEY.value)
    return tuple(each for each in found if each.is_live or each.is_gating)


def crashed_rules(uow: UnitOfWork, round_key: str) -> tuple[str, ...]:
    """The rules that could not run over the newest extract."""
    checks = uow.check_runs.where(round_key=round_key, stage=Stage.MONEY.value)
    return checks[-1].crashed if checks else ()


def is_blocked(
    unmatched: Iterable[str], difference: Totals, crashed: Iterable[str], findings: Iterable[Finding]
) -> bool:
    """Whether DFB may not sign: something does not match, a rule could not run, or something blocking is open."""
    is_blocking = any(each.severity is Severity.BLOCKING for each in findings)
    return any(unmatched) or any(difference) or any(crashed) or is_blocking


def _is_refused(uow: UnitOfWork, newest: FinanceUpload) -> bool:
    key = newest.round_key
    difference = difference_of(uow, newest, uow.credits.of_upload(key, newest.sequence))
    return is_blocked(newest.unmatched, difference, crashed_rules(uow, key), money_findings(uow, key))
