"""Which entries of a round are still forecasts: looking only, for gates, letters and what people see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from meetcyclus.domain.entries import Entry
from meetcyclus.domain.forecasts import precedes, unconfirmed_forecasts
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.services.authority import programme_of
from meetcyclus.services.unit_of_work import UnitOfWork

KIND = "actualisatie"


@dataclass(frozen=True)
class ConfirmationCounts:
    """What was entered, in three parts: confirmed since the reference date, entered after it, and still a forecast."""

    confirmed: int
    entered_after: int
    unconfirmed: int
    unconfirmed_projects: tuple[str, ...]


def confirming_step(uow: UnitOfWork, round_key: str) -> Step | None:
    """The step in which leads confirm what they entered as a forecast; None when the path has none."""
    return next((each for each in uow.steps.where(round_key=round_key) if each.kind == KIND), None)


def is_confirming(uow: UnitOfWork, round_key: str, at: datetime) -> bool:
    """Whether leads may confirm or correct now."""
    step = confirming_step(uow, round_key)
    return step is not None and step.state is StepState.OPEN and is_past_reference_date(uow, round_key, at)


def is_past_reference_date(uow: UnitOfWork, round_key: str, at: datetime) -> bool:
    """Whether that day is over on the clocks of the programme: until then nobody knows what became of a forecast."""
    round_ = uow.rounds.get(round_key)
    return round_ is not None and at.astimezone(ZoneInfo(programme_of(uow).time_zone)).date() > round_.reference_date


def forecasts_of(uow: UnitOfWork, round_key: str, projects: Collection[str] | None = None) -> tuple[Entry, ...]:
    """The newest entries (of these projects) that are unconfirmed forecasts; none where the path does not ask."""
    round_ = uow.rounds.get(round_key)
    if round_ is None or confirming_step(uow, round_key) is None:
        return ()
    confirmations = uow.confirmations.where(round_key=round_key)
    entries = uow.entries.latest(round_key, projects=projects)
    return unconfirmed_forecasts(entries, confirmations, round_, programme_of(uow).time_zone)


def stale_forecasts(uow: UnitOfWork, round_key: str) -> dict[str, date]:
    """By project the day of the forecast that nobody confirmed, once confirming is over; none while it still may be."""
    step = confirming_step(uow, round_key)
    if step is None or step.state is not StepState.CLOSED:
        return {}
    zone = ZoneInfo(programme_of(uow).time_zone)
    found = forecasts_of(uow, round_key)
    return {each.project_number: each.submitted_at.astimezone(zone).date() for each in found if each.submitted_at}


def confirmation_counts(uow: UnitOfWork, *, round_key: str) -> ConfirmationCounts | None:
    """How far the confirmation is; None when the path of the round has no such step."""
    round_ = uow.rounds.get(round_key)
    if round_ is None or confirming_step(uow, round_key) is None:
        return None
    zone = programme_of(uow).time_zone
    entries = uow.entries.latest(round_key)
    early = sum(precedes(each, round_.reference_date, zone) for each in entries)
    open_ones = tuple(each.project_number for each in forecasts_of(uow, round_key))
    return ConfirmationCounts(early - len(open_ones), len(entries) - early, len(open_ones), open_ones)


def confirming_rounds(uow: UnitOfWork) -> tuple[str, ...]:
    """Every round opened here whose path has the step."""
    return tuple(dict.fromkeys(each.round_key for each in uow.steps.where(kind=KIND)))
