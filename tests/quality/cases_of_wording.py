"""Cases about wording: a text that breaks exactly one rule, and its neighbour that does not."""

from __future__ import annotations

from dataclasses import replace

from meetcyclus.domain.programme import Person
from meetcyclus.domain.snapshot import ProgrammeData
from tests.quality.case import case as case_of
from tests.quality.small_programme import WORDS
from tests.quality.spoiling import Spoil, both, milestone, report, rows


def _said(more: str) -> Spoil:
    return report("1", issues=f"{WORDS[1]} {more}")


def _promised(text: str) -> Spoil:
    return rows("milestones", "1-M03", description=text)


def _recovered(motivation: str) -> Spoil:
    before = report("1", place=1, status_code="aandacht")
    return both(before, report("1", motivation=motivation))


def _said_of_a_known_person(data: ProgrammeData, prefix: str) -> ProgrammeData:
    """No list of first names holds this one; the register does."""
    known = replace(data, persons=(*data.persons, Person(f"{prefix}@example.org", "Xavi Maes", "spoc")))
    return _said("Vraag het aan Xavi Maes.")(known, prefix)


ISSUES = ("1", "knelpunten")
GERMAN = "Die Arbeiten sind im Gange und die erste Phase ist mit einem Bericht abgeschlossen."

WORDING = (
    case_of("unknown letters", _said("De ZVKX is betrokken."), ("KC-009", *ISSUES)),
    case_of("letters explained", _said("De Zorgvereniging Kempen (ZVKX) is betrokken. De ZVKX helpt.")),
    case_of("known letters", _said("De VDAB is betrokken.")),
    case_of("German", report("1", issues=GERMAN), ("KC-010", *ISSUES)),
    case_of("two German words", report("1", issues="Gute Arbeit")),
    case_of("name of the register", _said_of_a_known_person, ("KC-011", *ISSUES)),
    case_of("mail of a person", _said("Schrijf naar an.maes@vlaanderen.be."), ("KC-011", *ISSUES)),
    case_of("role mailbox", _said("Schrijf naar subsidies@vlaanderen.be.")),
    case_of("telephone", _said("Bel 0478 12 34 56."), ("KC-011", *ISSUES)),
    case_of("free number", _said("Bel gratis 0800 12 345.")),
    case_of("national number", _said("Dossier 85.07.30-033.28 loopt."), ("KC-011", *ISSUES)),
    case_of("other check digits", _said("Dossier 85.07.30-033.29 loopt.")),
    case_of("name of a street", _said("De werken in de Jan Breydelstraat lopen.")),
    case_of("name in a milestone", _promised("Contract met Els Maes ondertekend"), ("KC-011", "1-M03", "omschrijving")),
    case_of("name as evidence", milestone("1", "M01", evidence="Mail van Els Maes"), ("KC-011", "1-M01", "bewijs")),
    case_of("closed link", _said("Zie https://vo.sharepoint.com/x."), ("KC-012", *ISSUES)),
    case_of("open link", _said("Zie https://www.vlaanderen.be/relance.")),
    case_of("link to a disk", _said("Zie file:///S:/pv.pdf."), ("KC-012", *ISSUES)),
    case_of("template text", _said("[vul hier de datum in]"), ("KC-018", *ISSUES)),
    case_of("tracked change", _said("De <del>oude</del> planning geldt."), ("KC-018", *ISSUES)),
    case_of("quote in brackets", _said("De norm [bijlage 2] geldt.")),
    case_of("recovered silently", _recovered(""), ("KC-025", "1", "motivering")),
    case_of("recovered, nothing solved", _recovered("De stuurgroep is gerust."), ("KC-025", "1", "motivering")),
    case_of("recovered, solved", _recovered("De vergunning is op 3 oktober verleend.")),
    case_of("green and late", _said("De levering is uitgesteld."), ("KC-039", *ISSUES)),
    case_of("green, not late", _said("Er is geen vertraging.")),
    case_of("green, caught up", _said("De vertraging is ingehaald.")),
    case_of("vague", _promised("Verder inzetten op innovatie"), ("KC-062", "1-M03", "omschrijving")),
    case_of("vague beside a noun", _promised("Werken aan de conceptnota"), ("KC-062", "1-M03", "omschrijving")),
    case_of("noun of result", _promised("Definitieve oplevering van de brug")),
    case_of("two results", _promised("Studie opgeleverd en bestek gepubliceerd"), ("KC-063", "1-M03", "omschrijving")),
    case_of("one result for two", _promised("Bestek voor wegen en fietspaden gepubliceerd")),
    case_of("counts", _promised("25 km kabel gelegd"), ("KC-064", "1-M03", "type")),
    case_of("counts, as it says", rows("milestones", "1-M03", description="25 km kabel gelegd", kind="kwantitatief")),
    case_of("quantitative, counts nothing", rows("milestones", "1-M03", kind="kwantitatief")),
    case_of("an age is no figure", _promised("App voor 65-plussers beschikbaar")),
    case_of("a year is no figure", _promised("Eindrapport 2023 goedgekeurd")),
    case_of("activity", rows("indicators", "1-I01", name="Aantal vergaderingen"), ("KC-091", "1-I01", "naam")),
    case_of("people at activities", rows("indicators", "1-I01", name="Aantal deelnemers aan infosessies")),
)
