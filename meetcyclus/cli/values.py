"""Kinds of values on the command line."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import BadInput
from meetcyclus.services.authority import programme_of
from meetcyclus.services.rounds import at_local_time
from meetcyclus.services.unit_of_work import UnitOfWork

DAY = click.DateTime(["%Y-%m-%d"])
Clock = Callable[[datetime | None], str]
_YEAR_AND_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class Moment(click.ParamType[datetime]):
    """An ISO time, as it was typed: with or without an offset."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment; its zone is settled by `settled`, once the programme is known."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not an ISO time such as 2023-12-15T12:00", param, ctx)


MOMENT = Moment()


def settled(app: Application, moment: datetime) -> datetime:
    """The moment with its zone: without an offset it is read on the clocks of the programme."""
    if moment.tzinfo:
        return moment
    with app.work() as uow:
        return at_local_time(moment, programme_of(uow))


def clock_of(uow: UnitOfWork) -> Clock:
    """Shows moments on the clocks of the programme (UTC where there is none yet), to the minute."""
    found = uow.programmes.where()
    zone = ZoneInfo(found[0].time_zone) if found else UTC

    def shown(moment: datetime | None) -> str:
        return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"

    return shown


def entry_times(deadline: datetime | None, grace_until: datetime | None, clock: Clock) -> list[str]:
    """A line about the deadline of entry and the grace behind it; none for a round without entry."""
    if deadline is None:
        return []
    grace = f"; until {clock(grace_until)} it is taken and marked late" if grace_until else ""
    return [f"Entry closes at {clock(deadline)}{grace}."]


def reference_day(key: str, given: datetime | None) -> date:
    """The given day, else the last day of the month that names the round; BadInput when it names none."""
    if given:
        return given.date()
    named = _YEAR_AND_MONTH.fullmatch(key)
    if named is None:
        raise BadInput(f"round {key} is not named after a month, as 2023-12: say --reference-date")
    year, month = int(named[1]), int(named[2])
    return date(year, month, calendar.monthrange(year, month)[1])
