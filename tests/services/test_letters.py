"""Every letter is planned once, to the right people, and stops when there is no reason left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.findings import CheckOutcome, Crash, FindingState, Severity, Stage
from meetcyclus.domain.letters import Letter, LetterKind, LetterState
from meetcyclus.domain.rounds import StepState
from meetcyclus.services import checks, letters_after, letters_of_entry, letters_of_validation, rounds
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.desk import Desk
from meetcyclus.services.lateness import late_now
from meetcyclus.services.letters_of_check import plan_feedback
from meetcyclus.services.letters_of_failure import plan_broken_check
from meetcyclus.services.letters_of_lateness import unmended_findings
from meetcyclus.services.letters_of_money import plan_money_questions
from meetcyclus.services.vacancies import vacancies_at
from meetcyclus.services.wording import forum_in_sentence
from tests.factories import (
    ANNA,
    BERT,
    CHAIR,
    CIS,
    DFB,
    KABINET_1,
    KABINET_2,
    KEY,
    REKENHOF,
    SECRETARIAT,
    SIGNER,
    SPOC,
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
    events,
    everything_entered,
    found,
    hand_in,
    hit,
    letters,
    rule,
)

TEMPLATES = Path(__file__).parents[2] / "templates" / "letters"

Planner = Callable[[Desk], int]


def plan(app: Application, planner: Planner, at: datetime = DURING_ENTRY) -> int:
    with app.work() as uow:
        return planner(desk_at(app, uow, at))


def with_step(code: str, planner: Callable[..., int], *more: object) -> Planner:
    return lambda desk: planner(desk, rounds.require_step(desk.uow, KEY, code), *more)


PLANNERS: list[tuple[Planner, LetterKind, list[str]]] = [
    (with_step("informatiesessies", letters_of_entry.plan_invitations), LetterKind.INVITATION, [ANNA, BERT, CIS, SPOC]),
    (letters_of_entry.plan_entry_opening, LetterKind.ENTRY_OPENED, [ANNA, BERT, CIS]),
    (
        with_step("validatie", letters_of_validation.plan_validation_requests),
        LetterKind.VALIDATION_REQUEST,
        [KABINET_1, KABINET_2],
    ),
    (with_step("financien", letters_after.plan_finance_request), LetterKind.FINANCE_REQUEST, [DFB, SIGNER]),
    (
        with_step("directiecomite", letters_after.plan_meeting_invitation, [("covernota.docx", "text/plain", b"x")]),
        LetterKind.MEETING_INVITATION,
        [CHAIR],
    ),
    (
        lambda desk: letters_after.plan_hand_over(
            desk,
            rounds.require_step(desk.uow, KEY, "overdracht"),
            package_name="p/v1",
            package_sha256="ab" * 32,
            files=[("a", "cd")],
            ledger_lines=9,
        ),
        LetterKind.HAND_OVER,
        [REKENHOF],
    ),
    (
        lambda desk: letters_after.plan_publication(desk, documents=["a.docx"], dataset_name="d"),
        LetterKind.PUBLICATION,
        [ANNA, BERT, CIS, SPOC, KABINET_1, KABINET_2],
    ),
]


@pytest.mark.goal("19")
@pytest.mark.parametrize(("planner", "kind", "to"), PLANNERS, ids=[kind.value for _, kind, _ in PLANNERS])
def test_planning_twice_is_one_letter_each(app: Application, planner: Planner, kind: LetterKind, to: list[str]) -> None:
    everything_entered(app)
    assert plan(app, planner) == len(to)
    planned = letters(app)
    assert [each.recipient_email for each in planned] == to
    for each in planned:
        assert (each.kind, each.state, each.attempts) == (kind, LetterState.PLANNED, 0)
        version = (TEMPLATES / kind.value / "version.txt").read_text("utf-8").strip()
        assert each.template_version == f"{kind.value}/{version}" and each.subject and each.text and each.html
    lines = len(events(app))
    assert plan(app, planner, moment("2023-12-06 10:00")) == 0
    assert letters(app) == planned
    assert len(events(app)) == lines


def test_the_workbook_and_the_invitation_travel_as_files(app: Application) -> None:
    plan(app, letters_of_entry.plan_entry_opening)
    plan(app, with_step("informatiesessies", letters_of_entry.plan_invitations))
    kinds = {each.kind: each for each in letters(app)}
    opening, invitation = kinds[LetterKind.ENTRY_OPENED], kinds[LetterKind.INVITATION]
    with app.work() as uow:
        assert uow.files.get(opening.attachments[0].sha256)[:2] == b"PK"
        assert b"METHOD:REQUEST" in uow.files.get(invitation.attachments[0].sha256)
    assert opening.attachments[0].file_name.endswith(".xlsx")


@pytest.mark.goal("56")
def test_feedback_is_one_digest_per_lead_with_all_own_projects(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001", "eerste"), hit("KL002", "tweede"), hit("KL005", "derde"))
    feedback = with_step("kwaliteitscheck", plan_feedback)
    assert plan(app, feedback) == 2
    anna, cis = letters(app, LetterKind.FEEDBACK)
    assert [each.recipient_email for each in (anna, cis)] == [ANNA, CIS]
    for text in ("KL001", "KL002", "is eerste", "is tweede", "Omdat.", "Doe zo."):
        assert text in anna.text and text in anna.html
    assert "KL005" not in anna.text
    # The lead sees which own project is fine, too.
    assert "KL005" in cis.text and "KL006" in cis.text
    assert anna.attachments[0].file_name == "KL_meting_2023-12_anna_example.org.xlsx"


@pytest.mark.goal("56")
def test_feedback_is_planned_once_and_again_only_for_something_new(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"), hit("KL005"))
    feedback = with_step("kwaliteitscheck", plan_feedback)
    plan(app, feedback)
    assert plan(app, feedback) == 0
    found(app, hit("KL001"), hit("KL005"))
    assert plan(app, feedback) == 0
    found(app, hit("KL001"), hit("KL002"), hit("KL005"))
    assert plan(app, feedback) == 1
    planned = [(each.recipient_email, each.sequence) for each in letters(app, LetterKind.FEEDBACK)]
    assert planned == [(ANNA, "1"), (CIS, "1"), (ANNA, "2")]


def test_feedback_opens_only_the_projects_it_names_for_correction(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"))
    plan(app, with_step("kwaliteitscheck", plan_feedback), moment("2023-12-13 13:00"))
    with app.work() as uow:
        members = {each.project_number: each for each in uow.round_projects.where(round_key=KEY)}
    assert [number for number, each in members.items() if each.is_reopened] == ["KL001"]
    assert members["KL001"].entry_until == moment("2023-12-22 12:00")
    mended = with_report(entry("KL001", 1), outlook="z" * 130)
    hand_in(app, [mended], by=ANNA, at=moment("2023-12-22 12:00"))
    with pytest.raises(Exception, match="deadline"):
        hand_in(app, [with_report(entry("KL002", 1), outlook="z" * 130)], by=ANNA, at=moment("2023-12-20 09:00"))


@pytest.mark.goal("57")
def test_what_is_not_of_a_lead_is_not_told_to_a_lead(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001", code="KC-014"), rules=[rule("KC-014", owner="secretariaat")])
    assert plan(app, with_step("kwaliteitscheck", plan_feedback)) == 0


@pytest.mark.goal("57")
def test_what_a_rule_found_before_it_broke_is_told_to_nobody_until_it_runs_again(app: Application) -> None:
    everything_entered(app)
    both = [rule(), rule("KC-054")]
    found(app, hit("KL001"), hit("KL005", code="KC-054"), rules=both)
    crashed = CheckOutcome(("KC-054",), (Crash("KC-005", "deling door nul"),), (hit("KL005", code="KC-054"),))
    given = {"round_key": KEY, "stages": checks.ENTRY_STAGES, "rules": both, "by": SYSTEM, "at": DURING_ENTRY}
    with app.work() as uow:
        checks.store_outcome(uow, outcome=crashed, **given)  # type: ignore[arg-type]
    planners = [with_step("kwaliteitscheck", each) for each in (plan_broken_check, plan_feedback)]
    assert [plan(app, each) for each in planners * 2] == [1, 1, 0, 0]
    assert [each.recipient_email for each in letters(app)] == [SECRETARIAT, CIS]
    assert "KC-005" in letters(app)[0].subject
    found(app, hit("KL001"), hit("KL005", code="KC-054"), rules=both)
    assert [plan(app, each) for each in planners] == [0, 1]
    assert letters(app)[-1].recipient_email == ANNA


@pytest.mark.goal("57")
def test_nobody_is_chased_for_what_a_rule_found_that_cannot_run_now(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"))
    plan(app, with_step("kwaliteitscheck", plan_feedback))
    with app.work() as uow:
        assert unmended_findings(desk_at(app, uow, DURING_ENTRY))
        crashed = CheckOutcome((), (Crash("KC-005", "deling door nul"),), ())
        given = {"round_key": KEY, "rules": [rule()], "outcome": crashed, "by": SYSTEM, "at": DURING_ENTRY}
        checks.store_outcome(uow, stages=checks.ENTRY_STAGES, **given)  # type: ignore[arg-type]
        assert not unmended_findings(desk_at(app, uow, DURING_ENTRY))


@pytest.mark.goal("57")
def test_a_rule_that_broke_in_an_older_pass_under_another_name_is_heard_again(app: Application) -> None:
    everything_entered(app)
    own = [replace(rule(), stage=Stage.ENTRY)]
    found(app, hit("KL001"), rules=own)
    crashed = CheckOutcome((), (Crash("KC-005", "deling door nul"),), ())
    given = {"round_key": KEY, "rules": own, "outcome": crashed, "by": SYSTEM, "at": DURING_ENTRY}
    feedback = with_step("kwaliteitscheck", plan_feedback)
    with app.work() as uow:
        checks.store_outcome(uow, stages=checks.stages_of(Stage.ENTRY), **given)  # type: ignore[arg-type]
    assert plan(app, feedback) == 0
    found(app, hit("KL001"), rules=own)
    assert plan(app, feedback) == 1
    with app.work() as uow:
        assert unmended_findings(desk_at(app, uow, DURING_ENTRY))
        # A pass over another stage says nothing about this rule.
        checks.store_outcome(uow, stages=checks.MONEY_STAGES, **given)  # type: ignore[arg-type]
        assert unmended_findings(desk_at(app, uow, DURING_ENTRY))


@pytest.mark.goal("57")
def test_a_project_with_a_finding_of_a_broken_rule_is_not_called_fine(app: Application) -> None:
    everything_entered(app)
    both = [rule(severity=Severity.BLOCKING), rule("KC-054")]
    found(app, hit("KL001"), rules=both)
    feedback = with_step("kwaliteitscheck", plan_feedback)
    plan(app, feedback)
    outcomes = [
        CheckOutcome(("KC-054",), (Crash("KC-005", "deling door nul"),), (hit("KL002", code="KC-054"),)),
        CheckOutcome(("KC-005", "KC-054"), (), (hit("KL002", "anders", code="KC-054"),)),
    ]
    for outcome in outcomes:
        with app.work() as uow:
            given = {"round_key": KEY, "stages": checks.ENTRY_STAGES, "rules": both, "by": SYSTEM, "at": DURING_ENTRY}
            checks.store_outcome(uow, outcome=outcome, **given)  # type: ignore[arg-type]
        assert plan(app, feedback) == 1
    _, unsure, mended = letters(app, LetterKind.FEEDBACK)
    for text in (unsure.text, unsure.html):
        assert "KL002" in text and "KL001" not in text and "In orde" not in text
    assert "KL001" in mended.text.split("In orde, hier hoeft u niets meer aan te doen:")[1]


@pytest.mark.goal("57")
@pytest.mark.parametrize("stage", [Stage.VALIDATION, Stage.MONEY, Stage.REPORT, Stage.PUBLICATION])
def test_a_check_that_breaks_at_another_stage_is_told_as_well(app: Application, stage: Stage) -> None:
    outcome = CheckOutcome((), (Crash("KC-900", "deling door nul"),), ())
    given = {"round_key": KEY, "rules": [rule()], "outcome": outcome, "by": SYSTEM, "at": DURING_ENTRY}
    with app.work() as uow:
        checks.store_outcome(uow, stages=checks.stages_of(stage), **given)  # type: ignore[arg-type]
    planner = with_step("rapportering", plan_broken_check)
    assert [plan(app, planner), plan(app, planner)] == [1, 0]
    (letter,) = letters(app)
    assert letter.recipient_email == SECRETARIAT and "KC-900" in letter.subject
    assert f"meetcyclus check run {KEY} --stage {stage.value}" in letter.text
    assert "kwaliteitscheck" not in letter.subject


@pytest.mark.goal("57")
def test_money_that_no_lead_is_asked_about_any_more_is_put_before_the_secretariat_once(app: Application) -> None:
    everything_entered(app)
    money = replace(rule("KC-117"), stage=Stage.MONEY)
    found(app, hit("KL001", code="KC-117"), hit("KL003", code="KC-117"), rules=[money])
    planner = with_step("financien", plan_money_questions)
    close_steps(app, "kwaliteitscheck")
    assert plan(app, planner) == 0
    close_steps(app, "validatie")
    assert [plan(app, planner), plan(app, planner)] == [1, 0]
    (letter,) = letters(app, LetterKind.MONEY_QUESTIONS)
    assert letter.recipient_email == SECRETARIAT
    assert all(each in letter.text for each in ("KL001", "KL003", "Anna Één", "bert@example.org", "KC-117"))
    # Deciding about one of them is no reason to tell the other again; a new one is told alone.
    with app.work() as uow:
        (first,) = uow.findings.where(project_number="KL001")
        uow.findings.put(replace(first, state=FindingState.WAIVED))
    assert plan(app, planner) == 0
    found(app, *(hit(each, code="KC-117") for each in ("KL001", "KL003", "KL005")), rules=[money])
    assert plan(app, planner) == 1
    assert "KL003" not in letters(app, LetterKind.MONEY_QUESTIONS)[-1].text


@pytest.mark.goal("57")
def test_money_is_told_again_when_its_amount_changes(app: Application) -> None:
    everything_entered(app)
    money = replace(rule("KC-117"), stage=Stage.MONEY)
    planner = with_step("financien", plan_money_questions)
    close_steps(app, "kwaliteitscheck", "validatie")
    for message, planned in (("100 euro", 1), ("100 euro", 0), ("250 euro", 1), ("100 euro", 1)):
        found(app, hit("KL001", code="KC-117"), hit("KL003", code="KC-117"), rules=[money])
        say_of(app, "KL001", message)
        assert plan(app, planner) == planned
    first, *later = letters(app, LetterKind.MONEY_QUESTIONS)
    assert "KL003" in first.text
    assert [("250 euro" in each.text, "KL003" in each.text) for each in later] == [(True, False), (False, False)]


@pytest.mark.goal("57")
def test_money_that_an_older_line_of_the_ledger_tells_of_is_not_told_again(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001", code="KC-117"), rules=[replace(rule("KC-117"), stage=Stage.MONEY)])
    close_steps(app, "kwaliteitscheck", "validatie")
    with app.work() as uow:
        ids = [each.id for each in uow.findings.where(project_number="KL001")]
        line = {"round_key": KEY, "by": SYSTEM, "at": DURING_ENTRY, "after": {"findings": ids}}
        uow.ledger.append(action="finding.referred", object="brief", **line)
    assert plan(app, with_step("financien", plan_money_questions)) == 0


def say_of(app: Application, number: str, message: str) -> None:
    """What the rule says of a project, as a new extract gives it."""
    with app.work() as uow:
        (known,) = uow.findings.where(project_number=number)
        uow.findings.put(replace(known, message=message))


@pytest.mark.goal("26")
def test_money_is_not_chased_as_a_correction_of_the_quality_check(app: Application) -> None:
    everything_entered(app)
    begin(app, "kwaliteitscheck")
    money = replace(rule("KC-117"), stage=Stage.MONEY)
    found(app, hit("KL001", code="KC-117"), hit("KL003"), rules=[money, rule()])
    plan(app, with_step("kwaliteitscheck", plan_feedback), moment("2023-12-13 13:00"))
    much_later = moment("2023-12-29 13:00")
    with app.work() as uow:
        step = replace(rounds.require_step(uow, KEY, "kwaliteitscheck"), escalation_days=(1, 2))
        desk = desk_at(app, uow, much_later)
        assert {each.project_number for each in unmended_findings(desk).values()} == {"KL003"}
        assert [each.project for each in late_now(desk) if each.step == step.code] == ["KL003"]
        uow.persons.remove(SPOC)
        (vacancy,) = vacancies_at(uow, step, much_later)
    assert "KL003" in vacancy.what and "KL001" not in vacancy.what


def close_steps(app: Application, *codes: str) -> None:
    with app.work() as uow:
        for code in codes:
            uow.steps.put(replace(rounds.require_step(uow, KEY, code), state=StepState.CLOSED))


def test_cabinets_are_reminded_only_about_what_is_still_open(app: Application) -> None:
    everything_entered(app)
    begin(app, "validatie")
    remind = with_step("validatie", letters_after.plan_validation_reminders)
    ask(app)
    assert plan(app, remind, DURING_VALIDATION) == 0
    decide(app, "M2", KABINET_2)
    assert plan(app, remind, moment("2023-12-24 09:00")) == 1
    assert plan(app, remind, moment("2023-12-26 09:00")) == 0
    (letter,) = letters(app, LetterKind.VALIDATION_REMINDER)
    assert letter.recipient_email == KABINET_1 and "KL003" in letter.text and "KL005" not in letter.text


@pytest.mark.goal("53")
def test_the_request_shows_the_hash_of_what_is_decided_on(app: Application) -> None:
    everything_entered(app)
    plan(app, with_step("validatie", letters_of_validation.plan_validation_requests), DURING_VALIDATION)
    request = _to(letters(app, LetterKind.VALIDATION_REQUEST), KABINET_2)
    hashes = {each.project_number: each.content_sha256 for each in entries()}
    for number in ("KL003", "KL005", "KL006"):
        assert hashes[number][:12] in request.text
    assert hashes["KL001"][:12] not in request.text


def test_hour_and_place_of_a_meeting_come_from_the_path(app: Application) -> None:
    invite = with_step("directiecomite", letters_after.plan_meeting_invitation, [])
    with app.work() as uow:
        (programme,) = uow.programmes.where()
        path = tuple(
            replace(each, starts_at="14:30", place="zaal 1") if each.code == "directiecomite" else each
            for each in programme.governance["KORT"]
        )
        uow.programmes.put(replace(programme, governance={"KORT": path}))
    plan(app, invite)
    (letter,) = letters(app, LetterKind.MEETING_INVITATION)
    assert "14.30 u." in letter.subject.replace("\u00a0", " ") and "Waar: zaal 1" in letter.text


def test_the_members_of_a_forum_are_invited_as_the_path_says(app: Application) -> None:
    papers = [("dc_nota_1.docx", "text/plain", b"x"), ("mededeling_vr_1.docx", "text/plain", b"y")]
    invite = with_step("directiecomite", letters_after.plan_meeting_invitation, papers)
    plan(app, invite)
    assert [each.recipient_email for each in letters(app, LetterKind.MEETING_INVITATION)] == [CHAIR]
    with app.work() as uow:
        (programme,) = uow.programmes.where()
        path = tuple(
            replace(each, invited_roles=("voorzitter", "kabinet")) if each.code == "directiecomite" else each
            for each in programme.governance["KORT"]
        )
        uow.programmes.put(replace(programme, governance={"KORT": path}))
        (first, _) = uow.mandates.where()
        uow.mandates.put(replace(first, valid_until=date(2024, 1, 14)))
    assert plan(app, invite) == 1 and plan(app, invite) == 0, "nobody is invited twice, nor for a mandate that is over"
    invited = letters(app, LetterKind.MEETING_INVITATION)
    assert {each.recipient_email for each in invited} == {CHAIR, KABINET_2}
    texts = {each.recipient_email: each.text for each in invited}
    assert "Wilt u ons het uur en de plaats bezorgen?" in texts[CHAIR] and "bezorgen" not in texts[KABINET_2]
    for text in texts.values():
        assert text.startswith(
            "Wilt u de resultaten van meting 2 bespreken in het Directiecomité op maandag 15/01/2024?"
        )
        assert "De beslissing die wij vragen, staat in dc_nota_1.docx." in text
        assert "De mededeling zit bij deze mail: mededeling_vr_1.docx" in text and text.count("mededeling_vr") == 1


def test_the_session_is_where_the_path_says_in_letter_and_calendar(app: Application) -> None:
    plan(app, with_step("informatiesessies", letters_of_entry.plan_invitations))
    (letter, *_) = letters(app, LetterKind.INVITATION)
    assert "Waar: online (vraag de link aan het secretariaat)" in letter.text
    with app.work() as uow:
        assert b"LOCATION:online (vraag de link aan het secretariaat)" in uow.files.get(letter.attachments[0].sha256)


def test_a_forum_has_its_article() -> None:
    said = [forum_in_sentence(each) for each in ("directiecomite", "task_force", "stuur_groep")]
    assert said == ["het Directiecomité", "de Task Force", "het overleg “stuur groep”"]


def test_links_in_letters_are_those_of_the_settings(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    def written(kind: LetterKind) -> str:
        plan(app, next(planner for planner, each, _ in PLANNERS if each is kind))
        return letters(app, kind)[-1].text

    assert "deze meting: https://example.org/opendata/kl/2023-12" in written(LetterKind.PUBLICATION)
    monkeypatch.setenv("MEETCYCLUS_PACKAGES_URL", "https://uitwisseling.example.org/rekenhof/")
    assert "https://uitwisseling.example.org/rekenhof/p/v1" in written(LetterKind.HAND_OVER)
    monkeypatch.setenv("MEETCYCLUS_OPENDATA_URL", "ftp://example.org")
    with pytest.raises(BadInput, match="MEETCYCLUS_OPENDATA_URL"):
        written(LetterKind.PUBLICATION)


def test_no_letter_says_deadline_where_dutch_has_a_word(app: Application) -> None:
    said = [each for rule in app.quality.rules() for each in (rule.title, rule.what, rule.why, rule.how)]
    assert [each for each in said if "deadline" in each.lower()] == []


def _to(planned: list[Letter], email: str) -> Letter:
    (one,) = [each for each in planned if each.recipient_email == email]
    return one
