"""Letters from the shipped templates: complete, Dutch, and readable as plain text and as HTML."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from meetcyclus.domain.errors import MeetcyclusError
from meetcyclus.domain.letters import LetterKind
from meetcyclus.mail.writer import TemplateLetterWriter
from tests.mail.conftest import TEMPLATES
from tests.mail.letter_samples import (
    BIKE,
    BRUSSELS,
    COMMON,
    CULTURE,
    FEEDBACK,
    ITALY,
    SERVICES,
    VALIDATION,
    block,
    counts,
    facts_of,
    point,
    spot,
    task,
)

ENGLISH = re.compile(
    r"\b(the|and|to|your|you|please|with|from|for|are|this|that|files?|deadline|workbook|round|entry|entries|findings?|"
    r"milestones?|submitted|attached|feedback|check|validation|warning|error|blocking)\b"
)
VOID = {"meta", "br", "hr", "img", "link"}
KINDS = list(LetterKind)


class _Page(HTMLParser):
    """Collects the visible text and complains about a tag that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _page(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page


def _visible(html: str) -> str:
    return " ".join(" ".join(_page(html).words).split())


def _renamed(value: Any) -> Any:
    """The same facts with every number, name and title of the Flemish programme replaced."""
    if isinstance(value, dict):
        return {name: _renamed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each) for each in value]
    if isinstance(value, str):
        return (
            re.sub(r"VV(?=[-\d])", "M1C1I", value)
            .replace("Vlaams", "Italiaans")
            .replace("vlaamse", "italiaanse")
            .replace("agendering VR", "besluit")
            .replace("projecten.csv", "m.csv")
            .replace("blad Projecten", "blad Maatregelen")
        )
    return value


@pytest.mark.parametrize("common", [COMMON, ITALY], ids=["vlaams", "italië"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_renders_with_its_facts(
    writer: TemplateLetterWriter, kind: LetterKind, common: dict[str, Any]
) -> None:
    content = writer.write(kind, facts_of(kind, common))
    number = (TEMPLATES / kind.value / "version.txt").read_text(encoding="utf-8").strip()
    assert content.template_version == f"{kind.value}/{number}"
    assert content.subject.startswith(f"[Meting {common['round_number']}] ")
    for part in (content.text, _visible(content.html)):
        assert common["programme_name"] in part
        assert common["contact_email"] in part
        assert "Privacy" in part
        assert content.template_version in part
        assert "Beste José Müller," in part
        assert not re.search(r"\bNone\b|Undefined|\{\{|\}\}|\{%", part)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_dutch_without_english_words(writer: TemplateLetterWriter, kind: LetterKind) -> None:
    content = writer.write(kind, facts_of(kind))
    for part in (content.subject, content.text, _visible(content.html)):
        plain = part.replace("Sjabloon: feedback_kwaliteitscheck", "").replace("meetcyclus check run", "")
        assert ENGLISH.findall(plain.lower()) == []
        # Names as programs write them stand in file names and in the version of the template alone.
        said = re.sub(r"Sjabloon: \S+|\S+\.(?:xlsx|docx|csv)", "", part)
        assert re.findall(r"\w+_\w+|\bpackages\b", said) == []


@pytest.mark.parametrize("kind", KINDS)
def test_plain_text_is_a_real_text_with_double_breaks(writer: TemplateLetterWriter, kind: LetterKind) -> None:
    text = writer.write(kind, facts_of(kind)).text
    assert "<" not in text
    assert "&amp;" not in text and "&#" not in text
    # Outlook joins lines that stand directly under each other, so no single break may occur.
    assert not re.search(r"[^\n]\n[^\n]", text)
    assert "\n\n\n" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same_numbers_and_dates(writer: TemplateLetterWriter, kind: LetterKind) -> None:
    content = writer.write(kind, facts_of(kind))
    figures = re.compile(r"\b(?:VV\d+|\d{2}/\d{2}/\d{4}|[0-9a-f]{64})")
    assert set(figures.findall(content.text)) == set(figures.findall(_visible(content.html)))


@pytest.mark.parametrize("kind", KINDS)
def test_html_is_a_table_of_640_pixels_without_pictures(writer: TemplateLetterWriter, kind: LetterKind) -> None:
    html = writer.write(kind, facts_of(kind)).html
    page = _page(html)
    names = [name for name, _ in page.tags]
    assert ("html", {"lang": "nl-BE"}) in page.tags
    assert "max-width:640px" in html and 'width="640"' in html
    assert "#1F3A4D" in html
    assert not {"img", "link", "style", "script", "iframe", "form"} & set(names)
    # The only links are those of the settings, each shown as what it is.
    links = [value for _, given in page.tags for name, value in given.items() if name == "href"]
    shown = [each for each in links if each and each.startswith("https://")]
    assert "url(" not in html and html.count("http") == 2 * len(shown)
    assert all(f">{each}</a>" in html for each in shown)


@pytest.mark.parametrize("kind", KINDS)
def test_the_terms_of_another_programme_replace_ours(writer: TemplateLetterWriter, kind: LetterKind) -> None:
    facts = _renamed(facts_of(kind, ITALY))
    content = writer.write(kind, facts)
    for part in (content.subject, content.text, _visible(content.html)):
        assert not re.search(r"\bproject(en)?\b|vlaams|\bVV|\bVR\b|\bDFB\b|kabinet", part, re.IGNORECASE)


def test_feedback_asks_first_then_explains_and_ends_with_what_is_fine(writer: TemplateLetterWriter) -> None:
    content = writer.write(LetterKind.FEEDBACK, facts_of(LetterKind.FEEDBACK))
    assert content.subject == "[Meting 6] Graag aanvullen tegen vrijdag 22/12, 12 u.: VV014"
    assert content.text.splitlines()[0].endswith("tegen vrijdag 22/12/2023, 12 u.?")
    wanted = [
        "BLOKKEREND: Vul het veld in. Waar: VV014 Stand van zaken (blad Projecten, cel I2)",
        "Klopt een gegeven dat al ingevuld is toch?",
        "Project VV014",
        "1. BLOKKEREND",
        "Waarom dit belangrijk is",
        "Een goed antwoord",
        "2. FOUT",
        "Ter informatie, hier hoeft u niets voor te doen",
        "In VV056 staat een afkorting zonder uitleg.",
        "VV078",
    ]
    places = [content.text.index(each) for each in wanted]
    assert places == sorted(places)


@pytest.mark.goal("56")
def test_digest_that_only_tells_asks_nothing(writer: TemplateLetterWriter) -> None:
    late = block("info", "KC-016", point("VV014", "De rapportering van project VV014 kwam na de afgesproken datum."))
    told = {"projects": [], "tasks": [], "informed": [late], "counts": counts(0, 0, 0, 0)}
    content = writer.write(LetterKind.FEEDBACK, facts_of(LetterKind.FEEDBACK, **told))
    assert content.subject == "[Meting 6] Ter informatie, u hoeft niets te doen: VV014"
    for part in (content.text, _visible(content.html)):
        assert "u hoeft niets te doen" in part and "kwam na de afgesproken datum" in part and "KC-016" in part
        assert "Wij verwachten geen antwoord." in part
        for asked in ("Wilt u de punten", "Klopt een gegeven", "Waarom dit belangrijk is", "antwoord op deze mail met"):
            assert asked not in part
    # Everything that a lead need not do fits on one screen.
    assert len(content.text.partition("Bedankt")[0].split()) < 110


@pytest.mark.goal("56")
def test_whether_it_is_right_after_all_is_not_asked_about_an_empty_field(writer: TemplateLetterWriter) -> None:
    facts = facts_of(LetterKind.FEEDBACK, has_filled=False)
    for part in (
        writer.write(LetterKind.FEEDBACK, facts).text,
        _visible(writer.write(LetterKind.FEEDBACK, facts).html),
    ):
        assert "Wilt u invullen wat hieronder nog ontbreekt" in part
        assert "toch" not in part.partition("Project VV014:")[0] and "waarom het toch klopt" not in part


@pytest.mark.goal("56")
def test_reason_and_advice_of_a_rule_are_said_once_in_a_letter(writer: TemplateLetterWriter) -> None:
    first = block("fout", "KC-054", point("VV014-M01", "Mijlpaal VV014-M01 is te laat."))
    again = {**block("fout", "KC-054", point("VV056-M01", "Mijlpaal VV056-M01 is te laat.")), "explained_at": "VV014"}
    projects = [{**BIKE, "blocks": [first]}, {**SERVICES, "blocks": [again]}]
    content = writer.write(LetterKind.FEEDBACK, facts_of(LetterKind.FEEDBACK, projects=projects, informed=[]))
    for part in (content.text, _visible(content.html)):
        assert part.count(first["why"]) == part.count(first["how"]) == 1
        assert "zie VV014, regel KC-054" in part and "VV056-M01 is te laat" in part


def test_no_sign_of_a_weight_is_the_sign_of_a_status(writer: TemplateLetterWriter) -> None:
    html = writer.write(LetterKind.FEEDBACK, facts_of(LetterKind.FEEDBACK)).html
    assert not set("○◔◑●▲◆■") & set(html)


@pytest.mark.goal("56")
def test_one_rule_on_many_milestones_is_one_block(writer: TemplateLetterWriter) -> None:
    many = [point(f"VV014-M{at:02d}", f"Mijlpaal VV014-M{at:02d} is te laat.", f"cel H{at}") for at in range(1, 41)]
    projects = [{**BIKE, "blocks": [block("fout", "KC-054", *many, is_alike=True)]}]
    row = task(
        "fout", "KC-054", "Kies een status.", spot("VV014", "blad Mijlpalen, cellen H1 tot H40", "Status"), count=40
    )
    facts = facts_of(LetterKind.FEEDBACK, projects=projects, counts=counts(0, 40, 0, 0), tasks=[row], informed=[])
    content = writer.write(LetterKind.FEEDBACK, facts)
    for part in (content.text, _visible(content.html)):
        plain = part.replace("\u00a0", " ")
        assert plain.count("is te laat") == plain.count("Waarom dit belangrijk is") == 1
        assert plain.count("Een goed antwoord:") == 1 and "40 punten" in plain
        assert all(f"VV014-M{at:02d}" in plain and f"cel H{at}" in plain for at in range(1, 41))
        # Only the weights that occur are explained and counted.
        assert "lokkerend" not in plain and "LOKKEREND" not in plain
    assert "FOUT, 40 punten: Kies een status. Waar: VV014" in content.text.replace("\u00a0", " ")


@pytest.mark.goal("56")
def test_what_is_mended_is_thanked_for_before_what_is_open(writer: TemplateLetterWriter) -> None:
    mended = [block("fout", "KC-054", point("VV014-M01", "A."), point("VV014-M02", "A."))]
    mended.append(block("fout", "KC-060", point("VV014-M07", "De datum van VV014-M07 is goed.")))
    corrected = [{**BIKE, "blocks": mended}]
    content = writer.write(LetterKind.FEEDBACK, facts_of(LetterKind.FEEDBACK, sequence=2, corrected=corrected))
    for part in (content.text, _visible(content.html)):
        plain = part.replace("\u00a0", " ").replace("VV014 :", "VV014:")
        assert "VV014: 2 punten van regel KC-054 (VV014-M01, VV014-M02)" in plain
        assert "De datum van VV014-M07 is goed." in plain
        assert plain.index("Dank u, dit is verbeterd") < plain.index("Project VV014:")


@pytest.mark.goal("63")
def test_a_refused_file_counts_for_nothing_and_names_each_fault_once(writer: TemplateLetterWriter) -> None:
    content = writer.write(LetterKind.FINANCE_RECEIPT, facts_of(LetterKind.FINANCE_RECEIPT))
    assert content.subject == "[Meting 6] Graag een verbeterd bestand tegen maandag 08/01, 12 u.: emoe_2023-12.xlsx"
    for part in (content.text, _visible(content.html)):
        assert "verbeteren en opnieuw bezorgen tegen maandag 08/01/2024" in part
        assert "komt in het verslag, ook niet in een concept ervan." in part
        assert "Dit bestand telt niet mee." in part and "aanvaard en" not in part and "verworpen" not in part
        assert part.count("PR-999") == 1 and part.index("PR-014") < part.index("PR-999")
        # The minus sign of print, and no hyphen before an amount.
        assert "\u2212100,00" in part and not re.search(r"-\d+,\d\d\b", part)
        assert "en nog 3 andere dalingen" in part.replace("\u00a0", " ")
    assert "Vorige meting" not in content.html


@pytest.mark.goal("63")
def test_a_good_file_is_asked_to_be_signed_by_a_day(writer: TemplateLetterWriter) -> None:
    good = {"is_clean": True, "faults": [], "difference_committed": 0}
    content = writer.write(LetterKind.FINANCE_RECEIPT, facts_of(LetterKind.FINANCE_RECEIPT, **good))
    assert content.subject.startswith("[Meting 6] Graag ondertekenen tegen maandag 08/01, 12 u.: ")
    for part in (content.text, _visible(content.html)):
        assert "ondertekenen tegen maandag 08/01/2024" in part and "Het bestand is volledig aanvaard" in part
        assert "telt niet mee" not in part and "nakijken" not in part
        # Until the new signature it is the signed file that counts, in a concept as well.
        assert "alleen in een concept" not in part and "blijft in gebruik" in part
        assert "dat doet een collega" in part
    good["has_other_signer"] = False
    content = writer.write(LetterKind.FINANCE_RECEIPT, facts_of(LetterKind.FINANCE_RECEIPT, **good, signed_before=None))
    for part in (content.text, _visible(content.html)):
        assert "staan deze bedragen alleen in een concept van het verslag" in part
        assert "niemand anders die kan ondertekenen" in part and "dat doet een collega" not in part


def test_second_feedback_says_that_it_replaces_the_first(writer: TemplateLetterWriter) -> None:
    first = writer.write(LetterKind.FEEDBACK, facts_of(LetterKind.FEEDBACK, sequence="1"))
    second = writer.write(LetterKind.FEEDBACK, facts_of(LetterKind.FEEDBACK, sequence="2"))
    assert "Dit is bericht 2" in second.text and "Dit is bericht 2" in second.html
    assert "Dit is bericht" not in first.text


def test_feedback_without_findings_asks_nothing(writer: TemplateLetterWriter) -> None:
    content = writer.write(LetterKind.FEEDBACK, facts_of(LetterKind.FEEDBACK, projects=[], informed=[]))
    assert content.subject == "[Meting 6] Kwaliteitscheck in orde: VV014"
    assert "U hoeft niets te doen" in content.text
    assert "aanvullen" not in content.text


def test_long_list_of_projects_is_cut_in_the_subject(writer: TemplateLetterWriter) -> None:
    projects = [{**CULTURE, "number": f"VV{number:03d}"} for number in range(1, 8)]
    content = writer.write(LetterKind.REMINDER, facts_of(LetterKind.REMINDER, projects=projects, later=[]))
    assert content.subject.endswith(": VV001, VV002, VV003, VV004 en nog 3 andere")
    assert "VV007" in content.text
    content = writer.write(LetterKind.REMINDER, facts_of(LetterKind.REMINDER, projects=projects[:5], later=[]))
    assert content.subject.endswith(": VV001, VV002, VV003, VV004, VV005")


@pytest.mark.parametrize(
    ("days_left", "said"),
    [(3, "nog 3 dagen"), (1, "nog 1 dag."), (0, "Vandaag is de laatste dag")],
)
def test_reminder_says_how_many_days_are_left(writer: TemplateLetterWriter, days_left: int, said: str) -> None:
    assert said in writer.write(LetterKind.REMINDER, facts_of(LetterKind.REMINDER, days_left=days_left)).text


def test_validation_request_says_how_to_answer_and_puts_attention_first(writer: TemplateLetterWriter) -> None:
    text = writer.write(LetterKind.VALIDATION_REQUEST, facts_of(LetterKind.VALIDATION_REQUEST)).text
    for said in ("wij valideren alles", "opmerking", "terugsturen", "Zonder antwoord is niets gevalideerd"):
        assert said in text
    assert text.index("Project VV014") < text.index("Project VV056")
    assert VALIDATION["projects"][0]["sha256"] in text
    assert "Vorige meting: – (geen vorige meting)" in text


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_asked_is_asked_as_a_question(writer: TemplateLetterWriter, kind: LetterKind) -> None:
    ask = writer.write(kind, facts_of(kind)).text.splitlines()[0]
    if kind in (LetterKind.RECEIPT, LetterKind.PUBLICATION):
        assert "U hoeft" in ask and ask.endswith("niets te doen.")
    else:
        assert ask.startswith("Wilt u ") and ask.endswith("?")


def test_government_is_asked_to_put_the_communication_on_its_agenda(writer: TemplateLetterWriter) -> None:
    facts = facts_of(LetterKind.MEETING_INVITATION, forum_name="Vlaamse Regering", communication="mededeling_vr.docx")
    content = writer.write(LetterKind.MEETING_INVITATION, facts)
    assert content.subject == "[Meting 6] Mededeling aan de Vlaamse Regering: agendering op maandag 15/01/2024"
    assert content.text.startswith("Wilt u de mededeling en de bijlagen laten agenderen op de Vlaamse Regering van")
    for part in (content.text, _visible(content.html)):
        assert "Bijlagen bij de mededeling" in part and "Wij nodigen u uit" not in part
        assert part.index("mededeling_vr.docx") < part.index("Bijlagen bij de mededeling") < part.index("covernota")
        assert part.count("mededeling_vr.docx") == 1


def test_invitation_says_when_and_where_or_asks_for_it(writer: TemplateLetterWriter) -> None:
    def written(**facts: object) -> tuple[str, str]:
        forum = {"forum_name": "Klimaatexpertenpanel (KEP)", "forum": "het Klimaatexpertenpanel (KEP)"}
        content = writer.write(LetterKind.MEETING_INVITATION, facts_of(LetterKind.MEETING_INVITATION, **forum, **facts))
        assert _visible(content.html).count("nog niet vast") == content.text.count("nog niet vast")
        return content.subject, content.text.replace("\u00a0", " ")

    starts_at = datetime(2024, 1, 15, 14, 30, tzinfo=BRUSSELS)
    subject, text = written(starts_at=starts_at)
    assert subject == "[Meting 6] Uitnodiging: Klimaatexpertenpanel (KEP) op maandag 15/01/2024, 14.30 u."
    assert "Wanneer: maandag 15/01/2024, 14.30 u." in text and "Waar: Herman Teirlinckgebouw, zaal 1.24" in text
    assert "))" not in text and "bezorgen" not in text
    _, text = written(place="")
    assert "Het uur en de plaats liggen nog niet vast. Wilt u ons het uur en de plaats bezorgen?" in text
    assert text.startswith("Wilt u de resultaten van meting 6 bespreken in het Klimaatexpertenpanel (KEP) op maandag")
    assert text.count("nog niet vast") == 1 and "Waar:" not in text
    _, text = written(place="", is_chair=False)
    assert "nog niet vast. U kunt ernaar vragen: antwoord op deze mail." in text and "bezorgen" not in text
    _, text = written(starts_at=starts_at, place="")
    assert "Wilt u ons de plaats bezorgen?" in text


def test_hand_over_says_where_the_package_is_and_by_when_to_confirm(writer: TemplateLetterWriter) -> None:
    content = writer.write(LetterKind.HAND_OVER, facts_of(LetterKind.HAND_OVER))
    assert content.subject.startswith("[Meting 6] Graag ontvangst bevestigen tegen woensdag 17/01, 12 u.: ")
    assert "ophalen en de ontvangst bevestigen tegen woensdag 17/01/2024, 12 u.?" in content.text.splitlines()[0]
    for part in (content.text, _visible(content.html)):
        assert "hier op: https://uitwisseling.example.org/overdracht-2023-12" in part and "bezorgen" not in part
    # Nobody confirms what was not handed over yet.
    content = writer.write(LetterKind.HAND_OVER, facts_of(LetterKind.HAND_OVER, link=""))
    assert content.subject.startswith("[Meting 6] Graag antwoord tegen woensdag 17/01, 12 u.: hoe wilt u ")
    assert content.text.splitlines()[0].startswith(
        "Wilt u ons laten weten hoe u het overdrachtspakket van meting 6 wilt"
    )
    for part in (content.text, _visible(content.html)):
        assert "hoe u het overdrachtspakket wilt ontvangen" in part and "zit niet bij deze mail" in part
        assert part.index("Wij bezorgen het u") < part.index("bevestigt u de ontvangst")


def test_publication_links_to_dataset_and_catalogue(writer: TemplateLetterWriter) -> None:
    content = writer.write(LetterKind.PUBLICATION, facts_of(LetterKind.PUBLICATION))
    for part in (content.text, _visible(content.html)):
        assert "deze meting: https://example.org/opendata/rp/2023-12" in part
        assert "alle metingen: https://example.org/opendata " in part.replace("\n", " ")


def test_hand_over_gives_the_command_and_leaves_the_files_to_the_manifest(writer: TemplateLetterWriter) -> None:
    facts = facts_of(LetterKind.HAND_OVER)
    content = writer.write(LetterKind.HAND_OVER, facts)
    for part in (content.text, _visible(content.html)):
        assert f"python3 verify.py --anchor {facts['package_sha256']}" in part
        assert "manifest" in part and "2 bestanden" in part and "grootboek" in part
        assert "projecten.csv" not in part and "controlepakket" not in part and "logboek" not in part


@pytest.mark.parametrize(("code", "mark"), [("stopgezet", "■"), ("actie", "◆"), ("aandacht", "▲"), ("opgestart", "◔")])
def test_validation_request_marks_a_status_with_its_own_sign(
    writer: TemplateLetterWriter, code: str, mark: str
) -> None:
    changed = {
        "projects": [{**VALIDATION["projects"][1], "status_code": code, "status_label": "woord"}],
        "statuses": [],
    }
    content = writer.write(LetterKind.VALIDATION_REQUEST, facts_of(LetterKind.VALIDATION_REQUEST, **changed))
    assert f"Status nu: {mark} woord" in content.text and f"{mark}&nbsp;woord" in content.html
    # A sign that does not occur is not explained.
    assert set("○◔◑●▲◆■") & set(content.html) == {mark}


@pytest.mark.goal("53")
def test_validation_request_shows_what_is_decided_on_and_what_changed(writer: TemplateLetterWriter) -> None:
    content = writer.write(LetterKind.VALIDATION_REQUEST, facts_of(LetterKind.VALIDATION_REQUEST))
    for part in (content.text, _visible(content.html)):
        for said in (
            "In september opende de fietsweg",
            "Een tweede leverancier.",
            "De laatste 120 kilometer volgt in 2024.",
            "verwachte datum van 30/09/2023 naar 31/03/2024",
            "waarde van 120 naar 180",
            "Gewijzigd sinds uw beslissing van 20/12/2023:",
            "Let op het woord vooruitzicht: VV014.",
            "Vooruitzicht: ingevuld op 11/12/2023",
            "Bijzondere aandacht nodig: Er is een knelpunt",
            "Uw tijd: 3 werkdagen na vandaag, tot donderdag 28/12/2023, 17.30 u.",
            "budget 41,5 miljoen euro; vastgelegd 40,3 miljoen euro; betaald 812.346 euro",
            "(stand op 31/12/2022, meting 5)",
            "Vorige meting: “Van de 300 kilometer is 120 kilometer aangelegd.”",
            "raag uw oordeel over de maatregel",
            "en ook: VV014-M07, VV014-I03",
        ):
            assert said in part.replace("\u00a0", " "), said
        assert part.count("(zoals in de vorige meting)") == 1 and ".." not in part
        # The overview of all comes before the details of the first.
        assert part.index("Overzicht") < part.index("Cultuurhuis Blankenberge") < part.index("Project VV014:")


@pytest.mark.goal("53")
def test_a_request_of_forecasts_only_says_so_once(writer: TemplateLetterWriter) -> None:
    projects = [{**each, "is_forecast": True} for each in VALIDATION["projects"]]
    content = writer.write(LetterKind.VALIDATION_REQUEST, facts_of(LetterKind.VALIDATION_REQUEST, projects=projects))
    assert "Dit is een vooruitzicht." in content.text and "Let op het woord" not in content.text
    assert "(vooruitzicht)" not in content.html


def test_publication_counts_in_the_words_of_the_programme(writer: TemplateLetterWriter) -> None:
    ours = writer.write(LetterKind.PUBLICATION, facts_of(LetterKind.PUBLICATION)).text
    theirs = writer.write(LetterKind.PUBLICATION, facts_of(LetterKind.PUBLICATION, ITALY)).text
    assert "van 181 projecten." in ours.replace("\u00a0", " ") and "van 181 maatregelen." in theirs.replace(
        "\u00a0", " "
    )


@pytest.mark.goal("82")
def test_entered_text_stays_text_in_every_part(writer: TemplateLetterWriter) -> None:
    nasty = "<script>alert(1)</script> {{ 7*7 }} /etc/passwd\r\nBcc: all@example.org"
    projects = [{**FEEDBACK["projects"][0], "title": nasty}]
    found = {**FEEDBACK["projects"][0]["blocks"][0], "why": nasty, "how": nasty}
    projects[0]["blocks"] = [
        {**found, "points": [point("VV014", nasty, nasty, nasty)]},
        {**found, "points": [point("VV014", nasty, nasty, nasty), point("VV014", nasty)]},
        {**found, "is_alike": True, "points": [point(nasty, nasty, nasty), point(nasty, nasty, nasty)]},
    ]
    content = writer.write(LetterKind.FEEDBACK, facts_of(LetterKind.FEEDBACK, projects=projects, recipient_name=nasty))
    assert "\n" not in content.subject and "\r" not in content.subject
    assert "script" not in [name for name, _ in _page(content.html).tags]
    assert "&lt;script&gt;" in content.html
    assert "{{ 7*7 }}" in content.text and "49" not in content.text


def _with_template(folder: Path, name: str, text: str) -> TemplateLetterWriter:
    copy = folder / "letters"
    shutil.copytree(TEMPLATES, copy)
    (copy / name).write_text(text, encoding="utf-8")
    return TemplateLetterWriter(copy)


@pytest.mark.parametrize(
    ("template", "named"),
    [
        ("{{ nergens_gegeven }}", "nergens_gegeven"),
        ("{{ terms.onbekend }}", "onbekend"),
        ("{{ deadline|nofilter }}", "nofilter"),
        ("{% if %}", "subject"),
        ("{{ round_key|deadline }}", "subject"),
        ("{{ ''.__class__.__mro__ }}", "__class__"),
    ],
)
def test_broken_template_is_an_error_with_its_name(tmp_path: Path, template: str, named: str) -> None:
    name = "herinnering_invoer/subject.txt.j2"
    writer = _with_template(tmp_path, name, template)
    with pytest.raises(MeetcyclusError) as caught:
        writer.write(LetterKind.REMINDER, facts_of(LetterKind.REMINDER))
    assert name in str(caught.value) and named in str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_each_fact_that_is_left_out_is_named(writer: TemplateLetterWriter, kind: LetterKind) -> None:
    facts = facts_of(kind)
    for fact in set(facts) - {"terms"}:
        with pytest.raises(MeetcyclusError, match=f"{kind.value}/.*{fact}"):
            writer.write(kind, {name: value for name, value in facts.items() if name != fact})


def test_version_that_is_no_number_is_an_error(tmp_path: Path) -> None:
    writer = _with_template(tmp_path, "herinnering_invoer/version.txt", "nieuw")
    with pytest.raises(MeetcyclusError, match=r"version\.txt"):
        writer.write(LetterKind.REMINDER, facts_of(LetterKind.REMINDER))
