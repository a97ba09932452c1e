"""A letter that waited for the mail server while its cause went away is held; nobody is reminded of what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.letters import LetterKind, LetterState
from meetcyclus.domain.rounds import RoundState, Step
from meetcyclus.services import letters_after, letters_of_lateness, letters_of_reminder, needless, outbox, rounds
from meetcyclus.services.desk import Desk
from meetcyclus.services.letters_of_check import plan_feedback
from tasks import letters as letter_tasks
from tests.factories import ANNA, BERT, CHAIR, CIS, KABINET_1, KABINET_2, KEY, SECRETARIAT, SPOC, entries, entry, moment
from tests.services.world import (
    DURING_VALIDATION,
    ask,
    begin,
    decide,
    desk_at,
    events,
    everything_entered,
    found,
    hand_in,
    hit,
    letters,
)

OPENING = moment("2023-12-01 09:00")
PLANNED, HELD = LetterState.PLANNED, LetterState.HELD


def plan(app: Application, code: str, planner: Callable[[Desk, Step], int], at: str) -> None:
    """Plan letters that nobody sends: the mail server is away."""
    with app.work() as uow:
        assert planner(desk_at(app, uow, moment(at)), rounds.require_step(uow, KEY, code))
    assert hold(app, at) == 0, "a letter that was only just planned is needed"


def escalate(app: Application, code: str, *days: int) -> None:
    with app.work() as uow:
        uow.steps.put(replace(rounds.require_step(uow, KEY, code), escalation_days=days))


def close(app: Application, code: str, at: str) -> None:
    with app.work() as uow:
        rounds.close_step(uow, key=KEY, code=code, note="gezien", by=SECRETARIAT, at=moment(at))


def hold(app: Application, at: str) -> int:
    """What happens on every walk before letters are sent."""
    with app.work() as uow:
        return needless.hold_needless(uow, desk_of=lambda _key: desk_at(app, uow, moment(at)))


def states(app: Application, kind: LetterKind) -> dict[str, LetterState]:
    return {each.recipient_email: each.state for each in letters(app, kind)}


@pytest.mark.goal("18")
def test_a_reminder_of_entry_is_held_once_all_is_in_or_its_deadline_is_over(app: Application) -> None:
    begin(app, "invoer", OPENING)
    plan(app, "invoer", letters_of_reminder.plan_reminders, "2023-12-06 09:00")
    hand_in(app, [entry("KL005", 1), entry("KL006", 1)], by=CIS, at=moment("2023-12-06 10:00"))
    assert (hold(app, "2023-12-06 11:00"), hold(app, "2023-12-06 12:00")) == (1, 0)
    assert states(app, LetterKind.REMINDER) == {ANNA: PLANNED, BERT: PLANNED, CIS: HELD}
    # Entry is over and its step is closed: "graag invullen tegen woensdag, 12 u." is no longer true.
    close(app, "invoer", "2023-12-13 13:00")
    assert hold(app, "2023-12-13 13:15") == 2
    assert set(states(app, LetterKind.REMINDER).values()) == {HELD}
    held = [each for each in events(app) if each.action == "letter.hold"]
    assert len(held) == 3 and all("niet meer nodig" in each.after for each in held)
    with app.work() as uow:
        assert outbox.reconcile_letters(uow, round_key=KEY).difference == 0


@pytest.mark.goal("26")
@pytest.mark.parametrize("given", [["KL001", "KL002"], [f"KL00{digit}" for digit in range(1, 7)]])
def test_a_notice_of_late_entry_is_held_for_who_has_handed_in(app: Application, given: Iterable[str]) -> None:
    escalate(app, "invoer", 1)
    begin(app, "invoer", OPENING)
    plan(app, "invoer", letters_of_lateness.plan_late_entries, "2023-12-14 09:00")
    assert states(app, LetterKind.LATE_ENTRY).keys() == {ANNA, SPOC, BERT, CIS}
    hand_in(app, [entry(number, 1) for number in given], at=moment("2023-12-14 10:00"))
    is_all_in = len(list(given)) == 6
    assert hold(app, "2023-12-14 11:00") == (4 if is_all_in else 1)
    held = {email for email, state in states(app, LetterKind.LATE_ENTRY).items() if state is HELD}
    assert held == ({ANNA, SPOC, BERT, CIS} if is_all_in else {ANNA})


@pytest.mark.goal("26")
def test_a_notice_of_late_corrections_is_held_once_they_are_mended(app: Application) -> None:
    escalate(app, "kwaliteitscheck", 3)
    everything_entered(app)
    found(app, hit("KL001"), hit("KL003"))
    with app.work() as uow:
        plan_feedback(desk_at(app, uow, moment("2023-12-13 13:00")), rounds.require_step(uow, KEY, "kwaliteitscheck"))
    plan(app, "kwaliteitscheck", letters_of_lateness.plan_late_corrections, "2023-12-18 09:00")
    found(app, hit("KL003"), at=moment("2023-12-18 10:00"))
    assert hold(app, "2023-12-18 11:00") == 1
    assert states(app, LetterKind.LATE_CORRECTION) == {ANNA: HELD, BERT: PLANNED}


@pytest.fixture
def validating(app: Application) -> Application:
    """The cabinets were asked on Friday 22 December, until Wednesday the 27th at noon."""
    everything_entered(app)
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    return app


@pytest.mark.goal("26")
def test_a_cabinet_is_not_reminded_of_what_it_decided_nor_of_a_moment_that_is_over(validating: Application) -> None:
    plan(validating, "validatie", letters_after.plan_validation_reminders, "2023-12-26 09:00")
    decide(validating, "M1", KABINET_1, at=moment("2023-12-26 10:00"))
    assert hold(validating, "2023-12-26 11:00") == 1
    assert states(validating, LetterKind.VALIDATION_REMINDER) == {KABINET_1: HELD, KABINET_2: PLANNED}
    assert (hold(validating, "2023-12-27 12:00"), hold(validating, "2023-12-27 12:01")) == (0, 1)


@pytest.mark.goal("26")
def test_a_notice_of_late_validation_is_held_once_all_is_decided(validating: Application) -> None:
    escalate(validating, "validatie", 1, 3)
    planner = letters_of_lateness.plan_late_validation
    plan(validating, "validatie", planner, "2023-12-28 09:00")
    plan(validating, "validatie", planner, "2024-01-02 09:00")
    decide(validating, "M1", KABINET_1, at=moment("2024-01-02 10:00"))
    assert hold(validating, "2024-01-02 11:00") == 1
    assert states(validating, LetterKind.LATE_VALIDATION) == {KABINET_1: HELD, KABINET_2: PLANNED, CHAIR: PLANNED}
    decide(validating, "M2", KABINET_2, at=moment("2024-01-02 12:00"))
    assert hold(validating, "2024-01-02 13:00") == 2


@pytest.mark.goal("18")
def test_what_a_person_released_goes_out_and_the_rest_stays(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(app, "invoer", OPENING)
    plan(app, "invoer", letters_of_reminder.plan_reminders, "2023-12-06 09:00")
    hand_in(app, entries(), at=moment("2023-12-06 10:00"))
    hold(app, "2023-12-06 11:00")
    with app.work() as uow:
        released = next(each for each in uow.letters.where(round_key=KEY) if each.recipient_email == ANNA)
        outbox.release_letter(
            uow, letter_id=released.id, reason="toch sturen", by=SECRETARIAT, at=moment("2023-12-06 12:00")
        )
    monkeypatch.setenv("MEETCYCLUS_NOW", moment("2023-12-06 12:15").isoformat())
    assert letter_tasks.send.fn(KEY)["sent"] == 1
    assert states(app, LetterKind.REMINDER) == {ANNA: LetterState.SENT, BERT: HELD, CIS: HELD}


@pytest.mark.goal("18")
def test_a_walk_holds_what_is_needless_before_it_sends(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(app, "invoer", OPENING)
    plan(app, "invoer", letters_of_reminder.plan_reminders, "2023-12-06 09:00")
    hand_in(app, [entry("KL005", 1), entry("KL006", 1)], by=CIS, at=moment("2023-12-06 10:00"))
    monkeypatch.setenv("MEETCYCLUS_NOW", moment("2023-12-06 11:00").isoformat())
    assert letter_tasks.send.fn()["sent"] == 2
    assert states(app, LetterKind.REMINDER) == {ANNA: LetterState.SENT, BERT: LetterState.SENT, CIS: HELD}


def test_a_published_round_reminds_nobody(app: Application) -> None:
    escalate(app, "invoer", 1)
    begin(app, "invoer", OPENING)
    plan(app, "invoer", letters_of_lateness.plan_late_entries, "2023-12-14 09:00")
    with app.work() as uow:
        uow.rounds.put(replace(rounds.require_running(uow, KEY), state=RoundState.PUBLISHED))
    assert hold(app, "2024-03-01 09:00") == 4
