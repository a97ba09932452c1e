"""Accepting entries: within the time that holds, of one's own projects, all or nothing, every version kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound, NotNow
from meetcyclus.services import entries, rounds
from meetcyclus.services.authority import SYSTEM
from tests.factories import ANNA, BERT, CONTROLLER, DFB, KABINET_1, KEY, SECRETARIAT, SPOC, entry, moment, with_report
from tests.services.world import DURING_ENTRY, begin, events, hand_in

DEADLINE = moment("2023-12-13 12:00")
SECOND = timedelta(seconds=1)


def entered(app: Application) -> list[str]:
    with app.work() as uow:
        return sorted(each.project_number for each in uow.entries.latest(KEY))


@pytest.mark.goal("02")
def test_entry_is_accepted_on_the_last_second_and_refused_one_later(app: Application) -> None:
    begin(app, "invoer")
    hand_in(app, [entry("KL001", 1)], by=ANNA, at=DEADLINE)
    with pytest.raises(NotNow, match=r"KL002.*closed at 2023-12-13T1[12]:00:00"):
        hand_in(app, [entry("KL002", 1)], by=ANNA, at=DEADLINE + SECOND)
    assert entered(app) == ["KL001"]


@pytest.mark.goal("02")
@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2024, 3, 30), datetime(2024, 3, 30, 11, 0, tzinfo=UTC)),  # the day before the clocks go forward
        (date(2024, 3, 31), datetime(2024, 3, 31, 10, 0, tzinfo=UTC)),  # the day on which they do
        (date(2024, 10, 26), datetime(2024, 10, 26, 10, 0, tzinfo=UTC)),  # the day before they go back
        (date(2024, 10, 27), datetime(2024, 10, 27, 11, 0, tzinfo=UTC)),  # the day on which they do
    ],
)
def test_noon_in_brussels_closes_entry_also_on_days_when_clocks_change(
    app: Application, day: date, last: datetime
) -> None:
    noon = moment(f"{day} 12:00")
    with app.work() as uow:
        rounds.open_round(
            uow,
            key="2024-06",
            reference_date=date(2024, 12, 31),
            governance_path=None,
            entry_from=date(2024, 2, 1),
            entry_until=noon,
            holidays=app.holidays(uow),
            by=SECRETARIAT,
            at=DURING_ENTRY,
        )
        rounds.begin_step(uow, key="2024-06", code="invoer", flow_run_id="", by=SYSTEM, at=DURING_ENTRY)

    def send(number: str, at: datetime) -> None:
        with app.work() as uow:
            given = [replace(entry(number, 1), round_key="2024-06")]
            entries.accept_entries(
                uow, round_key="2024-06", entries=given, file_name="f", file_sha256="", by=ANNA, at=at
            )

    send("KL001", last)
    for at in (last + SECOND, noon + SECOND):
        with pytest.raises(NotNow):
            send("KL002", at)


@pytest.mark.goal("03")
def test_an_extended_project_may_come_later_and_no_other(app: Application) -> None:
    begin(app, "invoer")
    until = moment("2023-12-15 17:00")
    with app.work() as uow:
        rounds.extend_deadline(
            uow, key=KEY, project_number="KL001", until=until, reason="ziekte", by=SECRETARIAT, at=DURING_ENTRY
        )
    with pytest.raises(NotNow, match="KL002"):
        hand_in(app, [entry("KL001", 1), entry("KL002", 1)], by=ANNA, at=until)
    assert entered(app) == []
    hand_in(app, [entry("KL001", 1)], by=ANNA, at=until)
    with pytest.raises(NotNow, match="KL001"):
        hand_in(app, [with_report(entry("KL001", 1), outlook="x" * 130)], by=ANNA, at=until + SECOND)
    with app.work() as uow:
        assert not uow.entries.latest(KEY)[0].is_late


@pytest.mark.goal("03")
def test_what_the_secretariat_brings_in_after_the_deadline_is_marked_late(app: Application) -> None:
    begin(app, "invoer")
    hand_in(app, [entry("KL001", 1)], by=SECRETARIAT, at=DEADLINE)
    hand_in(app, [entry("KL002", 1)], by=SECRETARIAT, at=DEADLINE + SECOND)
    hand_in(app, [entry("KL003", 1)], by=CONTROLLER, at=DEADLINE + SECOND)
    with app.work() as uow:
        late = {each.project_number: each.is_late for each in uow.entries.latest(KEY)}
        (line,) = uow.ledger.events(project_number="KL002")
    assert late == {"KL001": False, "KL002": True, "KL003": True}
    assert '"is_late":true' in line.after


@pytest.mark.goal("07")
def test_a_lead_enters_own_projects_only_and_a_spoc_those_of_the_spoc(app: Application) -> None:
    begin(app, "invoer")
    for by, number in ((BERT, "KL001"), (SPOC, "KL004"), (ANNA, "KL006")):
        with pytest.raises(NotAllowed, match=number):
            hand_in(app, [entry("KL002" if by == ANNA else number, 1), entry(number, 1)], by=by)
    for by in (KABINET_1, DFB, "vreemd@example.org", ""):
        with pytest.raises(NotAllowed):
            hand_in(app, [entry("KL001", 1)], by=by)
    assert entered(app) == []
    hand_in(app, [entry("KL001", 1)], by=ANNA)
    hand_in(app, [entry("KL002", 1), entry("KL003", 1)], by=SPOC)
    assert entered(app) == ["KL001", "KL002", "KL003"]


@pytest.mark.goal("07")
def test_a_workbook_shows_a_lead_own_projects_only(app: Application) -> None:
    with app.work() as uow:
        every = {each.lead_email: each.project_numbers for each in entries.workbook_subjects(uow, round_key=KEY)}
        (one,) = entries.workbook_subjects(uow, round_key=KEY, lead_email=BERT)
        assert {each.project_number for each in one.data.entries} == {"KL003", "KL004"}
        with pytest.raises(NotFound):
            entries.workbook_subjects(uow, round_key=KEY, lead_email=DFB)
    assert every == {
        "anna@example.org": ("KL001", "KL002"),
        "bert@example.org": ("KL003", "KL004"),
        "cis@example.org": ("KL005", "KL006"),
    }
    assert one.deadline.isoformat() == "2023-12-13T12:00:00+01:00"


def test_leads_wait_until_entry_has_begun(app: Application) -> None:
    with pytest.raises(NotNow, match="has not begun"):
        hand_in(app, [entry("KL001", 1)], by=ANNA)
    begin(app, "invoer")
    hand_in(app, [entry("KL001", 1)], by=ANNA)


@pytest.mark.goal("11")
def test_one_strange_project_keeps_all_of_them_out(app: Application) -> None:
    begin(app, "invoer")
    lines = len(events(app))
    strange = [replace(entry("KL001", 1), project_number=number) for number in ("KL998", "KL999")]
    with pytest.raises(BadInput) as caught:
        hand_in(app, [entry("KL001", 1), *strange])
    assert [each.value for each in caught.value.problems] == ["KL998", "KL999"]
    assert entered(app) == []
    assert len(events(app)) == lines


def test_the_same_content_twice_is_one_version(app: Application) -> None:
    begin(app, "invoer")
    (first,) = hand_in(app, [entry("KL001", 1)], by=ANNA)
    lines = len(events(app))
    again = entry("KL001", 1)
    (second,) = hand_in(app, [replace(again, milestones=again.milestones[::-1])], by=ANNA, at=DEADLINE + SECOND)
    assert second == replace(first, is_new=False)
    assert len(events(app)) == lines


@pytest.mark.goal("10")
def test_every_version_stays_and_the_difference_names_every_field(app: Application) -> None:
    begin(app, "invoer")
    first = entry("KL001", 1)
    milestone = replace(first.milestones[1], explanation="Levering later", expected_on=date(2024, 9, 30))
    second = with_report(first, outlook="x" * 130, corrective_due_on=date(2024, 2, 29))
    second = replace(second, milestones=(first.milestones[0], milestone, first.milestones[2]))
    hand_in(app, [first], by=ANNA)
    hand_in(app, [second], by=SPOC, at=DURING_ENTRY + SECOND)
    with app.work() as uow:
        history = entries.entry_history(uow, round_key=KEY, project_number="KL001")
        changes = entries.entry_diff(uow, round_key=KEY, project_number="KL001", old=1, new=2)
        with pytest.raises(NotFound, match="no version 3; it has 1, 2"):
            entries.entry_diff(uow, round_key=KEY, project_number="KL001", old=1, new=3)
        with pytest.raises(NotFound):
            entries.entry_history(uow, round_key=KEY, project_number="KL002")
    assert [(each.version, each.submitted_by) for each in history] == [(1, ANNA), (2, SPOC)]
    assert {(each.object_key, each.field, each.after) for each in changes} == {
        ("KL001", "outlook", "x" * 130),
        ("KL001", "corrective_due_on", "2024-02-29"),
        ("KL001-M2", "expected_on", "2024-09-30"),
        ("KL001-M2", "explanation", "Levering later"),
    }


def test_the_ledger_links_every_version_to_its_file_and_the_one_before(app: Application) -> None:
    begin(app, "invoer")
    (first,) = hand_in(app, [entry("KL001", 1)], by=ANNA)
    (second,) = hand_in(app, [with_report(entry("KL001", 1), outlook="y" * 130)], by=ANNA)
    lines = [each for each in events(app) if each.action == "entry.submit"]
    assert lines[0].before == "null" and first.content_sha256 in lines[0].after and "abababab" in lines[0].after
    assert first.content_sha256 in lines[1].before and second.content_sha256 in lines[1].after
