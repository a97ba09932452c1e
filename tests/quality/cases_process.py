"""One round in which every rule about process, portfolio, report and publication is broken once, beside its neighbour
that just does not break it. Every fact that is wrong names the rule; everything else is as it should be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from meetcyclus.domain.entries import Entry
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.programme import VrDocument
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.check_facts import (
    DatasetFacts,
    FileTrail,
    ForumTrail,
    OwnCheck,
    ProcessFacts,
    ProjectTrail,
    ReleaseFacts,
    ShownDocument,
    ShownTable,
    VerdictTrail,
    WaiverTrail,
)
from meetcyclus.services.ports import CheckSubject
from tests.quality.small_programme import THIS, merged, small_programme, subject_of

NOW, OLD = "ab" * 32, "cd" * 32
LAST_DAY = datetime(2023, 12, 8, 11, 0, tzinfo=UTC)
COPIES = range(1, 8)
_LICENCE = "dct:license <http://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0>"
_DATASET = (
    '<https://x/v1> a dcat:Dataset ;\n    dct:title "t"@nl ;\n    dct:description "d"@nl ;\n    dct:identifier "i" ;\n'
    "    dct:publisher <p> ;\n    dcat:contactPoint <c> ;\n    dct:accessRights <a> ;\n    dcat:distribution <d> .\n"
)
_FILE = '<https://x/{name}> a dcat:Distribution ;\n    dct:title "t"@nl ;\n    {rest} ;\n    dct:format <csv> .\n'
_CATALOGUE = "\n".join(
    (
        _DATASET,
        _DATASET.replace("https://x/v1", "zonder-titel").replace('    dct:title "t"@nl ;\n', ""),
        _FILE.format(name="goed", rest=f"dcat:accessURL <u> ;\n    {_LICENCE}"),
        _FILE.format(name="zonder-adres", rest=_LICENCE),
        _FILE.format(name="vreemde-licentie", rest="dcat:accessURL <u> ;\n    dct:license <http://elders/licentie>"),
    )
)

# (rule, object, field); nothing else may be found.
PROCESS_HITS = frozenset(
    {
        ("KC-042", "VV012", "bevestiging"),
        ("KC-140", "VR 2023 DOC 12", "vr_nummer"),
        ("KC-140", "VR 2023 3102 VV DOC.0001/1", "datum in vr_nummer"),
        ("KC-140", "VR 2023 0102 VV DOC.0002/1", "datum"),
        ("KC-141", "VV011", "vooruitblik"),
        ("KC-143", "VV011/M1", "beslissing"),
        ("KC-144", "VV012/M1", "beslist_door"),
        ("KC-145", "VV013/M2", "validatie"),
        ("KC-146", "VV014/M1", "opmerking"),
        ("KC-147", "VV011", "bevindingen"),
        ("KC-148", "VV012", "motivering KC-005"),
        ("KC-149", "VV013", "antwoord"),
        ("KC-150", "VV014", "nagekeken_door"),
        ("KC-160", "2023-12", "som van de statussen"),
        ("KC-160", "2023-12", "aantal projecten"),
        ("KC-161", "VV021", "in_scope"),
        ("KC-161", "VV991", "in_scope"),
        ("KC-162", "projecten.status.gerealiseerd.aandeel in covernota", "aandeel"),
        ("KC-163", "monitoringsrapport", "aandelen"),
        ("KC-164", "covernota, tekst 1, datum 1", "datum"),
        ("KC-164", "covernota, tekst 2, datum 1", "meting"),
        ("KC-165", "covernota, tekst 3.1", "tekst"),
        ("KC-166", "projecten.status.gerealiseerd.verschil in covernota", "omschrijving"),
        ("KC-167", "covernota, tekst 4.1", "tekst"),
        ("KC-167", "mijlpalen.status.vertraagd.aandeel in covernota", "formule"),
        ("KC-168", "projecten.totaal in monitoringsrapport", "cijfer"),
        ("KC-168", "monitoringsrapport", "tekst"),
        ("KC-169", "VV013 in monitoringsrapport", "status"),
        ("KC-170", "VV014", "covernota"),
        ("KC-171", "monitoringsrapport", "figuren"),
        ("KC-171", "monitoringsrapport", "tabellen"),
        ("KC-172", "2023-12/v1", "bestanden"),
        ("KC-173", "zonder-titel", "dataset"),
        ("KC-173", "https://x/zonder-adres", "distributie"),
        ("KC-173", "https://x/vreemde-licentie", "licentie"),
        ("KC-174", "2023-12/v1", "persoonsgegevens"),
        ("KC-175", "vr", "beslissing"),
        ("KC-175", "vr_later", "datum van de beslissing"),
        ("KC-176", "covernota.docx", "controlegetal"),
        ("KC-177", "Cluster (C6)", "aandeel dat aandacht vraagt"),
        ("KC-178", "Rush", "status"),
        ("KC-179", "VV011-M03", "datum_verwacht"),
    }
)


def process_subject() -> CheckSubject:
    """The round with everything about it."""
    round_ = replace(THIS, entry_until=LAST_DAY)
    plain = subject_of(_data())
    return CheckSubject(
        plain.data, round_, plain.population, _process(), _release([p.number for p in plain.data.projects])
    )


def _data() -> ProgrammeData:
    data = merged([small_programme(copy) for copy in COPIES])
    documents = (
        VrDocument("VR 2023 DOC 12", ("VV011",), date(2023, 2, 3), "onleesbaar"),
        VrDocument("VR 2023 3102 VV DOC.0001/1", ("VV011",), date(2023, 2, 3), "31 februari"),
        VrDocument("VR 2023 0102 VV DOC.0002/1", ("VV011",), date(2023, 2, 2), "een dag verschil"),
    )
    domains = {"E6": "Rush", "E7": "Rust"}
    return replace(
        data,
        vr_documents=(*data.vr_documents, *documents),
        entities=tuple(replace(each, policy_domain=domains.get(each.code, "Overige")) for each in data.entities),
        entries=tuple(_entry(each) for each in data.entries),
    )


def _entry(entry: Entry) -> Entry:
    number, report = entry.project_number, entry.report
    if entry.round_key == "2022-12" and number == "VV011":
        # Promised for the year of this round; now it is still to come.
        moved = tuple(
            replace(e, expected_on=date(2023, 10, 1)) if "M03" in e.milestone_id else e for e in entry.milestones
        )
        return replace(entry, milestones=moved)
    if entry.round_key != THIS.key:
        return entry
    if number == "VV011":
        quoted = f"{report.outlook} Zie VR 2023 2212 VV DOC.0007/1 en VR 2024 1201 VV DOC.0001/1."
        return replace(entry, report=replace(report, outlook=quoted))
    if number.startswith("VV06"):
        return replace(
            entry,
            submitted_at=LAST_DAY,
            report=replace(report, status_code="aandacht" if number[-1] != "5" else "actie"),
        )
    if number.startswith("VV07") and number[-1] in "1256":
        return replace(entry, report=replace(report, status_code="actie"))
    return entry


def _process() -> ProcessFacts:
    lead = "lead1@example.org"
    return ProcessFacts(
        is_validation_closed=True,
        projects=(
            ProjectTrail("VV011", lead, 1, open_blocking=("KC-001",)),
            ProjectTrail("VV012", lead, 1, unanswered_workdays=3, forecast_of=date(2023, 12, 8)),
            ProjectTrail("VV013", lead, 1, unanswered_since=date(2023, 12, 13), unanswered_workdays=4),
            ProjectTrail("VV014", lead, 2, own_checks=(OwnCheck("KC-005", lead), OwnCheck("M1", lead))),
        ),
        verdicts=(
            VerdictTrail("VV011", "M1", "validated", OLD, NOW, False, False),
            VerdictTrail("VV012", "M1", "validated", NOW, NOW, True, False, "vreemd@example.org", False),
            VerdictTrail("VV013", "M1", "validated", NOW, NOW, True, True),
            VerdictTrail("VV013", "M2", "", "", NOW, False, True),
            VerdictTrail("VV014", "M1", "validated", NOW, NOW, True, False, status_changed=True),
            VerdictTrail(
                "VV015", "M1", "remark", NOW, NOW, True, False, status_changed=True, return_reason="vergunning"
            ),
        ),
        waivers=(WaiverTrail("VV011", "VV011", "KC-005", 1), WaiverTrail("VV012", "VV012", "KC-005", 2)),
    )


def _figure(name: str, value: int, text: str) -> Figure:
    return Figure(name, name, Decimal(value), "projecten" if "aandeel" not in name else "procent", text, "")


def _release(numbers: list[str]) -> ReleaseFacts:
    total = len(numbers)
    return ReleaseFacts(
        checked_on=date(2024, 3, 1),
        figures=(
            _figure("projecten.totaal", total - 1, str(total - 1)),
            _figure("projecten.status.gerealiseerd.aantal", total - 2, str(total - 2)),
            _figure("projecten.status.gerealiseerd.aandeel", 93, "93%"),
            _figure("projecten.status.gerealiseerd.verschil", 1, "+1"),
            _figure("projecten.status.opgestart.verschil", 1, "+1"),
            _figure("mijlpalen.status.op_schema.aandeel", 50, "50%"),
            _figure("mijlpalen.status.vertraagd.aandeel", 5, "5%"),
        ),
        previous_population=(*(each for each in numbers if each != "VV021"), "VV991"),
        documents=(_cover_note(total, numbers), _report(total)),
        files=(FileTrail("covernota", "covernota.docx", NOW, OLD), FileTrail("rapport", "rapport.docx", NOW, NOW)),
        forums=(
            ForumTrail("vr", "ministerraad_vv", None),
            ForumTrail("vr_later", "ministerraad_vv", date(2024, 3, 2)),
            ForumTrail("vr_vandaag", "ministerraad_vv", date(2024, 3, 1)),
            ForumTrail("kep", "kep", None),
        ),
        dataset=DatasetFacts("2023-12/v1", ("projecten.csv, regel 2",), _CATALOGUE, ("projecten.csv, line 3",)),
    )


def _register(*rows: tuple[str, str, str, str]) -> ShownTable:
    return ShownTable("Register", True, (("Omschrijving", "Cijfer", "Formule", "Naam"), *rows))


def _cover_note(total: int, numbers: list[str]) -> ShownDocument:
    return ShownDocument(
        "covernota",
        "covernota.docx",
        (
            "Op 31 december 2023 (meting 3) is het beter dan bij meting 2 op 30 december 2022.",
            "Dat bleek al bij meting 9 op 1 januari 2020.",
            "Het aandeel steeg met 10%. Het vereffende deel steeg met 10 procentpunt, tot 40%.",
            "Van de mijlpalen is 84,6% op schema. Dat zijn 11 van 13 mijlpalen (84,6%).",
            "Door afronding kan de som afwijken.",
            "Aandacht voor " + ", ".join(each for each in numbers if each != "VV014"),
        ),
        (
            _register(
                ("Projecten", str(total - 1), "", "projecten.totaal"),
                ("Gerealiseerd", "94%", "", "projecten.status.gerealiseerd.aandeel"),
                ("Gerealiseerd: verschil", "+1", "nu − toen", "projecten.status.gerealiseerd.verschil"),
                ("Opgestart: verschil, zoals gepubliceerd", "+1", "", "projecten.status.opgestart.verschil"),
                ("Op schema", "50%", "a / mijlpalen.totaal", "mijlpalen.status.op_schema.aandeel"),
                ("Vertraagd", "5%", "a / b", "mijlpalen.status.vertraagd.aandeel"),
            ),
        ),
    )


def _report(total: int) -> ShownDocument:
    status = ("Status", "Meting 3, 31/12/2023", "Aandeel")
    return ShownDocument(
        "monitoringsrapport",
        "rapport.docx",
        ("Tekst zonder noot.",),
        (
            _register(("Projecten", str(total), "", "projecten.totaal")),
            ShownTable(
                "Status van de projecten op 31 december 2023",
                True,
                (
                    status,
                    ("● gerealiseerd", str(total - 2), "93%"),
                    ("zonder rapport", "1", "6%"),
                    ("Totaal", "", "100%"),
                ),
            ),
            ShownTable("Status van VV013", True, (("Status",), ("◑ in uitvoering",))),
            ShownTable("Status van VV011", True, (("Status",), ("◑ in uitvoering",))),
            ShownTable(
                "Lijst", True, (("Project en status", "Reden"), ("VV011 Naam\n ◑ in uitvoering \nwas: opgestart", "–"))
            ),
            ShownTable("Zonder kop", False, (("a",),)),
        ),
        pictures=(("Figuur 1", "Wat u ziet"), ("Figuur 2", " ")),
        misfits=("‘er zijn er 12’",),
    )
