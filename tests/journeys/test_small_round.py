"""The small programme goes the whole way, through the real flows on both databases; each walk is taken twice."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from meetcyclus import handover
from meetcyclus.conductor.history import drain
from meetcyclus.documents.inspection import problems_of
from meetcyclus.documents.office import is_installed
from meetcyclus.documents.page_numbers import page_check
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.errors import NotAllowed, NotNow
from meetcyclus.domain.findings import FindingState
from meetcyclus.domain.rounds import RoundState, StepState
from meetcyclus.domain.verdicts import Decision
from meetcyclus.exchange.finance import write_finance
from meetcyclus.launch import read_history, run_flow
from meetcyclus.services import finance, meetings, programmes, validation
from meetcyclus.services.editions import Edition
from meetcyclus.services.figures import figures_of
from meetcyclus.services.programmes import load_register
from meetcyclus.services.snapshots import newest_snapshot
from tests import factories
from tests.factories import (
    ANNA,
    CHAIR,
    CIS,
    CONTROLLER,
    DFB,
    KABINET_1,
    KABINET_2,
    KEY,
    LEAD_OF,
    SECRETARIAT,
    SIGNER,
    brief,
    entry,
    with_report,
)
from tests.journeys.travel import Traveller, traveller

LETTERS = {
    "uitnodiging_informatiesessie": 4,
    "opening_invoer": 3,
    "herinnering_invoer": 1,
    "ontvangstbevestiging": 5,
    "feedback_kwaliteitscheck": 1,
    "validatieverzoek": 3,
    "terugsturing": 1,
    "vraag_financien": 2,
    "uitnodiging_overleg": 1,
    "overdracht_rekenhof": 1,
    "publicatiebericht": 6,
}


@pytest.mark.goal("01")
@pytest.mark.goal("41")
@pytest.mark.goal("33")
@pytest.mark.goal("52")
@pytest.mark.goal("67")
@pytest.mark.goal("69")
@pytest.mark.goal("79")
@pytest.mark.long
def test_a_round_goes_from_launch_to_publication_and_no_walk_repeats_anything(
    database: str, conducted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = traveller(KEY, monkeypatch, "2023-11-13 09:00")
    launch(way)
    collect(way)
    check(way)
    validate(way)
    report_money(way)
    write_and_consult(way)
    publish(way)
    way.require_sound()
    assert way.letters() == LETTERS
    assert set(way.states().values()) == {StepState.CLOSED}
    require_history(way)


def launch(way: Traveller) -> None:
    with way.app.work() as uow:
        programmes.import_programme(uow, factories.small_programme(), by="", at=way.app.now())
    given = {"reference_date": "2023-12-31", "governance": "", "entry_from": "", "entry_until": "", "by": SECRETARIAT}
    first = run_flow("open_round", round_key=KEY, launch=given)
    before = way.remembered()
    assert run_flow("open_round", round_key=KEY, launch=given).state_name == first.state_name
    assert way.remembered() == before
    # People are invited ahead of the session, so the first letters leave with the launch.
    assert (first.state_name, first.ran) == (before_session(), ("informatiesessies",))
    with pytest.raises(NotAllowed, match="already open"):
        run_flow("open_round", round_key=KEY, launch={**given, "reference_date": "2024-01-15"})
    way.go_to("2023-11-16 09:00")
    assert way.walk() == before_session()
    way.close("informatiesessies", SECRETARIAT)


def before_session() -> str:
    return "Wacht op secretariaat: verslag van de informatiesessies en afsluiting van de stap"


def collect(way: Traveller) -> None:
    """Anna and Cis hand in at once, Bert after the reminder; Anna's first text is too short."""
    way.go_to("2023-12-01 09:00")
    assert way.walk().startswith("Wacht op projectverantwoordelijke: invoer van 6 van 6 projecten")
    hand_in(way, ANNA, "opening_invoer", [brief(entry("KL001", 1)), entry("KL002", 1)])
    hand_in(way, CIS, "opening_invoer", [entry("KL005", 1), entry("KL006", 1)])
    way.go_to("2023-12-11 09:00")
    assert "invoer van 2 van 6" in way.walk()
    hand_in(way, LEAD_OF["KL003"], "opening_invoer", [entry("KL003", 1), entry("KL004", 1)])
    way.go_to("2023-12-13 13:00")
    way.close("invoer", SECRETARIAT)


def check(way: Traveller) -> None:
    assert way.walk().startswith("Wacht op projectverantwoordelijke: verbetering van 1 project: KL001")
    with pytest.raises(NotNow):
        way.close("kwaliteitscheck", CONTROLLER)
    way.go_to("2023-12-15 09:00")
    hand_in(way, ANNA, "feedback_kwaliteitscheck", [entry("KL001", 1)])
    assert way.walk().startswith("Wacht op dossierbeheerder: afsluiting van de kwaliteitscheck")
    with way.app.work() as uow:
        assert [each.state for each in uow.findings.where(round_key=KEY)] == [FindingState.CORRECTED]
    way.close("kwaliteitscheck", CONTROLLER)


def validate(way: Traveller) -> None:
    """One project goes back; its lead mends it and the cabinet is asked about that one again."""
    way.go_to("2023-12-22 09:00")
    assert way.walk().startswith("Wacht op kabinet: 7 beslissingen van 2 mandaten")
    decide(way, "M1", KABINET_1, {})
    decide(way, "M2", KABINET_2, {"KL005": "graag de partners"})
    assert run_flow("run_round", round_key=KEY).state_name.startswith(
        "Wacht op kabinet: 1 beslissing van 1 mandaat: M2"
    )
    way.go_to("2023-12-23 10:00")
    hand_in(
        way, CIS, "terugsturing", [with_report(entry("KL005", 1), outlook=entry("KL005", 1).report.outlook + " Ja.")]
    )
    assert "1 beslissing van 1 mandaat" in way.walk()
    decide(way, "M2", KABINET_2, {})
    assert way.states()["validatie"] is StepState.CLOSED


def report_money(way: Traveller) -> None:
    way.go_to("2024-01-02 09:00")
    assert way.walk().startswith("Wacht op dfb: het EMOE-extract")
    inbox = way.app.settings.folder("inbox")
    with way.app.work() as uow:
        data = load_register(uow)
        path = write_finance(factories.credits(1), data, inbox / "emoe.xlsx")
        file = way.app.exchange.read_finance(path, data, KEY)
        given = {"round_key": KEY, "by": DFB, "at": way.app.now()}
        finance.load_finance(
            uow, quality=way.app.quality, file=file, file_name=path.name, content=path.read_bytes(), **given
        )
    with way.app.work() as uow:
        finance.sign_off(uow, round_key=KEY, by=SIGNER, at=way.app.now())


def write_and_consult(way: Traveller) -> None:
    way.go_to("2024-01-05 09:00")
    assert way.walk().startswith("Wacht op dossierbeheerder: goedkeuring van rapport en covernota")
    documents = sorted(each.name for each in (way.app.settings.home / "documents" / KEY).iterdir())
    kinds = ("covernota", "dc_nota", "financiele_rapportering", "monitoringsrapport")
    assert documents == [f"{kind}_2023-12_v1.docx" for kind in kinds]
    require_documents(way, documents)
    way.close("rapportering", CONTROLLER)
    way.go_to("2024-01-15 16:00")
    assert way.walk().startswith("Wacht op voorzitter: de beslissing van Directiecomité")
    with way.app.work() as uow:
        meetings.record_meeting(
            uow,
            round_key=KEY,
            step_code="directiecomite",
            held_on=way.app.now().date(),
            decision="akte genomen",
            actions=(),
            by=CHAIR,
            at=way.app.now(),
        )


def require_documents(way: Traveller, names: list[str]) -> None:
    """`report check` finds nothing in what the flow delivered, and its contents list has the pages of a PDF."""
    folder = way.app.settings.home / "documents" / KEY
    with way.app.work() as uow:
        kept = {each.file_name: uow.files.get(each.sha256) for each in uow.documents.where(round_key=KEY)}
        told = [json.loads(each.after) for each in uow.ledger.events() if each.action == "document.lay_out"]
    for name in names:
        assert problems_of(folder / name) == () and (folder / name).read_bytes() == kept[name]
    assert len(told) == is_installed()
    report = folder / f"monitoringsrapport_{KEY}_v1.docx"
    checked = page_check(report)
    assert checked.problems == () and (checked.compared > 10) is is_installed()
    if told:
        # Without the numbers it is what any machine makes of the freeze.
        with way.app.work() as uow:
            snapshot, record = newest_snapshot(uow, round_key=KEY)
        plain = way.app.reports.monitoring_report(
            snapshot, record.sha256, figures_of(snapshot), Edition(str(record.sequence))
        )
        assert told == [{"pages": told[0]["pages"], "sha256_without_pages": hashlib.sha256(plain).hexdigest()}]
        assert told[0]["pages"] >= int(headings_with_pages(report)[-1])


def headings_with_pages(report: Path) -> list[str]:
    """The page numbers that its contents list shows."""
    lines = (each.text for each in Document(str(report)).paragraphs if each.style.name.startswith("toc"))
    return [each.split("\t")[1] for each in lines]


def publish(way: Traveller) -> None:
    way.go_to("2024-01-16 09:00")
    assert way.walk().startswith("Wacht op secretariaat: ontvangstbewijs van het Rekenhof")
    package = way.app.settings.home / "packages" / KEY / "v1"
    verified = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"], cwd=package, capture_output=True, text=True, check=False
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr
    way.close("overdracht", SECRETARIAT)
    way.go_to("2024-01-22 09:00")
    assert way.walk().startswith("Wacht op secretariaat: de beslissing om te publiceren")
    folder = way.app.settings.home / "opendata" / KEY / "v1"
    assert handover.prove_dataset(way.app, round_key=KEY, folder=folder) == ()
    way.close("publicatie", SECRETARIAT)
    assert way.walk() == "Afgerond"
    with way.app.work() as uow:
        found = uow.rounds.get(KEY)
    assert found is not None and found.state is RoundState.PUBLISHED


def require_history(way: Traveller) -> None:
    """Prefect shows what ran, and every step points at a run that Prefect knows."""
    drain()
    runs = {each["id"]: each for each in read_history(KEY)}
    with way.app.work() as uow:
        steps = uow.steps.where(round_key=KEY)
    for step in steps:
        run = runs[step.flow_run_id]
        assert (run["state_type"], f"stap:{step.code}" in run["tags"]) == ("COMPLETED", True)
        assert run["tasks"] and {each["state"] for each in run["tasks"]} == {"Completed"}


def hand_in(way: Traveller, lead: str, kind: str, given: list[Entry]) -> None:
    """Fill in the workbook that came with the newest letter, and send it in."""
    receipts = way.send_back(lead, kind, given)
    assert {each["project"] for each in receipts if each["is_new"]} == {each.project_number for each in given}


def decide(way: Traveller, mandate: str, by: str, exceptions: dict[str, str]) -> None:
    with way.app.work() as uow:
        validation.decide(
            uow,
            round_key=KEY,
            mandate_code=mandate,
            project_numbers=None,
            decision=Decision.VALIDATED,
            exceptions=exceptions,
            remark="",
            return_until=way.app.desk(uow, KEY).soon(None),
            by=by,
            at=way.app.now(),
        )
