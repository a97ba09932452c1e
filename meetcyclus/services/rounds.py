"""Launching a round and a person's decisions about its steps and deadlines."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound, NotNow
from meetcyclus.domain.programme import Programme, Project, version_order
from meetcyclus.domain.rounds import ROUND_KEY, Round, RoundProject, RoundState, Step, StepState
from meetcyclus.domain.workdays import entry_deadline, plan_steps
from meetcyclus.services.authority import programme_of, require_role
from meetcyclus.services.gates import taken_up_again, waiting_at
from meetcyclus.services.unit_of_work import UnitOfWork


def open_round(
    uow: UnitOfWork,
    *,
    key: str,
    reference_date: date,
    governance_path: str | None,
    entry_from: date | None,
    entry_until: datetime | None,
    holidays: Container[date],
    by: str,
    at: datetime,
    rules: bytes = b"",
    product_version: str = "",
) -> Round:
    """Launch a round: freeze population, code lists and rules, plan the steps. Opening it again changes nothing.

    Raises NotAllowed when the round exists with another date or path, or came with history.
    """
    require_role(uow, by, "secretariaat")
    if not ROUND_KEY.fullmatch(key):
        raise BadInput(f"{key!r} is not the key of a round; expected year and month such as 2023-12")
    programme = programme_of(uow)
    path = governance_path or _path_of_newest_round(uow, programme)
    present = uow.rounds.get(key)
    if present is not None and uow.steps.where(round_key=key):
        return _same_round(present, reference_date, path)
    _refuse_history(uow, key, reference_date)
    if path not in programme.governance:
        raise BadInput(f"governance path {path} is not in programma.toml; it has {', '.join(programme.governance)}")
    steps = _moved_entry(plan_steps(key, reference_date, programme.governance[path], holidays), entry_from, entry_until)
    opened = Round(
        key=key,
        number=1 + max((each.number for each in uow.rounds.where() if each.key != key), default=0),
        reference_date=reference_date,
        governance_path=path,
        code_list_version=_newest_status_list(uow),
        state=RoundState.RUNNING,
        opened_at=at,
        entry_until=entry_until or _deadline_of(steps, programme),
        rules_sha256=uow.files.put(rules) if rules else "",
        product_version=product_version,
    )
    population = _population(uow, opened)
    if not population:
        raise BadInput(f"round {key}: no project of the programme is in scope on {reference_date}")
    _require_kabinetten(uow, population, steps)
    uow.rounds.put(opened)
    uow.steps.add(steps)
    uow.round_projects.add(RoundProject(key, project.number) for project in population)
    uow.ledger.append(action="round.open", object=key, by=by, at=at, round_key=key, after=opened)
    return opened


def require_running(uow: UnitOfWork, key: str) -> Round:
    """The round, when it was opened here; NotFound or NotAllowed otherwise."""
    found = uow.rounds.get(key)
    if found is None:
        raise NotFound(f"there is no round {key}")
    if found.state is RoundState.HISTORY:
        raise NotAllowed(f"round {key} came with the programme's history; it is not open")
    return found


def require_step(uow: UnitOfWork, key: str, code: str) -> Step:
    """The step of an opened round; NotFound otherwise."""
    require_running(uow, key)
    step = uow.steps.get(key, code)
    if step is None:
        codes = ", ".join(each.code for each in steps_of(uow, key))
        raise NotFound(f"round {key} has no step {code}; it has {codes}")
    return step


def steps_of(uow: UnitOfWork, key: str) -> list[Step]:
    """The steps in the order of the path."""
    return sorted(uow.steps.where(round_key=key), key=lambda each: each.position)


def close_step(uow: UnitOfWork, *, key: str, code: str, note: str, by: str, at: datetime) -> Step:
    """A person declares a step done. Raises NotNow while something is still missing that only others can give."""
    step = require_step(uow, key, code)
    require_role(uow, by, "secretariaat", *_closers(step))
    step.require_move(StepState.CLOSED)
    waiting = waiting_at(uow, step, at)
    if waiting is not None and waiting.is_hard:
        raise NotNow(f"step {code} cannot be closed yet: {waiting.fact.what}")
    return record_closing(uow, step, note=note, by=by, at=at)


def record_closing(uow: UnitOfWork, step: Step, *, note: str, by: str, at: datetime) -> Step:
    """Write down that a step is closed, by whom; used by every decision that closes a step."""
    step.require_move(StepState.CLOSED)
    again = taken_up_again(uow, step)
    if again:
        raise NotNow(f"step {step.code} cannot be closed: {', '.join(again)} was taken up again")
    closed = replace(step, state=StepState.CLOSED, closed_at=at, closed_by=by, note=note)
    uow.steps.put(closed)
    _log_step(uow, "step.close", step, closed, by, at)
    if step.kind == "publicatie":
        published = replace(require_running(uow, step.round_key), state=RoundState.PUBLISHED)
        uow.rounds.put(published)
    return closed


def reopen_step(uow: UnitOfWork, *, key: str, code: str, note: str, by: str, at: datetime) -> Step:
    """A person takes a step up again; the note says why."""
    require_role(uow, by, "secretariaat")
    step = require_step(uow, key, code)
    step.require_move(StepState.OPEN)
    if step.state is not StepState.CLOSED:
        raise NotAllowed(f"step {code} is {step.state.value}; only a closed step can be reopened")
    reopened = replace(step, state=StepState.OPEN, closed_at=None, closed_by=None, note=note)
    uow.steps.put(reopened)
    if step.kind == "publicatie":
        uow.rounds.put(replace(require_running(uow, key), state=RoundState.RUNNING))
    _log_step(uow, "step.reopen", step, reopened, by, at)
    return reopened


def begin_step(uow: UnitOfWork, *, key: str, code: str, flow_run_id: str, by: str, at: datetime) -> Step:
    """Open a planned step that is due; on an open step only the newest flow run is noted."""
    step = require_step(uow, key, code)
    if step.state is StepState.PLANNED:
        opened = replace(step, state=StepState.OPEN, opened_at=at, flow_run_id=flow_run_id)
        uow.steps.put(opened)
        _log_step(uow, "step.open", step, opened, by, at)
        return opened
    noted = replace(step, flow_run_id=flow_run_id)
    uow.steps.put(noted)
    return noted


def extend_deadline(
    uow: UnitOfWork, *, key: str, project_number: str, until: datetime, reason: str, by: str, at: datetime
) -> RoundProject:
    """Give one project a later deadline; who, why and until when stand in the ledger."""
    require_role(uow, by, "secretariaat")
    require_running(uow, key)
    if not reason.strip():
        raise BadInput("an extension needs a reason")
    if until <= at:
        raise BadInput(f"the new deadline {until.isoformat()} is not in the future")
    return allow_entry(
        uow, key=key, project_number=project_number, until=until, reason=reason, action="round.extend", by=by, at=at
    )


def allow_entry(
    uow: UnitOfWork,
    *,
    key: str,
    project_number: str,
    until: datetime,
    reason: str,
    action: str,
    by: str,
    at: datetime,
) -> RoundProject:
    """Let one project be entered until a moment: by extension, after feedback, or after a return by a cabinet."""
    present = require_population(uow, key, project_number)
    # A later deadline that was given before stays: feedback or a return never takes time away.
    if present.entry_until is not None and present.entry_until > until:
        until, reason = present.entry_until, present.extension_reason
    allowed = replace(
        present, entry_until=until, extension_reason=reason, is_reopened=action != "round.extend" or present.is_reopened
    )
    uow.round_projects.put(allowed)
    uow.ledger.append(
        action=action,
        object=project_number,
        by=by,
        at=at,
        round_key=key,
        project_number=project_number,
        before=present,
        after=allowed,
    )
    return allowed


def require_population(uow: UnitOfWork, key: str, project_number: str) -> RoundProject:
    """The project as member of the round; NotFound when it is not in the population."""
    found = uow.round_projects.get(key, project_number)
    if found is None:
        raise NotFound(f"{project_number} is not in the population of round {key}")
    return found


def local(moment: datetime, programme: Programme) -> datetime:
    """The moment on the clocks of the programme."""
    return moment.astimezone(ZoneInfo(programme.time_zone))


def at_local_time(moment: datetime, programme: Programme) -> datetime:
    """A time as people of the programme say it, with its zone; BadInput for one that their clocks skip."""
    said = moment.replace(tzinfo=ZoneInfo(programme.time_zone))
    if said.astimezone(UTC).astimezone(said.tzinfo).replace(tzinfo=None) != moment:
        raise BadInput(f"{moment.isoformat()} does not exist on the clocks of {programme.time_zone}")
    return said


def _require_kabinetten(uow: UnitOfWork, population: list[Project], steps: tuple[Step, ...]) -> None:
    """A validation that nobody can give would wait for ever."""
    if not any(step.kind == "validatie" for step in steps):
        return
    staffed = {each.mandate_code for each in uow.persons.where(role="kabinet")}
    missing = sorted({code for project in population for code in project.mandate_codes} - staffed)
    if missing:
        raise BadInput(f"nobody with role kabinet decides for {', '.join(missing)} (personen.csv)")


def _closers(step: Step) -> tuple[str, ...]:
    # Leads and cabinets act on projects, never on a step as a whole.
    return () if step.owner in ("projectverantwoordelijke", "kabinet") else (step.owner,)


def _log_step(uow: UnitOfWork, action: str, before: Step, after: Step, by: str, at: datetime) -> None:
    uow.ledger.append(
        action=action,
        object=after.code,
        by=by,
        at=at,
        round_key=after.round_key,
        before={"state": before.state},
        after={"state": after.state, "note": after.note, "flow_run_id": after.flow_run_id},
    )


def _same_round(present: Round, reference_date: date, path: str) -> Round:
    if present.reference_date != reference_date or present.governance_path != path:
        raise NotAllowed(
            f"round {present.key} is already open for {present.reference_date} on path {present.governance_path}"
        )
    return present


def _refuse_history(uow: UnitOfWork, key: str, reference_date: date) -> None:
    if uow.rounds.get(key) is not None:
        raise NotAllowed(f"round {key} came with the programme's history and cannot be opened again")
    if any(each.reference_date >= reference_date for each in uow.rounds.where()):
        raise NotAllowed(f"there is already a round on or after {reference_date}")


def _path_of_newest_round(uow: UnitOfWork, programme: Programme) -> str:
    rounds = sorted(uow.rounds.where(), key=lambda each: each.reference_date)
    return rounds[-1].governance_path if rounds else next(iter(programme.governance))


def _newest_status_list(uow: UnitOfWork) -> str:
    versions = {each.version for each in uow.code_values.where(list_name="projectstatus")}
    if not versions:
        raise BadInput("the programme has no code list projectstatus (codelijsten.csv)")
    return max(versions, key=version_order)


def _deadline_of(steps: tuple[Step, ...], programme: Programme) -> datetime | None:
    entry = next((step for step in steps if step.kind == "invoer"), None)
    return None if entry is None else entry_deadline(entry.planned_until, programme.time_zone)


def _moved_entry(steps: tuple[Step, ...], entry_from: date | None, entry_until: datetime | None) -> tuple[Step, ...]:
    def moved(step: Step) -> Step:
        if step.kind != "invoer":
            return step
        starts = entry_from or step.planned_from
        ends = entry_until.date() if entry_until else step.planned_until
        if ends < starts:
            raise BadInput(f"entry would end ({ends}) before it starts ({starts})")
        return replace(step, planned_from=starts, planned_until=ends)

    return tuple(moved(step) for step in steps)


def _population(uow: UnitOfWork, opened: Round) -> list[Project]:
    dates = {each.key: each.reference_date for each in uow.rounds.where()}

    def is_in_scope(project: Project) -> bool:
        last = dates.get(project.in_scope_until or "", opened.reference_date)
        return dates.get(project.in_scope_from, opened.reference_date) <= opened.reference_date <= last

    return [project for project in uow.projects.where() if is_in_scope(project)]
