"""What an open step still waits for. A step is closed by a person; a hard wait keeps even that person from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from meetcyclus.domain.deadlines import is_past
from meetcyclus.domain.dutch import short_date
from meetcyclus.domain.findings import Stage
from meetcyclus.domain.rounds import Step, StepState, Waiting
from meetcyclus.services.check_inputs import input_sha256_of
from meetcyclus.services.entry_windows import missing_projects, windows_of
from meetcyclus.services.forecasts import forecasts_of
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.verdict_state import undecided
from meetcyclus.services.wording import counted, forum_name


@dataclass(frozen=True)
class Gate:
    """A wait of a step. `is_hard`: something is missing that closing by hand cannot replace."""

    fact: Waiting
    is_hard: bool


def waiting_at(uow: UnitOfWork, step: Step, at: datetime) -> Gate | None:
    """What the step waits for now; None when it is closed."""
    if step.state is StepState.CLOSED:
        return None
    if step.state is StepState.PLANNED:
        return _planned(uow, step)
    return _OPEN_GATES[step.kind](uow, step, at)


def is_unblocked(uow: UnitOfWork, step: Step) -> bool:
    """Whether every step that must be closed before this one is closed."""
    return not _blockers(uow, step)


def taken_up_again(uow: UnitOfWork, step: Step) -> list[str]:
    """The steps before this one that somebody opened again after they were closed."""
    states = {each.code: each.state for each in uow.steps.where(round_key=step.round_key)}
    return [code for code in step.after if states.get(code) is StepState.OPEN]


def _planned(uow: UnitOfWork, step: Step) -> Gate:
    blockers = _blockers(uow, step)
    if blockers:
        what = f"afsluiting van {', '.join(blockers)}"
        return Gate(Waiting(step.code, "de vorige stap", what, step.planned_from), True)
    return Gate(
        Waiting(
            step.code, "de kalender", f"begin van {step.code} op {short_date(step.planned_from)}", step.planned_from
        ),
        True,
    )


def _blockers(uow: UnitOfWork, step: Step) -> list[str]:
    states = {each.code: each.state for each in uow.steps.where(round_key=step.round_key)}
    return [code for code in step.after if states.get(code) is not StepState.CLOSED]


def _hard(step: Step, who: str, what: str) -> Gate:
    return Gate(Waiting(step.code, who, what, step.planned_until), True)


def _to_close(step: Step, who: str, what: str) -> Gate:
    return Gate(Waiting(step.code, who, what, step.planned_until), False)


def _session(uow: UnitOfWork, step: Step, at: datetime) -> Gate:
    return _to_close(step, step.owner, "verslag van de informatiesessies en afsluiting van de stap")


def _entry(uow: UnitOfWork, step: Step, at: datetime) -> Gate:
    round_ = uow.rounds.get(step.round_key)
    missing = missing_projects(uow, step.round_key)
    total = len(uow.round_projects.where(round_key=step.round_key))
    closes_at = None if round_ is None else round_.grace_until or round_.entry_until
    if missing and closes_at is not None and not is_past(closes_at, at):
        return _hard(step, step.owner, f"invoer van {len(missing)} van {total} projecten")
    windows = {} if round_ is None else windows_of(uow, round_)
    extended = [number for number in missing if not windows[number].is_closed(at)]
    later = f", waarvan {len(extended)} met uitstel: {_few(extended)}" if extended else ""
    return _to_close(step, "secretariaat", f"afsluiting van de invoer ({len(missing)} projecten zonder invoer{later})")


def _check(uow: UnitOfWork, step: Step, at: datetime) -> Gate:
    return (
        _current_check(uow, step, Stage.QUALITY, "een kwaliteitscheck op de nieuwste invoer")
        or _corrections(uow, step)
        or _to_close(step, step.owner, "afsluiting van de kwaliteitscheck")
    )


def _current_check(uow: UnitOfWork, step: Step, stage: Stage, what: str) -> Gate | None:
    """The wait for a check of what is there now, or for rules that could not run."""
    runs = uow.check_runs.where(round_key=step.round_key, stage=stage.value)
    if not runs or runs[-1].input_sha256 != input_sha256_of(uow, step.round_key, stage.value):
        return _hard(step, "meetcyclus", what)
    return _crashed(step, runs[-1].crashed)


def _crashed(step: Step, codes: tuple[str, ...]) -> Gate | None:
    return _hard(step, "secretariaat", f"regels die niet konden lopen: {', '.join(codes)}") if codes else None


def _corrections(uow: UnitOfWork, step: Step, *own: Stage) -> Gate | None:
    """What must be mended first, also where a correction after the check brought it in.

    Every step waits for what leads must mend; `own` are stages that hold only this step. Money has its own step.
    """
    stages = (Stage.ENTRY, Stage.QUALITY, *own)
    found = uow.findings.where(round_key=step.round_key)
    gating = [each for each in found if each.is_gating and each.stage in stages]
    of_leads = sorted({each.project_number for each in gating if each.owner == "projectverantwoordelijke"})
    if of_leads:
        what = f"verbetering van {len(of_leads)} {counted(len(of_leads), 'project')}: {_few(of_leads)}"
        return _hard(step, "projectverantwoordelijke", what)
    if gating:
        first = gating[0].owner
        places = sorted({f"{each.rule_code} {each.object_key}".strip() for each in gating if each.owner == first})
        what = f"{len(places)} {counted(len(places), 'bevinding')} van de controle: {_few(places)}"
        return _hard(step, first, what)
    return None


def _validation(uow: UnitOfWork, step: Step, at: datetime) -> Gate:
    pairs = undecided(uow, step.round_key)
    if pairs:
        mandates = sorted({mandate for _, mandate in pairs})
        decisions, of_whom = counted(len(pairs), "beslissing"), counted(len(mandates), "mandaat")
        what = f"{len(pairs)} {decisions} van {len(mandates)} {of_whom}: {_few(mandates)}"
        return _hard(step, step.owner, what)
    runs = uow.check_runs.where(round_key=step.round_key, stage=Stage.VALIDATION.value)
    return (
        _crashed(step, runs[-1].crashed if runs else ())
        or _corrections(uow, step, Stage.VALIDATION)
        or _to_close(step, "secretariaat", "afsluiting van de validatie")
    )


def _confirmation(uow: UnitOfWork, step: Step, at: datetime) -> Gate:
    """What is not confirmed keeps nobody from closing: the report then says that it is a forecast."""
    corrections = _corrections(uow, step)
    if corrections is not None:
        return corrections
    open_ones = [each.project_number for each in forecasts_of(uow, step.round_key)]
    if open_ones:
        what = f"bevestiging van {len(open_ones)} {counted(len(open_ones), 'project')}: {_few(open_ones)}"
        return _to_close(step, step.owner, what)
    return _to_close(step, "secretariaat", "afsluiting van de actualisatie")


def _finance(uow: UnitOfWork, step: Step, at: datetime) -> Gate:
    uploads = sorted(uow.uploads.where(round_key=step.round_key), key=lambda each: each.sequence)
    if not uploads:
        return _hard(step, step.owner, "het EMOE-extract")
    if uploads[-1].signed_off_by is None:
        return _hard(step, step.owner, "de ondertekening van de aansluiting")
    return _to_close(step, step.owner, "afsluiting van de financiële rapportering")


def _report(uow: UnitOfWork, step: Step, at: datetime) -> Gate:
    if not uow.documents.where(round_key=step.round_key, kind="covernota"):
        return _hard(step, "meetcyclus", "het opmaken van rapport en covernota")
    return (
        _current_check(uow, step, Stage.REPORT, "een controle van rapport en covernota")
        or _corrections(uow, step, Stage.VALIDATION, Stage.REPORT)
        or _to_close(step, step.owner, "goedkeuring van rapport en covernota")
    )


def _meeting(uow: UnitOfWork, step: Step, at: datetime) -> Gate:
    if not uow.meetings.where(round_key=step.round_key, step_code=step.code):
        return _hard(step, step.owner, f"de beslissing van {forum_name(step.forum or step.code)}")
    return _to_close(step, step.owner, f"afsluiting van {forum_name(step.forum or step.code)}")


def _hand_over(uow: UnitOfWork, step: Step, at: datetime) -> Gate:
    if not uow.documents.where(round_key=step.round_key, kind="overdracht_rekenhof"):
        return _hard(step, "meetcyclus", "het pakket voor het Rekenhof")
    return _to_close(step, step.owner, "ontvangstbewijs van het Rekenhof")


def _publication(uow: UnitOfWork, step: Step, at: datetime) -> Gate:
    if not uow.documents.where(round_key=step.round_key, kind="dataset"):
        return _hard(step, "meetcyclus", "de open dataset")
    return (
        _current_check(uow, step, Stage.PUBLICATION, "een controle van wat gepubliceerd wordt")
        or _corrections(uow, step, Stage.PUBLICATION)
        or _to_close(step, step.owner, "de beslissing om te publiceren")
    )


def _few(items: list[str]) -> str:
    return ", ".join(items[:5]) + (f" en nog {len(items) - 5}" if len(items) > 5 else "")


_OPEN_GATES: dict[str, Callable[[UnitOfWork, Step, datetime], Gate]] = {
    "informatiesessie": _session,
    "invoer": _entry,
    "kwaliteitscheck": _check,
    "validatie": _validation,
    "actualisatie": _confirmation,
    "financien": _finance,
    "rapportering": _report,
    "overleg": _meeting,
    "overdracht": _hand_over,
    "publicatie": _publication,
}
