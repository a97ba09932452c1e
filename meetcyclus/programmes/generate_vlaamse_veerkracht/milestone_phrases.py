"""What milestones say. Belongs here: ordered templates per kind of work.

Each template names one verifiable result and the document that proves it: no "en", no comma, no figure in a qualitative one.
`{thing}` is what the project makes, `{phase}` an ordinal, `{count}` a number of `{result}`.
"""

# One sentence, one line: that is how they are read and compared.
# ruff: noqa: E501

from __future__ import annotations

# Preparation, one phase (repeated with the next ordinal), and the last milestone.
PREPARATION: dict[str, tuple[str, ...]] = {
    "bouw": (
        "Projectdefinitie voor {thing} goedgekeurd in het beslissingsverslag",
        "Haalbaarheidsstudie over {thing} opgeleverd in een eindrapport",
        "Voorontwerp van {thing} goedgekeurd in het verslag van de stuurgroep",
        "Omgevingsvergunning voor {thing} afgeleverd met een vergunningsbesluit",
    ),
    "digitaal": (
        "Behoefteanalyse voor {thing} opgeleverd in een eindrapport",
        "Architectuurnota over {thing} goedgekeurd in het beslissingsverslag",
        "Gegevensprotocol voor {thing} ondertekend door alle partijen",
        "Raamovereenkomst voor {thing} gesloten met een ondertekend contract",
    ),
    "steun": (
        "Conceptnota over {thing} goedgekeurd in het beslissingsverslag",
        "Subsidiebesluit voor {thing} bekendgemaakt in het staatsblad",
        "Reglement voor {thing} gepubliceerd op de website van de entiteit",
        "Aanvraagformulier voor {thing} opengesteld op het subsidieloket",
    ),
    "opleiding": (
        "Plan van aanpak voor {thing} goedgekeurd in het beslissingsverslag",
        "Samenwerkingsovereenkomst voor {thing} ondertekend door alle aanbieders",
        "Lesprogramma van {thing} gepubliceerd op de website van de entiteit",
        "Inschrijvingsplatform voor {thing} opengesteld volgens het testrapport",
    ),
    "regels": (
        "Nulmeting van {thing} opgeleverd in een eindrapport",
        "Conceptnota over {thing} goedgekeurd in het beslissingsverslag",
        "Voorontwerp van besluit over {thing} ingediend bij de Raad van State",
        "Besluit over {thing} bekendgemaakt in het staatsblad",
    ),
}
PHASE: dict[str, tuple[str, ...]] = {
    "bouw": (
        "Bestek voor de {phase} fase van {thing} gepubliceerd op het aanbestedingsplatform",
        "Opdracht voor de {phase} fase van {thing} gegund met een gunningsbesluit",
        "Aanvangsbevel voor de {phase} fase van {thing} ondertekend",
        "{count} {result} volgens het proces-verbaal van de {phase} fase",
        "Voorlopige oplevering van de {phase} fase van {thing} ondertekend in het proces-verbaal",
    ),
    "digitaal": (
        "Functionele analyse voor de {phase} versie van {thing} goedgekeurd in het verslag van de stuurgroep",
        "Opdracht voor de {phase} versie van {thing} gegund met een gunningsbesluit",
        "Testrapport over de {phase} versie van {thing} goedgekeurd door de gebruikersgroep",
        "Ingebruikname van de {phase} versie van {thing} bevestigd in het opleveringsverslag",
        "{count} {result} volgens het gebruiksrapport van de {phase} versie",
    ),
    "steun": (
        "Projectoproep voor de {phase} ronde van {thing} gepubliceerd op de website",
        "Juryverslag over de {phase} ronde van {thing} ondertekend",
        "Toekenningsbesluit voor de {phase} ronde van {thing} ondertekend",
        "{count} {result} volgens het betaaldossier van de {phase} ronde",
        "Evaluatierapport over de {phase} ronde van {thing} gepubliceerd",
    ),
    "opleiding": (
        "Opdracht voor de {phase} reeks van {thing} gegund met een gunningsbesluit",
        "Start van de {phase} reeks van {thing} bevestigd in het cursusregister",
        "{count} {result} volgens het register van de {phase} reeks",
        "Tevredenheidsrapport over de {phase} reeks van {thing} gepubliceerd",
        "Eindverslag over de {phase} reeks van {thing} goedgekeurd door de stuurgroep",
    ),
    "regels": (
        "Advies over het {phase} luik van {thing} ontvangen van de adviesraad",
        "Ontwerpbesluit over het {phase} luik van {thing} definitief goedgekeurd door de Vlaamse Regering",
        "Handleiding bij het {phase} luik van {thing} gepubliceerd op de website",
        "{count} {result} volgens het meetrapport van het {phase} luik",
        "Evaluatierapport over het {phase} luik van {thing} gepubliceerd",
    ),
}
FINAL: dict[str, str] = {
    "bouw": "Definitieve oplevering van {thing} ondertekend in het proces-verbaal",
    "digitaal": "Overdracht van {thing} aan de beheersorganisatie bevestigd in het overdrachtsverslag",
    "steun": "Eindafrekening van {thing} goedgekeurd in het controleverslag",
    "opleiding": "Eindevaluatie van {thing} gepubliceerd in een eindrapport",
    "regels": "Eindmeting van {thing} gepubliceerd in een eindrapport",
}
ORDINALS = ("eerste", "tweede", "derde", "vierde")
VERIFICATION = {
    "bouw": "Ondertekend proces-verbaal of besluit in het projectdossier",
    "digitaal": "Verslag van de stuurgroep of opleveringsverslag in het projectdossier",
    "steun": "Ondertekend besluit of controleverslag in het projectdossier",
    "opleiding": "Uittreksel uit het cursusregister of eindverslag in het projectdossier",
    "regels": "Bekendgemaakte tekst of meetrapport in het projectdossier",
}
SLIP_REASONS = (
    "De leverancier bezorgt de laatste onderdelen enkele weken na de afgesproken datum. De nieuwe datum is bevestigd in het werkoverleg.",
    "De aannemer kreeg het materiaal niet op tijd geleverd. De stuurgroep keurde de nieuwe datum goed in haar laatste verslag.",
    "De partners vroegen een bijkomende toetsing van het dossier. De nieuwe datum houdt rekening met die toetsing.",
    "De procedure voor de gunning nam meer tijd in beslag door vragen van inschrijvers. De nieuwe datum is met hen afgesproken.",
    "De bevoegde dienst vroeg een aanvulling op het dossier. De aanvulling is bezorgd en de nieuwe datum is haalbaar.",
    "De ploeg moest een profiel vervangen. De opvolger is aangeworven en de nieuwe datum is ingepland met de betrokken dienst.",
)
LATE_REASONS = (
    "De mijlpaal is bereikt na de geplande datum, omdat de laatste controle meer tijd vroeg dan voorzien.",
    "De mijlpaal is bereikt na de geplande datum: de ondertekening wachtte op een aanvullend verslag.",
    "De mijlpaal is bereikt na de geplande datum door een langere levertermijn van de leverancier.",
)
ATTENTION_REASONS = (
    "De datum blijft haalbaar, maar hangt af van één levering. De projectleiding volgt die wekelijks op met de leverancier.",
    "De datum blijft haalbaar als het advies binnen de gewone termijn komt. De vraag om advies is ingediend.",
    "De datum blijft haalbaar. De ploeg is tijdelijk krapper bemand, daarom gaat deze mijlpaal voor op andere taken.",
    "De datum blijft haalbaar, op voorwaarde dat de gunning zonder bezwaar verloopt. De wachttermijn loopt nog.",
)
DROPPED_REASON = (
    "De mijlpaal vervalt omdat het project is stopgezet bij beslissing van de Vlaamse Regering {number} van {day}."
)
