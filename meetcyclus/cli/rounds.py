"""meetcyclus round ...: launch, look, advance and decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import click

from meetcyclus import release
from meetcyclus.bootstrap import application
from meetcyclus.cli.outlook import outlook_lines, schedule_of, walk_lines
from meetcyclus.cli.progress import confirmation_lines
from meetcyclus.cli.shared import WAITING, CommonGroup, Shown, actor, app_for_change, app_for_walk, emit
from meetcyclus.cli.values import DAY, MOMENT, Clock, clock_of, entry_times, reference_day, settled
from meetcyclus.cli.working import working
from meetcyclus.domain.rounds import Round, Step, Waiting
from meetcyclus.launch import FlowResult, conducting, page_of_run, read_outlook, run_flow
from meetcyclus.services import lateness, rounds, snapshots, steps, walks
from meetcyclus.services.forecasts import confirmation_counts
from meetcyclus.services.lateness import Late


@click.group("round", cls=CommonGroup)
def round_() -> None:
    """A round (meting): launch it, see where it stands, decide about its steps.

    Example:  meetcyclus round show 2023-12
    """


@round_.command("open")
@click.argument("key")
@click.option("--reference-date", type=DAY, help="The meetmoment; default the last day of the month KEY.")
@click.option("--governance", default="", help="Name of a path in programma.toml; default that of the last round.")
@click.option("--entry-from", type=DAY, help="First day of entry; default from the path.")
@click.option("--entry-until", type=MOMENT, help="Deadline of entry; default from the path, at noon.")
@click.option("--rehearsal", is_flag=True, help="An exercise, in a home of its own: its letters stay in HOME/mail.")
def open_(
    key: str,
    reference_date: datetime | None,
    governance: str,
    entry_from: datetime | None,
    entry_until: datetime | None,
    rehearsal: bool,
) -> None:
    """Launch a round: freeze population and code lists, plan the steps, invite. Twice is no change.

    Example:  meetcyclus round open 2023-12 --reference-date 2023-12-31 --by secretariaat@example.org
    """
    app = app_for_change()
    launch = {
        "reference_date": reference_day(key, reference_date).isoformat(),
        "governance": governance,
        "entry_from": entry_from.date().isoformat() if entry_from else "",
        "entry_until": settled(app, entry_until).isoformat() if entry_until else "",
        "rehearsal": "yes" if rehearsal else "",
        "by": actor(),
    }
    with working(f"Opening round {key}"), conducting():
        result = run_flow("open_round", round_key=key, launch=launch)
    with app.work() as uow:
        planned = rounds.steps_of(uow, key)
        waiting = steps.waiting_for(uow, round_key=key, at=app.now())
        clock = clock_of(uow)
    emit(
        {"round": key, "steps": [step_facts(each) for each in planned], **_flow_facts(result, waiting)},
        steps_table(key, planned, clock),
        lines=[result.state_name, f"Next: meetcyclus round advance {key}"],
    )


@round_.command("list")
def list_() -> None:
    """All rounds.

    Example:  meetcyclus round list
    """
    with application().work() as uow:
        found = sorted(uow.rounds.where(), key=lambda each: each.reference_date)
        clock = clock_of(uow)
    facts = [
        {
            "key": each.key,
            "number": each.number,
            "reference_date": each.reference_date,
            "governance": each.governance_path,
            "state": each.state,
            "is_rehearsal": each.is_rehearsal,
            "entry_until": each.entry_until,
            "code_list_version": each.code_list_version,
        }
        for each in found
    ]
    rows = (
        (each.key, each.number, each.reference_date, each.governance_path, _state(each), clock(each.entry_until))
        for each in found
    )
    heads = ("key", "number", "reference date", "governance", "state", "entry until")
    emit({"rounds": facts}, Shown("Rounds", heads, rows))


@round_.command()
@click.argument("key")
def show(key: str) -> None:
    """Where a round stands: per step who, since when, until when, and for whom it waits.

    Example:  meetcyclus round show 2023-12
    """
    app = application()
    with app.work() as uow:
        found = rounds.require_running(uow, key)
        planned = rounds.steps_of(uow, key)
        waiting = steps.waiting_for(uow, round_key=key, at=app.now())
        worked_on = [each.code for each in steps.workable_steps(uow, round_key=key, at=app.now())]
        late = lateness.late_now(app.desk(uow, key))
        confirmations = confirmation_counts(uow, round_key=key)
        taken = walks.walks_of(uow, round_key=key)
        clock = clock_of(uow)
    outlook = read_outlook(key, worked_on)
    last = taken[-1] if taken else None
    page = page_of_run(last.flow_run_id) if last else ""
    schedule = schedule_of(found.state)
    emit(
        {
            "round": key,
            **_round_facts(found),
            "last_walk": last,
            "page": page,
            "walks": len(taken),
            "schedule": schedule,
            "prefect": outlook,
            "steps": [step_facts(each) for each in planned],
            "waiting_for": waiting,
            "late": late,
            "confirmations": confirmations,
        },
        steps_table(f"{key} ({_state(found)})", planned, clock),
        _waiting_table(waiting),
        *([_late_table(late, clock)] if late else []),
        lines=[
            *entry_times(found.entry_until, found.grace_until, clock),
            *confirmation_lines(confirmations),
            *walk_lines(last, page, schedule, clock),
            *outlook_lines(outlook, clock),
        ],
    )


@round_.command()
@click.argument("key")
def advance(key: str) -> int:
    """Take one walk of the path now: what is due is done, letters go out. Safe to run twice, or after a kill.

    Example:  meetcyclus round advance 2023-12
    Exit code 0: something moved or all is done; 3: the round waits for somebody.
    """
    app = app_for_walk()
    with app.work() as uow:
        rounds.require_running(uow, key)
        before = uow.ledger.last_seq()
    with working(f"Walking round {key}"), conducting():
        result = run_flow("run_round", round_key=key)
    with app.work() as uow:
        moved = uow.ledger.last_seq() > before
        waiting = steps.waiting_for(uow, round_key=key, at=app.now())
    emit(_flow_facts(result, waiting), _waiting_table(waiting), lines=[result.state_name])
    return 0 if moved or not waiting else WAITING


@round_.command("close-step")
@click.argument("key")
@click.argument("step_code", metavar="STEP")
@click.option("--note", required=True, help="What the decision rests on.")
def close_step(key: str, step_code: str, note: str) -> None:
    """Declare a step done, in your name.

    Example:  meetcyclus round close-step 2023-12 invoer --note "alles ontvangen" --by secretariaat@example.org
    """
    app = app_for_change()
    step = release.close_by_hand(app, round_key=key, code=step_code, note=note, by=actor())
    emit({"step": step_facts(step)}, lines=[f"{step.code} is closed.", f"Next: meetcyclus round advance {key}"])


@round_.command("reopen-step")
@click.argument("key")
@click.argument("step_code", metavar="STEP")
@click.option("--note", required=True, help="Why it is taken up again.")
def reopen_step(key: str, step_code: str, note: str) -> None:
    """Take a closed step up again, in your name.

    Example:  meetcyclus round reopen-step 2023-12 validatie --note "nieuwe feiten" --by secretariaat@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        step = rounds.reopen_step(uow, key=key, code=step_code, note=note, by=actor(), at=app.now())
    emit({"step": step_facts(step)}, lines=[f"{step.code} is open again."])


@round_.command()
@click.argument("key")
@click.argument("project")
@click.option("--until", required=True, type=MOMENT, help="New deadline, as 2023-12-15T12:00.")
@click.option("--reason", required=True)
def extend(key: str, project: str, until: datetime, reason: str) -> None:
    """Give one project a later deadline.

    Example:  meetcyclus round extend 2023-12 VV012 --until 2023-12-15T12:00 --reason "ziekte" --by ...
    """
    app = app_for_change()
    deadline = settled(app, until)
    with app.work() as uow:
        member = rounds.extend_deadline(
            uow, key=key, project_number=project, until=deadline, reason=reason, by=actor(), at=app.now()
        )
    emit(
        {"project": member.project_number, "until": member.entry_until, "reason": member.extension_reason},
        lines=[f"{project} may be entered until {deadline.isoformat()}."],
    )


@round_.command()
@click.argument("key")
def freeze(key: str) -> None:
    """Freeze the round: report, cover note and open data come from this snapshot alone.

    Example:  meetcyclus round freeze 2023-12 --by secretariaat@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        record = snapshots.freeze(uow, round_key=key, by=actor(), at=app.now())
    emit(
        {
            "snapshot": record.sequence,
            "sha256": record.sha256,
            "is_draft": record.is_draft,
            "taken_at": record.taken_at,
        },
        lines=[f"Snapshot {record.sequence} of {key}: {record.sha256}", f"Next: meetcyclus report build {key}"],
    )


def _flow_facts(result: FlowResult, waiting: list[Waiting]) -> dict[str, object]:
    return {
        "ran": result.ran,
        "waiting_for": waiting,
        "flow_run_id": result.flow_run_id,
        "state": result.state_name,
    }


def _round_facts(found: Round) -> dict[str, object]:
    names = "state is_rehearsal rules_sha256 product_version reference_date entry_until grace_until"
    return {name: getattr(found, name) for name in names.split()}


def step_facts(step: Step) -> dict[str, object]:
    """A step under the names that programs rely on."""
    names = (
        "code kind owner planned_from planned_until state opened_at closed_at closed_by note forum after flow_run_id"
    )
    return {name: getattr(step, name) for name in names.split()}


def _state(found: Round) -> str:
    return f"{found.state.value}, oefening" if found.is_rehearsal else found.state.value


def steps_table(key: str, planned: Iterable[Step], clock: Clock) -> Shown:
    """The steps of a round for people."""
    rows = [
        (
            each.code,
            each.state.value,
            clock(each.closed_at or each.opened_at)[: len("2023-12-31")] or each.planned_from,
            each.planned_until,
            each.closed_by or each.owner,
        )
        for each in planned
    ]
    return Shown(f"Round {key}", ("step", "state", "since", "planned until", "who"), rows)


def _waiting_table(waiting: Iterable[Waiting]) -> Shown:
    rows = [(each.step_code, each.who, each.what, each.until) for each in waiting]
    return Shown("Waits for", ("step", "who", "what", "planned until"), rows)


def _late_table(late: Iterable[Late], clock: Clock) -> Shown:
    rows = [(each.step, each.who, each.project, clock(each.deadline), clock(each.until)) for each in late]
    return Shown("Late", ("step", "who", "project", "deadline", "taken until"), rows)


COMMANDS = (round_,)
