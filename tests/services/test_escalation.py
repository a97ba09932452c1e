"""What is late reaches a second and a third person, once each, on working days, and stops when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.findings import FindingState, Severity
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.programme import Person
from meetcyclus.domain.rounds import Step
from meetcyclus.services import checks, lateness, letters_of_lateness, rounds, steps
from meetcyclus.services.desk import Desk
from meetcyclus.services.letters_of_check import plan_feedback
from tests.factories import (
    ANNA,
    BERT,
    CHAIR,
    CIS,
    CONTROLLER,
    KABINET_1,
    KABINET_2,
    KEY,
    SECRETARIAT,
    SPOC,
    entry,
    moment,
    with_report,
)
from tests.services.world import (
    DURING_VALIDATION,
    ask,
    begin,
    decide,
    desk_at,
    everything_entered,
    found,
    hand_in,
    hit,
    letters,
    rule,
)

HEAD_1, HEAD_2 = "hoofd.een@example.org", "hoofd.twee@example.org"
Planner = Callable[[Desk, Step], int]


def prepare(app: Application, code: str, *days: int, heads: bool = True) -> None:
    """A step that escalates on these working days, and somebody at the head of each entity."""
    with app.work() as uow:
        uow.steps.put(replace(rounds.require_step(uow, KEY, code), escalation_days=days))
        if heads:
            uow.persons.add(
                [
                    Person(HEAD_1, "Hilde Hoofd", "leidend_ambtenaar", "E1"),
                    Person(HEAD_2, "Hugo Hoofd", "leidend_ambtenaar", "E2"),
                ]
            )


def walk(app: Application, code: str, planner: Planner, at: str) -> int:
    with app.work() as uow:
        return planner(desk_at(app, uow, moment(at)), rounds.require_step(uow, KEY, code))


def told(app: Application, kind: LetterKind) -> list[tuple[str, str]]:
    return [(each.sequence, each.recipient_email) for each in letters(app, kind)]


def late_entries(app: Application, *moments: str) -> list[tuple[str, str]]:
    for at in moments:
        walk(app, "invoer", letters_of_lateness.plan_late_entries, at)
    return told(app, LetterKind.LATE_ENTRY)


def waiting(app: Application, at: datetime) -> list[str]:
    with app.work() as uow:
        return [each.what for each in steps.waiting_for(uow, round_key=KEY, at=at)]


@pytest.mark.goal("26")
def test_late_entry_goes_to_lead_and_spoc_and_then_to_the_head_of_the_entity_once_each(app: Application) -> None:
    """The deadline is Wednesday 13 December at noon; one and three working days later are the 14th and the 18th."""
    prepare(app, "invoer", 1, 3)
    begin(app, "invoer")
    hand_in(app, [entry("KL002", 1), entry("KL004", 1)])
    assert late_entries(app, "2023-12-13 12:00", "2023-12-13 12:01", "2023-12-13 23:59") == []
    first = [("1-2023-12-14", person) for person in (ANNA, SPOC, BERT, CIS)]
    assert late_entries(app, "2023-12-14 00:01", "2023-12-14 09:00", "2023-12-17 09:00") == first
    hand_in(app, [entry("KL005", 1)], by=SECRETARIAT, at=moment("2023-12-17 10:00"))
    heads = [("2-2023-12-18", HEAD_1), ("2-2023-12-18", HEAD_2)]
    assert late_entries(app, "2023-12-18 09:00", "2023-12-19 09:00", "2024-12-18 09:00") == [*first, *heads]
    anna, spoc, _bert, cis, head_1, head_2 = letters(app, LetterKind.LATE_ENTRY)
    assert "KL001" in anna.text and "KL003" not in anna.text
    assert "KL001" in spoc.text and "KL003" in spoc.text and "Bert Twee" in spoc.text
    assert "KL005" in cis.text and "KL006" in cis.text
    assert "KL001" in head_1.text and "KL003" in head_1.text and "KL006" not in head_1.text
    assert "KL006" in head_2.text and "KL005" not in head_2.text
    for letter in (anna, spoc, head_1):
        assert "'niet gerapporteerd'" in letter.text and SECRETARIAT in letter.text
    # The last full working day before the head hears of it is the day that the lead is given.
    assert anna.subject == "[Meting 2] Laattijdig: graag indienen tegen vrijdag 15/12, 12 u.: KL001"
    assert "Ontbreekt er op maandag 18/12/2023 nog iets, dan schrijven wij ook de leidend ambtenaar" in anna.text
    assert "dan schrijven wij ook" not in head_1.text


@pytest.mark.goal("26")
def test_late_entry_escalates_from_the_own_deadline_and_stops_when_it_is_in(app: Application) -> None:
    prepare(app, "invoer", 1, 3)
    begin(app, "invoer")
    hand_in(app, [entry(number, 1) for number in ("KL002", "KL003", "KL004", "KL006")])
    with app.work() as uow:
        rounds.extend_deadline(
            uow,
            key=KEY,
            project_number="KL005",
            until=moment("2023-12-20 12:00"),
            reason="ziekte",
            by=SECRETARIAT,
            at=moment("2023-12-11 09:00"),
        )
    assert late_entries(app, "2023-12-14 09:00") == [("1-2023-12-14", ANNA), ("1-2023-12-14", SPOC)]
    hand_in(app, [entry("KL001", 1)], at=moment("2023-12-14 10:00"))
    assert late_entries(app, "2023-12-18 09:00", "2023-12-20 12:00")[2:] == []
    # Three working days after 20 December, over a weekend and Christmas: the 26th.
    assert late_entries(app, "2023-12-21 09:00", "2023-12-25 09:00", "2023-12-26 09:00")[2:] == [
        ("1-2023-12-21", CIS),
        ("2-2023-12-26", HEAD_2),
    ]


@pytest.mark.goal("26")
def test_who_was_told_too_late_has_a_working_day_before_the_head_hears_of_it(app: Application) -> None:
    prepare(app, "invoer", 1, 3)
    begin(app, "invoer")
    hand_in(app, [entry(number, 1) for number in ("KL002", "KL003", "KL004", "KL005", "KL006")])
    assert late_entries(app, "2023-12-27 09:00", "2023-12-27 23:00", "2023-12-28 23:00", "2023-12-29 09:00") == [
        ("1-2023-12-27", ANNA),
        ("1-2023-12-27", SPOC),
        ("2-2023-12-29", HEAD_1),
    ]


@pytest.mark.goal("26")
def test_the_letter_says_until_when_entry_is_still_taken(app: Application) -> None:
    prepare(app, "invoer", 1, 3)
    with app.work() as uow:
        uow.rounds.put(replace(rounds.require_running(uow, KEY), grace_until=moment("2023-12-14 12:00")))
    begin(app, "invoer")
    late_entries(app, "2023-12-14 09:00", "2023-12-18 09:00")
    within, after = letters(app, LetterKind.LATE_ENTRY)[0], letters(app, LetterKind.LATE_ENTRY)[-1]
    assert "Tot donderdag 14/12/2023, 12 u. nemen wij het ingevulde werkboek nog aan" in within.text
    assert "nemen wij" not in after.text and "secretariaat kan het ingevulde werkboek nog inbrengen" in after.text


@pytest.mark.goal("26")
def test_a_path_without_escalation_tells_nobody(app: Application) -> None:
    begin(app, "invoer")
    assert late_entries(app, "2023-12-14 09:00", "2024-12-18 09:00") == []


@pytest.mark.goal("26")
def test_the_secretariat_sees_whom_nobody_can_tell(app: Application) -> None:
    prepare(app, "invoer", 1, 3, heads=False)
    begin(app, "invoer")
    hand_in(app, [entry(number, 1) for number in ("KL002", "KL003", "KL005", "KL006")])
    vacant = [
        "een leidend ambtenaar voor E1: te laat met KL001",
        "een leidend ambtenaar voor E2: te laat met KL004",
    ]
    assert waiting(app, moment("2023-12-13 12:00"))[1:] == []
    assert waiting(app, moment("2023-12-13 12:01"))[1:] == vacant
    late_entries(app, "2023-12-14 09:00", "2023-12-18 09:00")
    assert {each.recipient_email for each in letters(app)} == {ANNA, BERT, SPOC}


@pytest.mark.goal("26")
def test_findings_go_to_the_lead_again_and_then_to_the_spoc_until_they_are_mended(app: Application) -> None:
    """Feedback on Wednesday 13 December; three and five working days later are the 18th and the 20th."""
    prepare(app, "kwaliteitscheck", 3, 5)
    everything_entered(app)
    begin(app, "kwaliteitscheck", moment("2023-12-13 13:00"))
    both = [rule(), rule("KC-060", Severity.WARNING)]
    found(app, hit("KL001"), hit("KL003"), hit("KL005"), hit("KL002", code="KC-060"), rules=both)
    walk(app, "kwaliteitscheck", plan_feedback, "2023-12-13 13:00")

    def escalated(*moments: str) -> list[tuple[str, str]]:
        for at in moments:
            walk(app, "kwaliteitscheck", letters_of_lateness.plan_late_corrections, at)
        return told(app, LetterKind.LATE_CORRECTION)

    assert escalated("2023-12-13 13:00", "2023-12-17 09:00") == []
    first = [("1-2023-12-18", ANNA), ("1-2023-12-18", BERT), ("1-2023-12-18", CIS)]
    assert escalated("2023-12-18 09:00", "2023-12-18 10:00", "2023-12-19 09:00") == first
    # Bert's is answered, Anna's is not; Cis has no SPOC, which the secretariat sees.
    (bert,) = [each for each in _live(app) if each.project_number == "KL003"]
    with app.work() as uow:
        checks.decide_finding(
            uow, finding_id=bert.id, target=FindingState.ANSWERED, text="klopt", by=BERT, at=moment("2023-12-19 10:00")
        )
    assert escalated("2023-12-20 09:00", "2023-12-21 09:00", "2024-12-20 09:00") == [*first, ("2-2023-12-20", SPOC)]
    anna, *_, spoc = letters(app, LetterKind.LATE_CORRECTION)
    assert "KL001" in anna.text and "KL002" not in anna.text  # a warning holds nobody up
    assert anna.subject == "[Meting 2] Nog te verbeteren tegen vrijdag 22/12, 12 u.: KL001"
    assert "KL001" in spoc.text and "KL003" not in spoc.text and "Anna Één" in spoc.text
    vacant = "een aanspreekpunt voor KL005: niet verbeterd na feedback"
    assert vacant in waiting(app, moment("2023-12-21 09:00"))
    assert vacant not in waiting(app, moment("2023-12-18 09:00"))


def _live(app: Application) -> list[checks.Finding]:
    with app.work() as uow:
        return [each for each in uow.findings.where(round_key=KEY) if each.is_live]


@pytest.mark.goal("26")
def test_mended_findings_escalate_no_further(app: Application) -> None:
    prepare(app, "kwaliteitscheck", 3, 5)
    everything_entered(app)
    found(app, hit("KL001"))
    walk(app, "kwaliteitscheck", plan_feedback, "2023-12-13 13:00")
    found(app)
    assert walk(app, "kwaliteitscheck", letters_of_lateness.plan_late_corrections, "2023-12-18 09:00") == 0


@pytest.fixture
def validating(app: Application) -> Application:
    """The cabinets were asked on Friday 22 December; two working days later, on the 27th at noon, time is up."""
    everything_entered(app)
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    return app


def undecided(app: Application, *moments: str) -> list[tuple[str, str]]:
    for at in moments:
        walk(app, "validatie", letters_of_lateness.plan_late_validation, at)
    return told(app, LetterKind.LATE_VALIDATION)


@pytest.mark.goal("26")
def test_undecided_projects_go_to_the_chair_and_stop_there_once_decided(validating: Application) -> None:
    prepare(validating, "validatie", 1)
    assert undecided(validating, "2023-12-27 09:00", "2023-12-27 13:00") == []
    decide(validating, "M2", KABINET_2)
    chair = [("1-2023-12-28", CHAIR)]
    assert undecided(validating, "2023-12-28 09:00", "2023-12-28 10:00", "2024-12-28 09:00") == chair
    (letter,) = letters(validating, LetterKind.LATE_VALIDATION)
    assert "Vlaams minister van Werk" in letter.text and "Kabinet Werk (kabinet.werk@example.org)" in letter.text
    assert "KL001" in letter.text and "KL005" not in letter.text
    assert "zonder antwoord is niets gevalideerd" in letter.text


@pytest.mark.goal("26")
def test_on_two_rungs_the_cabinet_hears_before_the_chair(validating: Application) -> None:
    prepare(validating, "validatie", 1, 3)
    first = [("1-2023-12-28", KABINET_1), ("1-2023-12-28", KABINET_2)]
    assert undecided(validating, "2023-12-28 09:00", "2023-12-29 09:00") == first
    decide(validating, "M1", KABINET_1, at=moment("2023-12-29 10:00"))
    # Over the weekend and New Year: Tuesday 2 January.
    assert undecided(validating, "2024-01-01 09:00", "2024-01-02 09:00") == [*first, ("2-2024-01-02", CHAIR)]
    assert "KL005" in letters(validating, LetterKind.LATE_VALIDATION)[-1].text


@pytest.mark.goal("26")
def test_without_a_chair_the_secretariat_sees_it(validating: Application) -> None:
    prepare(validating, "validatie", 1)
    with validating.work() as uow:
        person = uow.persons.get(CHAIR)
        assert person is not None
        uow.persons.put(replace(person, role="rekenhof"))
    vacant = "een voorzitter om te verwittigen: nog niet beslist door M1, M2"
    assert vacant not in waiting(validating, moment("2023-12-26 18:00"))
    assert vacant in waiting(validating, moment("2023-12-27 09:00"))
    assert undecided(validating, "2023-12-28 09:00") == []


@pytest.mark.goal("26")
def test_who_is_late_is_named_with_the_last_moment(app: Application) -> None:
    begin(app, "invoer")
    hand_in(app, [entry(number, 1) for number in ("KL002", "KL003", "KL004", "KL005")])
    with app.work() as uow:
        uow.rounds.put(replace(rounds.require_running(uow, KEY), grace_until=moment("2023-12-14 12:00")))
        seen = lateness.late_now(desk_at(app, uow, moment("2023-12-13 13:00")))
        assert lateness.late_now(desk_at(app, uow, moment("2023-12-13 12:00"))) == []
    assert [(each.step, each.who, each.project) for each in seen] == [
        ("invoer", ANNA, "KL001"),
        ("invoer", CIS, "KL006"),
    ]
    assert {(each.deadline, each.until) for each in seen} == {(moment("2023-12-13 12:00"), moment("2023-12-14 12:00"))}


@pytest.mark.goal("26")
def test_late_corrections_and_decisions_are_named_too(app: Application) -> None:
    everything_entered(app)
    begin(app, "kwaliteitscheck", moment("2023-12-13 13:00"))
    found(app, hit("KL001"))
    walk(app, "kwaliteitscheck", plan_feedback, "2023-12-13 13:00")
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    with app.work() as uow:
        seen = lateness.late_now(desk_at(app, uow, moment("2023-12-27 13:00")))
    assert [(each.step, each.who, each.project) for each in seen if each.step == "kwaliteitscheck"] == [
        ("kwaliteitscheck", ANNA, "KL001")
    ]
    decisions = [each for each in seen if each.step == "validatie"]
    assert len(decisions) == 7 and {each.who for each in decisions} == {KABINET_1, KABINET_2}
    assert {(each.deadline, each.until) for each in decisions} == {(moment("2023-12-27 12:00"), None)}
    hand_in(app, [with_report(entry("KL001", 1), outlook="x" * 130)], by=CONTROLLER, at=DURING_VALIDATION)
