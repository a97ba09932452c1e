"""Facts for every kind of letter: of a programme with projects, and of one that calls them measures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from meetcyclus.domain.letters import LetterKind

BRUSSELS = ZoneInfo("Europe/Brussels")
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
DEADLINE = datetime(2023, 12, 22, 12, 0, tzinfo=BRUSSELS)

BIKE = {"number": "VV014", "title": "Fietsinfrastructuur aan gemeentewegen"}
SERVICES = {"number": "VV056", "title": "Achterliggende processen gemeenschappelijke dienstverlening"}
CULTURE = {"number": "VV078", "title": "Cultuurhuis Blankenberge"}

COMMON: dict[str, Any] = {
    "programme_name": "Relanceplan Vlaamse Veerkracht",
    "terms": {"speerpunt": "speerpunt", "cluster": "cluster", "project": "project", "mijlpaal": "mijlpaal"},
    "round_number": 6,
    "round_key": "2023-12",
    "reference_date": date(2023, 12, 31),
    "recipient_name": "José Müller",
    "contact_name": "An Peeters",
    "contact_email": "meetcyclus@example.org",
}

ITALY: dict[str, Any] = {
    **COMMON,
    "programme_name": "Piano Nazionale di Ripresa e Resilienza",
    "terms": {
        "speerpunt": "missie",
        "cluster": "component",
        "project": "maatregel",
        "mijlpaal": "mijlpaal of streefdoel",
    },
    "round_number": 2,
    "round_key": "2022-06",
}


def point(about: str, message: str, place: str = "", earlier: str = "") -> dict[str, str]:
    """One place where a rule fails."""
    return {"object": about, "message": message, "place": place, "earlier": earlier}


def block(severity: str, code: str, *points: dict[str, str], is_alike: bool = False) -> dict[str, Any]:
    """One rule with the places where it fails."""
    return {
        "severity": severity,
        "rule_code": code,
        "is_alike": is_alike,
        "explained_at": "",
        "points": list(points),
        "why": "Het verslag vergelijkt datums. Een voorbije datum zonder uitleg leest als een fout.",
        "how": "De aanbesteding is gegund op 12/10/2023, de werken starten op 15/01/2024. Nieuwe datum: 30/06/2024.",
    }


def counts(*numbers: int) -> dict[str, int]:
    """How many points there are of each weight."""
    return dict(zip(("blokkerend", "fout", "waarschuwing", "info"), numbers, strict=True))


def spot(project: str, where: str, field: str) -> dict[str, str]:
    """One place where something is asked."""
    return {"project": project, "where": where, "field": field}


def task(severity: str, code: str, ask: str, *spots: dict[str, str], count: int = 0) -> dict[str, Any]:
    """One row of the table of what is asked."""
    return {
        "severity": severity,
        "rule_code": code,
        "count": count or len(spots),
        "ask": ask,
        "spots": list(spots),
        "spots_more": 0,
    }


def written(label: str, text: str, *, is_same: bool = False, gone: str = "") -> dict[str, Any]:
    """A text of a project, and what the round before said in its place."""
    return {"label": label, "text": text, "is_same": is_same, "gone": gone}


FEEDBACK: dict[str, Any] = {
    "deadline": DEADLINE,
    "sequence": 1,
    "workbook_name": "invoer-2023-12-mueller.xlsx",
    "counts": counts(1, 1, 1, 0),
    "tasks": [
        task("blokkerend", "KC-002", "Vul het veld in.", spot("VV014", "blad Projecten, cel I2", "Stand van zaken")),
        task(
            "fout",
            "KC-054",
            "Kies 'gerealiseerd' met een datum.",
            spot("VV014", "blad Mijlpalen, cel F4", "Status"),
        ),
        task("waarschuwing", "KC-055", "Leg uit waarom de datum verschuift.", spot("VV014", "", "VV014-M07")),
    ],
    "tasks_more": 0,
    "has_filled": True,
    "has_empty": True,
    "projects": [
        {
            **BIKE,
            "blocks": [
                block("blokkerend", "KC-002", point("VV014", "De stand van zaken is leeg.", "blad Projecten, cel I2")),
                block(
                    "fout",
                    "KC-054",
                    point(
                        "VV014-M03",
                        "Mijlpaal VV014-M03 had als datum 30/09/2023 en staat nog op 'op schema'.",
                        "blad Mijlpalen, cel F4",
                    ),
                ),
                block(
                    "waarschuwing",
                    "KC-055",
                    point(
                        "VV014-M07",
                        "De datum schuift voor de derde keer op.",
                        earlier="In meting 5 aanvaard door Eva Claes: de vergunning kwam later.",
                    ),
                ),
            ],
        },
    ],
    "informed": [block("info", "KC-009", point("VV056", "In VV056 staat een afkorting zonder uitleg."))],
    "named": [BIKE],
    "corrected": [],
    "fine_projects": [CULTURE],
}

VALIDATION: dict[str, Any] = {
    "mandate_title": "Vlaams minister van Mobiliteit en Openbare Werken",
    "deadline": datetime(2023, 12, 28, 17, 30, tzinfo=BRUSSELS),
    "workdays": 3,
    "previous_number": 5,
    "statuses": [
        {
            "code": "aandacht",
            "label": "bijzondere aandacht nodig",
            "definition": "Er is een knelpunt; een maatregel om bij te sturen loopt.",
        }
    ],
    "projects": [
        {
            **BIKE,
            "status_code": "aandacht",
            "status_label": "bijzondere aandacht nodig",
            "previous_status_label": "in uitvoering na agendering VR",
            "is_changed": True,
            "needs_attention": True,
            "asked": "graag uw oordeel over de maatregel",
            "money": {
                "budget_cents": 41_507_000_00,
                "committed_cents": 40_257_000_00,
                "settled_cents": 812_345_67,
                "stand_on": date(2022, 12, 31),
                "measured_in": 5,
            },
            "is_forecast": True,
            "entered_on": date(2023, 12, 11),
            "texts": [
                {
                    "label": "Stand van zaken",
                    "text": "Van de 300 kilometer is 180 kilometer aangelegd. De levering van asfalt loopt achter.",
                    "is_same": False,
                    "gone": "Van de 300 kilometer is 120 kilometer aangelegd.",
                },
                written("Realisaties", "In september opende de fietsweg langs het kanaal."),
                written("Maatregel om bij te sturen", "Een tweede leverancier.\n(klaar op 31/03/2024)"),
                written("Vooruitblik", "De laatste 120 kilometer volgt in 2024.", is_same=True),
            ],
            "summary": "1 mijlpaal, 1 indicator",
            "changes": [
                "VV014-M03 (Gunning van fase 3): verwachte datum van 30/09/2023 naar 31/03/2024",
                "VV014-I01 (Aangelegde kilometer): waarde van 120 naar 180",
            ],
            "changes_more": ["VV014-M07", "VV014-I03"],
            "revisions": ["stand van zaken gewijzigd", "VV014-M03 (Gunning): bewijs gewijzigd"],
            "decided_on": date(2023, 12, 20),
            "shared_with": ["Vlaams minister van Binnenlands Bestuur"],
            "open_warnings": 2,
            "sha256": SHA256[::-1],
        },
        {
            **SERVICES,
            "status_code": "in_uitvoering",
            "status_label": "in uitvoering na agendering VR",
            "previous_status_label": "opgestart",
            "is_changed": True,
            "needs_attention": False,
            "asked": "",
            "money": None,
            "is_forecast": False,
            "entered_on": date(2024, 1, 3),
            "texts": [written("Stand van zaken", "De aanbesteding is gegund.\nDrie diensten werken al samen.")],
            "summary": "",
            "changes": [],
            "changes_more": [],
            "revisions": [],
            "decided_on": None,
            "shared_with": [],
            "open_warnings": 0,
            "sha256": SHA256,
        },
        {
            **CULTURE,
            "status_code": "niet_gestart",
            "status_label": "nog niet gestart",
            "previous_status_label": "",
            "is_changed": False,
            "needs_attention": False,
            "asked": "",
            "money": None,
            "is_forecast": False,
            "entered_on": date(2024, 1, 3),
            "texts": [written("Stand van zaken", "")],
            "summary": "",
            "changes": [],
            "changes_more": [],
            "revisions": [],
            "decided_on": None,
            "shared_with": [],
            "open_warnings": 1,
            "sha256": SHA256,
        },
    ],
}

FACTS: dict[LetterKind, dict[str, Any]] = {
    LetterKind.INVITATION: {
        "session_starts_at": datetime(2023, 11, 16, 10, 0, tzinfo=BRUSSELS),
        "session_ends_at": datetime(2023, 11, 16, 11, 30, tzinfo=BRUSSELS),
        "place": "Herman Teirlinckgebouw, zaal 1.24, of via de vergaderlink in de afspraak",
        "projects": [BIKE, SERVICES],
    },
    LetterKind.ENTRY_OPENED: {
        "projects": [BIKE, SERVICES],
        "deadline": DEADLINE,
        "statuses": [
            {"label": "nog niet gestart", "definition": "Er is nog geen voorbereiding gebeurd."},
            {"label": "opgestart", "definition": "De voorbereiding loopt, nog zonder beslissing van de regering."},
            {"label": "gerealiseerd", "definition": "Alle mijlpalen zijn gehaald en het resultaat is in gebruik."},
        ],
        "workbook_name": "invoer-2023-12-mueller.xlsx",
    },
    LetterKind.REMINDER: {
        "projects": [BIKE],
        "deadline": DEADLINE,
        "days_left": 3,
        "later": [{"deadline": datetime(2023, 12, 29, 17, 30, tzinfo=BRUSSELS), "projects": [SERVICES, CULTURE]}],
    },
    LetterKind.LATE_ENTRY: {
        "audience": "verantwoordelijke",
        "answer_until": datetime(2023, 12, 27, 12, 0, tzinfo=BRUSSELS),
        "accepted_until": datetime(2023, 12, 23, 12, 0, tzinfo=BRUSSELS),
        "next_on": date(2023, 12, 28),
        "projects": [
            {**BIKE, "deadline": DEADLINE, "lead_name": "José Müller"},
            {**SERVICES, "deadline": DEADLINE, "lead_name": "José Müller"},
        ],
    },
    LetterKind.LATE_CORRECTION: {
        "audience": "verantwoordelijke",
        "answer_until": datetime(2023, 12, 27, 12, 0, tzinfo=BRUSSELS),
        "next_on": date(2023, 12, 28),
        "projects": [
            {**each, "asked_on": date(2023, 12, 19), "lead_name": "José Müller"} for each in FEEDBACK["projects"][:1]
        ],
    },
    LetterKind.BROKEN_CHECK: {
        "deadline": DEADLINE,
        "check_name": "de controle bij de validatie",
        "stage": "validatie",
        "ran_at": datetime(2023, 12, 18, 9, 15, tzinfo=BRUSSELS),
        "rules": ["KC-005", "KC-060"],
    },
    LetterKind.LATE_VALIDATION: {
        "audience": "voorzitter",
        "answer_until": datetime(2024, 1, 3, 12, 0, tzinfo=BRUSSELS),
        "next_on": None,
        "numbers": [BIKE, CULTURE],
        "mandates": [
            {
                "title": VALIDATION["mandate_title"],
                "contacts": "Mobiliteit (mobiliteit@example.org)",
                "deadline": VALIDATION["deadline"],
                "projects": [BIKE, CULTURE],
            }
        ],
    },
    LetterKind.RECEIPT: {
        "projects": [
            {**BIKE, "version": 1, "sha256": SHA256, "is_new": True, "is_confirmed": False},
            {**SERVICES, "version": 2, "sha256": SHA256[::-1], "is_new": True, "is_confirmed": False},
        ],
        "is_after_reference_date": False,
        "file_name": "invoer-2023-12-mueller.xlsx",
        "received_at": datetime(2023, 12, 11, 9, 5, tzinfo=BRUSSELS),
    },
    LetterKind.FEEDBACK: FEEDBACK,
    LetterKind.VALIDATION_REQUEST: VALIDATION,
    LetterKind.VALIDATION_REMINDER: {
        "mandate_title": VALIDATION["mandate_title"],
        "deadline": VALIDATION["deadline"],
        "projects": [BIKE, CULTURE],
    },
    LetterKind.RETURNED: {
        "deadline": DEADLINE,
        "workbook_name": "invoer-2023-12-mueller.xlsx",
        "projects": [
            {
                **BIKE,
                "mandate_title": VALIDATION["mandate_title"],
                "reason": "Het aantal kilometer klopt niet met het persbericht van november.",
            }
        ],
    },
    LetterKind.CONFIRMATION_REQUEST: {
        "deadline": datetime(2024, 1, 4, 12, 0, tzinfo=BRUSSELS),
        "workbook_name": "invoer-2023-12-mueller.xlsx",
        "projects": [
            {**BIKE, "status_label": "bijzondere aandacht nodig", "entered_on": date(2023, 12, 11)},
            {**SERVICES, "status_label": "in uitvoering na agendering VR", "entered_on": date(2023, 12, 14)},
        ],
    },
    LetterKind.CONFIRMATION_REMINDER: {
        "deadline": datetime(2024, 1, 4, 12, 0, tzinfo=BRUSSELS),
        "projects": [BIKE, SERVICES],
    },
    LetterKind.FINANCE_REQUEST: {
        "stand_date": date(2023, 12, 31),
        "deadline": datetime(2024, 1, 5, 17, 0, tzinfo=BRUSSELS),
        "project_count": 181,
        "columns": ["VV-nummer", "Begrotingsjaar", "Begrotingsartikel", "Vastgelegd", "Vereffend", "Standdatum"],
    },
    LetterKind.FINANCE_RECEIPT: {
        "deadline": datetime(2024, 1, 8, 12, 0, tzinfo=BRUSSELS),
        "file_name": "emoe_2023-12.xlsx",
        "version": 2,
        "sha256": SHA256,
        "received_at": datetime(2024, 1, 4, 9, 5, tzinfo=BRUSSELS),
        "row_count": 412,
        "totals": [
            {"label": "Vastgelegd (VAK)", "now": 416412345678, "previous": 416812345678, "difference": -400000000},
            {"label": "Vereffend (VEK)", "now": 85312345601, "previous": None, "difference": None},
        ],
        "has_other_signer": True,
        "difference_committed": 123456,
        "difference_settled": 0,
        "faults": [
            {
                "number": "PR-014",
                "title": "Cultuurhuis",
                "remarks": [
                    {"severity": "blokkerend", "text": "Er is 901,00 vereffend, meer dan er is vastgelegd (900,00)."},
                    {"severity": "fout", "text": "Het vastgelegde bedrag daalt. Een opmerking ontbreekt."},
                ],
            },
            {
                "number": "PR-999",
                "title": "",
                "remarks": [{"severity": "blokkerend", "text": "hoort niet bij de meting (regels 7 en 8)"}],
            },
        ],
        "faults_more": 0,
        "decreases": ("PR-015: vastgelegd daalt van 1.000,00 naar 900,00 euro",),
        "decreases_more": 3,
        "is_clean": False,
        "replaced_name": "emoe_2023-12_eerste.xlsx",
        "changes": [{"line": "PR-014, 2023, 1EC218, vastgelegd", "old": 100000, "new": 90000, "difference": -10000}],
        "changes_more": 0,
        "reason": "annulering van een vastlegging",
        "signed_before": {
            "by": "An Peeters",
            "at": datetime(2024, 1, 3, 10, 0, tzinfo=BRUSSELS),
            "file_name": "emoe_2023-12_eerste.xlsx",
        },
    },
    LetterKind.MONEY_QUESTIONS: {
        "deadline": datetime(2024, 1, 8, 12, 0, tzinfo=BRUSSELS),
        "projects": [
            {
                **BIKE,
                "lead_name": "José Müller",
                "lead_email": "jose.mueller@example.org",
                "points": [
                    {"message": "VV014: er is 100% vastgelegd, maar de status is 'opgestart'.", "rule_code": "KC-114"},
                    {"message": "VV014: de tekst noemt 12,5 miljoen euro.", "rule_code": "KC-117"},
                ],
            },
        ],
    },
    LetterKind.MEETING_INVITATION: {
        "forum_name": "directiecomité",
        "forum": "het directiecomité",
        "is_chair": True,
        "communication": "",
        "note": "dc_nota-2023-12.docx",
        "planned_on": date(2024, 1, 15),
        "starts_at": None,
        "place": "Herman Teirlinckgebouw, zaal 1.24",
        "documents": ["covernota-2023-12.docx", "monitoringsrapport-2023-12.docx"],
    },
    LetterKind.HAND_OVER: {
        "deadline": datetime(2024, 1, 17, 12, 0, tzinfo=BRUSSELS),
        "link": "https://uitwisseling.example.org/overdracht-2023-12",
        "package_name": "overdracht-2023-12",
        "package_sha256": SHA256,
        "files": [
            {"path": "data/projecten.csv", "sha256": SHA256},
            {"path": "documenten/monitoringsrapport-2023-12.docx", "sha256": SHA256[::-1]},
        ],
        "counts": {"findings": 412, "verdicts": 181, "ledger_lines": 5210},
    },
    LetterKind.PUBLICATION: {
        "dataset_link": "https://example.org/opendata/rp/2023-12",
        "catalogue_link": "https://example.org/opendata",
        "documents": ["covernota-2023-12.pdf", "monitoringsrapport-2023-12.pdf"],
        "dataset_name": "vlaamse-veerkracht-2023-12",
        "project_count": 181,
        "published_on": date(2024, 2, 5),
    },
}


def facts_of(kind: LetterKind, common: dict[str, Any] = COMMON, **changed: object) -> dict[str, Any]:
    """All facts that a letter of that kind gets, with some of them changed."""
    return {**common, **FACTS[kind], **changed}
