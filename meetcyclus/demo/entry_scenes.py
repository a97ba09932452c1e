"""First half of the rehearsal: launch, information sessions, entry with its late and wrong workbooks, quality check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from meetcyclus import release
from meetcyclus.demo.material import REFERENCE_DATE
from meetcyclus.demo.people import EXTENDED, LATE, SLOPPY, Lead, fill_in, half_mended, send_in, spoil
from meetcyclus.demo.stage import Stage
from meetcyclus.domain.errors import BadInput, NotNow
from meetcyclus.domain.findings import Finding, FindingState, Severity
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services import checks, rounds
from meetcyclus.services.programmes import load_register

SECRETARIAT, CONTROLLER = "secretariaat@example.org", "controle1@example.org"
OPENING, FEEDBACK, RETURNED = "opening_invoer", "feedback_kwaliteitscheck", "terugsturing"


def launch(stage: Stage) -> None:
    """The secretariat launches the round and holds the information session."""
    stage.tell("the secretariat launches the round")
    parameters = {"governance": "", "entry_from": "", "entry_until": "", "by": SECRETARIAT}
    stage.walk("open_round", launch={"reference_date": REFERENCE_DATE.isoformat(), **parameters})
    session = stage.step_of_kind("informatiesessie")
    stage.go_to(session.planned_from, 13)
    close(stage, session.code, "informatiesessie gehouden, vragen en antwoorden verspreid")


def collect(stage: Stage, leads: Iterable[Lead]) -> None:
    """Leads get their workbook and hand it in: most in time, one with more time, one too late."""
    entry = stage.step_of_kind("invoer")
    stage.go_to(entry.planned_from, 8)
    stage.walk()
    data = programme(stage)
    everyone = list(leads)
    prompt = [each for each in everyone if each.character not in (EXTENDED, LATE)]
    half = len(prompt) // 2
    hand_in(stage, prompt[:half], data)
    stage.go_to(entry.planned_until - timedelta(days=max(entry.reminder_days)), 8)
    stage.walk()
    hand_in(stage, prompt[half:], data)
    stage.go_to(entry.planned_until - timedelta(days=min(entry.reminder_days)), 8)
    stage.walk()
    _extension(stage, [each for each in everyone if each.character == EXTENDED], entry.planned_until)
    stage.go_to(entry.planned_until, 8)
    stage.walk()
    stage.go_to(entry.planned_until, 15)
    _too_late(stage, [each for each in everyone if each.character == LATE], data)
    for lead in everyone:
        if lead.character == EXTENDED:
            send_in(stage, fill_in(stage, lead, lead.first, data, OPENING), lead.email)
            stage.tell(f"{lead.email} hands in within the extension")
    close(stage, entry.code, "alle projecten ontvangen")


def hand_in(stage: Stage, leads: list[Lead], data: ProgrammeData) -> None:
    """Leads fill in and hand in what they first think is right; sloppy ones are refused once."""
    count = 0
    for lead in leads:
        path = fill_in(stage, lead, lead.first, data, OPENING)
        if lead.character == SLOPPY:
            spoil(path, data)
            _refused(stage, lead, path)
            path = fill_in(stage, lead, lead.first, data, OPENING)
        count += send_in(stage, path, lead.email)
    stage.tell(f"{len(leads)} project leads hand in {count} projects")


def check(stage: Stage, leads: Iterable[Lead]) -> None:
    """The quality check, feedback in two rounds, corrections, and the controller's decision."""
    everyone = {each.email: each for each in leads}
    step = stage.step_of_kind("kwaliteitscheck")
    stage.go_to(step.planned_from, 9)
    stage.walk()
    data = programme(stage)
    for attempt in (1, 2):
        concerned = [everyone[email] for email in _leads_with_findings(stage, data)]
        stage.tell(f"feedback, time {attempt}: {len(concerned)} project leads mend their workbooks")
        stage.go_to(stage.moment.date() + timedelta(days=1), 11)
        for lead in concerned:
            entries = half_mended(lead) if lead.is_stubborn and attempt == 1 else lead.right
            kept = {number: entry for number, entry in entries.items() if number in _may_enter(stage, lead)}
            send_in(stage, fill_in(stage, lead, kept, data, FEEDBACK), lead.email)
        stage.walk()
    _settle_warnings(stage)
    stage.go_to(step.planned_until, 10)
    close(stage, step.code, "geen blokkerende bevindingen meer", by=CONTROLLER)


def close(stage: Stage, code: str, note: str, by: str = SECRETARIAT) -> None:
    """Somebody closes a step by hand."""
    release.close_by_hand(stage.app, round_key=stage.round_key, code=code, note=note, by=by)
    stage.tell(f"{by} closes {code}: {note}")


def programme(stage: Stage) -> ProgrammeData:
    """The programme as it stands, without entries."""
    with stage.app.work() as uow:
        return load_register(uow)


def _refused(stage: Stage, lead: Lead, path: Path) -> None:
    try:
        send_in(stage, path, lead.email)
    except BadInput as error:
        stage.tell(f"refused, nothing stored: {error.problems[0]}")


def _extension(stage: Stage, leads: list[Lead], last_day: date) -> None:
    until = datetime.combine(last_day, datetime.min.time(), stage.moment.tzinfo) + timedelta(hours=17)
    for lead in leads:
        for number in lead.projects:
            with stage.app.work() as uow:
                rounds.extend_deadline(
                    uow,
                    key=stage.round_key,
                    project_number=number,
                    until=until,
                    reason="cijfers van de partner komen pas die dag",
                    by=SECRETARIAT,
                    at=stage.app.now(),
                )
        stage.tell(f"later deadline for {', '.join(lead.projects)}: {until:%d/%m/%Y %H:%M}")


def _too_late(stage: Stage, leads: list[Lead], data: ProgrammeData) -> None:
    for lead in leads:
        path = fill_in(stage, lead, lead.first, data, OPENING)
        try:
            send_in(stage, path, lead.email)
        except NotNow as error:
            stage.tell(f"{lead.email} is late: {error}")
            send_in(stage, path, SECRETARIAT)
            stage.tell(f"the secretariat brings in {', '.join(lead.projects)}, marked as late")


def _leads_with_findings(stage: Stage, data: ProgrammeData) -> list[str]:
    lead_of = {each.number: each.lead_email for each in data.projects}
    return sorted({lead_of[each.project_number] for each in _live(stage) if each.severity is not Severity.WARNING})


def _live(stage: Stage) -> list[Finding]:
    with stage.app.work() as uow:
        found = uow.findings.where(round_key=stage.round_key)
    return [each for each in found if each.is_live and each.owner == "projectverantwoordelijke"]


def _may_enter(stage: Stage, lead: Lead) -> set[str]:
    with stage.app.work() as uow:
        members = uow.round_projects.where(round_key=stage.round_key)
    return {each.project_number for each in members if each.is_reopened} & set(lead.projects)


def _settle_warnings(stage: Stage) -> None:
    """The controller accepts what is left as warnings, with a reason each."""
    for finding in _live(stage):
        with stage.app.work() as uow:
            checks.decide_finding(
                uow,
                finding_id=finding.id,
                target=FindingState.WAIVED,
                text="besproken met de projectverantwoordelijke en aanvaard",
                by=CONTROLLER,
                at=stage.app.now(),
            )
    with stage.app.work() as uow:
        waived = [each for each in uow.findings.where(round_key=stage.round_key) if each.state is FindingState.WAIVED]
    if waived:
        stage.tell(f"{CONTROLLER} accepts {len(waived)} warnings, with a reason")
