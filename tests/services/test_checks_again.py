"""What makes a check run again without anybody asking: people and lists, decisions, the day, and files on the disk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from meetcyclus import handover, release
from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import NotNow
from meetcyclus.domain.findings import FindingState, Stage
from meetcyclus.domain.rounds import RoundState, StepState
from meetcyclus.services import checks, conversation, reports, rounds, snapshots, steps
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.check_inputs import input_sha256_of
from meetcyclus.services.letters_of_check import plan_feedback
from tests.factories import (
    ANNA,
    CONTROLLER,
    KABINET_1,
    KABINET_2,
    KEY,
    SECRETARIAT,
    brief,
    entries,
    entry,
    moment,
    with_report,
)
from tests.services.world import (
    DURING_ENTRY,
    DURING_VALIDATION,
    ask,
    begin,
    decide,
    desk_at,
    everything_entered,
    found,
    hand_in,
    hit,
)

LATER = DURING_ENTRY + timedelta(hours=1)
NEXT_DAY = DURING_ENTRY + timedelta(days=1)
AT = moment("2024-01-22 09:00")
PUBLISHED = frozenset({Stage.PUBLICATION})


def is_needed(app: Application, at: object = LATER) -> bool:
    with app.work() as uow:
        return steps.check_is_needed(uow, round_key=KEY, quality=app.quality, at=at)  # type: ignore[arg-type]


@pytest.mark.parametrize("part", ["persons", "mandates", "code_values", "clusters", "entities"])
def test_a_change_of_people_mandates_or_lists_asks_for_another_check(app: Application, part: str) -> None:
    changed = {
        "persons": {"name": "Iemand anders"},
        "mandates": {"valid_until": date(2023, 12, 1)},
        "code_values": {"label": "Ander woord"},
        "clusters": {"name": "Andere naam"},
        "entities": {"policy_domain": "Ander domein"},
    }
    everything_entered(app)
    found(app)
    assert not is_needed(app)
    with app.work() as uow:
        table = getattr(uow, part)
        table.put(replace(table.where()[0], **changed[part]))
    assert is_needed(app)


def test_people_of_the_register_are_part_of_what_the_publication_is_held_against(app: Application) -> None:
    with app.work() as uow:
        before = input_sha256_of(uow, KEY, Stage.PUBLICATION.value)
        uow.persons.put(replace(uow.persons.where()[0], name="Iemand anders"))
        assert input_sha256_of(uow, KEY, Stage.PUBLICATION.value) != before


def test_another_pair_of_eyes_asks_for_another_check(app: Application) -> None:
    """The finding about four eyes goes by itself once somebody else decides, without a new entry."""
    begin(app, "invoer")
    first, *others = entries()
    hand_in(app, others)
    hand_in(app, [first], by=ANNA)
    hand_in(app, [with_report(entry("KL001", 1), outlook="p" * 130)], by=ANNA)
    found(app, hit("KL001"))
    with app.work() as uow:
        (waived,) = uow.findings.where(project_number="KL001")
    given = {"finding_id": waived.id, "target": FindingState.WAIVED, "text": "klopt", "at": LATER}
    with app.work() as uow:
        checks.decide_finding(uow, by=SECRETARIAT, **given)  # type: ignore[arg-type]
    hand_in(app, [entry("KL001", 1)], by=SECRETARIAT)
    found(app, hit("KL001"))
    assert not is_needed(app)
    with app.work() as uow:
        conversation.reopen_finding(uow, finding_id=waived.id, reason="vier ogen", by=CONTROLLER, at=LATER)
        checks.decide_finding(uow, by=CONTROLLER, **given)  # type: ignore[arg-type]
    assert is_needed(app)


def test_a_new_day_asks_for_another_check_only_where_a_rule_looks_at_the_day(app: Application) -> None:
    everything_entered(app)
    found(app)
    assert (is_needed(app, LATER), is_needed(app, NEXT_DAY)) == (False, True)
    content = app.quality.content().decode()
    timeless = app.quality.with_content(content.replace("dagelijks", "zelden").encode())
    with app.work() as uow:
        assert not steps.check_is_needed(uow, round_key=KEY, quality=timeless, at=NEXT_DAY)
        assert not any(Stage.REPORT is each.stage for each in app.quality.rules() if checks.DAILY in each.suites)


def test_silence_after_feedback_is_found_on_the_day_on_which_it_lasted_too_long(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(app, "invoer")
    first, *others = entries()
    hand_in(app, [brief(first), *others])

    def walk(text: str) -> list[str]:
        monkeypatch.setenv("MEETCYCLUS_NOW", moment(text).isoformat())
        if is_needed(app, app.now()):
            with app.work() as uow:
                release.check_round(app, uow, round_key=KEY, stages=checks.ENTRY_STAGES, by=SYSTEM)
        with app.work() as uow:
            plan_feedback(desk_at(app, uow, app.now()), rounds.require_step(uow, KEY, "kwaliteitscheck"))
            return [each.project_number for each in uow.findings.where(rule_code="KC-149")]

    assert [walk("2023-12-13 13:00"), walk("2023-12-18 09:00"), walk("2023-12-19 09:00")] == [[], [], ["KL001"]]
    with app.work() as uow:
        (silence,) = uow.findings.where(rule_code="KC-149")
        checks.decide_finding(
            uow, finding_id=silence.id, target=FindingState.WAIVED, text="ziek", by=CONTROLLER, at=app.now()
        )
    assert walk("2023-12-20 09:00") == ["KL001"]
    with app.work() as uow:
        assert [each.state for each in uow.findings.where(rule_code="KC-149")] == [FindingState.WAIVED]


@pytest.fixture
def ready(app: Application, monkeypatch: pytest.MonkeyPatch) -> Application:
    """Report, cover note and dataset lie ready; only the publication is left to close."""
    monkeypatch.setenv("MEETCYCLUS_NOW", AT.isoformat())
    everything_entered(app)
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    decide(app, "M1", KABINET_1)
    decide(app, "M2", KABINET_2)
    with app.work() as uow:
        for each in rounds.steps_of(uow, KEY):
            is_left = each.kind == "publicatie"
            uow.steps.put(replace(each, state=StepState.OPEN if is_left else StepState.CLOSED, closed_at=AT))
        snapshots.freeze(uow, round_key=KEY, by=SYSTEM, at=AT)
        for made in reports.build_reports(uow, writer=app.reports, round_key=KEY, by=SYSTEM, at=AT):
            made.written_to(app.settings.folder(f"documents/{KEY}"))
    folder = app.settings.folder("opendata") / KEY
    handover.release_first_dataset(app, round_key=KEY, step_code="publicatie", folder=folder)
    with app.work() as uow:
        release.check_round(app, uow, round_key=KEY, stages=PUBLISHED, by=SYSTEM)
    return app


@pytest.mark.parametrize("place", ["documents/2023-12/covernota_2023-12_v1.docx", "opendata/2023-12/v1/projecten.csv"])
def test_a_file_that_changed_after_the_check_is_not_published(ready: Application, place: str) -> None:
    path = Path(ready.settings.home) / place
    approved = path.read_bytes()
    assert not _is_other(ready)
    path.write_bytes(approved + b"\n")
    assert _is_other(ready)
    with pytest.raises(NotNow, match="KC-176"):
        _publish(ready)
    # What was found stands, though the step did not close.
    assert not _is_other(ready)
    assert _about_files(ready) == {FindingState.OPEN}
    path.write_bytes(approved)
    assert _is_other(ready)
    _publish(ready)
    # Closing the publication ends the conversation about what is decided.
    assert _about_files(ready) == {FindingState.CLOSED}
    with ready.work() as uow:
        assert rounds.require_running(uow, KEY).state is RoundState.PUBLISHED


def _is_other(app: Application) -> bool:
    with app.work() as uow:
        return release.is_other_on_disk(app, uow, round_key=KEY)


def _publish(app: Application) -> None:
    release.close_by_hand(app, round_key=KEY, code="publicatie", note="beslist", by=SECRETARIAT)


def _about_files(app: Application) -> set[FindingState]:
    with app.work() as uow:
        return {each.state for each in uow.findings.where(rule_code="KC-176")}
