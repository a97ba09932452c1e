"""The columns of rounds, reports, money and code lists, and `TABLES`: every file of the format in its order."""

from __future__ import annotations

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.programme import CodeValue, Shift, VrDocument
from meetcyclus.domain.rounds import Round
from meetcyclus.exchange.columns import FIRST_YEAR, LAST_YEAR, Column, Kind, Table
from meetcyclus.exchange.register_tables import REGISTER_TABLES

METINGEN = Table(
    name="metingen",
    title="Metingen",
    description="De meetmomenten van het programma.",
    key=("sleutel",),
    record=Round,
    attribute="rounds",
    required=True,
    columns=(
        Column("sleutel", "key", Kind.ROUND_KEY, "Sleutel van de meting", required=True),
        Column("nummer", "number", Kind.INTEGER, "Nummer van de meting", required=True, unique=True, minimum=0),
        Column("meetmoment", "reference_date", Kind.DATE, "Meetmoment", required=True, unique=True),
        Column("governance", "governance_path", Kind.CODE, "Stappenplan van de meting", required=True),
        Column("codelijst", "code_list_version", Kind.CODE, "Versie van de statuslijst", required=True),
    ),
)

PROJECTRAPPORTEN = Table(
    name="projectrapporten",
    title="Projectrapporten",
    description="De status en de toelichting van elk project per meting.",
    key=("meting", "project"),
    columns=(
        Column("meting", "round_key", Kind.ROUND_KEY, "Meting", required=True, refers_to="metingen"),
        Column("project", "project_number", Kind.CODE, "Project", required=True, refers_to="projecten"),
        Column("status", "status_code", Kind.CODE, "Status van het project", required=True),
        Column("oorzaak", "cause_code", Kind.CODE, "Oorzaak van een probleem"),
        Column("stand_van_zaken", "state_of_play", Kind.TEXT, "Stand van zaken"),
        Column("realisaties", "achievements", Kind.TEXT, "Realisaties in de periode"),
        Column("knelpunten", "issues", Kind.TEXT, "Knelpunten"),
        Column("bijsturing", "corrective_measure", Kind.TEXT, "Maatregel om bij te sturen"),
        Column("bijsturing_eigenaar", "corrective_owner", Kind.LINE, "Wie de maatregel uitvoert"),
        Column("bijsturing_datum", "corrective_due_on", Kind.DATE, "Wanneer de maatregel klaar is"),
        Column("vooruitblik", "outlook", Kind.TEXT, "Vooruitblik"),
        Column("motivering", "motivation", Kind.TEXT, "Motivering"),
        Column("ingediend_door", "submitted_by", Kind.EMAIL, "Wie het rapport indiende", refers_to="personen"),
        Column("ingediend_op", "submitted_at", Kind.MOMENT, "Wanneer het rapport werd ingediend"),
        Column(
            "vooruitzicht",
            "is_forecast",
            Kind.BOOLEAN,
            "Is het rapport een vooruitzicht van voor het meetmoment dat niemand daarna bevestigde",
            is_optional=True,
        ),
    ),
)

MIJLPAALRAPPORTEN = Table(
    name="mijlpaalrapporten",
    title="Mijlpaalrapporten",
    description="De stand van elke mijlpaal per meting.",
    key=("meting", "mijlpaal"),
    columns=(
        Column("meting", "round_key", Kind.ROUND_KEY, "Meting", required=True, refers_to="metingen"),
        Column("mijlpaal", "milestone_id", Kind.CODE, "Mijlpaal", required=True, refers_to="mijlpalen"),
        Column("status", "status_code", Kind.CODE, "Status van de mijlpaal", required=True),
        Column("datum_verwacht", "expected_on", Kind.DATE, "Verwachte datum"),
        Column("datum_realisatie", "realised_on", Kind.DATE, "Datum van realisatie"),
        Column("toelichting", "explanation", Kind.TEXT, "Toelichting"),
        Column("bewijs", "evidence", Kind.TEXT, "Bewijs"),
    ),
)

INDICATORRAPPORTEN = Table(
    name="indicatorrapporten",
    title="Indicatorrapporten",
    description="De waarde van elke outputindicator per meting.",
    key=("meting", "indicator"),
    columns=(
        Column("meting", "round_key", Kind.ROUND_KEY, "Meting", required=True, refers_to="metingen"),
        Column("indicator", "indicator_id", Kind.CODE, "Indicator", required=True, refers_to="indicatoren"),
        Column("waarde", "value", Kind.DECIMAL, "Waarde", required=True),
        Column("waardedatum", "value_on", Kind.DATE, "Datum van de waarde", required=True),
        Column("raming", "is_estimate", Kind.BOOLEAN, "Is de waarde een raming", required=True),
        Column("toelichting", "explanation", Kind.TEXT, "Toelichting"),
    ),
)

FINANCIEN = Table(
    name="financien",
    title="Financiën",
    description="Vastgelegde en vereffende bedragen per project, begrotingsjaar en begrotingsartikel.",
    key=("meting", "project", "begrotingsjaar", "begrotingsartikel"),
    record=Credit,
    attribute="credits",
    columns=(
        Column("meting", "round_key", Kind.ROUND_KEY, "Meting", required=True, refers_to="metingen"),
        Column("project", "project_number", Kind.CODE, "Project", required=True, refers_to="projecten"),
        Column(
            "begrotingsjaar",
            "budget_year",
            Kind.INTEGER,
            "Begrotingsjaar",
            required=True,
            minimum=FIRST_YEAR,
            maximum=LAST_YEAR,
        ),
        Column("begrotingsartikel", "budget_article", Kind.CODE, "Begrotingsartikel", required=True),
        Column("vastgelegd_eur", "committed_cents", Kind.MONEY, "Vastgelegd bedrag in euro", required=True),
        Column("vereffend_eur", "settled_cents", Kind.MONEY, "Vereffend bedrag in euro", required=True),
        Column("standdatum", "stand_on", Kind.DATE, "Datum van de stand", required=True),
        Column("opmerking", "remark", Kind.TEXT, "Opmerking"),
    ),
)

VR_DOCUMENTEN = Table(
    name="vr_documenten",
    title="Documenten van de Vlaamse Regering",
    description="Genummerde documenten van de Vlaamse Regering over projecten.",
    key=("vr_nummer",),
    record=VrDocument,
    attribute="vr_documents",
    columns=(
        Column("vr_nummer", "number", Kind.CODE, "Nummer van het document", required=True),
        Column("projecten", "project_numbers", Kind.CODES, "Projecten", required=True, refers_to="projecten"),
        Column("datum", "dated_on", Kind.DATE, "Datum", required=True),
        Column("titel", "title", Kind.TEXT, "Titel", required=True),
        Column("beslissing", "decision", Kind.TEXT, "Beslissing"),
    ),
)

VERSCHUIVINGEN = Table(
    name="verschuivingen",
    title="Verschuivingen",
    description="Middelen die van het ene project naar het andere gingen.",
    key=("datum", "van", "naar"),
    record=Shift,
    attribute="shifts",
    columns=(
        Column("datum", "shifted_on", Kind.DATE, "Datum", required=True),
        Column("van", "from_project", Kind.CODE, "Van project", required=True, refers_to="projecten"),
        Column("naar", "to_project", Kind.CODE, "Naar project", required=True, refers_to="projecten"),
        Column("bedrag_eur", "amount_cents", Kind.MONEY, "Bedrag in euro", required=True, minimum=0),
        Column("vr_nummer", "vr_number", Kind.LINE, "Nummer van het document van de Vlaamse Regering"),
        Column("motivering", "motivation", Kind.TEXT, "Motivering", required=True),
    ),
)

CODELIJSTEN = Table(
    name="codelijsten",
    title="Codelijsten",
    description="De codes van elke lijst en elke versie, met hun definitie en kleur.",
    key=("lijst", "versie", "code"),
    record=CodeValue,
    attribute="code_values",
    required=True,
    columns=(
        Column("lijst", "list_name", Kind.CODE, "Naam van de lijst", required=True),
        Column("versie", "version", Kind.CODE, "Versie van de lijst", required=True),
        Column("code", "code", Kind.CODE, "Code", required=True),
        Column("label_nl", "label", Kind.LINE, "Nederlands label", required=True),
        Column("label_en", "label_en", Kind.LINE, "Engels label"),
        Column("definitie", "definition", Kind.TEXT, "Definitie", required=True),
        Column("kleur", "colour", Kind.COLOUR, "Kleur"),
        Column("volgorde", "sort_order", Kind.INTEGER, "Plaats in de volgorde", required=True, minimum=0),
        Column("valt_onder", "maps_to", Kind.CODE, "Code in de nieuwste versie van de lijst"),
    ),
)

REPORT_TABLES = (PROJECTRAPPORTEN, MIJLPAALRAPPORTEN, INDICATORRAPPORTEN)
TABLES: tuple[Table, ...] = (
    *REGISTER_TABLES,
    METINGEN,
    *REPORT_TABLES,
    FINANCIEN,
    VR_DOCUMENTEN,
    VERSCHUIVINGEN,
    CODELIJSTEN,
)
