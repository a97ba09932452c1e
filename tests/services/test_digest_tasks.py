"""The digest at a glance: what is asked and where, with one, five and forty findings, and when nothing is asked."""

from __future__ import annotations

import re

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.findings import Hit, Rule, Severity
from meetcyclus.domain.letters import Letter, LetterKind
from meetcyclus.services import rounds
from meetcyclus.services.digest_tasks import ask_of
from meetcyclus.services.letters_of_check import plan_feedback
from tests.factories import ANNA, KEY, entries, with_report
from tests.services.world import DURING_ENTRY, begin, desk_at, everything_entered, found, hand_in, hit, letters, rule


def digest(app: Application) -> Letter:
    """The digest to the first lead."""
    with app.work() as uow:
        plan_feedback(desk_at(app, uow, DURING_ENTRY), rounds.require_step(uow, KEY, "kwaliteitscheck"))
    return next(each for each in letters(app, LetterKind.FEEDBACK) if each.recipient_email == ANNA)


def table(letter: Letter) -> str:
    """What stands above the explanation, with plain spaces."""
    return letter.text.replace("\u00a0", " ").partition("Dit vragen wij u:")[2].partition("Doe dat in")[0]


@pytest.mark.goal("56")
def test_one_finding_is_one_row_with_project_cell_field_and_what_is_asked(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"))
    rows = [each for each in table(digest(app)).splitlines() if each]
    assert len(rows) == 1
    assert re.fullmatch(r"- FOUT: Doe zo\. Waar: KL001 Stand van zaken \(blad Projecten, cel [A-Z]2\)", rows[0])


@pytest.mark.goal("56")
def test_five_findings_of_three_rules_are_three_rows_the_heaviest_first(app: Application) -> None:
    everything_entered(app)
    rules = [rule("KC-023", Severity.BLOCKING), rule("KC-005"), rule("KC-006", Severity.WARNING)]
    hits = [hit("KL001"), hit("KL002"), hit("KL001", code="KC-006"), hit("KL001", code="KC-023")]
    found(app, *hits, Hit("KC-023", "KL001", "KL001-M1", "datum_verwacht", "x", "y"), rules=rules)
    letter = digest(app)
    rows = [each.partition(":")[0] for each in table(letter).splitlines() if each]
    assert rows == ["- BLOKKEREND, 2 punten", "- FOUT, 2 punten", "- WAARSCHUWING"]
    assert "KL001 Verwachte datum (blad Mijlpalen, cel " in table(letter)
    # The second project points to where the first says why.
    assert letter.text.count("Omdat.") == 3 and "zie KL001, regel KC-005" in letter.text


@pytest.mark.goal("56")
def test_forty_findings_still_fit_a_table_that_is_read_in_ten_seconds(app: Application) -> None:
    everything_entered(app)
    rules = [rule(f"KC-{number:03d}") for number in range(1, 21)]
    found(app, *(hit(number, code=each.code) for each in rules for number in ("KL001", "KL002")), rules=rules)
    rows = [each for each in table(digest(app)).splitlines() if each]
    assert len(rows) == 11 and rows[-1] == "- En nog 10 andere vragen: u vindt ze hieronder."
    assert re.search(r"Waar: KL001 .+\(blad Projecten, cel .2\); KL002 .+\(blad Projecten, cel .3\)", rows[0])


@pytest.mark.goal("56")
def test_cells_of_one_column_are_named_together(app: Application) -> None:
    everything_entered(app)
    with app.work() as uow:
        own = [each.id for each in uow.milestones.where() if each.project_number == "KL001"]
    found(app, *(Hit("KC-005", "KL001", each, "toelichting", "x", "y") for each in own))
    assert re.search(r"\(blad Mijlpalen, cellen [A-Z]2 (en|tot) [A-Z]\d+\)", table(digest(app)))


@pytest.mark.goal("56")
@pytest.mark.parametrize(("text", "is_asked"), [("", False), ("Er staat iets.", True)])
def test_an_empty_field_is_to_be_filled_in_and_not_to_be_defended(app: Application, text: str, is_asked: bool) -> None:
    begin(app, "invoer")
    first, *others = entries()
    hand_in(app, [with_report(first, issues=text), *others])
    # The rule holds another field against the empty one, so that the value of the finding is filled.
    found(app, Hit("KC-023", "KL001", "KL001", "knelpunten", "aandacht", "de knelpunten"), rules=[rule("KC-023")])
    letter = digest(app)
    assert ("Klopt een gegeven" in letter.text) is is_asked
    assert letter.text.startswith("Wilt u de punten" if is_asked else "Wilt u invullen wat hieronder nog ontbreekt")


@pytest.mark.goal("56")
def test_a_digest_of_what_needs_no_answer_asks_nothing(app: Application) -> None:
    everything_entered(app)
    late = next(each for each in app.quality.rules() if each.code == "KC-016")
    found(app, Hit("KC-016", "KL001", "KL001", "ingediend_op", "te laat", "op tijd"), rules=[late])
    letter = digest(app)
    assert letter.subject == "[Meting 2] Ter informatie, u hoeft niets te doen: KL001"
    assert "?" not in letter.text.partition("Beste")[0] and "Klopt een gegeven" not in letter.text


@pytest.mark.goal("56")
def test_what_is_asked_is_the_advice_up_to_its_first_command() -> None:
    assert ask_of("Vul het veld in. Bijvoorbeeld: '12'.") == "Vul het veld in."
    assert ask_of("Is het klaar? Kies dan 'klaar'. Of niet.") == "Is het klaar? Kies dan 'klaar'."


def test_every_rule_of_a_lead_asks_something_short(app: Application) -> None:
    asked: list[Rule] = [each for each in app.quality.rules() if each.owner == "projectverantwoordelijke"]
    assert [each.code for each in asked if len(ask_of(each.how)) > 160 or "Bijvoorbeeld" in ask_of(each.how)] == []
