"""A forecast is confirmed or corrected after the reference date, through the real flows, until report and dataset."""

from __future__ import annotations

import csv
import io

import pytest
from docx import Document

from meetcyclus import handover
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.errors import NotNow
from meetcyclus.domain.rounds import StepState
from meetcyclus.domain.verdicts import Decision
from meetcyclus.exchange.finance import write_finance
from meetcyclus.launch import run_flow
from meetcyclus.services import finance, programmes, validation
from meetcyclus.services.confirmations import confirm_entries
from meetcyclus.services.programmes import load_register
from tests import factories
from tests.confirming import STEP, confirming_programme
from tests.factories import (
    ANNA,
    BERT,
    CIS,
    CONTROLLER,
    DFB,
    KABINET_1,
    KABINET_2,
    KEY,
    SECRETARIAT,
    SIGNER,
    entry,
    with_report,
)
from tests.journeys.travel import Traveller, traveller

MARK = "Vooruitzicht, niet bevestigd na het meetmoment"


@pytest.mark.long("postgresql")
def test_forecast_is_confirmed_or_corrected_validated_again_and_named_where_nobody_answers(
    database: str, conducted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = _launched(monkeypatch, is_before_validation=False)
    _enter(way)
    _validate(way, "2023-12-22 09:00")
    way.go_to("2024-01-02 09:00")
    assert way.walk().startswith("Wacht op projectverantwoordelijke: bevestiging van 6 projecten")
    assert way.letters()["actualisatie"] == 3
    # Anna returns her workbook as it came; Bert corrects one project and so confirms the other.
    assert _returned(way, ANNA, []) == {"KL001": "confirmed", "KL002": "confirmed"}
    # Long enough for every rule: what is wrong with a correction stops the round (see the other path).
    told = "De opdracht werd op 29 december nog niet gegund; twee inschrijvers gaven nog uitleg bij hun prijs, en "
    told += "de gunning volgt zodra de Inspectie van Financiën advies gaf."
    changed = with_report(entry("KL004", 1), outlook=told)
    assert _returned(way, BERT, [changed]) == {"KL003": "confirmed", "KL004": "new"}
    assert way.states()["validatie"] is StepState.OPEN
    way.go_to("2024-01-03 09:00")
    assert way.walk().startswith("Wacht op kabinet: 1 beslissing van 1 mandaat: M1")
    # Only Cis did not answer.
    assert way.letters()["herinnering_actualisatie"] == 1
    with pytest.raises(NotNow, match="taken up again"):
        way.close(STEP, SECRETARIAT)
    _decide(way, "M1", KABINET_1)
    assert way.states()["validatie"] is StepState.CLOSED
    with way.app.work() as uow:
        confirm_entries(uow, round_key=KEY, project_numbers=["KL005"], by=CIS, at=way.app.now())
    way.close(STEP, SECRETARIAT, "KL006 werd niet bevestigd")
    _report_money(way)
    way.go_to("2024-01-05 09:00")
    assert way.walk().startswith("Wacht op dossierbeheerder: goedkeuring van rapport en covernota")
    _require_marks(way, ["KL006"])
    way.require_sound()


@pytest.mark.long
def test_path_that_confirms_before_it_validates(conducted: None, monkeypatch: pytest.MonkeyPatch) -> None:
    way = _launched(monkeypatch, is_before_validation=True)
    _enter(way)
    way.go_to("2023-12-29 09:00")
    assert "begin van actualisatie" in way.walk()
    way.go_to("2024-01-02 09:00")
    assert "bevestiging van 6 projecten" in way.walk()
    brief = factories.brief(entry("KL004", 1))
    assert _returned(way, BERT, [brief]) == {"KL003": "confirmed", "KL004": "new"}
    # The correction is checked at once: it is far too short.
    way.walk()
    assert way.letters()["feedback_kwaliteitscheck"] == 1
    for lead in (ANNA, CIS):
        with way.app.work() as uow:
            confirm_entries(uow, round_key=KEY, project_numbers=None, by=lead, at=way.app.now())
    assert way.states()["validatie"] is StepState.PLANNED
    with pytest.raises(NotNow, match="verbetering van 1 project: KL004"):
        way.close(STEP, SECRETARIAT)
    assert _returned(way, BERT, [entry("KL004", 1)], "feedback_kwaliteitscheck")["KL004"] == "new"
    way.walk()
    way.close(STEP, SECRETARIAT)
    way.go_to("2024-01-05 09:00")
    assert "7 beslissingen van 2 mandaten" in way.walk()


def _launched(environment: pytest.MonkeyPatch, *, is_before_validation: bool) -> Traveller:
    way = traveller(KEY, environment, "2023-11-13 09:00")
    with way.app.work() as uow:
        data = confirming_programme(is_before_validation=is_before_validation)
        programmes.import_programme(uow, data, by="", at=way.app.now())
    given = {"reference_date": "2023-12-31", "governance": "", "entry_from": "", "entry_until": "", "by": SECRETARIAT}
    run_flow("open_round", round_key=KEY, launch=given)
    way.close("informatiesessies", SECRETARIAT)
    return way


def _enter(way: Traveller) -> None:
    """All three leads hand in before the reference date, and nothing is wrong with it."""
    way.go_to("2023-12-01 09:00")
    run_flow("run_round", round_key=KEY)
    for lead, numbers in ((ANNA, ("KL001", "KL002")), (BERT, ("KL003", "KL004")), (CIS, ("KL005", "KL006"))):
        received = _returned(way, lead, [entry(number, 1) for number in numbers], "opening_invoer")
        assert received == dict.fromkeys(numbers, "new")
    way.close("invoer", SECRETARIAT)
    way.go_to("2023-12-13 13:00")
    run_flow("run_round", round_key=KEY)
    way.close("kwaliteitscheck", CONTROLLER)


def _validate(way: Traveller, when: str) -> None:
    way.go_to(when)
    run_flow("run_round", round_key=KEY)
    _decide(way, "M1", KABINET_1)
    _decide(way, "M2", KABINET_2)


def _returned(way: Traveller, lead: str, given: list[Entry], kind: str = "actualisatie") -> dict[str, str]:
    """Send the workbook of the newest letter back with these changes; gives what became of each project."""
    receipts = way.send_back(lead, kind, given)
    with way.app.work() as uow:
        told = uow.letters.where(round_key=KEY, recipient_email=lead, kind="ontvangstbevestiging")[-1].text
    assert ("bevestigd na het meetmoment" in told) is any(each["is_confirmed"] for each in receipts)
    words = {True: "new", False: "unchanged"}
    return {
        str(each["project"]): "confirmed" if each["is_confirmed"] else words[bool(each["is_new"])] for each in receipts
    }


def _decide(way: Traveller, mandate: str, by: str) -> None:
    with way.app.work() as uow:
        validation.decide(
            uow,
            round_key=KEY,
            mandate_code=mandate,
            project_numbers=None,
            decision=Decision.VALIDATED,
            exceptions={},
            remark="",
            return_until=way.app.desk(uow, KEY).soon(None),
            by=by,
            at=way.app.now(),
        )


def _report_money(way: Traveller) -> None:
    with way.app.work() as uow:
        data = load_register(uow)
        path = write_finance(factories.credits(1), data, way.app.settings.folder("inbox") / "emoe.xlsx")
        file = way.app.exchange.read_finance(path, data, KEY)
        given = {"round_key": KEY, "by": DFB, "at": way.app.now()}
        finance.load_finance(
            uow, quality=way.app.quality, file=file, file_name=path.name, content=path.read_bytes(), **given
        )
    with way.app.work() as uow:
        finance.sign_off(uow, round_key=KEY, by=SIGNER, at=way.app.now())


def _require_marks(way: Traveller, forecasts: list[str]) -> None:
    """Report, cover note, dataset and what comes back from it name these projects and no other."""
    folder = way.app.settings.home / "documents" / KEY
    report = Document(folder / f"monitoringsrapport_{KEY}_v1.docx")
    texts = [each.text for each in report.paragraphs]
    marked = [texts[at - 1][:5] for at, text in enumerate(texts) if text.startswith(MARK)]
    assert marked == forecasts
    note = "\n".join(each.text for each in Document(folder / f"covernota_{KEY}_v1.docx").paragraphs)
    assert (
        f"Van 1 van de 6 projecten is de invoer een vooruitzicht, niet bevestigd na het meetmoment: {forecasts[0]}."
        in note
    )
    files = handover.build_dataset(way.app, round_key=KEY, folder=folder / "set", by=SECRETARIAT)
    table = next(each for each in files if each.name == "projectrapporten.csv").read_text(encoding="utf-8")
    rows = [each for each in csv.DictReader(io.StringIO(table))]
    assert [each["project"] for each in rows if each["vooruitzicht"] == "ja"] == forecasts
    assert {each["vooruitzicht"] for each in rows if each["meting"] != KEY} == {""}
    assert handover.prove_dataset(way.app, round_key=KEY, folder=folder / "set") == ()
    again = way.app.exchange.read_programme(folder / "set")
    assert [each.project_number for each in again.entries if each.is_forecast] == forecasts
