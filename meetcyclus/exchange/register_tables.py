"""The columns of the register: structure, people, projects and what was promised of them. Titles are Dutch."""

from __future__ import annotations

from meetcyclus.domain.programme import (
    ROLES,
    Cluster,
    Entity,
    Indicator,
    Mandate,
    Milestone,
    Person,
    Project,
    Speerpunt,
)
from meetcyclus.exchange.columns import Column, Kind, Table

SPEERPUNTEN = Table(
    name="speerpunten",
    title="Speerpunten",
    description="Het eerste niveau van het programma.",
    key=("code",),
    record=Speerpunt,
    attribute="speerpunten",
    required=True,
    columns=(
        Column("code", "code", Kind.CODE, "Code van het speerpunt", required=True),
        Column("naam", "name", Kind.LINE, "Naam van het speerpunt", required=True),
        Column("volgorde", "sort_order", Kind.INTEGER, "Plaats in de volgorde", minimum=0),
    ),
)

CLUSTERS = Table(
    name="clusters",
    title="Clusters",
    description="Het niveau tussen speerpunt en project.",
    key=("code",),
    record=Cluster,
    attribute="clusters",
    required=True,
    columns=(
        Column("code", "code", Kind.CODE, "Code van de cluster", required=True),
        Column("naam", "name", Kind.LINE, "Naam van de cluster", required=True),
        Column("speerpunt", "speerpunt_code", Kind.CODE, "Speerpunt", required=True, refers_to="speerpunten"),
    ),
)

ENTITEITEN = Table(
    name="entiteiten",
    title="Entiteiten",
    description="De administraties die projecten uitvoeren.",
    key=("code",),
    record=Entity,
    attribute="entities",
    required=True,
    columns=(
        Column("code", "code", Kind.CODE, "Code van de entiteit", required=True),
        Column("naam", "name", Kind.LINE, "Naam van de entiteit", required=True),
        Column("beleidsdomein", "policy_domain", Kind.LINE, "Beleidsdomein"),
    ),
)

MANDATEN = Table(
    name="mandaten",
    title="Mandaten",
    description="De bevoegdheid van een minister voor een periode.",
    key=("code",),
    record=Mandate,
    attribute="mandates",
    required=True,
    columns=(
        Column("code", "code", Kind.CODE, "Code van het mandaat", required=True),
        Column("titel", "title", Kind.LINE, "Titel van het mandaat", required=True),
        Column("houder", "holder", Kind.LINE, "Naam van de minister"),
        Column("kabinet_email", "kabinet_email", Kind.EMAIL, "Mailadres van het kabinet", required=True),
        Column("geldig_van", "valid_from", Kind.DATE, "Eerste dag van het mandaat", required=True),
        Column("geldig_tot", "valid_until", Kind.DATE, "Laatste dag van het mandaat"),
    ),
)

PERSONEN = Table(
    name="personen",
    title="Personen",
    description="Wie een rol heeft in het programma, met een zakelijk mailadres.",
    key=("email",),
    record=Person,
    attribute="persons",
    required=True,
    columns=(
        Column("email", "email", Kind.EMAIL, "Zakelijk mailadres", required=True),
        Column("naam", "name", Kind.LINE, "Naam", required=True),
        Column("rol", "role", Kind.CHOICE, "Rol in het programma", required=True, choices=ROLES),
        Column("entiteit", "entity_code", Kind.CODE, "Entiteit", refers_to="entiteiten"),
        Column("mandaat", "mandate_code", Kind.CODE, "Mandaat", refers_to="mandaten"),
    ),
)

_FUNDING = ("relanceprovisie", "regulier", "gemengd")
PROJECTEN = Table(
    name="projecten",
    title="Projecten",
    description="Wat gemeten wordt. Het eerste mandaat is het hoofdbevoegde.",
    key=("nummer",),
    record=Project,
    attribute="projects",
    required=True,
    columns=(
        Column("nummer", "number", Kind.CODE, "Nummer van het project", required=True),
        Column("titel", "title", Kind.LINE, "Titel", required=True),
        Column("omschrijving", "description", Kind.TEXT, "Omschrijving"),
        Column("doelstelling", "aim", Kind.TEXT, "Doelstelling"),
        Column("doelgroep", "target_group", Kind.TEXT, "Doelgroep"),
        Column("cluster", "cluster_code", Kind.CODE, "Cluster", required=True, refers_to="clusters"),
        Column("entiteit", "entity_code", Kind.CODE, "Uitvoerende entiteit", required=True, refers_to="entiteiten"),
        Column("mandaten", "mandate_codes", Kind.CODES, "Bevoegde mandaten", required=True, refers_to="mandaten"),
        Column(
            "verantwoordelijke",
            "lead_email",
            Kind.EMAIL,
            "Projectverantwoordelijke",
            required=True,
            refers_to="personen",
        ),
        Column("spoc", "spoc_email", Kind.EMAIL, "Aanspreekpunt van de entiteit", refers_to="personen"),
        Column("financiering", "funding", Kind.CHOICE, "Soort financiering", required=True, choices=_FUNDING),
        Column("budget_eur", "budget_cents", Kind.MONEY, "Budget in euro", required=True, minimum=0),
        Column("startdatum", "starts_on", Kind.DATE, "Startdatum", required=True),
        Column("einddatum", "ends_on", Kind.DATE, "Einddatum", required=True),
        Column("rrf", "is_rrf", Kind.BOOLEAN, "Deel van het Europese herstelplan", required=True),
        Column("rrf_maatregel", "rrf_measure", Kind.LINE, "Maatregel in het Europese herstelplan"),
        Column("in_scope_van", "in_scope_from", Kind.ROUND_KEY, "Eerste meting", required=True, refers_to="metingen"),
        Column("in_scope_tot", "in_scope_until", Kind.ROUND_KEY, "Laatste meting", refers_to="metingen"),
        Column("reden_uit_scope", "out_of_scope_reason", Kind.TEXT, "Waarom het project niet meer gemeten wordt"),
    ),
)

_MILESTONE_KINDS = ("kwalitatief", "kwantitatief")
MIJLPALEN = Table(
    name="mijlpalen",
    title="Mijlpalen",
    description="Controleerbare stappen van een project, met hun oorspronkelijke datum.",
    key=("id",),
    record=Milestone,
    attribute="milestones",
    columns=(
        Column("id", "id", Kind.CODE, "Sleutel van de mijlpaal", required=True),
        Column("project", "project_number", Kind.CODE, "Project", required=True, refers_to="projecten"),
        Column("omschrijving", "description", Kind.TEXT, "Omschrijving", required=True),
        Column("type", "kind", Kind.CHOICE, "Soort mijlpaal", required=True, choices=_MILESTONE_KINDS),
        Column("finaal", "is_final", Kind.BOOLEAN, "Laatste mijlpaal van het project", required=True),
        Column("kritiek", "is_critical", Kind.BOOLEAN, "Kritieke mijlpaal", required=True),
        Column("datum_origineel", "original_on", Kind.DATE, "Oorspronkelijke datum", required=True),
        Column(
            "ingevoerd_in", "introduced_in", Kind.ROUND_KEY, "Meting van invoer", required=True, refers_to="metingen"
        ),
        Column("vervallen_in", "dropped_in", Kind.ROUND_KEY, "Meting van verval", refers_to="metingen"),
        Column("vervangen_door", "replaced_by", Kind.CODE, "Mijlpaal die in de plaats komt", refers_to="mijlpalen"),
        Column("cid_nummer", "cid_number", Kind.LINE, "Nummer in het Europese uitvoeringsbesluit"),
        Column("cid_deadline", "cid_due_on", Kind.DATE, "Uiterste datum in het Europese uitvoeringsbesluit"),
        Column("verificatie", "verification", Kind.TEXT, "Hoe het resultaat gecontroleerd wordt"),
    ),
)

_MEASURE_KINDS = ("stand", "stroom", "cumulatief")
_DIRECTIONS = ("stijgend", "dalend")
INDICATOREN = Table(
    name="indicatoren",
    title="Outputindicatoren",
    description="Meetbare resultaten van een project, met nulwaarde en streefwaarde.",
    key=("id",),
    record=Indicator,
    attribute="indicators",
    columns=(
        Column("id", "id", Kind.CODE, "Sleutel van de indicator", required=True),
        Column("project", "project_number", Kind.CODE, "Project", required=True, refers_to="projecten"),
        Column("naam", "name", Kind.LINE, "Naam", required=True),
        Column("definitie", "definition", Kind.TEXT, "Definitie"),
        Column("eenheid", "unit", Kind.LINE, "Eenheid"),
        Column("meettype", "measure_kind", Kind.CHOICE, "Wijze van meten", choices=_MEASURE_KINDS),
        Column("richting", "direction", Kind.CHOICE, "Gewenste richting", choices=_DIRECTIONS),
        Column("nulwaarde", "baseline", Kind.DECIMAL, "Waarde bij de start"),
        Column("nuldatum", "baseline_on", Kind.DATE, "Datum van de nulwaarde"),
        Column("streefwaarde", "target", Kind.DECIMAL, "Streefwaarde"),
        Column("streefdatum", "target_on", Kind.DATE, "Datum van de streefwaarde"),
        Column("bron", "source", Kind.LINE, "Bron van de cijfers"),
        Column(
            "gemeenschappelijke_indicator",
            "common_indicator",
            Kind.INTEGER,
            "Nummer van de gemeenschappelijke Europese indicator",
            minimum=1,
            maximum=14,
        ),
    ),
)

REGISTER_TABLES = (
    SPEERPUNTEN,
    CLUSTERS,
    ENTITEITEN,
    MANDATEN,
    PERSONEN,
    PROJECTEN,
    MIJLPALEN,
    INDICATOREN,
)
