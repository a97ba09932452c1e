"""What a cabinet reads: all that it decides on, what changed in it, and what is only expected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.findings import Severity
from meetcyclus.domain.letters import LetterKind
from tests.factories import KABINET_1, KABINET_2, SECRETARIAT, entries, entry, moment, with_report
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
    assert "Gewijzigd sinds uw beslissing van 22/12/2023:\n\n   - vooruitblik gewijzigd" in text
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
