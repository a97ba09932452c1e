"""Planning on working days: a step never starts or ends on a weekend or a public holiday."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from meetcyclus.domain.programme import StepTemplate
from meetcyclus.domain.rounds import Step

ENTRY_CLOSES_AT = time(12, 0)
_WORK_STARTS, _WORK_ENDS = time(9, 0), time(17, 0)


def is_workday(day: date, holidays: Container[date]) -> bool:
    """Whether people work that day."""
    return day.weekday() < 5 and day not in holidays


def next_workday(day: date, holidays: Container[date]) -> date:
    """That day when it is a working day, else the first one after it."""
    while not is_workday(day, holidays):
        day += timedelta(days=1)
    return day


def previous_workday(day: date, holidays: Container[date]) -> date:
    """That day when it is a working day, else the last one before it."""
    while not is_workday(day, holidays):
        day -= timedelta(days=1)
    return day


def add_workdays(day: date, count: int, holidays: Container[date]) -> date:
    """The working day that comes `count` working days after `day`."""
    for _ in range(count):
        day = next_workday(day + timedelta(days=1), holidays)
    return day


def working_hours(start: datetime, end: datetime, zone: ZoneInfo, holidays: Container[date]) -> Decimal:
    """The hours between two moments in which people work: from 9 to 17 on working days, on the clocks of the zone."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    seconds, day = 0.0, first.date()
    while day <= last.date():
        if is_workday(day, holidays):
            begins = max(first, datetime.combine(day, _WORK_STARTS, zone))
            ends = min(last, datetime.combine(day, _WORK_ENDS, zone))
            seconds += max(0.0, (ends - begins).total_seconds())
        day += timedelta(days=1)
    return Decimal(round(seconds)) / 3600


def workdays_between(first: date, last: date, holidays: Container[date]) -> int:
    """How many working days lie behind `first`, up to and with `last`."""
    days = (first + timedelta(days=count) for count in range(1, (last - first).days + 1))
    return sum(1 for day in days if is_workday(day, holidays))


def plan_steps(
    round_key: str, reference_date: date, path: tuple[StepTemplate, ...], holidays: Container[date]
) -> tuple[Step, ...]:
    """The steps of a round with their planned days: starts move to the next working day, never beyond the end."""
    return tuple(
        _plan_step(round_key, position, reference_date, template, holidays)
        for position, template in enumerate(path, start=1)
    )


def _plan_step(
    round_key: str, position: int, reference_date: date, template: StepTemplate, holidays: Container[date]
) -> Step:
    # What became of the forecasts is asked after the reference date, never on the day itself.
    first = max(template.day_from, 1) if template.kind == "actualisatie" else template.day_from
    starts = next_workday(reference_date + timedelta(days=first), holidays)
    ends = max(starts, next_workday(reference_date + timedelta(days=template.day_until), holidays))
    return Step(
        round_key=round_key,
        code=template.code,
        kind=template.kind,
        owner=template.owner,
        position=position,
        planned_from=starts,
        planned_until=ends,
        reminder_days=template.reminder_days,
        escalation_days=template.escalation_days,
        is_reviewed=template.is_reviewed,
        forum=template.forum,
        after=template.after,
    )


def entry_deadline(last_day: date, time_zone: str) -> datetime:
    """The instant at which entry closes: noon of the last day in the programme's zone."""
    return datetime.combine(last_day, ENTRY_CLOSES_AT, ZoneInfo(time_zone))
