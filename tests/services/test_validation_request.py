"""What a cabinet reads: all that it decides on, what changed in it, and what is only expected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.findings import Severity
from meetcyclus.domain.letters import LetterKind
from meetcyclus.exchange.finance import write_finance
from meetcyclus.reception import receive_extract
from meetcyclus.services import finance
from meetcyclus.services.programmes import load_register
from tests.factories import (
    DFB,
    HISTORY,
    KABINET_1,
    KABINET_2,
    KEY,
    SECRETARIAT,
    SIGNER,
    credits,
    entries,
    entry,
    moment,
    with_report,
)
from tests.services.world import ask, begin, decide, everything_entered, found, hand_in, hit, letters, rule


def request(app: Application, to: str) -> str:
    """The newest request to a cabinet, with plain spaces."""
    found = [each for each in letters(app, LetterKind.VALIDATION_REQUEST) if each.recipient_email == to]
    return found[-1].text.replace("\u00a0", " ")


def about(text: str, number: str) -> str:
    """What the details say of one project."""
    return text.partition(f"=== Project {number}:")[2].partition("===\n")[2].partition("\n===")[0]


@pytest.mark.goal("53")
def test_the_request_gives_every_text_that_the_decision_covers(app: Application) -> None:
    begin(app, "invoer")
    told = {
        "achievements": "Tien daken liggen er.",
        "issues": "Het staal is duur.",
        "corrective_measure": "Een raamcontract.",
        "corrective_owner": "het agentschap",
        "corrective_due_on": date(2024, 3, 31),
        "outlook": "Twintig daken in 2024.",
        "motivation": "De prijs steeg.",
    }
    first, *others = entries()
    hand_in(app, [with_report(first, **told), *others])
    ask(app)
    shown = about(request(app, KABINET_1), "KL001")
    for text in (*(each for each in told.values() if isinstance(each, str)), "(het agentschap, klaar op 31/03/2024)"):
        assert text in shown


@pytest.mark.goal("53")
def test_the_request_names_changed_milestones_indicators_and_status(app: Application) -> None:
    begin(app, "invoer")
    given = {each.project_number: each for each in entries()}
    late = given["KL005"]
    milestone = late.milestones[-1]
    moved = replace(milestone, status_code="vertraagd", expected_on=date(2027, 9, 30))
    given["KL005"] = replace(late, milestones=(*late.milestones[:-1], moved))
    hand_in(app, given.values())
    ask(app)
    text = request(app, KABINET_2)
    assert f"- {milestone.milestone_id} (Stap " in about(text, "KL005")
    assert "naar vertraagd" in about(text, "KL005") and "naar 30/09/2027" in about(text, "KL005")
    assert "waarde van 60 naar 70" in about(text, "KL005")
    overview = text.partition("Overzicht:")[2].partition("===")[0]
    assert "▲ bijzondere aandacht nodig (GEWIJZIGD, vorige meting: in uitvoering" in overview
    assert "- KL006 " in overview and "GEWIJZIGD" not in overview.partition("- KL006 ")[2].partition("\n")[0]
    # Attention first; only the statuses that occur are explained.
    assert "Bijkomende actie" not in text and "■" not in text
    others = request(app, KABINET_1)
    assert others.index("- KL003 ") < others.index("- KL002 ") < others.index("- KL001 ")


@pytest.mark.goal("53")
def test_a_second_request_says_what_changed_since_the_decision(app: Application) -> None:
    everything_entered(app)
    begin(app, "validatie")
    ask(app)
    assert "Gewijzigd sinds uw beslissing" not in request(app, KABINET_2)
    decide(app, "M2", KABINET_2)
    hand_in(app, [with_report(entry("KL005", 1), outlook="Alles volgt later. " * 9)], by=SECRETARIAT)
    ask(app, moment("2023-12-23 10:00"))
    text = request(app, KABINET_2)
    assert "Gewijzigd sinds uw beslissing van 22/12/2023:\n\n   - vooruitblik gewijzigd: nieuw “Alles volgt" in text
    assert " …”, in plaats van “Na de winterstop starten de laatste fasen;" in text
    assert "KL006" not in text.partition("Vragen?")[0]


@pytest.mark.goal("53")
def test_what_was_entered_before_the_reference_date_is_called_a_forecast(app: Application) -> None:
    everything_entered(app)
    ask(app)
    text = request(app, KABINET_1)
    assert "Dit is een vooruitzicht." in text and "Vooruitzicht: ingevuld op 05/12/2023" in about(text, "KL001")


def test_what_needs_no_answer_is_no_open_warning(app: Application) -> None:
    everything_entered(app)
    rules = [rule("KC-009", Severity.INFO), rule("KC-006", Severity.WARNING)]
    found(app, hit("KL005", code="KC-009"), hit("KL006", code="KC-006"), rules=rules)
    ask(app)
    text = request(app, KABINET_2)
    assert "waarschuwing" not in about(text, "KL005") and "nog 1 waarschuwing open" in about(text, "KL006")


@pytest.mark.goal("53")
def test_the_request_says_how_much_time_there_is_and_shows_the_money_of_each_project(
    app: Application, tmp_path: Path
) -> None:
    everything_entered(app)
    ask(app)
    text = request(app, KABINET_1)
    # From Friday 22 December to Wednesday 27 December: Christmas is no working day.
    assert "Uw tijd: 2 werkdagen na vandaag, tot woensdag 27/12/2023, 12 u." in text
    # The budget with what KL004 gave to it; the amounts are those of the round before.
    past = "vastgelegd 1.000 euro; betaald 500 euro (stand op 30/06/2023, meting 1)"
    assert f"Geld: budget 50.010 euro; {past}" in about(text, "KL001")
    assert "Geld: budget 50.000 euro; vastgelegd 5.000 euro" in about(request(app, KABINET_2), "KL005")
    begin(app, "financien", moment("2024-01-03 10:00"))
    with app.work() as uow:
        path = write_finance(credits(1), load_register(uow), tmp_path / "emoe.xlsx")
    receive_extract(app, path, round_key=KEY, by=DFB)
    assert past in about(_asked_again(app, "KL001"), "KL001"), "nobody signed for the new amounts yet"
    with app.work() as uow:
        finance.sign_off(uow, round_key=KEY, by=SIGNER, at=moment("2024-01-03 10:00"))
    assert "vastgelegd 2.000 euro; betaald 1.000 euro (stand op 31/12/2023)" in about(
        _asked_again(app, "KL001"), "KL001"
    )


def _asked_again(app: Application, number: str) -> str:
    """The request after something changed in a project."""
    with app.work() as uow:
        newest = uow.entries.versions(KEY, number)[-1]
    changed = with_report(newest, outlook=f"{newest.report.outlook} Versie {newest.version}.")
    hand_in(app, [changed], by=SECRETARIAT)
    ask(app, moment("2024-01-04 10:00"))
    return request(app, KABINET_1)


@pytest.mark.goal("53")
def test_a_text_stands_beside_what_it_said_in_the_round_before(app: Application) -> None:
    begin(app, "invoer")
    first, *others = entries()
    old = entry("KL001", 0).report
    hand_in(app, [with_report(first, state_of_play=old.state_of_play, outlook=f"{old.outlook} En meer."), *others])
    ask(app)
    shown = about(request(app, KABINET_1), "KL001")
    assert "Stand van zaken (zoals in de vorige meting):" in shown
    assert f"Vorige meting: “{old.achievements[:100]}" in shown
    assert shown.count("Vorige meting: “") == 1, "what only grew says nothing less than before"


@pytest.mark.goal("53")
def test_what_was_stopped_asks_to_be_confirmed_once(app: Application) -> None:
    begin(app, "invoer")
    first, *others = entries()
    hand_in(app, [with_report(first, status_code="stopgezet"), *others])
    ask(app)
    text = request(app, KABINET_1)
    assert "Status nu: ■ stopgezet (gewijzigd): graag uw bevestiging" in about(text, "KL001")
    assert "vraagt uw aandacht" not in text
    with app.work() as uow:
        (before,) = [each for each in uow.entries.latest(HISTORY) if each.project_number == "KL001"]
        stopped = with_report(replace(before, version=2), status_code="stopgezet")
        uow.entries.add([stopped])
    assert "Status nu: ■ stopgezet\n" in about(_asked_again(app, "KL001"), "KL001")
