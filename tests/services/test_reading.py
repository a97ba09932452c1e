"""A person reads the digests before they go: until then nobody was told anything, and what goes is true that day."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.findings import FindingState
from meetcyclus.domain.letters import Letter, LetterKind, LetterState
from meetcyclus.services import chasing, outbox, reading, review, rounds
from meetcyclus.services.letters_of_check import plan_feedback
from tests.factories import ANNA, CIS, CONTROLLER, KEY, SECRETARIAT, moment
from tests.services.world import begin, desk_at, events, everything_entered, found, hit, letters, rule

MONDAY, TUESDAY = moment("2023-12-18 10:00"), moment("2023-12-19 10:00")


@pytest.fixture
def reviewed(app: Application) -> Application:
    """The check is open and its step asks that somebody reads the digests."""
    everything_entered(app)
    begin(app, "kwaliteitscheck")
    with app.work() as uow:
        uow.steps.put(replace(rounds.require_step(uow, KEY, "kwaliteitscheck"), is_reviewed=True))
    return app


def walk(app: Application, at: object = MONDAY) -> int:
    with app.work() as uow:
        return plan_feedback(desk_at(app, uow, at), rounds.require_step(uow, KEY, "kwaliteitscheck"))  # type: ignore[arg-type]


def release(app: Application, id_: str, by: str = CONTROLLER, at: object = TUESDAY) -> Letter:
    with app.work() as uow:
        return reading.release(
            uow,
            desk_of=lambda _: desk_at(app, uow, at),  # type: ignore[arg-type, return-value]
            letter_id=id_,
            reason="nagelezen",
            by=by,
            at=at,  # type: ignore[arg-type]
        )


def introduce(app: Application, id_: str, words: str, by: str = CONTROLLER) -> Letter:
    with app.work() as uow:
        return review.introduce_letter(uow, app.letters, letter_id=id_, introduction=words, by=by, at=MONDAY)


def states(app: Application) -> set[FindingState]:
    with app.work() as uow:
        return {each.state for each in uow.findings.where(round_key=KEY)}


def reopened(app: Application) -> list[str]:
    with app.work() as uow:
        return [each.project_number for each in uow.round_projects.where(round_key=KEY) if each.is_reopened]


@pytest.mark.goal("20")
def test_a_digest_that_waits_to_be_read_asks_nobody_anything(reviewed: Application) -> None:
    found(reviewed, hit("KL001"), hit("KL005"))
    assert walk(reviewed) == 2
    assert [each.state for each in letters(reviewed, LetterKind.FEEDBACK)] == [LetterState.HELD, LetterState.HELD]
    assert states(reviewed) == {FindingState.OPEN} and reopened(reviewed) == []
    with reviewed.work() as uow:
        assert outbox.reconcile_letters(uow, round_key=KEY).difference == 0
    before = letters(reviewed)
    assert walk(reviewed) == 0 and letters(reviewed) == before


def test_what_is_found_or_mended_meanwhile_changes_the_digest_that_waits(reviewed: Application) -> None:
    found(reviewed, hit("KL001"))
    walk(reviewed)
    (first,) = letters(reviewed)
    introduce(reviewed, first.id, "Dank voor uw werk.")
    found(reviewed, hit("KL001"), hit("KL002", "nieuw gevonden"))
    assert walk(reviewed) == 0
    (now,) = letters(reviewed)
    assert (now.id, now.state) == (first.id, LetterState.HELD)
    assert "nieuw gevonden" in now.text and "nieuw gevonden" in now.html and "nieuw gevonden" not in first.text
    assert now.text.count("Dank voor uw werk.") == 1 and now.html.count("Dank voor uw werk.") == 1
    assert events(reviewed)[-1].action == "letter.rewrite"


@pytest.mark.goal("20")
def test_released_it_is_written_anew_and_its_findings_are_told(reviewed: Application) -> None:
    found(reviewed, hit("KL001"), hit("KL005"))
    walk(reviewed)
    anna, cis = letters(reviewed)
    assert (anna.recipient_email, cis.recipient_email) == (ANNA, CIS)
    found(reviewed, hit("KL001"), hit("KL002", "pas gezien"), hit("KL005"), at=TUESDAY)
    sent = release(reviewed, anna.id)
    assert sent.state is LetterState.PLANNED and "pas gezien" in letters(reviewed)[0].text
    assert reopened(reviewed) == ["KL001", "KL002"]
    with reviewed.work() as uow:
        told = {each.project_number: (each.state, each.changed_at) for each in uow.findings.where(round_key=KEY)}
        assert outbox.reconcile_letters(uow, round_key=KEY).difference == 0
    assert told["KL001"] == told["KL002"] == (FindingState.SENT, TUESDAY)
    assert told["KL005"][0] is FindingState.OPEN
    assert walk(reviewed, TUESDAY) == 0


def test_a_digest_in_which_nothing_is_open_any_more_does_not_go(reviewed: Application) -> None:
    found(reviewed, hit("KL001"))
    walk(reviewed)
    found(reviewed)
    (letter,) = letters(reviewed)
    with pytest.raises(NotAllowed, match="nothing is open"):
        release(reviewed, letter.id)
    assert letters(reviewed)[0].state is LetterState.HELD


def test_a_digest_without_anything_open_keeps_no_other_from_going(reviewed: Application) -> None:
    found(reviewed, hit("KL001"), hit("KL005"))
    walk(reviewed)
    found(reviewed, hit("KL005"))
    with reviewed.work() as uow:
        ids = reading.releasable(uow, desk_of=lambda _: desk_at(reviewed, uow, TUESDAY), kind=LetterKind.FEEDBACK)
        (waiting,) = chasing.letters_waited_for(uow, round_key=KEY, at=TUESDAY)
    assert [each.recipient_email for each in letters(reviewed) if each.id in ids] == [CIS]
    assert (waiting.who, waiting.what) == ("dossierbeheerder", "2 brieven na te lezen voor verzending")


def test_the_introduction_stands_under_the_greeting_and_can_be_replaced_or_taken_away(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"))
    walk(app)
    (plain,) = letters(app)
    first = introduce(app, plain.id, "Eerste <b>regel</b>.\nTweede.")
    assert f"Beste {plain.recipient_name},\n\nEerste <b>regel</b>.\n\nTweede.\n\n" in first.text
    assert "Eerste &lt;b&gt;regel&lt;/b&gt;." in first.html and "<b>regel" not in first.html
    second = introduce(app, plain.id, r"Anders \1.")
    assert r"Anders \1." in second.text and "Eerste" not in second.text + second.html
    line = events(app)[-1]
    assert (line.action, line.by, line.object) == ("letter.edit", CONTROLLER, plain.id)
    assert json.loads(line.before)["introduction"].startswith("Eerste")
    assert json.loads(line.after) == {"introduction": r"Anders \1."}
    bare = introduce(app, plain.id, "")
    assert (bare.text, bare.html) == (plain.text, plain.html)
    with app.work() as uow:
        assert outbox.reconcile_letters(uow, round_key=KEY).difference == 0


def test_who_may_introduce_hold_and_release_and_when(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"))
    walk(app)
    (letter,) = letters(app)
    with pytest.raises(NotAllowed):
        introduce(app, letter.id, "hallo", by=ANNA)
    with pytest.raises(BadInput, match="at most"):
        introduce(app, letter.id, "x" * 1501)
    with app.work() as uow:
        hold = partial(outbox.hold_letter, uow, letter_id=letter.id, reason="even wachten", at=MONDAY)
        with pytest.raises(NotAllowed):
            hold(by=ANNA)
        assert hold(by=CONTROLLER).state is LetterState.HELD
    # It was told already: held by a person, it is not a digest that waits to be read.
    found(app)
    assert release(app, letter.id).state is LetterState.PLANNED
    with app.work() as uow:
        uow.letters.put(replace(letter, state=LetterState.SENT))
    with pytest.raises(NotAllowed, match="did not go yet"):
        introduce(app, letter.id, "te laat", by=SECRETARIAT)
    with app.work() as uow:
        uow.letters.put(replace(letter, state=LetterState.FAILED))
    with pytest.raises(NotAllowed):
        release(app, letter.id)
    assert release(app, letter.id, by=SECRETARIAT).state is LetterState.PLANNED


@pytest.mark.goal("56")
def test_the_second_digest_shows_what_is_open_and_thanks_for_what_was_mended(app: Application) -> None:
    everything_entered(app)
    begin(app, "kwaliteitscheck")
    rules = [rule("KC-900"), rule("KC-901"), rule("KC-902")]
    first, second, third, fourth = (
        hit("KL001", "eerste", "KC-900"),
        hit("KL001", "tweede", "KC-901"),
        hit("KL002", "derde", "KC-900"),
        hit("KL002", "vierde", "KC-902"),
    )
    found(app, first, second, third, rules=rules)
    walk(app)
    # Mended after the letter, and never told: both gone, only the first is thanked for.
    found(app, second, fourth, rules=rules, at=TUESDAY)
    walk(app, moment("2023-12-19 10:05"))
    _, letter = letters(app, LetterKind.FEEDBACK)
    thanks, rest = letter.text.split("Dit is bericht 2")
    assert "Dank u, dit is verbeterd" in thanks and "is eerste" in thanks and "is derde" in thanks
    assert "is tweede" in rest and "is vierde" in rest and "is eerste" not in rest and "is derde" not in rest
    found(app, rules=rules, at=moment("2023-12-19 15:00"))
    found(app, first, rules=rules, at=moment("2023-12-20 10:00"))
    walk(app, moment("2023-12-20 10:05"))
    third_letter = letters(app, LetterKind.FEEDBACK)[-1].text.split("Dit is bericht 3")
    assert "is tweede" in third_letter[0] and "is derde" not in third_letter[0]
    assert "is eerste" in third_letter[1]


@pytest.mark.goal("56")
def test_each_point_names_the_cell_of_the_workbook(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"))
    walk(app)
    (letter,) = letters(app)
    assert "In het werkboek: blad Projecten, cel I2" in letter.text and "blad Projecten, cel I2" in letter.html
