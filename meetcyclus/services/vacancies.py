"""Roles that nobody holds: an escalation that reaches no one is the secretariat's to know, not a silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from meetcyclus.domain.rounds import Step, StepState, Waiting
from meetcyclus.services.authority import programme_of
from meetcyclus.services.entry_windows import missing_projects, windows_of
from meetcyclus.services.rounds import local, require_running
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.verdict_state import undecided


def vacancies_at(uow: UnitOfWork, step: Step, at: datetime) -> list[Waiting]:
    """What is late at an open step of which nobody can be told, for the secretariat to fill in."""
    look = _LOOKS.get(step.kind)
    if look is None or step.state is not StepState.OPEN or not step.escalation_days:
        return []
    today = local(at, programme_of(uow)).date()
    return [Waiting(step.code, "secretariaat", what, step.planned_until) for what in look(uow, step, at, today)]


def _heads(uow: UnitOfWork, step: Step, at: datetime, today: date) -> list[str]:
    """Entities with a late project and no head; the head hears on the second rung."""
    if len(step.escalation_days) == 1:
        return []
    windows = windows_of(uow, require_running(uow, step.round_key))
    late = {each for each in missing_projects(uow, step.round_key) if windows[each].is_late(at)}
    staffed = {each.entity_code for each in uow.persons.where(role="leidend_ambtenaar")}
    vacant: dict[str, list[str]] = {}
    for project in uow.projects.where():
        if project.number in late and project.entity_code not in staffed:
            vacant.setdefault(project.entity_code, []).append(project.number)
    return [f"een leidend ambtenaar voor {entity}: te laat met {', '.join(own)}" for entity, own in vacant.items()]


def _spocs(uow: UnitOfWork, step: Step, at: datetime, today: date) -> list[str]:
    """Projects with findings that are not mended and no SPOC; the SPOC hears on the second rung."""
    if len(step.escalation_days) == 1:
        return []
    told_before = today - timedelta(days=step.escalation_days[1])
    programme = programme_of(uow)
    stuck = {
        each.project_number
        for each in uow.findings.where(round_key=step.round_key, owner="projectverantwoordelijke")
        if each.is_left_to_mend and local(each.changed_at, programme).date() < told_before
    }
    people = {each.email for each in uow.persons.where()}
    vacant = [each.number for each in uow.projects.where() if each.number in stuck and each.spoc_email not in people]
    return [f"een aanspreekpunt voor {', '.join(vacant)}: niet verbeterd na feedback"] if vacant else []


def _chairs(uow: UnitOfWork, step: Step, at: datetime, today: date) -> list[str]:
    """Mandates that did not decide while there is no chair to tell."""
    if today <= step.planned_until or uow.persons.where(role="voorzitter"):
        return []
    mandates = sorted({mandate for _, mandate in undecided(uow, step.round_key)})
    return [f"een voorzitter om te verwittigen: nog niet beslist door {', '.join(mandates)}"] if mandates else []


_LOOKS: dict[str, Callable[[UnitOfWork, Step, datetime, date], list[str]]] = {
    "invoer": _heads,
    "kwaliteitscheck": _spocs,
    "validatie": _chairs,
}
