"""Reminders with a frozen clock: the exact list of who is reminded when, of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.calendars import public_holidays
from meetcyclus.domain.deadlines import reminder_dates
from meetcyclus.domain.letters import LetterKind
from meetcyclus.services import letters_of_entry, rounds
from meetcyclus.services.letters_of_reminder import plan_reminders
from tests.factories import ANNA, BERT, CIS, KEY, SECRETARIAT, entry, moment
from tests.services.world import begin, desk_at, hand_in, letters

OPENING = moment("2023-12-01 09:00")
HOLIDAYS = public_holidays("Europe/Brussels")


def walk(app: Application, at: datetime) -> int:
    """What the flow of entry plans on every walk."""
    with app.work() as uow:
        desk = desk_at(app, uow, at)
        letters_of_entry.plan_entry_opening(desk)
        return plan_reminders(desk, rounds.require_step(uow, KEY, "invoer"))


def walk_daily(app: Application, start: datetime, end: datetime) -> None:
    at = start
    while at <= end:
        walk(app, at)
        at += timedelta(days=1)


def reminded(app: Application) -> list[tuple[str, str]]:
    return [(each.sequence, each.recipient_email) for each in letters(app, LetterKind.REMINDER)]


def with_reminders(app: Application, *days: int) -> None:
    with app.work() as uow:
        uow.steps.put(replace(rounds.require_step(uow, KEY, "invoer"), reminder_days=days))


def extend(app: Application, number: str, until: str, at: datetime) -> None:
    with app.work() as uow:
        rounds.extend_deadline(
            uow, key=KEY, project_number=number, until=moment(until), reason="ziekte", by=SECRETARIAT, at=at
        )


@pytest.mark.goal("18")
@pytest.mark.parametrize(
    ("opened", "last", "before", "days"),
    [
        ("2023-12-01", "2023-12-13", (), ("2023-12-07", "2023-12-12")),  # half-way, and the day before
        ("2023-12-01", "2023-12-13", (7, 2), ("2023-12-06", "2023-12-11")),
        ("2023-12-01", "2023-12-13", (7, 2, 0), ("2023-12-06", "2023-12-11", "2023-12-13")),
        ("2023-12-01", "2023-12-11", (), ("2023-12-06", "2023-12-08")),  # the day before is a Sunday
        ("2023-12-18", "2023-12-27", (3, 2, 1), ("2023-12-22", "2023-12-26")),  # Christmas and the Sunday: one day
        ("2023-10-26", "2023-11-02", (), ("2023-10-27", "2023-10-31")),  # a Sunday, and All Saints
        ("2023-12-12", "2023-12-13", (), ()),  # the day before is the day of the opening
        ("2023-12-11", "2023-12-13", (30, 2, 1), ("2023-12-12",)),  # none before or on the day of the opening
    ],
)
def test_reminder_days_are_working_days_after_the_opening(
    opened: str, last: str, before: Iterable[int], days: tuple[str, ...]
) -> None:
    found = reminder_dates(date.fromisoformat(opened), date.fromisoformat(last), before, HOLIDAYS)
    assert tuple(each.isoformat() for each in found) == days


@pytest.mark.goal("18")
def test_reminders_go_to_who_is_missing_half_way_and_the_day_before_and_stop(app: Application) -> None:
    """Entry runs from 1 to 13 December at noon; a walk every day."""
    with_reminders(app)
    begin(app, "invoer", OPENING)
    walk_daily(app, OPENING, moment("2023-12-04 09:00"))
    hand_in(app, [entry("KL001", 1), entry("KL002", 1)], by=ANNA, at=moment("2023-12-04 10:00"))
    walk_daily(app, moment("2023-12-05 09:00"), moment("2023-12-07 09:00"))
    hand_in(app, [entry("KL003", 1)], by=BERT, at=moment("2023-12-07 10:00"))
    hand_in(app, [entry("KL005", 1), entry("KL006", 1)], by=CIS, at=moment("2023-12-11 23:59"))
    walk_daily(app, moment("2023-12-07 11:00"), moment("2023-12-22 09:00"))
    assert reminded(app) == [("2023-12-07", BERT), ("2023-12-07", CIS), ("2023-12-12", BERT)]
    last = letters(app, LetterKind.REMINDER)[-1]
    assert "KL004" in last.text and "KL003" not in last.text and "U hebt nog 1 dag." in last.text
    assert last.subject == "[Meting 2] Herinnering: graag invullen tegen woensdag 13/12, 12 u.: KL004"
    # The opening letter was the reminder at the start.
    assert [each.recipient_email for each in letters(app, LetterKind.ENTRY_OPENED)] == [ANNA, BERT, CIS]


@pytest.mark.goal("18")
def test_an_extended_project_is_reminded_of_its_own_deadline_in_one_letter_with_the_others(app: Application) -> None:
    begin(app, "invoer", OPENING)
    walk(app, OPENING)
    hand_in(app, [entry("KL001", 1), entry("KL002", 1), entry("KL005", 1), entry("KL006", 1)], at=OPENING)
    extend(app, "KL004", "2023-12-20 17:00", moment("2023-12-08 10:00"))
    walk_daily(app, OPENING, moment("2023-12-22 09:00"))
    # 7 and 2 days before 13 December at noon, and before 20 December at five.
    assert reminded(app) == [("2023-12-06", BERT), ("2023-12-11", BERT), ("2023-12-13", BERT), ("2023-12-18", BERT)]
    second, last = (letters(app, LetterKind.REMINDER)[at] for at in (1, 3))
    assert "woensdag 13/12/2023, 12 u.:\n\n- KL003" in second.text
    assert "woensdag 20/12/2023, 17 u.:\n\n- KL004" in second.text
    assert second.subject.endswith("tegen woensdag 13/12, 12 u.: KL003; tegen woensdag 20/12, 17 u.: KL004")
    assert "KL003" not in last.text and "woensdag 20/12/2023, 17 u." in last.text


@pytest.mark.goal("18")
def test_who_just_got_more_time_is_not_reminded_on_that_day(app: Application) -> None:
    with_reminders(app, 4)
    begin(app, "invoer", OPENING)
    walk(app, OPENING)
    # Four days before 15 December is the day of the extension itself, four before 13 December was not reached.
    for number in ("KL001", "KL002"):
        extend(app, number, "2023-12-15 12:00", moment("2023-12-11 08:00"))
    walk_daily(app, moment("2023-12-11 08:00"), moment("2023-12-20 09:00"))
    assert ANNA not in {email for _, email in reminded(app)}


@pytest.mark.goal("18")
def test_a_reminder_day_without_a_walk_is_made_up_for_once(app: Application) -> None:
    begin(app, "invoer", OPENING)
    walk(app, OPENING)
    for at in ("2023-12-09 10:00", "2023-12-10 10:00", "2023-12-13 11:00", "2023-12-13 12:00", "2023-12-13 12:00:01"):
        walk(app, moment(at))
    days = [day for day, email in reminded(app) if email == CIS]
    assert days == ["2023-12-09", "2023-12-13"]
