"""Second half of the rehearsal: cabinets, money, documents, forums, Rekenhof and publication."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

from meetcyclus import handover
from meetcyclus.demo.entry_scenes import CONTROLLER, RETURNED, SECRETARIAT, close, programme
from meetcyclus.demo.material import Material
from meetcyclus.demo.people import Lead, fill_in, send_in
from meetcyclus.demo.stage import Stage
from meetcyclus.domain.credits import Credit
from meetcyclus.domain.errors import BadInput, NotNow, OutsideFailure
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.domain.verdicts import Decision
from meetcyclus.exchange.finance import write_finance
from meetcyclus.reception import receive_extract
from meetcyclus.services import finance, meetings, rounds, validation
from meetcyclus.services.reconciliation import Reconciliation

DFB, SIGNER, CHAIR = "dfb@example.org", "dfb2@example.org", "voorzitter@example.org"
# What the note asks of the forum that decides first, and what the others are asked.
_APPROVED = "rapport en covernota goedgekeurd, ingestemd met de overdracht aan het Rekenhof"
_NOTED = "akte genomen van het rapport en de covernota"


def validate(stage: Stage, leads: list[Lead], returned_project: str) -> None:
    """Nine cabinets decide; one sends a project back, its lead mends it, and the cabinet decides again."""
    step = stage.step_of_kind("validatie")
    stage.go_to(step.planned_from, 9)
    stage.walk()
    data = programme(stage)
    returning = next(each for each in data.projects if each.number == returned_project).mandate_codes[0]
    stage.go_to(step.planned_from + timedelta(days=1), 14)
    for mandate in data.mandates:
        reason = {returned_project: "Graag ook de afspraken met de partners vermelden."}
        _decide(stage, mandate.code, reason if mandate.code == returning else {})
    stage.walk()
    lead = next(each for each in leads if returned_project in each.projects)
    stage.go_to(stage.moment.date() + timedelta(days=1), 10)
    mended = {returned_project: lead.right[returned_project]}
    send_in(stage, fill_in(stage, lead, mended, data, RETURNED), lead.email)
    stage.tell(f"{lead.email} mends {returned_project}; only that project was open again")
    stage.walk()
    validate_again(stage)


def validate_again(stage: Stage) -> None:
    """Every cabinet looks at what it was asked since."""
    for mandate in programme(stage).mandates:
        _decide(stage, mandate.code, {})


def report_money(stage: Stage, material: Material) -> None:
    """DFB uploads: a file with a wrong total is refused, one that does not match is corrected, a second one signs."""
    step = stage.step_of_kind("financien")
    stage.go_to(step.planned_from, 9)
    stage.walk()
    data = programme(stage)
    wrong_total = write_finance(material.credits, data, stage.inbox / "emoe_2023-12_eerste.csv")
    wrong_total.write_text(wrong_total.read_text(encoding="utf-8").replace("TOTAAL;;;4.168", "TOTAAL;;;4.186"), "utf-8")
    try:
        _load(stage, wrong_total.name)
    except BadInput as error:
        stage.tell(f"refused, nothing stored: {error.problems[0] if error.problems else error}")
    write_finance(_mismatched(material.credits), data, stage.inbox / "emoe_2023-12_tweede.xlsx")
    found = _load(stage, "emoe_2023-12_tweede.xlsx")
    stage.tell(f"{len(found.unmatched)} lines do not match: {found.unmatched[0]}; {found.unmatched[-1]}")
    try:
        _sign(stage)
    except NotNow as error:
        stage.tell(f"signature refused: {error}")
    stage.go_to(stage.moment.date() + timedelta(days=1), 10)
    write_finance(material.credits, data, stage.inbox / "emoe_2023-12_derde.xlsx")
    _load(stage, "emoe_2023-12_derde.xlsx")
    _sign(stage)


def report(stage: Stage) -> None:
    """The round is frozen, report and cover note are written and approved."""
    step = stage.step_of_kind("rapportering")
    stage.go_to(step.planned_from, 9)
    stage.walk()
    close(stage, step.code, "rapport en covernota goedgekeurd", by=CONTROLLER)


def consult_and_hand_over(stage: Stage) -> None:
    """Every forum decides on its day; after the Directiecomité the Rekenhof gets its package."""
    first = True
    while step := _next_forum_or_hand_over(stage):
        # The forums are invited as soon as they may be, days before they meet.
        stage.walk()
        stage.go_to(step.planned_from, 9)
        if step.kind == "overdracht":
            stage.walk()
        if step.kind == "overdracht":
            _check_package(stage)
            close(stage, step.code, "ontvangstbewijs van het Rekenhof")
            continue
        stage.go_to(step.planned_from, 16)
        forum = step.forum or step.code
        with stage.app.work() as uow:
            meetings.record_meeting(
                uow,
                round_key=stage.round_key,
                step_code=step.code,
                held_on=stage.moment.date(),
                decision=_APPROVED if first else _NOTED,
                actions=(meetings.parse_action(f"verslag bezorgen;secretariaat;{stage.moment.date()}"),),
                by=CHAIR,
                at=stage.app.now(),
            )
        stage.tell(f"{forum} {'approves' if first else 'takes note of'} report and cover note")
        first = False


def publish(stage: Stage) -> None:
    """The secretariat decides to publish; the dataset is proven equal to the frozen round; everybody is told."""
    step = stage.step_of_kind("publicatie")
    stage.go_to(step.planned_from, 9)
    stage.walk()
    folder = stage.app.settings.home / "opendata" / stage.round_key / "v1"
    differences = handover.prove_dataset(stage.app, round_key=stage.round_key, folder=folder)
    stage.tell(f"open dataset: {len(differences)} differences with the frozen round")
    close(stage, step.code, "publicatie na de mededeling aan de Vlaamse Regering", by=SECRETARIAT)
    stage.walk()


def _decide(stage: Stage, mandate: str, exceptions: dict[str, str]) -> None:
    with stage.app.work() as uow:
        if rounds.require_step(uow, stage.round_key, "validatie").state is StepState.CLOSED:
            return
        desk = stage.app.desk(uow, stage.round_key)
        kabinet = next(each for each in desk.data.persons if each.mandate_code == mandate)
        made = validation.decide(
            uow,
            round_key=stage.round_key,
            mandate_code=mandate,
            project_numbers=None,
            decision=Decision.VALIDATED,
            exceptions=exceptions,
            remark="",
            return_until=desk.soon(None),
            by=kabinet.email,
            at=stage.app.now(),
        )
    if made:
        returned = f", sends back {', '.join(exceptions)}" if exceptions else ""
        stage.tell(f"{kabinet.email} validates {len(made) - len(exceptions)} projects{returned}")


def _mismatched(credits: tuple[Credit, ...]) -> tuple[Credit, ...]:
    """One project's lines are booked on a number that is not in the round."""
    first = credits[0].project_number
    return tuple(replace(each, project_number="VV999") if each.project_number == first else each for each in credits)


def _load(stage: Stage, name: str) -> Reconciliation:
    path = stage.handed_in(stage.inbox / name)
    found, _ = receive_extract(stage.app, path, round_key=stage.round_key, by=DFB)
    stage.tell(f"DFB loads {name}: {found.upload.rows} lines")
    return found


def _sign(stage: Stage) -> None:
    with stage.app.work() as uow:
        finance.sign_off(uow, round_key=stage.round_key, by=SIGNER, at=stage.app.now())
    stage.tell("a second person of DFB signs the reconciliation")


def _next_forum_or_hand_over(stage: Stage) -> Step | None:
    with stage.app.work() as uow:
        steps = rounds.steps_of(uow, stage.round_key)
    waiting = [each for each in steps if each.state is not StepState.CLOSED and each.kind in ("overleg", "overdracht")]
    return min(waiting, key=lambda each: (each.planned_from, each.position), default=None)


def _check_package(stage: Stage) -> None:
    """The auditor checks the package with Python alone."""
    folder = stage.app.settings.home / "packages" / stage.round_key / "v1"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise OutsideFailure(f"the package does not verify: {done.stdout}{done.stderr}")
    stage.tell(f"the Rekenhof checks the package with Python alone: {done.stdout.strip().splitlines()[0]}")
