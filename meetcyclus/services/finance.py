"""Money of a round: loading the EMOE extract, what does not match, and DFB's signature."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from meetcyclus.domain.credits import Credit, FinanceUpload, committed_total, settled_total
from meetcyclus.domain.dutch import amount
from meetcyclus.domain.errors import NotAllowed, NotNow
from meetcyclus.domain.findings import Finding, Severity, Stage
from meetcyclus.domain.rounds import Round, Step, StepState
from meetcyclus.services.authority import require_role
from meetcyclus.services.checks import MONEY_STAGES, run_check
from meetcyclus.services.ports import FinanceFile, QualityCheck
from meetcyclus.services.programmes import load_programme
from meetcyclus.services.rounds import close_by_decision, require_running, steps_of
from meetcyclus.services.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Reconciliation:
    """How the money in force compares with the register and the previous round.

    `unmatched` names lines of the extract without a project and projects on recovery money without a line;
    `differences` names, per project, cumulative amounts that fell; `open_findings` are money findings to solve.
    """

    upload: FinanceUpload
    unmatched: tuple[str, ...]
    differences: tuple[str, ...]
    open_findings: tuple[Finding, ...]
    crashed: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether DFB may sign: everything matches, every rule could run and nothing blocking is open."""
        is_blocked = any(each.severity is Severity.BLOCKING for each in self.open_findings)
        return not (self.unmatched or self.crashed or is_blocked)


def load_finance(
    uow: UnitOfWork,
    *,
    quality: QualityCheck,
    round_key: str,
    file: FinanceFile,
    file_name: str,
    content: bytes,
    by: str,
    at: datetime,
) -> tuple[FinanceUpload, bool]:
    """Store an extract as the newest upload and check it; the same file again changes nothing.

    Gives the upload and whether it is new.
    """
    require_role(uow, by, "dfb", "secretariaat")
    round_ = require_running(uow, round_key)
    step = _finance_step(uow, round_key)
    if step.state is StepState.CLOSED:
        raise NotAllowed(f"the money of round {round_key} is signed off; reopen step {step.code} first")
    uploads = _uploads(uow, round_key)
    sha256 = uow.files.put(content)
    unmatched = _unmatched(uow, round_, file)
    if uploads and (uploads[-1].sha256, uploads[-1].unmatched) == (sha256, unmatched):
        return uploads[-1], False
    credits = tuple(each.credit for each in file.rows)
    upload = FinanceUpload(
        round_key=round_key,
        sequence=len(uploads) + 1,
        file_name=file_name,
        sha256=sha256,
        loaded_by=by,
        loaded_at=at,
        rows=len(credits),
        committed_cents=committed_total(credits),
        settled_cents=settled_total(credits),
        unmatched=unmatched,
    )
    uow.uploads.add([upload])
    uow.credits.add(round_key, upload.sequence, credits)
    uow.ledger.append(
        action="finance.load",
        object=file_name,
        by=by,
        at=at,
        round_key=round_key,
        before=uploads[-1] if uploads else None,
        after=upload,
    )
    run_check(uow, quality=quality, round_key=round_key, stages=MONEY_STAGES, by=by, at=at)
    return upload, True


def reconcile(uow: UnitOfWork, *, round_key: str) -> Reconciliation:
    """Compare the newest upload with the register and the previous round; NotNow while nothing was uploaded."""
    require_running(uow, round_key)
    uploads = _uploads(uow, round_key)
    if not uploads:
        raise NotNow(f"no extract was loaded for round {round_key} yet")
    findings = tuple(
        each
        for each in uow.findings.where(round_key=round_key)
        if each.stage is Stage.MONEY and (each.is_live or each.is_gating)
    )
    checks = uow.check_runs.where(round_key=round_key, stage=Stage.MONEY.value)
    crashed = checks[-1].crashed if checks else ()
    return Reconciliation(uploads[-1], uploads[-1].unmatched, _differences(uow, round_key), findings, crashed)


def sign_off(uow: UnitOfWork, *, round_key: str, by: str, at: datetime) -> FinanceUpload:
    """DFB declares the money right; this closes the step. NotNow while something does not match."""
    require_role(uow, by, "dfb")
    found = reconcile(uow, round_key=round_key)
    if found.upload.signed_off_by is not None:
        return found.upload
    step = _finance_step(uow, round_key)
    if step.state is not StepState.OPEN:
        raise NotNow(f"step {step.code} is {step.state.value}; the signature needs it open")
    if not found.is_clean:
        raise NotNow(f"{len(found.unmatched)} lines do not match and {len(found.open_findings)} findings are open")
    signed = replace(found.upload, signed_off_by=by, signed_off_at=at)
    uow.uploads.put(signed)
    uow.ledger.append(
        action="finance.sign_off",
        object=signed.file_name,
        by=by,
        at=at,
        round_key=round_key,
        before=found.upload,
        after=signed,
    )
    close_by_decision(uow, step, note="aansluiting ondertekend", by=by, at=at)
    return signed


def _uploads(uow: UnitOfWork, round_key: str) -> list[FinanceUpload]:
    return sorted(uow.uploads.where(round_key=round_key), key=lambda each: each.sequence)


def _finance_step(uow: UnitOfWork, round_key: str) -> Step:
    steps = [each for each in steps_of(uow, round_key) if each.kind == "financien"]
    if not steps:
        raise NotAllowed(f"the path of round {round_key} has no financial reporting")
    return steps[0]


def _unmatched(uow: UnitOfWork, round_: Round, file: FinanceFile) -> tuple[str, ...]:
    population = {each.project_number for each in uow.round_projects.where(round_key=round_.key)}
    expected = {each.number for each in uow.projects.where() if each.funding != "regulier"} & population
    given = {row.credit.project_number for row in file.rows}
    strange = [
        f"regel {row.line}: {row.credit.project_number} hoort niet bij de meting"
        for row in file.rows
        if row.credit.project_number not in population
    ]
    return (*strange, *(f"{number}: geen regel in het extract" for number in sorted(expected - given)))


def _differences(uow: UnitOfWork, round_key: str) -> tuple[str, ...]:
    data = load_programme(uow)
    previous = data.previous_round(round_key)
    if previous is None:
        return ()
    now, before = _totals(data.credits_of(round_key)), _totals(data.credits_of(previous.key))
    return tuple(
        f"{number}: {word} daalt van {amount(before[number][at])} naar {amount(now.get(number, (0, 0))[at])} euro"
        for number in sorted(before)
        for at, word in enumerate(("vastgelegd", "vereffend"))
        if now.get(number, (0, 0))[at] < before[number][at]
    )


def _totals(credits: tuple[Credit, ...]) -> dict[str, tuple[int, int]]:
    totals: dict[str, tuple[int, int]] = {}
    for each in credits:
        committed, settled = totals.get(each.project_number, (0, 0))
        totals[each.project_number] = (committed + each.committed_cents, settled + each.settled_cents)
    return totals
