"""The conversation about findings: what is found again keeps its state, what is gone is corrected, gates follow."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound, NotNow
from meetcyclus.domain.findings import CheckOutcome, Crash, Finding, FindingState, Hit, Severity, Stage
from meetcyclus.services import checks, conversation, rounds, steps
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.entries import workbook_subjects
from meetcyclus.services.feedback_facts import feedback_facts
from meetcyclus.services.gates import waiting_at
from tests.factories import ANNA, CHAIR, CIS, CONTROLLER, DFB, KABINET_1, KEY, SECRETARIAT, brief, entries, moment
from tests.services.world import DURING_ENTRY, begin, desk_at, events, everything_entered, found, hand_in, hit, rule

LATER = DURING_ENTRY + timedelta(hours=1)
AT = moment("2023-12-18 10:00")


def finding(app: Application, number: str) -> Finding:
    with app.work() as uow:
        (one,) = uow.findings.where(project_number=number)
    return one


def move(app: Application, id_: str, target: FindingState, text: str = "uitleg", by: str = CONTROLLER) -> Finding:
    with app.work() as uow:
        return checks.decide_finding(uow, finding_id=id_, target=target, text=text, by=by, at=LATER)


def gate(app: Application) -> str:
    with app.work() as uow:
        found_ = waiting_at(uow, rounds.require_step(uow, KEY, "kwaliteitscheck"), AT)
    assert found_ is not None
    return f"{'hard' if found_.is_hard else 'soft'}: {found_.fact.what}"


def test_a_finding_that_stays_keeps_its_conversation_and_one_that_goes_is_corrected(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"), hit("KL002"))
    first = finding(app, "KL001")
    assert (first.state, first.message) == (FindingState.OPEN, "Project KL001: KL001 is kort, verwacht langer.")
    move(app, first.id, FindingState.ANSWERED, by=ANNA)
    found(app, hit("KL001"), at=LATER)
    kept = finding(app, "KL001")
    assert (kept.state, kept.answer, kept.raised_at) == (FindingState.ANSWERED, "uitleg", DURING_ENTRY)
    assert finding(app, "KL002").state is FindingState.CORRECTED


def test_what_was_said_about_another_value_no_longer_counts(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001", value="10"))
    move(app, finding(app, "KL001").id, FindingState.WAIVED, by=CONTROLLER)
    found(app, hit("KL001", value="9.999"), at=LATER)
    again = finding(app, "KL001")
    assert (again.state, again.answer, again.value, again.raised_at) == (FindingState.OPEN, "", "9.999", DURING_ENTRY)


def test_only_those_who_must_act_may_answer(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"))
    for stranger in (CIS, DFB):
        with pytest.raises(NotAllowed):
            move(app, finding(app, "KL001").id, FindingState.ANSWERED, by=stranger)


def test_a_finding_that_comes_back_is_open_again_and_keeps_when_it_was_first_raised(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"))
    found(app)
    result = found(app, hit("KL001"), at=LATER)
    again = finding(app, "KL001")
    assert (again.state, again.raised_at, again.changed_at) == (FindingState.OPEN, DURING_ENTRY, LATER)
    assert result.findings == (again,)
    assert result.run.id == f"{KEY}-0003"


def test_what_was_waived_or_withdrawn_stays_so_while_it_is_found(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"), hit("KL002"))
    move(app, finding(app, "KL001").id, FindingState.WAIVED)
    move(app, finding(app, "KL002").id, FindingState.WITHDRAWN)
    result = found(app, hit("KL001"), hit("KL002"))
    assert result.findings == ()
    assert finding(app, "KL001").state is FindingState.WAIVED


def test_what_was_waived_and_then_mended_is_corrected_also_where_it_was_closed(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"), hit("KL002"), hit("KL003"))
    for number, target in (("KL001", FindingState.WAIVED), ("KL002", FindingState.WAIVED)):
        move(app, finding(app, number).id, target)
    move(app, finding(app, "KL003").id, FindingState.WITHDRAWN)
    with app.work() as uow:
        conversation.close_finding(
            uow, finding_id=uow.findings.where(project_number="KL002")[0].id, by=CONTROLLER, at=LATER
        )
    found(app, at=LATER)
    decided = {each: (finding(app, each).state, finding(app, each).decision) for each in ("KL001", "KL002", "KL003")}
    assert decided == {
        "KL001": (FindingState.CORRECTED, FindingState.CORRECTED),
        "KL002": (FindingState.CLOSED, FindingState.CORRECTED),
        "KL003": (FindingState.WITHDRAWN, FindingState.WITHDRAWN),
    }
    assert not any(finding(app, each).stands for each in decided)
    lines = [json.loads(each.after) for each in events(app) if each.action == "check.run"]
    assert len(lines[-1]["corrected"]) == 2
    # The waiver was given for data that are gone: what comes back is open.
    found(app, hit("KL001"), at=LATER)
    assert finding(app, "KL001").state is FindingState.OPEN


def test_a_finding_is_corrected_when_its_rule_has_nothing_left_to_look_at(app: Application) -> None:
    everything_entered(app)
    other = replace(rule("KC-117"), stage=Stage.MONEY)
    found(app, hit("KL001"), Hit("KC-117", "KL001", "KL001"), rules=[rule(), other])
    with app.work() as uow:
        checks.store_outcome(
            uow,
            round_key=KEY,
            stages=checks.ENTRY_STAGES,
            rules=[rule(), other],
            outcome=CheckOutcome((), (), ()),
            by=SYSTEM,
            at=LATER,
        )
        now = {each.rule_code: each.state for each in uow.findings.where(round_key=KEY)}
    assert now == {"KC-005": FindingState.CORRECTED, "KC-117": FindingState.OPEN}


@pytest.mark.goal("57")
def test_a_rule_that_crashed_corrects_nothing_and_blames_nobody(app: Application) -> None:
    everything_entered(app)
    begin(app, "kwaliteitscheck")
    found(app, hit("KL001"))
    with app.work() as uow:
        result = checks.store_outcome(
            uow,
            round_key=KEY,
            stages=checks.ENTRY_STAGES,
            rules=[rule()],
            outcome=CheckOutcome((), (Crash("KC-005", "deling door nul"),), ()),
            by=SYSTEM,
            at=LATER,
        )
    assert result.crashed == ("KC-005: deling door nul",)
    assert finding(app, "KL001").state is FindingState.OPEN
    assert gate(app) == "hard: regels die niet konden lopen: KC-005"


@pytest.mark.goal("16")
@pytest.mark.parametrize("target", [FindingState.ANSWERED, FindingState.WAIVED, FindingState.WITHDRAWN])
def test_a_decision_about_a_finding_needs_words(app: Application, target: FindingState) -> None:
    found(app, hit("KL001"))
    id_ = finding(app, "KL001").id
    lines = len(events(app))
    for nothing in ("", "  \n"):
        with pytest.raises(BadInput, match="reason in words"):
            move(app, id_, target, nothing)
    assert finding(app, "KL001").state is FindingState.OPEN
    assert len(events(app)) == lines


@pytest.mark.goal("16")
def test_who_may_answer_and_who_may_waive(app: Application) -> None:
    found(app, hit("KL001"))
    id_ = finding(app, "KL001").id
    for by in (ANNA, KABINET_1, DFB, CHAIR):
        with pytest.raises(NotAllowed):
            move(app, id_, FindingState.WAIVED, by=by)
    with pytest.raises(NotAllowed):
        move(app, id_, FindingState.ANSWERED, by=KABINET_1)
    with pytest.raises(NotFound):
        move(app, "bestaat niet", FindingState.WAIVED)
    waived = move(app, id_, FindingState.WAIVED, "cijfer klopt", by=SECRETARIAT)
    assert (waived.answer, waived.decided_by) == ("cijfer klopt", SECRETARIAT)
    line = events(app)[-1]
    assert (line.action, json.loads(line.before), line.project_number) == ("finding.waived", {"state": "open"}, "KL001")
    waived_as = {"state": "aanvaard_met_motivering", "text": "cijfer klopt", "rule": "KC-005", "until": KEY}
    assert json.loads(line.after) == waived_as
    with pytest.raises(NotAllowed, match="cannot become"):
        move(app, id_, FindingState.ANSWERED)


@pytest.mark.goal("14")
def test_severity_decides_what_keeps_the_check_from_closing(app: Application) -> None:
    everything_entered(app)
    begin(app, "kwaliteitscheck")
    assert gate(app) == "hard: een kwaliteitscheck op de nieuwste invoer"
    blocking, error, warning = (rule(f"KC-90{at}", each) for at, each in enumerate(list(Severity)[:3]))
    hits = [hit("KL001", code="KC-900"), hit("KL002", code="KC-901"), hit("KL003", code="KC-902")]
    found(app, *hits, rules=[blocking, error, warning])
    assert gate(app) == "hard: verbetering van 2 projecten: KL001, KL002"
    # An error is settled by an answer; a blocking finding only by mending or by a decision of the controllers.
    move(app, finding(app, "KL002").id, FindingState.ANSWERED)
    move(app, finding(app, "KL001").id, FindingState.ANSWERED)
    assert gate(app) == "hard: verbetering van 1 project: KL001"
    with pytest.raises(NotNow, match="verbetering van 1 project"), app.work() as uow:
        rounds.close_step(uow, key=KEY, code="kwaliteitscheck", note="klaar", by=CONTROLLER, at=AT)
    move(app, finding(app, "KL001").id, FindingState.WAIVED)
    assert gate(app) == "soft: afsluiting van de kwaliteitscheck"


@pytest.mark.goal("14")
def test_critical_blocks_warning_asks_and_info_tells(app: Application) -> None:
    """The same place under each severity: what the step waits for, and what the lead reads."""
    everything_entered(app)
    begin(app, "kwaliteitscheck")
    blocking, error, warning, info = Severity
    waits: dict[Severity, str] = {}
    for severity in Severity:
        found(app, hit("KL001", value=severity.value, code="KC-900"), rules=[rule("KC-900", severity)])
        assert finding(app, "KL001").is_gating is (severity in (blocking, error))
        waits[severity] = gate(app)
    mending, closing = "hard: verbetering van 1 project: KL001", "soft: afsluiting van de kwaliteitscheck"
    assert waits == {blocking: mending, error: mending, warning: closing, info: closing}
    rules = [rule(f"KC-90{place}", severity) for place, severity in enumerate(Severity)]
    found(app, *(hit("KL001", value=each.severity.value, code=each.code) for each in rules), rules=rules)
    with app.work() as uow:
        desk = desk_at(app, uow, LATER)
        facts = feedback_facts(
            desk,
            next(each for each in workbook_subjects(uow, round_key=KEY) if each.lead_email == ANNA),
            projects=[each for each in desk.data.projects if each.lead_email == ANNA],
            live=uow.findings.where(round_key=KEY, state=FindingState.OPEN.value),
            earlier=[],
            unsure=set(),
            until=AT,
        )
    asked = [code for project in facts["projects"] for code in _codes(project["blocks"])]  # type: ignore[attr-defined]
    assert sorted(asked) == ["KC-900", "KC-901", "KC-902"] and _codes(facts["informed"]) == ["KC-903"]


def _codes(blocks: object) -> list[str]:
    return re.findall(r"KC-\d{3}", json.dumps(blocks, default=str))


@pytest.mark.goal("58")
def test_half_a_round_is_said_aloud_once_its_time_is_over(app: Application) -> None:
    """Before the deadline it is normal that half is missing; after it the outcome and the ledger name who is."""
    begin(app, "invoer")
    hand_in(app, entries()[:3])

    def check(at: datetime) -> tuple[str, ...]:
        given = {"quality": app.quality, "round_key": KEY, "stages": checks.ENTRY_STAGES, "by": CONTROLLER}
        with app.work() as uow:
            return checks.run_check(uow, at=at, **given).without_report  # type: ignore[arg-type]

    missing = ("KL004", "KL005", "KL006")
    assert [check(at) for at in (DURING_ENTRY, AT)] == [(), missing]
    told = [json.loads(each.after)["without_report"] for each in events(app) if each.action == "check.run"]
    assert told == [[], list(missing)]
    assert {finding(app, each).rule_code for each in missing} == {"KC-001"}


@pytest.mark.goal("58")
def test_less_than_half_a_round_is_not_checked_at_all(app: Application) -> None:
    begin(app, "invoer")
    hand_in(app, entries()[:2])
    given = {"quality": app.quality, "round_key": KEY, "stages": checks.ENTRY_STAGES, "by": CONTROLLER, "at": AT}
    with pytest.raises(BadInput, match="4 of 6 projects have no report"), app.work() as uow:
        checks.run_check(uow, **given)  # type: ignore[arg-type]


def test_a_new_entry_asks_for_a_new_check(app: Application) -> None:
    everything_entered(app)
    begin(app, "kwaliteitscheck")
    found(app)
    with app.work() as uow:
        assert not steps.check_is_needed(uow, round_key=KEY, quality=app.quality, at=LATER)
    hand_in(app, [brief(entries()[0])])
    with app.work() as uow:
        assert steps.check_is_needed(uow, round_key=KEY, quality=app.quality, at=LATER)
    assert gate(app) == "hard: een kwaliteitscheck op de nieuwste invoer"


def test_the_real_check_finds_the_one_text_that_is_too_short(app: Application) -> None:
    begin(app, "invoer")
    first, *others = entries()
    hand_in(app, [brief(first), *others])

    def check(by: str, number: str) -> checks.CheckResult:
        with app.work() as uow:
            return checks.run_check(
                uow,
                quality=app.quality,
                round_key=KEY,
                stages=checks.ENTRY_STAGES,
                by=by,
                at=DURING_ENTRY,
                project_number=number,
            )

    with pytest.raises(NotAllowed):
        check(ANNA, "KL001")
    # Asking about one project narrows what is shown, never what is kept.
    assert check(CONTROLLER, "KL002").findings == ()
    with app.work() as uow:
        kept = [(each.rule_code, each.project_number, each.state) for each in uow.findings.where(round_key=KEY)]
        (run,) = uow.check_runs.where(round_key=KEY)
    assert kept == [("KC-005", "KL001", FindingState.OPEN)]
    assert (run.hits, run.crashed) == (1, ())
