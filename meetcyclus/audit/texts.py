"""The Dutch texts that go with a package or a dataset, with named places for what differs."""

from __future__ import annotations

PACKAGE_README = """\
# Overdrachtspakket voor het Rekenhof

| Gegeven | Inhoud |
| --- | --- |
| Programma | {programme} |
| Meting | {round_key}, meetmoment {reference_date} |
| Stand | {stand} |
| Gegevens bevroren op | {taken_at} |
| Controlegetal van de bevroren gegevens | `{snapshot_sha256}` |
| Laatste lijn van het grootboek | nummer {ledger_seq}, controlegetal `{ledger_sha256}` |

## Wat u hebt

Dit pakket bevat alles waarop het monitoringsrapport van deze meting steunt: de gegevens, de documenten, de
controleregels, elke bevinding met haar antwoord, elk oordeel van een kabinet en het volledige grootboek.
Het grootboek zegt wie wat deed, wanneer, en wat er voor en na die handeling stond.

| Onderdeel | Plaats | Aantal |
| --- | --- | ---: |
{counts}

- `data/gegevens/` bevat het programma en de rapporteringen van alle metingen tot en met deze.
  `datapackage.json` beschrijft de kolommen, als dat bestand aanwezig is.
- `data/documenten/` bevat de documenten zoals ze gemaakt zijn uit de bevroren gegevens.
- `data/bevindingen.csv` noemt per bevinding de regel, de versie van de regel, de vraag, het antwoord en de toestand.
- `data/motiveringen.csv` herhaalt de bevindingen die met een motivering aanvaard zijn.
- `data/oordelen.csv` noemt per project en mandaat de beslissing en het controlegetal van wat het kabinet te zien kreeg.
- `data/bevestigingen.csv` zegt wie na het meetmoment bevestigde dat een vooruitzicht een feit werd. Een rapport met
  `vooruitzicht` op `ja` in `projectrapporten.csv` werd door niemand bevestigd.
- `data/verschoven_mijlpalen.csv`, `data/bewijsstukken.csv` en `data/populatie.csv` zijn lijsten uit de gegevens.
- `data/regels.json` bevat de controleregels met hun versie, hun reden en hun grondslag.
- `data/verloop/` bevat het verloop van de automatische stappen.

Bedragen staan in euro met een punt als decimaalteken. Tijdstippen staan in wereldtijd (UTC). Een tekst die begint met
een teken waarmee een rekenblad een formule start, krijgt een aanhalingsteken vooraan.

## Zo controleert u dit pakket zonder ons

1. Neem een computer met Python 3.8 of later. Internet is niet nodig.
2. Typ in deze map: `python3 verify.py` (op Windows: `py verify.py`)
3. Typ daarna het controlegetal uit de begeleidende brief erbij: `python3 verify.py --anchor CONTROLEGETAL`
   (op Windows: `py verify.py --anchor CONTROLEGETAL`)

Het programma leest alleen. Het noemt elk bestand dat gewijzigd, verdwenen of toegevoegd is, en elke lijn van het
grootboek die niet klopt. U kunt het programma zelf nalezen: het telt hoogstens 200 lijnen.
Vertrouwt u het programma in dit pakket niet? Gebruik dan een exemplaar uit een vroeger pakket, of controleer
op Linux met gewone middelen: `sha256sum -c manifest-sha256.txt` en `sha256sum -c tagmanifest-sha256.txt`.
Deze map volgt de afspraken van BagIt 1.0 (RFC 8493). Ook andere programma's voor BagIt kunnen ze dus nakijken.

## Zo is het grootboek geketend

Elke lijn van `data/grootboek.jsonl` draagt het controlegetal van de vorige lijn (`previous_sha256`); de eerste lijn
draagt 64 nullen. Het eigen controlegetal (`sha256`) is de SHA-256 van de lijst met deze velden, in deze volgorde:
`seq`, `at`, `by`, `action`, `object`, `round_key`, `project_number`, `before`, `after`, `previous_sha256`.
Die lijst wordt geschreven als JSON in UTF-8, zonder spaties tussen de delen en met letters buiten ASCII zoals ze zijn.

## Persoonsgegevens

Dit pakket noemt mensen met naam en werkadres. Gebruik het alleen voor de controle en verspreid het niet verder.
"""

DATASET_README = """\
# {title}

{description}

| Gegeven | Inhoud |
| --- | --- |
| Programma | {programme} |
| Meetmoment | {reference_date} |
| Versie | {version}, {modified} |
| Kenmerk | {identifier} |
| Uitgever | {publisher} |
| Contact | {contact}, {contact_email} |
| Gebruiksvoorwaarden | {licence} |
| Controlegetal van de bevroren gegevens | `{snapshot_sha256}` |

## Bestanden

| Bestand | Rijen |
| --- | ---: |
{files}

De bestanden met de uitgang .csv zijn tekst in UTF-8, met een komma tussen de kolommen en de kolomnamen op de eerste
lijn. Datums staan als 2023-12-31, decimalen met een punt, ja en nee als `ja` en `nee`. Meer waarden in een cel zijn
gescheiden door een puntkomma. Een lege cel betekent: niet opgegeven.

- `csvw-metadata.json` beschrijft de kolommen volgens CSV on the Web.
- `dcat.ttl` beschrijft deze gegevens voor een catalogus, volgens DCAT-AP Vlaanderen.
- `CHANGELOG.md` zegt wat er per versie veranderde.
- `SHA256SUMS.txt` bevat het controlegetal van elk bestand. Controleer met `sha256sum -c SHA256SUMS.txt`.

## Wat u met de cijfers doet

Deze gegevens zijn dezelfde als die van het monitoringsrapport van deze meting. De cijfers van het rapport kunt u er dus
zelf uit berekenen. Deel altijd aantallen door aantallen, en rond pas op het einde af.

## Mensen

Namen en adressen van medewerkers staan niet in deze gegevens. In hun plaats staat een adres dat een rol en een project
of entiteit noemt, in een domein dat geen post ontvangt.

## Een fout gezien?

Meld ze aan {contact_email}. Een verbetering verschijnt als nieuwe versie. De oude versie blijft beschikbaar.
"""

DATASET_CHANGES = """\
# Wijzigingen aan {title}

{versions}
"""
DATASET_CHANGE = """\
## Versie {version} – {day}

{note}
"""
CATALOGUE_TITLE = "Metingen van {programme}"
CATALOGUE_DESCRIPTION = "De metingen van {programme}: per meting en per versie een reeks bestanden."
DISTRIBUTION = "Bestand {name} van {title}, versie {version}."
