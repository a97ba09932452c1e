"""Until when entry is taken: deadlines when the clocks change, grace, extensions and correction windows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.deadlines import after_hours, is_past
from meetcyclus.domain.errors import BadInput, NotNow
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.rounds import Round
from meetcyclus.services import entries, letters_of_entry, progress, rounds, steps
from meetcyclus.services.authority import SYSTEM, programme_of
from meetcyclus.services.letters_of_check import plan_feedback
from tests.factories import ANNA, KEY, SECRETARIAT, entry, moment, with_report
from tests.services.world import DURING_ENTRY, begin, desk_at, events, everything_entered, found, hand_in, hit, letters

DEADLINE = moment("2023-12-13 12:00")
GRACE_END = moment("2023-12-14 12:00")
SECOND = timedelta(seconds=1)
NEXT = "2024-06"


def with_grace(app: Application) -> None:
    with app.work() as uow:
        round_ = rounds.require_running(uow, KEY)
        uow.rounds.put(replace(round_, grace_until=GRACE_END))


def late_of(app: Application) -> dict[str, bool]:
    with app.work() as uow:
        return {each.project_number: each.is_late for each in uow.entries.latest(KEY)}


def open_next(
    app: Application, entry_until: datetime | None, grace_hours: int = 0, at: datetime = DURING_ENTRY
) -> Round:
    """Open the next round, which takes entry from the start of 2024, on a path with this grace."""
    with app.work() as uow:
        programme = programme_of(uow)
        path = tuple(
            replace(each, grace_hours=grace_hours if each.kind == "invoer" else 0)
            for each in programme.governance["KORT"]
        )
        uow.programmes.put(replace(programme, governance={"KORT": path}))
    with app.work() as uow:
        opened = rounds.open_round(
            uow,
            key=NEXT,
            reference_date=date(2024, 12, 31),
            governance_path=None,
            entry_from=date(2024, 1, 2) if entry_until else None,
            entry_until=entry_until,
            holidays=app.holidays(uow),
            by=SECRETARIAT,
            at=at,
        )
        rounds.begin_step(uow, key=NEXT, code="invoer", flow_run_id="", by=SYSTEM, at=at)
    return opened


def send(app: Application, number: str, at: datetime) -> bool:
    """Anna hands one project in for the next round; says whether it is late."""
    with app.work() as uow:
        given = [replace(entry(number, 1), round_key=NEXT)]
        entries.accept_entries(uow, round_key=NEXT, entries=given, file_name="f", file_sha256="", by=ANNA, at=at)
        return next(each.is_late for each in uow.entries.latest(NEXT) if each.project_number == number)


@pytest.mark.goal("02")
@pytest.mark.parametrize(
    ("said", "last"),
    [
        (
            "2024-03-31 03:30",
            datetime(2024, 3, 31, 1, 30, tzinfo=UTC),
        ),  # an hour and a half after the hour that is skipped
        ("2024-03-31 12:00", datetime(2024, 3, 31, 10, 0, tzinfo=UTC)),
        ("2024-10-27 02:30", datetime(2024, 10, 27, 1, 30, tzinfo=UTC)),  # told twice that night: the later one counts
        ("2024-10-27 12:00", datetime(2024, 10, 27, 11, 0, tzinfo=UTC)),
    ],
)
def test_entry_closes_one_second_after_the_deadline_on_both_days_that_the_clocks_change(
    app: Application, said: str, last: datetime
) -> None:
    with app.work() as uow:
        until = rounds.at_local_time(datetime.fromisoformat(said), programme_of(uow))
    opened = open_next(app, until)
    assert opened.entry_until is not None and opened.entry_until.astimezone(UTC) == last
    assert send(app, "KL001", last) is False
    # Told on the same clocks as the deadline, where an hour comes twice, one second later is still one second later.
    for at in (last + SECOND, (last + SECOND).astimezone(until.tzinfo)):
        with pytest.raises(NotNow, match="the deadline of round 2024-06 has passed for KL002"):
            send(app, "KL002", at)


@pytest.mark.goal("02")
def test_moments_on_the_same_clocks_are_compared_as_instants() -> None:
    """On the night that the clocks go back, ten past two comes twice: the second time half past two has been."""
    half_past, ten_past = moment("2024-10-27 02:30"), moment("2024-10-27 02:10").replace(fold=1)
    assert is_past(half_past, ten_past) and not is_past(ten_past, half_past)
    assert after_hours(half_past, 1).astimezone(half_past.tzinfo) == half_past.replace(fold=1)


@pytest.mark.goal("02")
def test_a_deadline_that_the_clocks_skip_is_refused(app: Application) -> None:
    with app.work() as uow, pytest.raises(BadInput, match=r"2024-03-31T02:30:00 does not exist"):
        rounds.at_local_time(datetime(2024, 3, 31, 2, 30), programme_of(uow))


@pytest.mark.goal("03")
def test_grace_of_the_path_is_real_hours_behind_the_deadline(app: Application) -> None:
    """From noon on the day before the clocks go back, 24 hours end at 11 o'clock."""
    opened = open_next(app, moment("2024-10-26 12:00"), grace_hours=24)
    assert opened.grace_until == datetime(2024, 10, 27, 10, 0, tzinfo=UTC)
    assert send(app, "KL001", moment("2024-10-26 12:00:01")) is True
    with pytest.raises(NotNow, match=r"closed at 2024-10-27T11:00:00\+01:00"):
        send(app, "KL002", moment("2024-10-27 11:00:01"))
    assert open_next(app, None, at=DURING_ENTRY) == opened


@pytest.mark.goal("03")
def test_entry_within_the_grace_is_marked_late_and_refused_after_it(app: Application) -> None:
    begin(app, "invoer")
    with_grace(app)
    hand_in(app, [entry("KL001", 1)], by=ANNA, at=DEADLINE)
    hand_in(app, [entry("KL002", 1)], by=ANNA, at=DEADLINE + SECOND)
    assert late_of(app) == {"KL001": False, "KL002": True}
    changed = with_report(entry("KL001", 1), outlook="x" * 130)
    hand_in(app, [changed], by=ANNA, at=GRACE_END)
    with pytest.raises(NotNow, match="KL001"):
        hand_in(app, [with_report(entry("KL001", 1), outlook="y" * 130)], by=ANNA, at=GRACE_END + SECOND)
    # A correction of what came in time is not late, and what came late stays late.
    assert late_of(app) == {"KL001": False, "KL002": True}


@pytest.mark.goal("03")
def test_an_extension_replaces_the_deadline_and_has_the_same_grace(app: Application) -> None:
    begin(app, "invoer")
    with_grace(app)
    until = moment("2023-12-20 17:00")
    extend(app, "KL001", until)
    hand_in(app, [entry("KL001", 1)], by=ANNA, at=until + SECOND)
    assert late_of(app) == {"KL001": True}
    with pytest.raises(NotNow, match=r"KL001.*closed at 2023-12-21T17:00:00\+01:00"):
        hand_in(app, [with_report(entry("KL001", 1), outlook="y" * 130)], by=ANNA, at=moment("2023-12-21 17:00:01"))


def extend(app: Application, number: str, until: datetime, reason: str = "ziekte") -> None:
    with app.work() as uow:
        rounds.extend_deadline(
            uow, key=KEY, project_number=number, until=until, reason=reason, by=SECRETARIAT, at=DURING_ENTRY
        )


@pytest.mark.goal("03")
def test_an_extension_is_later_and_given_once(app: Application) -> None:
    until = moment("2023-12-20 17:00")
    for earlier in (DEADLINE, DEADLINE - SECOND):
        with pytest.raises(BadInput, match=r"KL001 may be entered until 2023-12-13T12:00:00\+01:00 already"):
            extend(app, "KL001", earlier)
    extend(app, "KL001", until)
    extend(app, "KL001", until)
    with pytest.raises(BadInput, match="already"):
        extend(app, "KL001", until - SECOND, "toch vroeger")
    (line,) = [each for each in events(app) if each.project_number == "KL001"]
    assert (line.action, line.by, line.at) == ("round.extend", SECRETARIAT, DURING_ENTRY)
    assert '"extension_reason":"ziekte"' in line.after and "2023-12-20T16:00:00+00:00" in line.after


@pytest.mark.goal("03")
def test_a_correction_after_feedback_has_its_own_end_and_no_grace(app: Application) -> None:
    everything_entered(app)
    with_grace(app)
    found(app, hit("KL001"))
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, "kwaliteitscheck")
        plan_feedback(desk_at(app, uow, moment("2023-12-14 13:00")), step)
    end = moment("2023-12-22 12:00")
    hand_in(app, [with_report(entry("KL001", 1), outlook="x" * 130)], by=ANNA, at=end)
    assert late_of(app)["KL001"] is False
    with pytest.raises(NotNow, match="KL001"):
        hand_in(app, [with_report(entry("KL001", 1), outlook="y" * 130)], by=ANNA, at=end + SECOND)


@pytest.mark.goal("03")
def test_entry_waits_for_leads_until_the_grace_is_over_and_then_names_who_has_more_time(app: Application) -> None:
    begin(app, "invoer")
    with_grace(app)
    extend(app, "KL005", moment("2023-12-20 12:00"))

    def waits(at: datetime) -> str:
        with app.work() as uow:
            return steps.waiting_in_words(uow, round_key=KEY, at=at)

    assert waits(GRACE_END) == "Wacht op projectverantwoordelijke: invoer van 6 van 6 projecten"
    assert waits(GRACE_END + SECOND) == (
        "Wacht op secretariaat: afsluiting van de invoer (6 projecten zonder invoer, waarvan 1 met uitstel: KL005)"
    )


def test_a_round_is_not_opened_after_its_own_deadline(app: Application) -> None:
    planned_end = moment("2024-12-13 12:00")
    with pytest.raises(BadInput, match=r"would close at 2024-12-13T12:00:00\+01:00, which is over.*--entry-until"):
        open_next(app, None, at=planned_end)
    with app.work() as uow:
        assert uow.rounds.get(NEXT) is None
    assert open_next(app, moment("2025-01-10 12:00"), at=planned_end).entry_until == moment("2025-01-10 12:00")


def test_the_last_day_of_entry_is_the_day_in_the_zone_of_the_programme(app: Application) -> None:
    open_next(app, datetime(2024, 6, 14, 23, 30, tzinfo=UTC))
    with app.work() as uow:
        assert rounds.require_step(uow, NEXT, "invoer").planned_until == date(2024, 6, 15)


@pytest.mark.goal("18")
def test_no_opening_letter_asks_for_entry_by_a_moment_that_is_over(app: Application) -> None:
    begin(app, "invoer", DEADLINE + SECOND)
    extend(app, "KL003", moment("2023-12-20 17:00"))
    with app.work() as uow:
        assert letters_of_entry.plan_entry_opening(desk_at(app, uow, DEADLINE + SECOND)) == 1
    (letter,) = letters(app)
    assert letter.recipient_email == "bert@example.org"
    assert "woensdag 20/12/2023, 17 u." in letter.text and "13/12/2023" not in letter.text


@pytest.mark.goal("04")
def test_progress_gives_rates_and_names_who_has_a_time_of_their_own(app: Application) -> None:
    begin(app, "invoer")
    with_grace(app)
    extend(app, "KL005", moment("2023-12-20 12:00"))
    hand_in(app, [entry("KL001", 1), entry("KL003", 1)], at=DEADLINE)
    hand_in(app, [entry("KL002", 1)], by=ANNA, at=DEADLINE + SECOND)
    with app.work() as uow:
        seen = progress.progress_of(uow, round_key=KEY, at=DEADLINE + SECOND)
    whole = seen.whole
    assert (whole.on_time, whole.late, whole.missing, whole.total) == (2, 1, 3, 6)
    assert (str(whole.on_time_pct), str(whole.completeness_pct)) == ("33.3", "50.0")
    for part in (seen.by_mandate, seen.by_entity, seen.by_speerpunt):
        assert sum(each.on_time + each.late + each.missing for each in part) == sum(each.total for each in part) == 6
    assert [(str(each.on_time_pct), str(each.completeness_pct)) for each in seen.by_mandate] == [
        ("50.0", "75.0"),
        ("0.0", "0.0"),
    ]
    assert [each.project for each in seen.overdue_projects] == ["KL004", "KL006"]
    assert {each.closes_at for each in seen.overdue_projects} == {GRACE_END}
    (extended,) = seen.extended_projects
    assert (extended.project, extended.deadline, extended.closes_at, extended.reason) == (
        "KL005",
        moment("2023-12-20 12:00"),
        moment("2023-12-21 12:00"),
        "ziekte",
    )


def feedback(app: Application, at: datetime) -> int:
    with app.work() as uow:
        return plan_feedback(desk_at(app, uow, at), rounds.require_step(uow, KEY, "kwaliteitscheck"))


@pytest.mark.goal("03")
def test_what_came_late_stays_late_after_it_was_corrected(app: Application) -> None:
    begin(app, "invoer")
    with_grace(app)
    hand_in(app, [entry("KL001", 1)], by=ANNA, at=DEADLINE + SECOND)
    found(app, hit("KL001"))
    assert feedback(app, moment("2023-12-14 13:00")) == 1
    changed = with_report(entry("KL001", 1), outlook="x" * 130)
    hand_in(app, [changed], by=ANNA, at=moment("2023-12-15 09:00"))
    assert late_of(app) == {"KL001": True}


@pytest.mark.goal("03")
@pytest.mark.goal("04")
def test_a_first_entry_after_feedback_is_late_and_the_project_overdue_until_then(app: Application) -> None:
    begin(app, "invoer")
    extend(app, "KL002", moment("2023-12-13 17:00"))
    found(app, hit("KL001"), hit("KL002"))
    assert feedback(app, moment("2023-12-14 13:00")) == 1
    at = moment("2023-12-15 09:00")
    with app.work() as uow:
        seen = progress.progress_of(uow, round_key=KEY, at=at)
    assert seen.whole.overdue == 6
    # The deadline that was missed is shown, and until when it is still taken.
    assert [(each.deadline, each.closes_at) for each in seen.overdue_projects[:2]] == [
        (DEADLINE, moment("2023-12-22 12:00")),
        (moment("2023-12-13 17:00"), moment("2023-12-22 12:00")),
    ]
    hand_in(app, [entry("KL001", 1), entry("KL002", 1)], by=ANNA, at=at)
    assert late_of(app) == {"KL001": True, "KL002": True}


@pytest.mark.goal("03")
def test_an_extension_after_feedback_gives_new_time_to_enter(app: Application) -> None:
    begin(app, "invoer")
    with_grace(app)
    found(app, hit("KL001"))
    assert feedback(app, moment("2023-12-14 13:00")) == 1
    extend(app, "KL001", moment("2023-12-29 12:00"))
    hand_in(app, [entry("KL001", 1)], by=ANNA, at=moment("2023-12-29 12:00"))
    assert late_of(app) == {"KL001": False}


@pytest.mark.goal("03")
def test_feedback_leaves_a_running_extension_and_its_grace_alone(app: Application) -> None:
    """KL001 is in and KL002 is not: both have time until the 29th, and a day of grace behind it."""
    begin(app, "invoer")
    with_grace(app)
    until = moment("2023-12-29 12:00")
    for number in ("KL001", "KL002"):
        extend(app, number, until)
    hand_in(app, [entry("KL001", 1)], by=ANNA)
    found(app, hit("KL001"), hit("KL002"))
    assert feedback(app, moment("2023-12-14 13:00")) == 1
    (letter,) = letters(app, LetterKind.FEEDBACK)
    assert "KL001" in letter.text and "KL002" not in letter.text
    end = moment("2023-12-30 12:00")
    hand_in(app, [with_report(entry("KL001", 1), outlook="x" * 130), entry("KL002", 1)], by=ANNA, at=end)
    assert late_of(app) == {"KL001": False, "KL002": True}


@pytest.mark.goal("03")
def test_feedback_names_a_missing_project_once_its_extension_and_grace_are_over(app: Application) -> None:
    begin(app, "invoer")
    with_grace(app)
    extend(app, "KL002", moment("2023-12-20 12:00"))
    found(app, hit("KL002"))
    assert feedback(app, moment("2023-12-21 12:00")) == 0
    assert feedback(app, moment("2023-12-21 12:01")) == 1
