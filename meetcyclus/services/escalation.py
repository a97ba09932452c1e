"""Escalation: who hears, and when, that something is late. Each person once a rung, and never two rungs at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.programme import Person
from meetcyclus.domain.workdays import add_workdays, previous_workday
from meetcyclus.services.desk import Desk
from meetcyclus.services.letter_facts import at_local
from meetcyclus.services.rounds import local

# Whoever is written to has at least a whole working day before somebody else hears of it.
_TIME_TO_ANSWER = 2


@dataclass(frozen=True)
class Overdue:
    """Something that is owed since a day, and the people who hear of it, rung by rung.

    `key` tells the planner what it is: a project, a finding, a request.
    """

    key: str
    since: date
    rungs: tuple[tuple[Person, ...], ...]


@dataclass(frozen=True)
class Notice:
    """One letter that is due: to whom, on which rung, about what, and when the next rung hears (None: the last)."""

    recipient: Person
    rung: int
    keys: tuple[str, ...]
    next_on: date | None

    def sequence(self, day: date) -> str:
        """The number of the letter: rung and day."""
        return f"{self.rung + 1}-{day.isoformat()}"


def notices_due(desk: Desk, kind: LetterKind, days: Sequence[int], matters: Iterable[Overdue]) -> list[Notice]:
    """The letters that are due today: for each person and rung one digest of what was not told on that rung yet.

    `days` are working days after the day since which something is late, one a rung.
    """
    heard = _heard(desk, kind)
    today = local(desk.at, desk.data.programme).date()
    due: dict[tuple[int, Person], list[Overdue]] = {}
    for matter in matters:
        for rung, person in _to_tell(desk, days, matter, heard, today):
            due.setdefault((rung, person), []).append(matter)
    return [
        Notice(person, rung, tuple(each.key for each in own), _next_on(desk, days, rung, own, today))
        for (rung, person), own in due.items()
    ]


def answer_until(desk: Desk, notice: Notice) -> datetime:
    """By when the letter asks for an answer: noon of the working day before the next rung hears, else in two days."""
    if notice.next_on is None:
        return desk.soon(None)
    return at_local(previous_workday(notice.next_on - timedelta(days=1), desk.holidays), 12, desk.data)


def _heard(desk: Desk, kind: LetterKind) -> dict[tuple[int, str], list[date]]:
    """Per rung and address the days on which a notice was written."""
    days: dict[tuple[int, str], list[date]] = {}
    for letter in desk.uow.letters.where(round_key=desk.round.key, kind=kind.value):
        rung, _, day = letter.sequence.partition("-")
        days.setdefault((int(rung) - 1, letter.recipient_email), []).append(date.fromisoformat(day))
    return days


def _to_tell(
    desk: Desk, days: Sequence[int], matter: Overdue, heard: dict[tuple[int, str], list[date]], today: date
) -> list[tuple[int, Person]]:
    """Who must hear of one matter today. A rung begins when its day has come and the one before had time to answer."""
    told: date | None = None
    found: list[tuple[int, Person]] = []
    for rung, (count, persons) in enumerate(zip(days, matter.rungs, strict=True)):
        due = add_workdays(matter.since, count, desk.holidays)
        if told is not None:
            due = max(due, add_workdays(told, _TIME_TO_ANSWER, desk.holidays))
        if due > today:
            break
        told = None
        for person in persons:
            first = min((day for day in heard.get((rung, person.email), ()) if day >= due), default=None)
            if first is None:
                found.append((rung, person))
            told = min(told or today, first or today)
    return found


def _next_on(desk: Desk, days: Sequence[int], rung: int, matters: list[Overdue], today: date) -> date | None:
    """The first day on which the next rung that has somebody hears of one of these matters."""
    later = [
        max(add_workdays(each.since, count, desk.holidays), add_workdays(today, _TIME_TO_ANSWER, desk.holidays))
        for each in matters
        for count, persons in list(zip(days, each.rungs, strict=True))[rung + 1 :]
        if persons
    ]
    return min(later, default=None)
