"""The six metingen and the arithmetic of dates around them. Belongs here: anything that only knows the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

Row = dict[str, str]


@dataclass(frozen=True)
class Round:
    """One meting: its key, its number, its meetmoment and the version of the status list it used."""

    key: str
    number: int
    moment: date
    codelist: str

    @property
    def known_until(self) -> date:
        """Last day of which a project lead knows the facts, because entry happens before the meetmoment."""
        return self.moment - timedelta(days=31)


ROUNDS = (
    Round("2021-03", 1, date(2021, 3, 31), "1"),
    Round("2021-09", 2, date(2021, 9, 30), "1"),
    Round("2021-12", 3, date(2021, 12, 31), "1"),
    Round("2022-06", 4, date(2022, 6, 30), "2"),
    Round("2022-12", 5, date(2022, 12, 31), "2"),
    Round("2023-12", 6, date(2023, 12, 31), "3"),
)
PAST, UPCOMING = ROUNDS[:5], ROUNDS[5]

# Days without a council of ministers: public holidays on a Friday and the winter and summer recess.
_HOLIDAYS = {date(2022, 11, 11), date(2021, 4, 2), date(2022, 4, 15), date(2023, 4, 7)}


def is_council_day(day: date) -> bool:
    """Tell whether the Flemish government may have met on this day."""
    recess = (
        (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 5) or (7, 18) <= (day.month, day.day) <= (8, 25)
    )
    return day.weekday() == 4 and not recess and day not in _HOLIDAYS


def council_days(first: date, last: date) -> list[date]:
    """Return the Fridays from first to last on which the government met."""
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [day for day in days if is_council_day(day)]


def month_end(year: int, month: int) -> date:
    """Return the last day of the month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def usual_dates(first: date, last: date) -> list[date]:
    """Return the days on which plans like to put a deadline: each 15th and each month end, from first to last."""
    months = ((year, month) for year in range(first.year, last.year + 1) for month in range(1, 13))
    days = [day for year, month in months for day in (date(year, month, 15), month_end(year, month))]
    return [day for day in days if first <= day <= last]


def quarter_end(day: date) -> date:
    """Return the last day of the quarter that holds this day."""
    return month_end(day.year, (day.month + 2) // 3 * 3)


def round_rows() -> list[Row]:
    """Return the rows of metingen.csv: the five metingen that are history."""
    return [
        {
            "sleutel": r.key,
            "nummer": str(r.number),
            "meetmoment": r.moment.isoformat(),
            "governance": "A_2021",
            "codelijst": r.codelist,
        }
        for r in PAST
    ]
