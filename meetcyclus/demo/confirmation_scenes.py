"""After the reference date: leads confirm or correct what they entered before it; one stays silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from meetcyclus.demo.decision_scenes import validate_again
from meetcyclus.demo.entry_scenes import close, programme
from meetcyclus.demo.people import PROMPT, Lead, fill_in, send_in
from meetcyclus.demo.stage import Stage
from meetcyclus.domain.entries import Entry
from meetcyclus.services import confirmations
from meetcyclus.services.forecasts import forecasts_of

ASKED = "actualisatie"
_CORRECTING, _RETURNING, _SLOW = 2, 3, 3
_CHECKED = " Deze stand is na het meetmoment nagekeken op de werf."


def confirm(stage: Stage, leads: list[Lead], returned_project: str) -> None:
    """Most leads confirm, some by their workbook; two correct and their cabinets decide again; one never answers."""
    step = stage.step_of_kind("actualisatie")
    stage.go_to(step.planned_from, 9)
    stage.walk()
    data = programme(stage)
    silent, others = who_answers(leads, returned_project)
    correcting, returning = others[:_CORRECTING], others[_CORRECTING : _CORRECTING + _RETURNING]
    slow, rest = others[-_SLOW:], others[_CORRECTING + _RETURNING : -_SLOW]
    stage.go_to(stage.moment.date(), 14)
    for lead in correcting:
        number = lead.projects[0]
        corrected = {number: _corrected(_forecasts(stage)[number])}
        send_in(stage, fill_in(stage, lead, corrected, data, ASKED), lead.email)
        stage.tell(f"{lead.email} corrects {number} after the reference date: its cabinet is asked again")
    for lead in returning:
        send_in(stage, fill_in(stage, lead, {}, data, ASKED), lead.email)
    stage.tell(f"{_RETURNING} project leads send their workbook back unchanged: that confirms")
    stage.tell(f"{len(rest)} project leads confirm {sum(_confirm(stage, lead) for lead in rest)} projects")
    stage.go_to(stage.moment.date() + timedelta(days=1), 9)
    stage.walk()
    stage.tell(f"{len(slow)} project leads confirm {sum(_confirm(stage, lead) for lead in slow)} after a reminder")
    stage.go_to(stage.moment.date() + timedelta(days=1), 13)
    validate_again(stage)
    left = ", ".join(sorted(_forecasts(stage)))
    stage.tell(f"{silent.email} does not answer: {left} stay forecasts")
    close(stage, step.code, f"{left}: niet bevestigd na herinnering, het rapport zegt dat")


def who_answers(leads: list[Lead], returned_project: str) -> tuple[Lead, list[Lead]]:
    """One lead stays silent: a prompt one of two projects, if any. The one whose project was sent back comes last."""
    others = sorted(leads, key=lambda each: returned_project in each.projects)
    silent = min(others, key=lambda each: (each.character != PROMPT, len(each.projects) != 2))
    return silent, [each for each in others if each is not silent]


def _forecasts(stage: Stage) -> dict[str, Entry]:
    with stage.app.work() as uow:
        return {each.project_number: each for each in forecasts_of(uow, stage.round_key)}


def _confirm(stage: Stage, lead: Lead) -> int:
    with stage.app.work() as uow:
        made = confirmations.confirm_entries(
            uow, round_key=stage.round_key, project_numbers=None, by=lead.email, at=stage.app.now()
        )
    return len(made)


def _corrected(entry: Entry) -> Entry:
    return replace(entry, report=replace(entry.report, state_of_play=entry.report.state_of_play + _CHECKED))
