"""Money of a round: loading the EMOE extract, correcting it after it was signed, and DFB's signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from meetcyclus.domain.credits import Credit, FinanceUpload, committed_total, settled_total
from meetcyclus.domain.errors import NotAllowed, NotNow
from meetcyclus.domain.rounds import Round, Step, StepState
from meetcyclus.services.authority import require_role
from meetcyclus.services.checks import MONEY_STAGES, run_check
from meetcyclus.services.extracts import uploads_of
from meetcyclus.services.four_eyes import require_other_eyes_on_money
from meetcyclus.services.ports import FinanceFile, QualityCheck
from meetcyclus.services.reconciliation import reconcile
from meetcyclus.services.rounds import close_by_decision, require_running, steps_of
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.wording import joined


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
    reason: str = "",
) -> tuple[FinanceUpload, bool]:
    """Store an extract as the newest upload and check it; the same file again changes nothing.

    Gives the newest upload and whether it is new. Once one was signed, another needs a reason, and its own signature;
    until then the signed one stays in force. The same amounts in another file change nothing then.
    """
    require_role(uow, by, "dfb", "secretariaat")
    round_ = require_running(uow, round_key)
    step = _finance_step(uow, round_key)
    uploads = uploads_of(uow, round_key)
    newest = uploads[-1] if uploads else None
    credits = tuple(each.credit for each in file.rows)
    sha256 = uow.files.put(content)
    unmatched = _unmatched(uow, round_, file)
    if newest and newest.unmatched == unmatched and (newest.sha256 == sha256 or _is_signed_as(uow, newest, credits)):
        return newest, False
    _require_reason(uploads, reason)
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
        reason=reason.strip() if any(each.signed_off_by for each in uploads) else "",
    )
    uow.uploads.add([upload])
    uow.credits.add(round_key, upload.sequence, credits)
    uow.ledger.append(
        action="finance.load", object=file_name, by=by, at=at, round_key=round_key, before=newest, after=upload
    )
    _take_up_again(uow, step, upload)
    run_check(uow, quality=quality, round_key=round_key, stages=MONEY_STAGES, by=by, at=at)
    return upload, True


def _is_signed_as(uow: UnitOfWork, newest: FinanceUpload, credits: Sequence[Credit]) -> bool:
    """Whether exactly these lines were signed, in whatever file and order."""
    if newest.signed_off_by is None:
        return False
    return set(uow.credits.of_upload(newest.round_key, newest.sequence)) == set(credits)


def _require_reason(uploads: Sequence[FinanceUpload], reason: str) -> None:
    signed = next((each for each in reversed(uploads) if each.signed_off_by), None)
    if signed and not reason.strip():
        raise NotAllowed(f"{signed.file_name} was signed off by {signed.signed_off_by}: give a reason with --reason")


def _take_up_again(uow: UnitOfWork, step: Step, upload: FinanceUpload) -> None:
    """Open a closed step again: what was signed is not what was loaded last."""
    if step.state is not StepState.CLOSED:
        return
    step.require_move(StepState.OPEN)
    note = f"nieuw extract {upload.file_name} na de ondertekening: {upload.reason}"
    opened = replace(step, state=StepState.OPEN, opened_at=upload.loaded_at, closed_at=None, closed_by=None, note=note)
    uow.steps.put(opened)
    uow.ledger.append(
        action="step.reopen",
        object=step.code,
        by=upload.loaded_by,
        at=upload.loaded_at,
        round_key=step.round_key,
        before={"state": step.state, "closed_by": step.closed_by, "closed_at": step.closed_at},
        after={"state": opened.state, "note": note},
    )


def sign_off(uow: UnitOfWork, *, round_key: str, by: str, at: datetime) -> FinanceUpload:
    """DFB declares the money right; this closes the step. NotNow while something does not match.

    Whoever loaded the extract does not sign it: NotAllowed.
    """
    require_role(uow, by, "dfb")
    found = reconcile(uow, round_key=round_key)
    if found.upload.signed_off_by is not None:
        return found.upload
    require_other_eyes_on_money(uow, round_key=round_key, by=by, signs="dfb")
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


def _finance_step(uow: UnitOfWork, round_key: str) -> Step:
    steps = [each for each in steps_of(uow, round_key) if each.kind == "financien"]
    if not steps:
        raise NotAllowed(f"the path of round {round_key} has no financial reporting")
    return steps[0]


def _unmatched(uow: UnitOfWork, round_: Round, file: FinanceFile) -> tuple[str, ...]:
    """Per project, in order of number, what does not match; each begins with the number and is one fault."""
    population = {each.project_number for each in uow.round_projects.where(round_key=round_.key)}
    expected = {each.number for each in uow.projects.where() if each.funding != "regulier"} & population
    given = {row.credit.project_number for row in file.rows}
    faults = {number: "geen regel in het bestand" for number in expected - given}
    for number in given - population:
        lines = [str(row.line) for row in file.rows if row.credit.project_number == number]
        faults[number] = f"hoort niet bij de meting ({'regel' if len(lines) == 1 else 'regels'} {joined(lines)})"
    return tuple(f"{number}: {fault}" for number, fault in sorted(faults.items()))
