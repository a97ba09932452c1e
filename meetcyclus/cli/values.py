"""Kinds of values on the command line."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

DAY = click.DateTime(["%Y-%m-%d"])


class Moment(click.ParamType[datetime]):
    """An ISO time; without an offset it is read on the clocks of Brussels."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, with its zone."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not an ISO time such as 2023-12-15T12:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Europe/Brussels"))


MOMENT = Moment()
