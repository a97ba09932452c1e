"""What is settled when a round is launched: its number, code list, population, days, deadline and grace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from meetcyclus.domain.deadlines import after_hours, is_past
from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.programme import Programme, Project, StepTemplate, version_order
from meetcyclus.domain.rounds import Round, RoundState, Step
from meetcyclus.domain.workdays import entry_deadline
from meetcyclus.services.scope import scope_of
from meetcyclus.services.unit_of_work import UnitOfWork


def refuse_history(uow: UnitOfWork, key: str, reference_date: date) -> None:
    """Raise NotAllowed where the programme knows this round, or a later one, already."""
    if uow.rounds.get(key) is not None:
        raise NotAllowed(f"round {key} came with the programme's history and cannot be opened again")
    if any(each.reference_date >= reference_date for each in uow.rounds.where()):
        raise NotAllowed(f"there is already a round on or after {reference_date}")


def refuse_mixed_home(uow: UnitOfWork, *, is_rehearsal: bool) -> None:
    """Raise NotAllowed where a rehearsal and a real round would share a home: what was practised is no history."""
    opened = [each for each in uow.rounds.where() if each.state is not RoundState.HISTORY]
    other = next((each.key for each in opened if each.is_rehearsal != is_rehearsal), None)
    if other is not None:
        said = "is for real" if is_rehearsal else "is a rehearsal"
        wanted = "rehearse" if is_rehearsal else "open a real round"
        raise NotAllowed(f"round {other} of this home {said}: {wanted} in a home of its own (--home)")


def require_path(programme: Programme, path: str) -> None:
    """Raise BadInput where the programme has no such governance path."""
    if path not in programme.governance:
        raise BadInput(f"governance path {path} is not in programma.toml; it has {', '.join(programme.governance)}")


def require_kabinetten(uow: UnitOfWork, population: list[Project], steps: tuple[Step, ...]) -> None:
    """A validation that nobody can give would wait for ever."""
    if not any(step.kind == "validatie" for step in steps):
        return
    staffed = {each.mandate_code for each in uow.persons.where(role="kabinet")}
    missing = sorted({code for project in population for code in project.mandate_codes} - staffed)
    if missing:
        raise BadInput(f"nobody with role kabinet decides for {', '.join(missing)} (personen.csv)")


def require_time_to_enter(key: str, deadline: datetime | None, at: datetime) -> None:
    """Nobody can be asked to enter something by a moment that is over."""
    if deadline is not None and not is_past(at, deadline):
        raise BadInput(
            f"entry of round {key} would close at {deadline.isoformat()}, which is over: "
            "give a later end with --entry-until"
        )


def path_of_newest_round(uow: UnitOfWork, programme: Programme) -> str:
    """The governance path that the last round followed, else the first of the programme."""
    rounds = sorted(uow.rounds.where(), key=lambda each: each.reference_date)
    return rounds[-1].governance_path if rounds else next(iter(programme.governance))


def next_number(uow: UnitOfWork, key: str) -> int:
    """The number of a round that comes behind all others."""
    return 1 + max((each.number for each in uow.rounds.where() if each.key != key), default=0)


def newest_status_list(uow: UnitOfWork) -> str:
    """The version of the project statuses that a new round uses."""
    versions = {each.version for each in uow.code_values.where(list_name="projectstatus")}
    if not versions:
        raise BadInput("the programme has no code list projectstatus (codelijsten.csv)")
    return max(versions, key=version_order)


def deadline_of(steps: tuple[Step, ...], programme: Programme) -> datetime | None:
    """Noon of the last planned day of entry; None where the path has no entry."""
    entry = next((step for step in steps if step.kind == "invoer"), None)
    return None if entry is None else entry_deadline(entry.planned_until, programme.time_zone)


def grace_until(path: Iterable[StepTemplate], deadline: datetime | None) -> datetime | None:
    """The end of the grace that the path gives behind that deadline; None where it gives none."""
    hours = next((step.grace_hours for step in path if step.kind == "invoer"), 0)
    return after_hours(deadline, hours) if deadline is not None and hours else None


def moved_entry(steps: tuple[Step, ...], entry_from: date | None, last_day: date | None) -> tuple[Step, ...]:
    """The steps with the days of entry that were asked for."""

    def moved(step: Step) -> Step:
        if step.kind != "invoer":
            return step
        starts, ends = entry_from or step.planned_from, last_day or step.planned_until
        if ends < starts:
            raise BadInput(f"entry would end ({ends}) before it starts ({starts})")
        return replace(step, planned_from=starts, planned_until=ends)

    return tuple(moved(step) for step in steps)


def population_of(uow: UnitOfWork, opened: Round) -> list[Project]:
    """The projects in scope on the reference date of a round."""
    projects = uow.projects.where()
    members = scope_of(projects, [*uow.rounds.where(), opened], opened)
    return [each for each in projects if each.number in members]
