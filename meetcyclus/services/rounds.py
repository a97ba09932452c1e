"""Launching a round and a person's decisions about its steps and deadlines."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from meetcyclus.domain.deadlines import at_wall_clock, is_past, is_same
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound, NotNow
from meetcyclus.domain.programme import Programme
from meetcyclus.domain.rounds import ROUND_KEY, Round, RoundProject, RoundState, Step, StepState
from meetcyclus.domain.workdays import plan_steps
from meetcyclus.services import launch_plan
from meetcyclus.services.authority import programme_of, require_role
from meetcyclus.services.conversation import CHECKING, close_decided
from meetcyclus.services.entry_windows import EXTEND, window_of
from meetcyclus.services.four_eyes import require_other_eyes
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
    is_rehearsal: bool = False,
    by: str,
    at: datetime,
    rules: bytes = b"",
    product_version: str = "",
) -> Round:
    """Launch a round: freeze population, code lists and rules, plan the steps. Opening it again changes nothing.

    Raises NotAllowed when the round exists with another date, path or entry, came with history, or would share a home
    of rehearsals; BadInput when its entry would be over before it began.
    """
    require_role(uow, by, "secretariaat")
    if not ROUND_KEY.fullmatch(key):
        raise BadInput(f"{key!r} is not the key of a round; expected year and month such as 2023-12")
    programme = programme_of(uow)
    path = governance_path or launch_plan.path_of_newest_round(uow, programme)
    if (present := uow.rounds.get(key)) is not None and uow.steps.where(round_key=key):
        _require_same_entry(uow, present, entry_from, entry_until)
        return _same_round(present, reference_date, path, is_rehearsal)
    launch_plan.refuse_history(uow, key, reference_date)
    launch_plan.refuse_mixed_home(uow, is_rehearsal=is_rehearsal)
    launch_plan.require_path(programme, path)
    steps = launch_plan.moved_entry(
        plan_steps(key, reference_date, programme.governance[path], holidays),
        entry_from,
        local(entry_until, programme).date() if entry_until else None,
    )
    deadline = entry_until or launch_plan.deadline_of(steps, programme)
    launch_plan.require_time_to_enter(key, deadline, at)
    opened = Round(
        key=key,
        number=launch_plan.next_number(uow, key),
        reference_date=reference_date,
        governance_path=path,
        code_list_version=launch_plan.newest_status_list(uow),
        state=RoundState.RUNNING,
        opened_at=at,
        entry_until=deadline,
        grace_until=launch_plan.grace_until(programme.governance[path], deadline),
        is_rehearsal=is_rehearsal,
        rules_sha256=uow.files.put(rules) if rules else "",
        product_version=product_version,
    )
    if not (population := launch_plan.population_of(uow, opened)):
        raise BadInput(f"round {key}: no project of the programme is in scope on {reference_date}")
    launch_plan.require_kabinetten(uow, population, steps)
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
    if step.kind == "kwaliteitscheck":
        population = [each.project_number for each in uow.round_projects.where(round_key=key)]
        require_other_eyes(uow, round_key=key, project_numbers=population, by=by)
    waiting = waiting_at(uow, step, at)
    if waiting is not None and waiting.is_hard:
        raise NotNow(f"step {code} cannot be closed yet: {waiting.fact.what}")
    again = taken_up_again(uow, step)
    if again:
        raise NotNow(f"step {step.code} cannot be closed: {', '.join(again)} was taken up again")
    return _record_closing(uow, step, note=note, by=by, at=at)


def close_by_decision(uow: UnitOfWork, step: Step, *, note: str, by: str, at: datetime) -> Step:
    """Close the step that a decision completes, in the name of who took it; used by every decision that does so.

    The decision stands in any case. While an earlier step is taken up again, or something else is missing, the step
    stays open and the secretariat closes it later.
    """
    waiting = waiting_at(uow, step, at)
    if taken_up_again(uow, step) or (waiting is not None and waiting.is_hard):
        return step
    return _record_closing(uow, step, note=note, by=by, at=at)


def _record_closing(uow: UnitOfWork, step: Step, *, note: str, by: str, at: datetime) -> Step:
    closed = replace(step, state=StepState.CLOSED, closed_at=at, closed_by=by, note=note)
    uow.steps.put(closed)
    _log_step(uow, "step.close", step, closed, by, at)
    if step.kind in CHECKING:
        close_decided(uow, round_key=step.round_key, by=by, at=at)
    if step.kind == "publicatie":
        uow.rounds.put(replace(require_running(uow, step.round_key), state=RoundState.PUBLISHED))
    return closed


def reopen_step(uow: UnitOfWork, *, key: str, code: str, note: str, by: str, at: datetime) -> Step:
    """A person takes a step up again; the note says why."""
    require_role(uow, by, "secretariaat")
    step = require_step(uow, key, code)
    step.require_move(StepState.OPEN)
    if step.state is not StepState.CLOSED:
        raise NotAllowed(f"step {code} is {step.state.value}; only a closed step can be reopened")
    reopened = replace(step, state=StepState.OPEN, opened_at=at, closed_at=None, closed_by=None, note=note)
    uow.steps.put(reopened)
    if step.kind == "publicatie":
        uow.rounds.put(replace(require_running(uow, key), state=RoundState.RUNNING))
    _log_step(uow, "step.reopen", step, reopened, by, at)
    return reopened


def is_open(uow: UnitOfWork, key: str, code: str) -> bool:
    """Whether a step may still be worked on: a person may have closed it since the walk began."""
    return require_step(uow, key, code).state is StepState.OPEN


def begin_step(uow: UnitOfWork, *, key: str, code: str, flow_run_id: str, by: str, at: datetime) -> Step:
    """Open a planned step that is due; on an open step the newest flow run is noted. A closed one stays as it is."""
    step = require_step(uow, key, code)
    if step.state is StepState.CLOSED:
        return step
    begun = replace(step, flow_run_id=flow_run_id)
    if step.state is StepState.PLANNED:
        begun = replace(begun, state=StepState.OPEN, opened_at=at)
        _log_step(uow, "step.open", step, begun, by, at)
    uow.steps.put(begun)
    return begun


def extend_deadline(
    uow: UnitOfWork, *, key: str, project_number: str, until: datetime, reason: str, by: str, at: datetime
) -> RoundProject:
    """Give one project a later deadline; who, why and until when stand in the ledger. Twice is once."""
    require_role(uow, by, "secretariaat")
    round_ = require_running(uow, key)
    if not reason.strip():
        raise BadInput("an extension needs a reason")
    if not is_past(at, until):
        raise BadInput(f"the new deadline {until.isoformat()} is not in the future")
    member = require_population(uow, key, project_number)
    present = window_of(round_, member).deadline
    if present is not None and is_same(present, until) and member.extension_reason == reason:
        return member
    if present is not None and not is_past(present, until):
        shown = local(present, programme_of(uow)).isoformat()
        raise BadInput(f"{project_number} may be entered until {shown} already: an extension is later than that")
    return allow_entry(
        uow, key=key, project_number=project_number, until=until, reason=reason, action=EXTEND, by=by, at=at
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
    allowed = _with_time(uow, present, until, reason, is_extension=action == EXTEND)
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


def _with_time(
    uow: UnitOfWork, present: RoundProject, until: datetime, reason: str, *, is_extension: bool
) -> RoundProject:
    closes_at = window_of(require_running(uow, present.round_key), present).closes_at
    if not is_extension and closes_at is not None and is_past(until, closes_at):
        # Feedback or a return never takes time away: neither an extension that still runs, nor the grace behind it.
        return present
    # More time for what was never entered is time to enter it, even after feedback; otherwise it is to correct.
    is_entered = bool(uow.entries.latest(present.round_key, projects=[present.project_number]))
    is_reopened = not is_extension or (present.is_reopened and is_entered)
    return replace(present, entry_until=until, extension_reason=reason, is_reopened=is_reopened)


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
    return at_wall_clock(moment, programme.time_zone)


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


def _same_round(present: Round, reference_date: date, path: str, is_rehearsal: bool) -> Round:
    if (present.reference_date, present.governance_path, present.is_rehearsal) != (reference_date, path, is_rehearsal):
        kind = "as a rehearsal" if present.is_rehearsal else "for real"
        already = f"already open for {present.reference_date} on path {present.governance_path}, {kind}"
        raise NotAllowed(f"round {present.key} is {already}")
    return present


def _require_same_entry(uow: UnitOfWork, present: Round, entry_from: date | None, entry_until: datetime | None) -> None:
    first = next((each.planned_from for each in steps_of(uow, present.key) if each.kind == "invoer"), None)
    known = present.entry_until
    is_other_end = entry_until is not None and (known is None or not is_same(known, entry_until))
    if is_other_end or entry_from not in (None, first):
        until = "never" if known is None else local(known, programme_of(uow)).isoformat()
        raise NotAllowed(
            f"entry of round {present.key} runs from {first} until {until}: opening it again changes nothing; "
            "give a project more time with `meetcyclus round extend`"
        )
