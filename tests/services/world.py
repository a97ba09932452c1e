"""Short words for what the tests of services do again and again; each goes through the services themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from meetcyclus.bootstrap import Application
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.findings import CheckOutcome, Hit, Rule, Severity, Stage
from meetcyclus.domain.ledger import Event
from meetcyclus.domain.letters import Letter, LetterKind
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.domain.verdicts import Decision, Verdict
from meetcyclus.services import checks, entries, letters_of_validation, rounds, validation
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.checks import CheckResult
from meetcyclus.services.desk import Desk
from meetcyclus.services.entries import Receipt
from meetcyclus.services.unit_of_work import UnitOfWork
from tests import factories
from tests.factories import KEY, SECRETARIAT, moment

DURING_ENTRY = moment("2023-12-05 10:00")
DURING_VALIDATION = moment("2023-12-22 10:00")


def begin(app: Application, code: str, at: datetime = DURING_ENTRY) -> Step:
    """Open a step, as its flow does."""
    with app.work() as uow:
        return rounds.begin_step(uow, key=KEY, code=code, flow_run_id="run", by=SYSTEM, at=at)


def hand_in(
    app: Application, given: Iterable[Entry], by: str = SECRETARIAT, at: datetime = DURING_ENTRY
) -> list[Receipt]:
    """Hand entries in; entry must have begun for leads."""
    with app.work() as uow:
        return entries.accept_entries(
            uow, round_key=KEY, entries=given, file_name="map", file_sha256="ab" * 32, by=by, at=at
        )


def everything_entered(app: Application) -> None:
    """Entry is open and all six projects are in."""
    begin(app, "invoer")
    hand_in(app, factories.entries())


def desk_at(app: Application, uow: UnitOfWork, at: datetime) -> Desk:
    """The desk at a moment of choice."""
    return replace(app.desk(uow, KEY), at=at)


def letters(app: Application, kind: LetterKind | None = None) -> list[Letter]:
    """The letters of the round, of one kind where named."""
    with app.work() as uow:
        return uow.letters.where(round_key=KEY, **({"kind": kind.value} if kind else {}))


def events(app: Application) -> list[Event]:
    """The whole ledger."""
    with app.work() as uow:
        return uow.ledger.events()


def rule(code: str = "KC-005", severity: Severity = Severity.ERROR, owner: str = "projectverantwoordelijke") -> Rule:
    """A rule about words."""
    what = "Project {project}: {object} is {value}, verwacht {expected}."
    return Rule(code, 1, severity, Stage.QUALITY, owner, "Titel", what, "Omdat.", "Doe zo.", "domein")


def found(app: Application, *hits: Hit, rules: Iterable[Rule] = (), at: datetime = DURING_ENTRY) -> CheckResult:
    """Store a pass of the check that found these places and nothing else."""
    catalogue = list(rules) or [rule()]
    outcome = CheckOutcome(tuple(each.code for each in catalogue), (), hits)
    with app.work() as uow:
        return checks.store_outcome(
            uow, round_key=KEY, stages=checks.ENTRY_STAGES, rules=catalogue, outcome=outcome, by=SYSTEM, at=at
        )


def hit(number: str, value: str = "kort", code: str = "KC-005") -> Hit:
    """One place where a rule fails."""
    return Hit(code, number, number, "stand_van_zaken", value, "langer")


def take_up_before(app: Application, code: str) -> None:
    """Somebody takes a step up again that comes before this one."""
    with app.work() as uow:
        earlier = rounds.require_step(uow, KEY, rounds.require_step(uow, KEY, code).after[0])
        uow.steps.put(replace(earlier, state=StepState.OPEN))


def ask(app: Application, at: datetime = DURING_VALIDATION) -> int:
    """The walk that shows the cabinets what they have not seen yet; gives the number of letters."""
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, "validatie")
        return letters_of_validation.plan_validation_requests(desk_at(app, uow, at), step)


def decide(
    app: Application,
    mandate: str,
    by: str,
    *numbers: str,
    decision: Decision = Decision.VALIDATED,
    exceptions: Mapping[str, str] | None = None,
    remark: str = "",
    at: datetime = DURING_VALIDATION,
) -> list[Verdict]:
    """A cabinet decides about these projects, or about all of its own when none is named, as it was last shown."""
    with app.work() as uow:
        return validation.decide(
            uow,
            round_key=KEY,
            mandate_code=mandate,
            project_numbers=numbers or None,
            decision=decision,
            exceptions=exceptions or {},
            remark=remark,
            return_until=moment("2023-12-29 12:00"),
            by=by,
            at=at,
        )
