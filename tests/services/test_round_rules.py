"""A round ends on the rules, the path and the population it began with, or moves by a recorded step."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from meetcyclus.bootstrap import Application, application
from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.ledger import Event
from meetcyclus.domain.rounds import Step
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services import programmes, round_rules, rounds, walks
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.check_inputs import check_input_sha256
from meetcyclus.services.round_rules import check_of_round
from meetcyclus.services.unit_of_work import UnitOfWork
from tests.confirming import confirming_programme
from tests.factories import CONTROLLER, KEY, REFERENCE_DATE, SECRETARIAT, moment, small_programme

AT = moment("2023-11-16 09:00")


@pytest.fixture
def app(database: str) -> Application:
    """A round that was opened by rules of which one was milder than those on disk, and by an older program."""
    app = application()
    with app.work() as uow:
        programmes.import_programme(uow, small_programme(), by="", at=AT)
        rounds.open_round(
            uow, key=KEY, reference_date=REFERENCE_DATE, governance_path=None, entry_from=None, entry_until=None,
            holidays=app.holidays(uow), by=SECRETARIAT, at=AT, rules=older_rules(app), product_version="0.0.9",
        )  # fmt: skip
    return app


def older_rules(app: Application) -> bytes:
    """The rules of today with another title for KC-001."""
    title = next(each.title for each in app.quality.rules() if each.code == "KC-001")
    text = json.dumps(title, ensure_ascii=False)[1:-1]
    content = app.quality.content().decode()
    assert content.count(text) == 1
    return content.replace(text, "Zoals het was").encode()


@pytest.mark.goal("80")
def test_round_is_checked_by_the_rules_it_began_with_until_it_moves(app: Application) -> None:
    assert title_in_force(app) == "Zoals het was"
    with app.work() as uow:
        before = rounds.require_running(uow, KEY).rules_sha256
        moved = move_rules(app, uow, reason="te streng")
        again = move_rules(app, uow, reason="te streng")
    assert title_in_force(app) != "Zoals het was"
    assert again == moved
    (line,) = lines(app, "round.move_rules")
    assert json.loads(line.before) == {"rules_sha256": before}
    assert json.loads(line.after) == {"rules_sha256": moved.rules_sha256, "reason": "te streng"}
    assert line.by == SECRETARIAT


@pytest.mark.goal("80")
def test_moving_asks_for_another_check(app: Application) -> None:
    with app.work() as uow:
        before = check_input_sha256(uow, KEY)
        move_rules(app, uow, reason="te streng")
        assert check_input_sha256(uow, KEY) != before


@pytest.mark.goal("80")
def test_an_import_that_changes_the_path_does_not_touch_a_running_round(app: Application) -> None:
    before = steps(app)
    with app.work() as uow:
        programmes.import_programme(uow, other_path(small_programme()), by=SECRETARIAT, at=AT)
    assert steps(app) == before


@pytest.mark.goal("80")
def test_moving_the_path_plans_anew_what_has_not_begun(app: Application) -> None:
    with app.work() as uow:
        rounds.begin_step(uow, key=KEY, code="informatiesessies", flow_run_id="run", by=SYSTEM, at=AT)
    before = steps(app)
    begun = before[0]
    with app.work() as uow:
        programmes.import_programme(uow, other_path(small_programme()), by=SECRETARIAT, at=AT)
        after = move_path(app, uow)
        assert move_path(app, uow) == after
    assert steps(app) == after
    assert after[0] == begun
    assert "overdracht" not in {each.code for each in after}
    was, now = ({each.code: each.planned_from for each in path} for path in (before, after))
    # The path has entry three days later; what the leads were promised at the launch stays.
    assert (now["invoer"], now["rapportering"]) == (was["invoer"], was["rapportering"] + timedelta(days=3))
    (line,) = lines(app, "round.move_path")
    assert {each["code"] for each in json.loads(line.before)["steps"]} - {each.code for each in after} == {"overdracht"}


@pytest.mark.goal("80")
def test_moving_the_path_keeps_the_days_of_entry_that_the_round_was_opened_with(app: Application) -> None:
    until = moment("2024-06-14 16:00")
    with app.work() as uow:
        rounds.open_round(
            uow, key="2024-06", reference_date=date(2024, 6, 30), governance_path=None, entry_from=date(2024, 6, 3),
            entry_until=until, holidays=app.holidays(uow), by=SECRETARIAT, at=AT,
        )  # fmt: skip
        before = rounds.require_running(uow, "2024-06")
        programmes.import_programme(uow, other_path(small_programme()), by=SECRETARIAT, at=AT)
        move_path(app, uow, "2024-06")
        entry = rounds.require_step(uow, "2024-06", "invoer")
        assert (entry.planned_from, entry.planned_until) == (date(2024, 6, 3), date(2024, 6, 14))
        assert rounds.require_running(uow, "2024-06") == before


@pytest.mark.parametrize("dropped", ["actualisatie", "invoer"])
def test_what_the_leads_are_asked_cannot_vanish_from_the_path(database: str, dropped: str) -> None:
    app, data = application(), confirming_programme()
    with app.work() as uow:
        programmes.import_programme(uow, data, by="", at=AT)
        rounds.open_round(
            uow, key=KEY, reference_date=REFERENCE_DATE, governance_path=None, entry_from=None, entry_until=None,
            holidays=app.holidays(uow), by=SECRETARIAT, at=AT,
        )  # fmt: skip
        programmes.import_programme(uow, without(data, dropped), by=SECRETARIAT, at=AT)
        before = rounds.steps_of(uow, KEY)
        with pytest.raises(NotAllowed, match=f"{dropped} is asked of the leads"):
            move_path(app, uow)
        assert rounds.steps_of(uow, KEY) == before


def test_entry_is_not_added_to_a_round_that_has_none(database: str) -> None:
    """Its deadline would be nowhere."""
    app, data = application(), small_programme()
    with app.work() as uow:
        programmes.import_programme(uow, without(data, "invoer"), by="", at=AT)
        rounds.open_round(
            uow, key=KEY, reference_date=REFERENCE_DATE, governance_path=None, entry_from=None, entry_until=None,
            holidays=app.holidays(uow), by=SECRETARIAT, at=AT,
        )  # fmt: skip
        programmes.import_programme(uow, data, by=SECRETARIAT, at=AT)
        with pytest.raises(NotAllowed, match="opened without entry"):
            move_path(app, uow)


def test_a_step_that_began_cannot_vanish_from_the_path(app: Application) -> None:
    with app.work() as uow:
        rounds.begin_step(uow, key=KEY, code="overdracht", flow_run_id="run", by=SYSTEM, at=AT)
        programmes.import_programme(uow, other_path(small_programme()), by=SECRETARIAT, at=AT)
        with pytest.raises(NotAllowed, match="overdracht"):
            move_path(app, uow)


@pytest.mark.goal("80")
def test_another_version_of_the_program_is_written_down_once(app: Application) -> None:
    for _ in range(2):
        with app.work() as uow:
            walks.note_program(uow, round_key=KEY, product_version="0.2.0", at=AT)
    (line,) = lines(app, "round.program")
    assert json.loads(line.before) == {"product_version": "0.0.9"}
    assert json.loads(line.after) == {"product_version": "0.2.0"}


@pytest.mark.parametrize(
    ("by", "reason", "error"),
    [(CONTROLLER, "te streng", NotAllowed), ("", "te streng", NotAllowed), (SECRETARIAT, " ", BadInput)],
)
def test_only_the_secretariat_moves_a_round_and_says_why(
    app: Application, by: str, reason: str, error: type[Exception]
) -> None:
    with app.work() as uow, pytest.raises(error):
        round_rules.move_rules(uow, key=KEY, rules=app.quality.content(), reason=reason, by=by, at=AT)
    assert title_in_force(app) == "Zoals het was"


def other_path(data: ProgrammeData) -> ProgrammeData:
    """The programme with entry and report three days later and without the hand-over."""
    paths = {
        name: tuple(
            replace(each, day_from=each.day_from + 3) if each.code in ("invoer", "rapportering") else each
            for each in path
        )
        for name, path in data.programme.governance.items()
    }
    return without(replace(data, programme=replace(data.programme, governance=paths)), "overdracht")


def without(data: ProgrammeData, code: str) -> ProgrammeData:
    """The programme without one step on its paths."""
    paths = {
        name: tuple(
            replace(each, after=tuple(before for before in each.after if before != code))
            for each in path
            if each.code != code
        )
        for name, path in data.programme.governance.items()
    }
    return replace(data, programme=replace(data.programme, governance=paths))


def move_rules(app: Application, uow: UnitOfWork, *, reason: str) -> rounds.Round:
    return round_rules.move_rules(uow, key=KEY, rules=app.quality.content(), reason=reason, by=SECRETARIAT, at=AT)


def move_path(app: Application, uow: UnitOfWork, key: str = KEY) -> list[Step]:
    holidays = app.holidays(uow)
    return round_rules.move_path(uow, key=key, holidays=holidays, reason="nieuw decreet", by=SECRETARIAT, at=AT)


def title_in_force(app: Application) -> str:
    with app.work() as uow:
        rules = check_of_round(uow, round_key=KEY, quality=app.quality).rules()
    return next(each.title for each in rules if each.code == "KC-001")


def steps(app: Application) -> list[Step]:
    with app.work() as uow:
        return rounds.steps_of(uow, KEY)


def lines(app: Application, action: str) -> list[Event]:
    with app.work() as uow:
        return [each for each in uow.ledger.events(round_key=KEY) if each.action == action]
