"""Deadlines as instants and as days: times said on local clocks, grace, and when people are reminded.

Two moments in the same zone are compared in UTC: Python compares them by their clocks, which are wrong for an hour
on the day that the clocks go back.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.workdays import previous_workday


def at_wall_clock(said: datetime, time_zone: str) -> datetime:
    """A time as people say it, on the clocks of a zone.

    What comes twice, on the night that the clocks go back, is the later of the two; what they skip is BadInput.
    """
    zone = ZoneInfo(time_zone)
    moment = said.replace(tzinfo=zone, fold=1)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != said:
        raise BadInput(f"{said.isoformat()} does not exist on the clocks of {time_zone}")
    return moment


def is_past(moment: datetime, at: datetime) -> bool:
    """Whether `at` is later than the moment; the moment itself still counts as in time."""
    return at.astimezone(UTC) > moment.astimezone(UTC)


def is_same(one: datetime, other: datetime) -> bool:
    """Whether two moments are the same instant, whatever the clocks they are told on."""
    return one.astimezone(UTC) == other.astimezone(UTC)


def after_hours(moment: datetime, hours: float) -> datetime:
    """So many real hours later, also over a change of the clocks."""
    return moment.astimezone(UTC) + timedelta(hours=hours)


def reminder_dates(
    opened_on: date, last_day: date, days_before: Iterable[int], holidays: Container[date]
) -> tuple[date, ...]:
    """The days on which to remind of something that was asked on `opened_on` and is due on `last_day`.

    `days_before` count back from the last day; where none are given it is half-way and the day before. A day on which
    nobody works goes to the working day before it; the day of the asking itself never has a reminder.
    """
    wanted = [last_day - timedelta(days=each) for each in days_before]
    wanted = wanted or [opened_on + (last_day - opened_on) // 2, last_day - timedelta(days=1)]
    moved = {previous_workday(each, holidays) for each in wanted}
    return tuple(sorted(each for each in moved if opened_on < each <= last_day))
