"""How the conversation about a finding ends: closing, taking up again, waivers with an end, and what rules bring."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.findings import CheckOutcome, Finding, FindingState, Hit
from meetcyclus.domain.workdays import working_hours
from meetcyclus.services import checks, conversation, rounds
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.letters_of_check import plan_feedback
from meetcyclus.services.rule_stats import RuleStats, rule_stats
from meetcyclus.services.scores import scores_until
from tests.cli.command_line import Seat
from tests.factories import ANNA, CONTROLLER, HISTORY, KEY, NUMBERS, SECRETARIAT, ZONE, moment
from tests.services.world import DURING_ENTRY, begin, desk_at, events, everything_entered, found, hit, rule

LATER = DURING_ENTRY + timedelta(hours=1)


def finding(app: Application, number: str, round_key: str = KEY) -> Finding:
    with app.work() as uow:
        (one,) = uow.findings.where(project_number=number, round_key=round_key)
    return one


def move(app: Application, id_: str, target: FindingState, until: str = "", by: str = CONTROLLER) -> Finding:
    with app.work() as uow:
        return checks.decide_finding(uow, finding_id=id_, target=target, text="uitleg", by=by, at=LATER, until=until)


def close(app: Application, id_: str, by: str = CONTROLLER) -> Finding:
    with app.work() as uow:
        return conversation.close_finding(uow, finding_id=id_, by=by, at=LATER)


def reopen(app: Application, id_: str, reason: str = "toch niet", by: str = CONTROLLER) -> Finding:
    with app.work() as uow:
        return conversation.reopen_finding(uow, finding_id=id_, reason=reason, by=by, at=LATER)


def found_in_history(app: Application, *hits: Hit) -> None:
    with app.work() as uow:
        checks.store_outcome(
            uow,
            round_key=HISTORY,
            stages=checks.ENTRY_STAGES,
            rules=[rule()],
            outcome=CheckOutcome(("KC-005",), (), hits),
            by=SYSTEM,
            at=moment("2023-07-01 09:00"),
        )


def feedback(app: Application, at: str) -> int:
    with app.work() as uow:
        return plan_feedback(desk_at(app, uow, moment(at)), rounds.require_step(uow, KEY, "kwaliteitscheck"))


@pytest.mark.goal("17")
def test_a_finding_is_opened_answered_decided_closed_and_taken_up_again(app: Application) -> None:
    found(app, hit("KL001"))
    id_ = finding(app, "KL001").id
    for early in (FindingState.OPEN, FindingState.ANSWERED):
        if early is FindingState.ANSWERED:
            move(app, id_, early, by=ANNA)
        with pytest.raises(NotAllowed, match="cannot become afgesloten"):
            close(app, id_)
    move(app, id_, FindingState.WAIVED)
    closed = close(app, id_)
    assert (closed.state, closed.outcome, closed.decision) == (
        FindingState.CLOSED,
        FindingState.WAIVED,
        FindingState.WAIVED,
    )
    assert (closed.closed_by, closed.closed_at, closed.decided_by, closed.changed_at) == (
        CONTROLLER,
        LATER,
        CONTROLLER,
        LATER,
    )
    assert finding(app, "KL001") == closed
    opened = reopen(app, id_)
    assert (opened.state, opened.answer, opened.outcome, opened.closed_at) == (FindingState.OPEN, "", None, None)
    line = events(app)[-1]
    assert (line.action, line.by) == ("finding.reopened", CONTROLLER)
    assert json.loads(line.before)["answer"] == "uitleg" and json.loads(line.after)["text"] == "toch niet"


@pytest.mark.goal("17")
def test_findings_are_counted_per_status(app: Application, tmp_path: Path) -> None:
    everything_entered(app)
    seat = Seat(tmp_path, LATER.isoformat(), {"MEETCYCLUS_DATABASE_URL": os.environ["MEETCYCLUS_DATABASE_URL"]})

    def counts(*options: str) -> dict[str, int]:
        answer = seat.ask("finding", "list", KEY, *options).json
        assert sum(answer["counts"].values()) == len(answer["findings"])
        return answer["counts"]  # type: ignore[no-any-return]

    assert counts() == {}
    found(app, *(hit(each) for each in NUMBERS))
    assert counts() == {"open": 6}
    move(app, finding(app, "KL001").id, FindingState.ANSWERED, by=ANNA)
    move(app, finding(app, "KL002").id, FindingState.WAIVED)
    move(app, finding(app, "KL003").id, FindingState.WITHDRAWN)
    move(app, finding(app, "KL004").id, FindingState.WAIVED)
    close(app, finding(app, "KL004").id)
    found(app, *(hit(each) for each in NUMBERS if each != "KL005"), at=LATER)
    every = {"open": 1, "beantwoord": 1, "aanvaard_met_motivering": 1, "onterecht": 1, "afgesloten": 1}
    assert counts() == {**every, "gecorrigeerd": 1}
    assert counts("--state", "beantwoord") == {"beantwoord": 1}
    reopen(app, finding(app, "KL004").id)
    after = {**every, "gecorrigeerd": 1, "open": 2}
    del after["afgesloten"]
    assert counts() == after


@pytest.mark.goal("17")
def test_only_controllers_close_and_reopen_and_reopening_needs_words(app: Application) -> None:
    found(app, hit("KL001"))
    id_ = finding(app, "KL001").id
    move(app, id_, FindingState.WITHDRAWN)
    with pytest.raises(NotAllowed):
        close(app, id_, by=ANNA)
    with pytest.raises(NotAllowed):
        reopen(app, id_, by=ANNA)
    with pytest.raises(BadInput, match="reason in words"):
        reopen(app, id_, " ")
    assert finding(app, "KL001").state is FindingState.WITHDRAWN


@pytest.mark.goal("17")
def test_the_end_of_the_check_closes_what_was_decided_and_nothing_else(app: Application) -> None:
    everything_entered(app)
    begin(app, "kwaliteitscheck")
    found(app, hit("KL001"), hit("KL002"), hit("KL003"), hit("KL004"))
    found(app, hit("KL001"), hit("KL002"), hit("KL003"), at=LATER)
    move(app, finding(app, "KL001").id, FindingState.WAIVED)
    move(app, finding(app, "KL002").id, FindingState.WITHDRAWN)
    move(app, finding(app, "KL003").id, FindingState.ANSWERED)
    with app.work() as uow:
        at = moment("2023-12-18 10:00")
        rounds.close_step(uow, key=KEY, code="invoer", note="klaar", by=SECRETARIAT, at=at)
        rounds.close_step(uow, key=KEY, code="kwaliteitscheck", note="klaar", by=CONTROLLER, at=at)
    states = {number: (finding(app, number).state, finding(app, number).outcome) for number in NUMBERS[:4]}
    assert states == {
        "KL001": (FindingState.CLOSED, FindingState.WAIVED),
        "KL002": (FindingState.CLOSED, FindingState.WITHDRAWN),
        "KL003": (FindingState.ANSWERED, None),
        "KL004": (FindingState.CLOSED, FindingState.CORRECTED),
    }
    # What is still as it was waived stays closed; what was mended and is wrong again is open again.
    found(app, hit("KL001"), hit("KL002"), hit("KL003"), hit("KL004"), at=at)
    assert [finding(app, number).state.name for number in NUMBERS[:4]] == ["CLOSED", "CLOSED", "ANSWERED", "OPEN"]
    assert finding(app, "KL004").outcome is None
    found(app, hit("KL001", "iets anders"), hit("KL003"), at=at)
    assert finding(app, "KL001").state is FindingState.OPEN


def test_a_waiver_counts_in_its_own_round_unless_it_says_otherwise(app: Application) -> None:
    found_in_history(app, hit("KL001"), hit("KL002"))
    own = move(app, finding(app, "KL001", HISTORY).id, FindingState.WAIVED)
    longer = move(app, finding(app, "KL002", HISTORY).id, FindingState.WAIVED, until=KEY)
    assert (own.waived_until, longer.waived_until) == (HISTORY, KEY)
    close(app, longer.id)
    result = found(app, hit("KL001"), hit("KL002"))
    anew, shielded = finding(app, "KL001"), finding(app, "KL002")
    assert [each.id for each in result.findings] == [anew.id]
    said = "aanvaard door Dirk Dossier: uitleg"
    assert anew.state is FindingState.OPEN and said in anew.earlier and anew.earlier.startswith("In meting ")
    assert (shielded.state, shielded.answer, shielded.decided_by) == (FindingState.WAIVED, "uitleg", CONTROLLER)
    # It does not go on to a third round by itself.
    assert shielded.waived_until == KEY and said in shielded.earlier
    (line,) = [json.loads(each.after) for each in events(app) if each.action == "check.run" and each.round_key == KEY]
    assert line["shielded"] == [shielded.id]


def test_a_waiver_of_last_round_does_not_cover_another_value(app: Application) -> None:
    found_in_history(app, hit("KL001"))
    move(app, finding(app, "KL001", HISTORY).id, FindingState.WAIVED, until=KEY)
    found(app, hit("KL001", "heel iets anders"))
    assert finding(app, "KL001").state is FindingState.OPEN and finding(app, "KL001").earlier


@pytest.mark.parametrize("until", ["2022-12", "2026-01", "volgende", "2024-13"])
def test_a_waiver_lasts_at_most_until_the_next_round(app: Application, until: str) -> None:
    found(app, hit("KL001"))
    with pytest.raises(BadInput):
        move(app, finding(app, "KL001").id, FindingState.WAIVED, until=until)
    assert finding(app, "KL001").state is FindingState.OPEN


def test_the_next_round_need_not_be_open_yet(app: Application) -> None:
    found(app, hit("KL001"))
    assert move(app, finding(app, "KL001").id, FindingState.WAIVED, until="2024-06").waived_until == "2024-06"


def stats(app: Application, key: str = KEY) -> list[RuleStats]:
    with app.work() as uow:
        return rule_stats(uow, round_key=key, holidays=())


@pytest.mark.goal("61")
def test_stats_say_per_rule_what_became_of_its_findings(app: Application) -> None:
    everything_entered(app)
    second = rule("KC-006")
    hits = [hit(number) for number in NUMBERS[:5]]
    found(app, *hits, hit("KL006", code="KC-006"), rules=[rule(), second])
    move(app, finding(app, "KL001").id, FindingState.WAIVED)
    move(app, finding(app, "KL002").id, FindingState.WITHDRAWN)
    feedback(app, "2023-12-13 15:00")
    # Two hours of the first day, a whole day, one hour of the third.
    found(app, *hits[:3], hit("KL006", code="KC-006"), rules=[rule(), second], at=moment("2023-12-15 10:00"))
    expected = [
        RuleStats("KC-005", 5, 1, 1, 1, 2, Decimal("40.0"), Decimal("11.0")),
        RuleStats("KC-006", 1, 1, 0, 0, 0, Decimal("0.0"), None),
    ]
    assert stats(app) == expected
    # A new run, and a finding that comes back, change nothing of the past.
    found(app, *hits, hit("KL006", code="KC-006"), rules=[rule(), second], at=moment("2023-12-18 10:00"))
    found(app, *hits[:3], hit("KL006", code="KC-006"), rules=[rule(), second], at=moment("2023-12-21 10:00"))
    assert stats(app) == stats(app, "") == expected


def test_working_hours_know_nights_weekends_holidays_and_the_clock() -> None:
    friday, monday = moment("2023-12-22 16:00"), moment("2023-12-27 10:30")
    christmas = {moment("2023-12-25 00:00").date()}
    assert working_hours(friday, monday, ZONE, christmas) == Decimal("10.5")
    assert working_hours(monday, friday, ZONE, ()) == 0
    assert working_hours(moment("2023-12-22 20:00"), moment("2023-12-22 23:00"), ZONE, ()) == 0


@pytest.mark.goal("59")
def test_the_score_is_the_share_of_criteria_about_which_nothing_stands(app: Application) -> None:
    everything_entered(app)
    criteria = [replace(rule(f"KC-90{digit}"), suites=("rekenhof",)) for digit in range(3)]
    rules = [*criteria, rule()]
    hits = [
        hit("KL001", code="KC-900"),
        hit("KL001", code="KC-901"),
        hit("KL002", code="KC-900"),
        hit("KL003", code="KC-902"),
        hit("KL004", code="KC-900"),
        hit("KL005"),
    ]
    with app.work() as uow:
        assert scores_until(uow, KEY) == ()
    found(app, *hits, rules=rules)
    found(app, *hits[:4], hits[5], rules=rules)
    move(app, finding(app, "KL002").id, FindingState.WAIVED)
    close(app, finding(app, "KL002").id)
    move(app, finding(app, "KL003").id, FindingState.WITHDRAWN)
    with app.work() as uow:
        (score,) = scores_until(uow, KEY)
    assert score.criteria == ("KC-900", "KC-901", "KC-902")
    # One of three met is 33,3: 33; two of three is 66,7: 67. Corrected, withdrawn and other rules cost nothing.
    assert [score.score(each) for each in score.projects] == [33, 67, 100, 100, 100, 100]
    assert (score.met, score.asked, round(score.mean, 1)) == (15, 18, Decimal("83.3"))
    assert [len(score.band(*ends)) for ends in ((100, 100), (80, 99), (0, 79))] == [4, 0, 2]


@pytest.mark.goal("59")
def test_a_pass_over_one_suite_adds_no_criterion_to_the_score(app: Application) -> None:
    everything_entered(app)
    first, second = (replace(rule(f"KC-90{digit}"), suites=("rekenhof",)) for digit in range(2))
    found(app, rules=[first])
    with app.work() as uow:
        checks.store_outcome(
            uow,
            round_key=KEY,
            stages=checks.ENTRY_STAGES,
            rules=[first, second],
            outcome=CheckOutcome(("KC-900", "KC-901"), (), (hit("KL001", code="KC-901"),)),
            by=SYSTEM,
            at=LATER,
            suite="rekenhof",
        )
        (score,) = scores_until(uow, KEY)
    assert (score.criteria, score.met) == (("KC-900",), 6)


@pytest.mark.goal("59")
def test_a_criterion_that_was_waived_and_then_mended_is_met(app: Application) -> None:
    everything_entered(app)
    criterion = replace(rule("KC-900"), suites=("rekenhof",))
    found(app, hit("KL001", code="KC-900"), rules=[criterion])
    move(app, finding(app, "KL001").id, FindingState.WAIVED)
    with app.work() as uow:
        assert scores_until(uow, KEY)[0].met == 5
    found(app, rules=[criterion])
    with app.work() as uow:
        assert scores_until(uow, KEY)[0].met == 6


def test_the_secretariat_may_close_too(app: Application) -> None:
    found(app, hit("KL001"))
    found(app)
    assert close(app, finding(app, "KL001").id, by=SECRETARIAT).outcome is FindingState.CORRECTED
