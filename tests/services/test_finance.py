"""Money: an extract comes in once, what does not match is named both ways, and DFB signs only what fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from meetcyclus import release
from meetcyclus.bootstrap import Application
from meetcyclus.domain.credits import Credit, FinanceUpload
from meetcyclus.domain.errors import NotAllowed, NotNow
from meetcyclus.domain.findings import FindingState, Severity, Stage
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.rounds import StepState
from meetcyclus.exchange.finance import write_finance
from meetcyclus.reception import receive_extract
from meetcyclus.services import finance, rounds, snapshots
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.check_inputs import name_of
from meetcyclus.services.checks import ENTRY_STAGES, stages_of
from meetcyclus.services.financial_report import financial_report
from meetcyclus.services.programmes import load_register
from meetcyclus.services.reconciliation import Reconciliation, reconcile
from tests.factories import (
    ANNA,
    CHAIR,
    CONTROLLER,
    DFB,
    KABINET_1,
    KABINET_2,
    KEY,
    SECRETARIAT,
    SIGNER,
    credits,
    entry,
    moment,
    with_report,
)
from tests.services.world import (
    DURING_VALIDATION,
    ask,
    begin,
    decide,
    events,
    everything_entered,
    hand_in,
    letters,
    take_up_before,
)

AT = moment("2024-01-03 10:00")


@pytest.fixture
def asked(app: Application) -> Application:
    """Everything is in and DFB was asked for the money."""
    everything_entered(app)
    begin(app, "financien", AT)
    return app


def load(
    app: Application, folder: Path, rows: Sequence[Credit], name: str = "emoe.xlsx", by: str = DFB, reason: str = ""
) -> tuple[FinanceUpload, bool]:
    with app.work() as uow:
        data = load_register(uow)
        path = write_finance(rows, data, folder / name)
        return finance.load_finance(
            uow,
            quality=app.quality,
            round_key=KEY,
            file=app.exchange.read_finance(path, data, KEY),
            file_name=name,
            content=path.read_bytes(),
            by=by,
            at=AT,
            reason=reason,
        )


def held(app: Application) -> Reconciliation:
    with app.work() as uow:
        return reconcile(uow, round_key=KEY)


def corrected(number: str, cents: int, remark: str = "") -> list[Credit]:
    """The extract in which one project commits another amount."""
    rows = credits(1)
    return [
        replace(each, committed_cents=cents, remark=remark) if each.project_number == number else each for each in rows
    ]


def sign(app: Application, by: str = SIGNER) -> FinanceUpload:
    with app.work() as uow:
        return finance.sign_off(uow, round_key=KEY, by=by, at=AT)


def step_state(app: Application) -> StepState:
    with app.work() as uow:
        return rounds.require_step(uow, KEY, "financien").state


@pytest.mark.goal("30")
@pytest.mark.goal("63")
def test_the_same_file_twice_changes_nothing_and_a_clean_one_can_be_signed(asked: Application, tmp_path: Path) -> None:
    with pytest.raises(NotNow, match="no extract"):
        sign(asked)
    upload, is_new = load(asked, tmp_path, credits(1))
    assert is_new
    assert (upload.rows, upload.committed_cents, upload.settled_cents) == (6, 14_000_00, 7_000_00)
    lines = len(events(asked))
    assert load(asked, tmp_path, credits(1)) == (upload, False)
    assert len(events(asked)) == lines
    with asked.work() as uow:
        assert [each for each in uow.credits.in_force() if each.round_key == KEY] == list(credits(1))
        found = reconcile(uow, round_key=KEY)
    assert (found.unmatched, found.decreases, found.open_findings, found.is_clean) == ((), (), (), True)
    for by in (SECRETARIAT, CONTROLLER, CHAIR):
        with pytest.raises(NotAllowed):
            sign(asked, by=by)
    assert sign(asked).signed_off_by == SIGNER
    assert step_state(asked) is StepState.CLOSED
    assert sign(asked).signed_off_at == AT
    with pytest.raises(NotAllowed, match="signed off"):
        load(asked, tmp_path, credits(1)[:-1], "later.xlsx")


def test_a_signature_stands_while_an_earlier_step_is_taken_up_again(asked: Application, tmp_path: Path) -> None:
    load(asked, tmp_path, credits(1))
    take_up_before(asked, "financien")
    assert sign(asked).signed_off_by == SIGNER
    assert step_state(asked) is StepState.OPEN


@pytest.mark.goal("30")
@pytest.mark.goal("63")
def test_what_does_not_match_is_named_both_ways_and_stops_the_signature(asked: Application, tmp_path: Path) -> None:
    """KL001 is booked on a number that does not exist; KL004 is not paid with recovery money and may be absent."""
    wrong = [
        replace(each, project_number="KL999") if each.project_number == "KL001" else each
        for each in credits(1)
        if each.project_number != "KL004"
    ]
    upload, _ = load(asked, tmp_path, wrong)
    assert upload.unmatched == ("KL001: geen regel in het bestand", "KL999: hoort niet bij de meting (regel 2)")
    with pytest.raises(NotNow, match="2 lines do not match"):
        sign(asked)
    assert step_state(asked) is StepState.OPEN
    right, _ = load(asked, tmp_path, credits(1), "emoe2.xlsx")
    assert (right.sequence, right.unmatched) == (2, ())
    sign(asked)


@pytest.mark.goal("63")
def test_amounts_that_fell_and_more_paid_than_committed_are_named(asked: Application, tmp_path: Path) -> None:
    rows = [
        replace(each, committed_cents=90_000, settled_cents=90_001) if each.project_number == "KL001" else each
        for each in credits(1)
    ]
    load(asked, tmp_path, rows, "emoe.csv")
    with asked.work() as uow:
        found = reconcile(uow, round_key=KEY)
    assert found.decreases == ("KL001: vastgelegd daalt van 1.000,00 naar 900,00 euro",)
    assert {(each.rule_code, each.project_number) for each in found.open_findings} == {
        ("KC-105", "KL001"),
        ("KC-108", "KL001"),
        ("KC-115", "KL001"),
    }
    assert not found.is_clean
    with pytest.raises(NotNow, match="findings are open"):
        sign(asked)


@pytest.mark.parametrize("by", [ANNA, CONTROLLER, KABINET_1, CHAIR])
def test_only_dfb_and_the_secretariat_load_money(asked: Application, tmp_path: Path, by: str) -> None:
    with pytest.raises(NotAllowed):
        load(asked, tmp_path, credits(1), by=by)
    with asked.work() as uow:
        assert uow.uploads.where() == []


@pytest.mark.goal("63")
def test_the_difference_is_zero_when_every_line_counts_and_the_strange_amount_when_not(
    asked: Application, tmp_path: Path
) -> None:
    load(asked, tmp_path, credits(1))
    assert held(asked).difference == (0, 0)
    strange = Credit(KEY, "KL999", 2023, "KA-1", 12_34, 5, credits(1)[0].stand_on)
    load(asked, tmp_path, [*credits(1), strange], "emoe2.xlsx")
    assert held(asked).difference == (12_34, 5)
    assert not held(asked).is_clean


@pytest.mark.goal("63")
def test_a_new_file_gives_what_differs_and_the_ledger_both_totals(asked: Application, tmp_path: Path) -> None:
    load(asked, tmp_path, credits(1))
    assert held(asked).changes == ()
    fresh = Credit(KEY, "KL002", 2022, "KA-2", 7, 3, credits(1)[0].stand_on)
    rows = [each for each in corrected("KL001", 1_999_99) if each.project_number != "KL006"]
    load(asked, tmp_path, [*rows, fresh], "emoe2.xlsx")
    found = [
        (each.project_number, each.budget_article, each.column, each.difference_cents) for each in held(asked).changes
    ]
    assert found == [
        ("KL001", "KA-1", "vastgelegd", -1),
        ("KL002", "KA-2", "vastgelegd", 7),
        ("KL002", "KA-2", "vereffend", 3),
    ]
    line = next(each for each in reversed(events(asked)) if each.action == "finance.load")
    assert "1400000" in str(line.before) and "1400006" in str(line.after)


@pytest.mark.goal("63")
def test_the_same_amounts_in_another_file_are_recorded_without_a_change(asked: Application, tmp_path: Path) -> None:
    load(asked, tmp_path, credits(1))
    upload, is_new = load(asked, tmp_path, credits(1), "emoe.csv")
    assert (upload.sequence, is_new, held(asked).changes) == (2, True, ())
    assert sign(asked).file_name == "emoe.csv"
    lines = len(events(asked))
    assert load(asked, tmp_path, credits(1)[::-1], "again.xlsx") == (sign(asked), False)
    assert len(events(asked)) == lines
    assert step_state(asked) is StepState.CLOSED


@pytest.mark.goal("63")
def test_a_correction_after_the_signature_needs_a_reason_and_a_signature_of_its_own(
    asked: Application, tmp_path: Path
) -> None:
    load(asked, tmp_path, credits(1))
    signed = sign(asked)
    better = corrected("KL002", 3_500_00)
    with pytest.raises(NotAllowed, match="--reason"):
        load(asked, tmp_path, better, "beter.xlsx", reason="  ")
    upload, is_new = load(asked, tmp_path, better, "beter.xlsx", reason="dubbele vastlegging")
    assert (upload.sequence, upload.reason, upload.signed_off_by, is_new) == (2, "dubbele vastlegging", None, True)
    assert step_state(asked) is StepState.OPEN
    assert [each.action for each in events(asked)][-3:] == ["finance.load", "step.reopen", "check.run"]
    with asked.work() as uow:
        assert [each for each in uow.credits.in_force() if each.round_key == KEY] == list(credits(1))
        assert uow.credits.of_upload(KEY, 2) == better
        snapshots.freeze(uow, round_key=KEY, by=SECRETARIAT, at=AT)
        assert financial_report(snapshots.newest_snapshot(uow, round_key=KEY)[0]).total.committed_cents == 14_000_00
    second = sign(asked)
    assert step_state(asked) is StepState.CLOSED
    with asked.work() as uow:
        assert [each for each in uow.credits.in_force() if each.round_key == KEY] == better
        assert uow.credits.of_upload(KEY, 1) == list(credits(1))
        assert uow.uploads.where(round_key=KEY) == [signed, second]
        assert uow.files.get(signed.sha256)[:2] == uow.files.get(second.sha256)[:2] == b"PK"
        snapshots.freeze(uow, round_key=KEY, by=SECRETARIAT, at=AT)
        report = financial_report(snapshots.newest_snapshot(uow, round_key=KEY)[0])
    assert report.total.committed_cents == 13_500_00
    assert report.statement is not None
    assert (report.statement.upload, report.statement.versions) == (second, (signed, second))


@pytest.mark.goal("63")
def test_a_refused_file_never_counts_and_nothing_is_final_until_somebody_signs(
    asked: Application, tmp_path: Path
) -> None:
    def counted() -> tuple[int, bool]:
        with asked.work() as uow:
            snapshots.freeze(uow, round_key=KEY, by=SECRETARIAT, at=AT)
            snapshot, record = snapshots.newest_snapshot(uow, round_key=KEY)
            return financial_report(snapshot).total.committed_cents, record.is_draft

    validated(asked)
    assert counted() == (0, True), "the money was asked for and nobody gave any"
    load(asked, tmp_path, credits(1)[1:], "fout.xlsx")
    assert counted() == (0, True), "nothing of a file that does not match"
    load(asked, tmp_path, corrected("KL002", 5_000_000_00), "te_veel.xlsx")
    assert _blocked(held(asked)) == {("KC-107", "KL002")}
    assert counted() == (0, True), "nothing of a file that a rule blocks"
    load(asked, tmp_path, credits(1), "goed.xlsx")
    assert counted() == (14_000_00, True), "what may be signed counts, in a concept"
    load(asked, tmp_path, credits(1)[1:], "weer_fout.xlsx")
    assert counted() == (0, True)
    close(asked, "financien")
    assert counted() == (0, True), "a step that was closed signs for nothing"
    load(asked, tmp_path, credits(1), "weer_goed.xlsx")
    sign(asked)
    assert counted() == (14_000_00, False)
    load(asked, tmp_path, credits(1)[1:], "correctie.xlsx", reason="dubbele vastlegging")
    assert counted() == (14_000_00, False), "what somebody signed for stands until the correction is signed"


@pytest.mark.goal("63")
def test_a_round_whose_money_step_was_closed_without_any_extract_is_no_concept(asked: Application) -> None:
    validated(asked)
    close(asked, "financien")
    with asked.work() as uow:
        assert not snapshots.freeze(uow, round_key=KEY, by=SECRETARIAT, at=AT).is_draft


def validated(app: Application) -> None:
    """Every cabinet decided and the step is closed."""
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    decide(app, "M1", KABINET_1)
    decide(app, "M2", KABINET_2)
    close(app, "validatie")


def close(app: Application, code: str) -> None:
    with app.work() as uow:
        uow.steps.put(replace(rounds.require_step(uow, KEY, code), state=StepState.CLOSED))


@pytest.mark.goal("63")
def test_a_decrease_with_a_note_is_named_and_no_finding(asked: Application, tmp_path: Path) -> None:
    load(asked, tmp_path, [replace(each, settled_cents=0) for each in corrected("KL001", 90_000, "annulering")])
    found = held(asked)
    assert "KL001: vastgelegd daalt van 1.000,00 naar 900,00 euro" in found.decreases
    assert "KL001" not in {each.project_number for each in found.open_findings}


@pytest.mark.goal("63")
def test_paid_is_held_against_committed_over_all_years_and_committed_against_the_budget_with_shifts(
    asked: Application, tmp_path: Path
) -> None:
    """KL001 pays in a later year what it committed before; KL002 commits one cent more than it may."""
    with asked.work() as uow:
        project = uow.projects.get("KL002")
        given = {each.from_project: each.amount_cents for each in uow.shifts.where()}
        got = {each.to_project: each.amount_cents for each in uow.shifts.where()}
    assert project is not None
    limit = project.budget_cents + got.get("KL002", 0) - given.get("KL002", 0)
    first = next(each for each in credits(1) if each.project_number == "KL001")
    later = replace(
        first, budget_year=2024, committed_cents=0, settled_cents=first.committed_cents - first.settled_cents
    )
    load(asked, tmp_path, [*corrected("KL002", limit), later])
    assert _blocked(held(asked)) == set()
    load(asked, tmp_path, [*corrected("KL002", limit + 1), later], "emoe2.xlsx")
    assert _blocked(held(asked)) == {("KC-107", "KL002")}


def _blocked(found: Reconciliation) -> set[tuple[str, str]]:
    blocking = (each for each in found.open_findings if each.severity is Severity.BLOCKING)
    return {(each.rule_code, each.project_number) for each in blocking}


@pytest.mark.goal("63")
def test_dfb_gets_one_receipt_per_extract_that_asks_for_what_is_needed(asked: Application, tmp_path: Path) -> None:
    def receive(name: str, rows: Sequence[Credit], reason: str = "") -> str:
        with asked.work() as uow:
            path = write_finance(rows, load_register(uow), tmp_path / name)
        receive_extract(asked, path, round_key=KEY, by=DFB, reason=reason)
        receive_extract(asked, path, round_key=KEY, by=DFB, reason=reason)
        return letters(asked, LetterKind.FINANCE_RECEIPT)[-1].text.replace("\u00a0", " ")

    wrong = [replace(each, project_number="KL999") if each.project_number == "KL001" else each for each in credits(1)]
    text = receive("fout.xlsx", wrong)
    assert text.startswith("Wilt u fout.xlsx verbeteren en opnieuw bezorgen tegen ")
    assert "geen enkel bedrag uit deze 6 regels komt in het verslag" in text
    # What is missing falls as well, and a rule names it, too: it is still one fault, in the order of the projects.
    faults = [each for each in text.splitlines() if "KL001" in each or "KL999" in each]
    assert len(faults) == 2 and faults[0].endswith(": BLOKKEREND, geen regel in het bestand")
    assert faults[1] == "- KL999: BLOKKEREND, hoort niet bij de meting (regel 2)"
    text = receive("goed.xlsx", credits(1))
    assert text.startswith("Wilt u de aansluiting van goed.xlsx ondertekenen tegen ")
    assert "Vastgelegd (VAK): 14.000,00 euro; vorige meting 10.000,00 euro, verschil 4.000,00 euro" in text
    assert "KL001, 2023, KA-1, vastgelegd: van 0,00 naar 2.000,00, verschil 2.000,00" in text
    with asked.work() as uow:
        assert uow.uploads.where(round_key=KEY)[-1].sha256 in text
    sign(asked)
    text = receive("later.xlsx", corrected("KL002", 3_500_00), "dubbele vastlegging")
    assert "geldt alleen voor goed.xlsx" in text and "Reden van het nieuwe bestand: dubbele vastlegging" in text
    assert "van 4.000,00 naar 3.500,00, verschil \u2212500,00" in text
    assert [each.recipient_email for each in letters(asked, LetterKind.FINANCE_RECEIPT)] == [DFB, SIGNER] * 3


@pytest.mark.goal("63")
def test_what_a_lead_corrects_about_money_is_checked_again(asked: Application, tmp_path: Path) -> None:
    wrong = with_report(entry("KL001", 1), state_of_play="In totaal is 5 euro vastgelegd. " + "Het werk vordert. " * 9)
    hand_in(asked, [wrong], by=SECRETARIAT, at=AT)
    load(asked, tmp_path, credits(1))
    assert _about_words(asked) == [FindingState.OPEN]
    hand_in(asked, [with_report(entry("KL001", 1), state_of_play="Het werk vordert. " * 9)], by=SECRETARIAT, at=AT)
    with asked.work() as uow:
        release.check_round(asked, uow, round_key=KEY, stages=ENTRY_STAGES, by=SYSTEM)
        assert [each.stage for each in uow.check_runs.where()] == ["financien", "financien", "kwaliteitscheck"]
    assert _about_words(asked) == [FindingState.CORRECTED]


def _about_words(app: Application) -> list[FindingState]:
    with app.work() as uow:
        return [each.state for each in uow.findings.where(round_key=KEY, rule_code="KC-117")]


def test_a_check_that_may_close_the_step_is_never_half(app: Application) -> None:
    """What is kept as the quality check ran the rules of entry, too."""
    assert stages_of(Stage.QUALITY) == ENTRY_STAGES
    assert {name_of(stages_of(each)) for each in Stage} == {each.value for each in Stage}


@pytest.mark.goal("55")
def test_who_loaded_an_extract_does_not_sign_it(asked: Application, tmp_path: Path) -> None:
    load(asked, tmp_path, credits(1))
    lines = len(events(asked))
    with pytest.raises(NotAllowed, match=f"{DFB} loaded emoe.xlsx: .*four eyes.*{SIGNER} can"):
        sign(asked, by=DFB)
    assert len(events(asked)) == lines and step_state(asked) is StepState.OPEN
    assert sign(asked, by=SIGNER).signed_off_by == SIGNER
    # Who asks again what was done already is told what was done.
    assert sign(asked, by=DFB).signed_off_by == SIGNER


@pytest.mark.goal("55")
def test_a_later_extract_is_signed_by_who_did_not_load_that_one(asked: Application, tmp_path: Path) -> None:
    load(asked, tmp_path, credits(1))
    load(asked, tmp_path, corrected("KL002", 3_500_00), "later.xlsx", by=SIGNER)
    with pytest.raises(NotAllowed, match=f"{SIGNER} loaded later.xlsx"):
        sign(asked, by=SIGNER)
    assert sign(asked, by=DFB).signed_off_by == DFB


@pytest.mark.goal("55")
def test_a_programme_with_one_person_of_dfb_is_told_to_add_another(asked: Application, tmp_path: Path) -> None:
    with asked.work() as uow:
        uow.persons.remove(SIGNER)
    load(asked, tmp_path, credits(1))
    with pytest.raises(NotAllowed, match=r"nobody else has the role dfb; add a second one to personen\.csv"):
        sign(asked, by=DFB)
