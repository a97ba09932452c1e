"""After the reference date: what is a forecast, who may confirm it, and what a correction sets in motion."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from meetcyclus.bootstrap import Application, application
from meetcyclus.calendars import public_holidays
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound, NotNow
from meetcyclus.domain.findings import Severity
from meetcyclus.domain.forecasts import precedes, with_forecasts_marked
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.rounds import RoundState, StepState
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.domain.workdays import plan_steps
from meetcyclus.services import (
    confirmations,
    letters_after,
    letters_of_confirmation,
    needless,
    rounds,
    snapshots,
    steps,
)
from meetcyclus.services.check_inputs import input_sha256_of
from meetcyclus.services.confirmations import confirm_entries
from meetcyclus.services.forecasts import confirmation_counts, forecasts_of
from meetcyclus.services.gates import waiting_at
from meetcyclus.services.process_facts import process_facts
from meetcyclus.settings import read_settings
from tests.confirming import STEP, confirming_programme
from tests.conftest import new_postgresql_database
from tests.factories import (
    ANNA,
    BERT,
    CIS,
    CONTROLLER,
    DFB,
    KABINET_1,
    KABINET_2,
    KEY,
    NUMBERS,
    REFERENCE_DATE,
    SECRETARIAT,
    SPOC,
    ZONE,
    entry,
    moment,
    with_report,
)
from tests.opening import import_and_open
from tests.services.databases import Copies
from tests.services.world import (
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
    rule,
)

AFTER = moment("2024-01-02 09:00")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def validated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Copies of a database with a validated round that asks to confirm."""
    folder = tmp_path_factory.mktemp("validated")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'validated.db'}"
    else:
        url = new_postgresql_database(request.getfixturevalue("postgresql_server"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MEETCYCLUS_HOME", str(folder))
        environment.setenv("MEETCYCLUS_DATABASE_URL", url)
        app = application()
        _validate(app)
        app.engine.dispose()
    return Copies(url, folder)


@pytest.fixture
def app(validated: Copies, monkeypatch: pytest.MonkeyPatch) -> Application:
    """The step is open since the second of January."""
    monkeypatch.setenv("MEETCYCLUS_DATABASE_URL", validated.url)
    return Application(read_settings(), validated.renew())


def _validate(app: Application) -> None:
    at = moment("2023-11-13 09:00")
    with app.work() as uow:
        import_and_open(uow, confirming_programme(), at=at)
    everything_entered(app)
    for code in ("invoer", "kwaliteitscheck"):
        _set_state(app, code, StepState.CLOSED)
    begin(app, "validatie")
    ask(app)
    decide(app, "M1", KABINET_1)
    decide(app, "M2", KABINET_2)
    begin(app, STEP, AFTER)


def _set_state(app: Application, code: str, state: StepState) -> None:
    with app.work() as uow:
        uow.steps.put(replace(rounds.require_step(uow, KEY, code), state=state))


def _state(app: Application, code: str) -> StepState:
    with app.work() as uow:
        return rounds.require_step(uow, KEY, code).state


def _forecasts(app: Application) -> list[str]:
    with app.work() as uow:
        return [each.project_number for each in forecasts_of(uow, KEY)]


def _confirm(app: Application, by: str, *numbers: str, note: str = "") -> list[str]:
    with app.work() as uow:
        made = confirm_entries(uow, round_key=KEY, project_numbers=numbers or None, by=by, at=AFTER, note=note)
    return [each.project_number for each in made]


def _frozen(app: Application) -> Snapshot:
    with app.work() as uow:
        record = snapshots.freeze(uow, round_key=KEY, by=SECRETARIAT, at=AFTER)
        return snapshots.snapshot_with(uow, record.sha256)


@pytest.mark.parametrize(
    ("handed_in", "in_brussels", "in_new_york"),
    [
        ("2023-12-05 10:00", True, True),
        ("2023-12-31 23:59", True, True),
        # Midnight in Brussels is still the day before in New York, until six in the morning.
        ("2024-01-01 00:00", False, True),
        ("2024-01-01 05:59", False, True),
        ("2024-01-01 06:00", False, False),
    ],
)
def test_forecast_ends_with_the_reference_date_on_the_clocks_of_the_programme(
    handed_in: str, in_brussels: bool, in_new_york: bool
) -> None:
    given = replace(entry("KL001", 1), submitted_at=moment(handed_in))
    assert precedes(given, REFERENCE_DATE, "Europe/Brussels") is in_brussels
    assert precedes(given, REFERENCE_DATE, "America/New_York") is in_new_york


def test_lead_confirms_own_projects_and_every_other_stays_a_forecast(app: Application) -> None:
    assert _forecasts(app) == list(NUMBERS)
    assert _confirm(app, ANNA) == ["KL001", "KL002"]
    assert _forecasts(app) == ["KL003", "KL004", "KL005", "KL006"]
    assert _confirm(app, ANNA) == []
    assert _confirm(app, SPOC, "KL003") == ["KL003"]
    with app.work() as uow:
        counts = confirmation_counts(uow, round_key=KEY)
    assert counts is not None
    assert (counts.confirmed, counts.entered_after, counts.unconfirmed_projects) == (3, 0, ("KL004", "KL005", "KL006"))
    lines = [each for each in events(app) if each.action == "entry.confirm"]
    assert [(each.by, each.project_number) for each in lines] == [(ANNA, "KL001"), (ANNA, "KL002"), (SPOC, "KL003")]
    assert not any(json.loads(each.after)["on_behalf_of"] for each in lines)


@pytest.mark.goal("07")
def test_nobody_confirms_what_is_not_theirs(app: Application) -> None:
    with pytest.raises(NotAllowed, match="neither lead nor SPOC of KL003"):
        _confirm(app, ANNA, "KL001", "KL003")
    for by in (KABINET_1, DFB):
        with pytest.raises(NotAllowed):
            _confirm(app, by, "KL001")
    with pytest.raises(NotFound, match="KL999"):
        _confirm(app, ANNA, "KL999")
    assert _forecasts(app) == list(NUMBERS)
    assert not [each for each in events(app) if each.action == "entry.confirm"]


def test_on_behalf_of_a_lead_each_project_is_named_and_the_ledger_says_for_whom(app: Application) -> None:
    with pytest.raises(BadInput, match="by number"):
        _confirm(app, SECRETARIAT)
    assert _confirm(app, CONTROLLER, "KL005", note="telefoon van Cis") == ["KL005"]
    after = json.loads([each for each in events(app) if each.action == "entry.confirm"][-1].after)
    assert (after["on_behalf_of"], after["note"], after["is_forecast"]) == (CIS, "telefoon van Cis", False)


def test_confirming_needs_the_step_open(app: Application) -> None:
    _set_state(app, STEP, StepState.CLOSED)
    with pytest.raises(NotNow, match="afgesloten"):
        _confirm(app, ANNA)
    with pytest.raises(NotNow, match="no more entries"):
        hand_in(app, [with_report(entry("KL001", 1), outlook="Anders dan gedacht.")], ANNA, AFTER)


def test_path_without_the_step_calls_nothing_a_forecast(app: Application) -> None:
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, STEP)
        uow.steps.put(replace(step, kind="informatiesessie"))
    assert _forecasts(app) == []
    with app.work() as uow:
        assert confirmation_counts(uow, round_key=KEY) is None
    frozen = _frozen(app)
    assert frozen.confirming_rounds == ()
    assert {each.is_forecast for each in with_forecasts_marked(frozen).entries} == {None}
    with pytest.raises(NotAllowed, match="does not ask"):
        _confirm(app, ANNA)


@pytest.mark.goal("53")
def test_correction_takes_the_validation_up_again_for_that_project_only(app: Application) -> None:
    assert _state(app, "validatie") is StepState.CLOSED
    (receipt,) = hand_in(app, [with_report(entry("KL003", 1), outlook="Anders dan gedacht.")], BERT, AFTER)
    assert (receipt.version, receipt.is_new) == (2, True)
    assert _state(app, "validatie") is StepState.OPEN
    line = next(each for each in events(app) if each.action == "step.reopen")
    assert (line.by, line.object, line.project_number) == (BERT, "validatie", "KL003")
    assert json.loads(line.after)["note"] == f"KL003 na het meetmoment verbeterd door {BERT}"
    assert _forecasts(app) == [each for each in NUMBERS if each != "KL003"]
    asked = len(letters(app, LetterKind.VALIDATION_REQUEST))
    assert ask(app, AFTER) == 2
    subjects = [each.subject for each in letters(app, LetterKind.VALIDATION_REQUEST)[asked:]]
    assert all("KL003" in each and "KL001" not in each for each in subjects)
    # Both mandates of a shared project decide again; the last decision closes the validation.
    decide(app, "M1", KABINET_1, at=AFTER)
    assert _state(app, "validatie") is StepState.OPEN
    decide(app, "M2", KABINET_2, at=AFTER)
    assert _state(app, "validatie") is StepState.CLOSED


def test_correction_is_not_late_and_nobody_corrects_what_was_never_entered(app: Application) -> None:
    hand_in(app, [with_report(entry("KL001", 1), outlook="Anders dan gedacht.")], ANNA, AFTER)
    with app.work() as uow:
        assert [each.is_late for each in uow.entries.versions(KEY, "KL001")] == [False, False]
    with pytest.raises(NotAllowed):
        hand_in(app, [with_report(entry("KL001", 1), outlook="Van een ander.")], BERT, AFTER)


def test_step_waits_for_a_taken_up_validation_but_not_for_silence(app: Application) -> None:
    with app.work() as uow:
        gate = waiting_at(uow, rounds.require_step(uow, KEY, STEP), AFTER)
    assert gate is not None and not gate.is_hard and "bevestiging van 6 projecten" in gate.fact.what
    hand_in(app, [with_report(entry("KL001", 1), outlook="Anders dan gedacht.")], ANNA, AFTER)
    with app.work() as uow, pytest.raises(NotNow, match="taken up again"):
        rounds.close_step(uow, key=KEY, code=STEP, note="klaar", by=SECRETARIAT, at=AFTER)
    ask(app, AFTER)
    decide(app, "M1", KABINET_1, at=AFTER)
    with app.work() as uow, pytest.raises(NotAllowed):
        rounds.close_step(uow, key=KEY, code=STEP, note="klaar", by=ANNA, at=AFTER)
    with app.work() as uow:
        closed = rounds.close_step(uow, key=KEY, code=STEP, note="twee zwijgen", by=SECRETARIAT, at=AFTER)
    assert (closed.state, closed.note) == (StepState.CLOSED, "twee zwijgen")


def test_what_nobody_confirmed_is_known_to_the_check_once_confirming_is_over(app: Application) -> None:
    def unconfirmed() -> dict[str, date]:
        with app.work() as uow:
            trails = process_facts(uow, round_key=KEY, at=AFTER).projects
        return {each.project: each.forecast_of for each in trails if each.forecast_of}

    _confirm(app, ANNA)
    assert unconfirmed() == {}
    with app.work() as uow:
        before = {each: input_sha256_of(uow, KEY, each) for each in ("validatie", "rapportering")}
    _set_state(app, STEP, StepState.CLOSED)
    assert unconfirmed() == dict.fromkeys(("KL003", "KL004", "KL005", "KL006"), date(2023, 12, 5))
    with app.work() as uow:
        assert all(input_sha256_of(uow, KEY, each) != sha256 for each, sha256 in before.items())


def test_last_confirmation_closes_nothing(app: Application) -> None:
    for lead in (ANNA, BERT, CIS):
        _confirm(app, lead)
    assert _forecasts(app) == []
    assert _state(app, STEP) is StepState.OPEN


def test_nothing_is_confirmed_or_corrected_once_published(app: Application) -> None:
    with app.work() as uow:
        uow.rounds.put(replace(rounds.require_running(uow, KEY), state=RoundState.PUBLISHED))
    with pytest.raises(NotNow):
        _confirm(app, ANNA)
    with pytest.raises(NotNow):
        hand_in(app, [with_report(entry("KL001", 1), outlook="Anders dan gedacht.")], ANNA, AFTER)


def test_confirmation_holds_for_one_content(app: Application) -> None:
    """A workbook that comes back with other words is a new fact; the old words are not confirmed by it."""
    _confirm(app, ANNA, "KL001")
    changed = with_report(entry("KL001", 1), outlook="Anders dan gedacht.")
    with app.work() as uow:
        newest = uow.entries.versions(KEY, "KL001")[-1]
        uow.entries.add([replace(changed, version=2, submitted_by=ANNA, submitted_at=newest.submitted_at)])
    assert "KL001" in _forecasts(app)


def test_returned_workbook_confirms_what_is_unchanged(app: Application) -> None:
    given = [entry("KL001", 1), with_report(entry("KL002", 1), outlook="Anders dan gedacht.")]
    receipts = hand_in(app, given, ANNA, AFTER)
    with app.work() as uow:
        told = confirmations.confirm_returned(
            uow, round_key=KEY, receipts=receipts, file_name="werkboek.xlsx", by=ANNA, at=AFTER
        )
    assert [(each.project_number, each.is_new, each.is_confirmed) for each in told] == [
        ("KL001", False, True),
        ("KL002", True, False),
    ]
    assert _forecasts(app) == ["KL003", "KL004", "KL005", "KL006"]


@pytest.mark.parametrize("by", [SECRETARIAT, CONTROLLER])
def test_workbook_on_behalf_of_a_lead_confirms_nothing_that_was_not_named(app: Application, by: str) -> None:
    given = [entry("KL001", 1), with_report(entry("KL002", 1), outlook="Anders dan gedacht.")]
    receipts = hand_in(app, given, by, AFTER)
    with app.work() as uow:
        told = confirmations.confirm_returned(uow, round_key=KEY, receipts=receipts, file_name="w", by=by, at=AFTER)
    assert told == receipts
    assert _forecasts(app) == ["KL001", "KL003", "KL004", "KL005", "KL006"]


def test_workbook_of_somebody_else_confirms_nothing(app: Application) -> None:
    receipts = hand_in(app, [entry("KL001", 1)], BERT, AFTER)
    with app.work() as uow, pytest.raises(NotAllowed):
        confirmations.confirm_returned(uow, round_key=KEY, receipts=receipts, file_name="w", by=BERT, at=AFTER)
    assert "KL001" in _forecasts(app)


@pytest.mark.goal("18")
def test_each_lead_is_asked_once_and_only_the_silent_are_reminded(app: Application) -> None:
    def walk(text: str) -> tuple[int, int]:
        at = moment(text)
        with app.work() as uow:
            step, desk = rounds.require_step(uow, KEY, STEP), desk_at(app, uow, at)
            return (
                letters_of_confirmation.plan_confirmation_requests(desk, step),
                letters_of_confirmation.plan_confirmation_reminders(desk, step),
            )

    assert walk("2024-01-02 09:00") == (3, 0)
    assert walk("2024-01-02 16:00") == (0, 0)
    _confirm(app, ANNA)
    _confirm(app, BERT, "KL003")
    assert walk("2024-01-03 09:00") == (0, 2)
    assert walk("2024-01-03 15:00") == (0, 0)
    assert walk("2024-01-04 12:01") == (0, 0)
    request, *_ = letters(app, LetterKind.CONFIRMATION_REQUEST)
    assert request.subject == "[Meting 2] Graag bevestigen of verbeteren tegen donderdag 04/01, 12 u.: KL001, KL002"
    assert request.template_version == "actualisatie/1" and request.attachments[0].file_name.endswith(".xlsx")
    reminded = {each.recipient_email: each for each in letters(app, LetterKind.CONFIRMATION_REMINDER)}
    assert reminded.keys() == {BERT, CIS}
    assert "KL004" in reminded[BERT].text and "KL003" not in reminded[BERT].text


@pytest.mark.goal("18")
def test_reminder_that_waits_is_held_for_who_confirmed_and_once_the_step_is_closed(app: Application) -> None:
    def hold(text: str) -> int:
        with app.work() as uow:
            return needless.hold_needless(uow, desk_of=lambda _key: desk_at(app, uow, moment(text)))

    with app.work() as uow:
        desk = desk_at(app, uow, moment("2024-01-03 09:00"))
        letters_of_confirmation.plan_confirmation_reminders(desk, rounds.require_step(uow, KEY, STEP))
    assert hold("2024-01-03 09:00") == 0
    _confirm(app, ANNA)
    assert hold("2024-01-03 10:00") == 1
    with app.work() as uow:
        rounds.close_step(uow, key=KEY, code=STEP, note="gezien", by=SECRETARIAT, at=moment("2024-01-03 11:00"))
    assert hold("2024-01-03 12:00") == 2


def test_nobody_is_reminded_on_the_day_of_the_question(app: Application) -> None:
    with app.work() as uow:
        step = replace(rounds.require_step(uow, KEY, STEP), reminder_days=(9,))
        assert letters_of_confirmation.plan_confirmation_reminders(desk_at(app, uow, AFTER), step) == 0
        tomorrow = desk_at(app, uow, moment("2024-01-03 09:00"))
        assert letters_of_confirmation.plan_confirmation_reminders(tomorrow, step) == 3


def test_frozen_round_says_which_reports_are_forecasts(app: Application) -> None:
    _confirm(app, ANNA)
    frozen = _frozen(app)
    assert frozen.confirming_rounds == (KEY,)
    marks = {each.project_number: each.is_forecast for each in with_forecasts_marked(frozen).entries_of(KEY).values()}
    assert marks == {number: number > "KL002" for number in NUMBERS}
    past = [each.is_forecast for each in with_forecasts_marked(frozen).entries if each.round_key != KEY]
    assert set(past) == {None}


def test_nothing_is_confirmed_or_corrected_on_the_reference_date_itself(app: Application) -> None:
    """The step of a round that was planned by an older program may be open by then: the last second is too early."""
    last = moment("2023-12-31 23:59:59")
    with app.work() as uow, pytest.raises(NotNow, match="confirmed after that day"):
        confirm_entries(uow, round_key=KEY, project_numbers=None, by=ANNA, at=last)
    with pytest.raises(NotNow):
        hand_in(app, [with_report(entry("KL001", 1), outlook="Anders dan gedacht.")], ANNA, last)
    # Before the validation, as on path B, the workbook is taken: it confirms nothing yet.
    _set_state(app, "validatie", StepState.OPEN)
    receipts = hand_in(app, [entry("KL001", 1)], ANNA, last)
    with app.work() as uow:
        told = confirmations.confirm_returned(uow, round_key=KEY, receipts=receipts, file_name="w", by=ANNA, at=last)
    assert [each.is_confirmed for each in told] == [False]
    assert _forecasts(app) == list(NUMBERS)
    with app.work() as uow:
        assert confirm_entries(uow, round_key=KEY, project_numbers=["KL001"], by=ANNA, at=last + timedelta(seconds=1))


def test_step_opens_only_after_the_reference_date(app: Application) -> None:
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, STEP)
        uow.steps.put(replace(step, state=StepState.PLANNED, planned_from=REFERENCE_DATE, opened_at=None))

    def is_workable(at: str) -> bool:
        with app.work() as uow:
            return STEP in [each.code for each in steps.workable_steps(uow, round_key=KEY, at=moment(at))]

    assert not is_workable("2023-12-31 23:59")
    assert is_workable("2024-01-01 00:00")


def test_step_is_planned_after_a_reference_date_on_which_people_work() -> None:
    path = confirming_programme().programme.governance["KORT"]
    reference_date = date(2024, 12, 31)
    planned = plan_steps("2024-12", reference_date, path, public_holidays(ZONE.key))
    (asked,) = [each for each in planned if each.kind == STEP]
    assert (asked.planned_from, asked.planned_until) == (date(2025, 1, 2), date(2025, 1, 3))


def test_step_that_is_taken_up_again_asks_anew_with_a_deadline_ahead(app: Application) -> None:
    def walk(text: str) -> tuple[int, int]:
        with app.work() as uow:
            step, desk = rounds.require_step(uow, KEY, STEP), desk_at(app, uow, moment(text))
            return (
                letters_of_confirmation.plan_confirmation_requests(desk, step),
                letters_of_confirmation.plan_confirmation_reminders(desk, step),
            )

    assert (walk("2024-01-02 09:00"), walk("2024-01-03 09:00")) == ((3, 0), (0, 3))
    _confirm(app, ANNA)
    with app.work() as uow:
        rounds.close_step(uow, key=KEY, code=STEP, note="", by=SECRETARIAT, at=moment("2024-01-04 13:00"))
    with app.work() as uow:
        again = moment("2024-01-15 09:00")
        rounds.reopen_step(uow, key=KEY, code=STEP, note="toch nodig", by=SECRETARIAT, at=again)
    assert (walk("2024-01-15 09:00"), walk("2024-01-16 09:00"), walk("2024-01-16 15:00")) == ((2, 0), (0, 2), (0, 0))
    newest = letters(app, LetterKind.CONFIRMATION_REMINDER)[-1]
    assert "17/01" in newest.subject


def test_cabinet_that_is_asked_again_is_reminded_again(app: Application) -> None:
    def remind(text: str) -> int:
        with app.work() as uow:
            step = rounds.require_step(uow, KEY, "validatie")
            return letters_after.plan_validation_reminders(desk_at(app, uow, moment(text)), step)

    for at in ("2024-01-02", "2024-01-08"):
        hand_in(app, [with_report(entry("KL004", 1), outlook=f"Anders op {at}.")], BERT, moment(f"{at} 09:00"))
        assert ask(app, moment(f"{at} 10:00")) == 1
        day = "2024-01-03" if at == "2024-01-02" else "2024-01-09"
        assert (remind(f"{at} 11:00"), remind(f"{day} 09:00"), remind(f"{day} 15:00")) == (0, 1, 0)


def test_validation_taken_up_again_is_opened_on_that_day(app: Application) -> None:
    hand_in(app, [with_report(entry("KL004", 1), outlook="Anders.")], BERT, AFTER)
    with app.work() as uow:
        assert rounds.require_step(uow, KEY, "validatie").opened_at == AFTER


def test_correction_with_a_gating_finding_stops_every_step_up_to_the_report(app: Application) -> None:
    hand_in(app, [with_report(entry("KL004", 1), outlook="Anders.")], BERT, AFTER)
    found(app, hit("KL004"), rules=[rule(severity=Severity.BLOCKING)], at=AFTER)
    ask(app, AFTER)
    decide(app, "M1", KABINET_1, at=AFTER)
    _set_state(app, "validatie", StepState.OPEN)
    begin(app, "rapportering", AFTER)
    for code in ("validatie", STEP, "rapportering"):
        with app.work() as uow:
            gate = waiting_at(uow, rounds.require_step(uow, KEY, code), AFTER)
        assert gate is not None and gate.is_hard, code
    with app.work() as uow, pytest.raises(NotNow, match="verbetering van 1 project: KL004"):
        rounds.close_step(uow, key=KEY, code="validatie", note="", by=SECRETARIAT, at=AFTER)
    found(app, rules=[rule(severity=Severity.BLOCKING)], at=AFTER)
    with app.work() as uow:
        rounds.close_step(uow, key=KEY, code="validatie", note="", by=SECRETARIAT, at=AFTER)
        rounds.close_step(uow, key=KEY, code=STEP, note="", by=SECRETARIAT, at=AFTER)
