"""Indicators that every project of one kind can have. Belongs here: their names, definitions, units and ranges."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Second:
    """An indicator that every project of one kind can have beside its own result."""

    name: str
    definition: str
    unit: str
    measure: str
    source: str
    start: int
    low: int
    high: int


SOURCES = {
    "bouw": "Werfregister van de entiteit",
    "digitaal": "Gebruiksstatistiek van de toepassing",
    "steun": "Subsidiedatabank van de entiteit",
    "opleiding": "Cursusregister van de entiteit",
    "regels": "Meetrapport van de entiteit",
}
MORE: dict[str, tuple[Second, ...]] = {
    "bouw": (
        Second(
            "Aandeel uitgevoerde werken",
            "Aandeel van de werken dat is uitgevoerd volgens goedgekeurde vorderingsstaten.",
            "%",
            "stand",
            "Vorderingsstaten van de aannemers",
            0,
            90,
            100,
        ),
        Second(
            "Aantal afgewerkte werven",
            "Werven met een ondertekend proces-verbaal van voorlopige oplevering.",
            "werven",
            "cumulatief",
            "Werfregister van de entiteit",
            0,
            8,
            60,
        ),
        Second(
            "Aantal hectare heringerichte ruimte",
            "Oppervlakte die opnieuw is ingericht, gemeten op de opmetingsplannen na uitvoering.",
            "ha",
            "cumulatief",
            "Opmetingsplannen na uitvoering",
            0,
            20,
            240,
        ),
    ),
    "digitaal": (
        Second(
            "Aandeel dossiers dat volledig digitaal verloopt",
            "Aandeel van de dossiers dat zonder papieren stap is afgehandeld.",
            "%",
            "stand",
            "Gebruiksstatistiek van de toepassing",
            10,
            80,
            95,
        ),
        Second(
            "Gemiddelde doorlooptijd van een dossier",
            "Gemiddeld aantal kalenderdagen tussen aanvraag en antwoord, over alle afgesloten dossiers.",
            "dagen",
            "stand",
            "Gebruiksstatistiek van de toepassing",
            46,
            40,
            40,
        ),
        Second(
            "Aantal ontsloten gegevensdiensten",
            "Gegevensdiensten die in productie zijn en gedocumenteerd in de catalogus.",
            "diensten",
            "cumulatief",
            "Catalogus van gegevensdiensten",
            0,
            8,
            50,
        ),
    ),
    "steun": (
        Second(
            "Aantal goedgekeurde dossiers",
            "Dossiers met een ondertekend toekenningsbesluit.",
            "dossiers",
            "cumulatief",
            "Subsidiedatabank van de entiteit",
            0,
            60,
            900,
        ),
        Second(
            "Aandeel uitbetaalde dossiers",
            "Aandeel van de goedgekeurde dossiers waarvan het eerste deel is uitbetaald.",
            "%",
            "stand",
            "Subsidiedatabank van de entiteit",
            0,
            85,
            100,
        ),
        Second(
            "Aantal bereikte gemeenten",
            "Gemeenten op wier grondgebied minstens één dossier is goedgekeurd.",
            "gemeenten",
            "cumulatief",
            "Subsidiedatabank van de entiteit",
            0,
            60,
            280,
        ),
    ),
    "opleiding": (
        Second(
            "Aandeel deelnemers dat het traject afrondt",
            "Aandeel van de ingeschreven deelnemers dat het traject met een attest beëindigt.",
            "%",
            "stand",
            "Cursusregister van de entiteit",
            40,
            75,
            90,
        ),
        Second(
            "Aantal ontwikkelde lesmodules",
            "Lesmodules die gepubliceerd zijn en vrij gebruikt kunnen worden.",
            "modules",
            "cumulatief",
            "Leerplatform van de entiteit",
            0,
            20,
            160,
        ),
        Second(
            "Aantal erkende aanbieders",
            "Aanbieders met een geldige erkenning op de waardedatum.",
            "aanbieders",
            "cumulatief",
            "Erkenningenregister",
            0,
            20,
            180,
        ),
    ),
    "regels": (
        Second(
            "Aantal geschrapte informatieplichten",
            "Informatieplichten die niet meer gelden volgens de bekendgemaakte tekst.",
            "plichten",
            "cumulatief",
            "Meetrapport van de entiteit",
            0,
            10,
            70,
        ),
        Second(
            "Gemiddelde doorlooptijd van een procedure",
            "Gemiddeld aantal kalenderdagen tussen ontvankelijke aanvraag en beslissing.",
            "dagen",
            "stand",
            "Meetrapport van de entiteit",
            92,
            80,
            80,
        ),
        Second(
            "Aantal bijgewerkte handleidingen",
            "Handleidingen die na de wijziging opnieuw zijn gepubliceerd.",
            "handleidingen",
            "cumulatief",
            "Website van de entiteit",
            0,
            10,
            60,
        ),
    ),
}
