"""Sentences about projects that need attention, action, or stop. Belongs here: banks per cause, for orange, red and stopped."""

# One sentence, one line: that is how they are read and compared.
# ruff: noqa: E501

from __future__ import annotations

Bank = tuple[str, ...]

STATE_TROUBLE: Bank = (
    "De planning van {thing} staat onder druk. Een mijlpaal die voor dit meetmoment gepland was, is nog niet bereikt.",
    "Het project vraagt opvolging op een hoger niveau. Voor {thing} ontbreekt een onderdeel dat andere stappen blokkeert.",
    "Een deel van {thing} loopt vertraging op. De andere onderdelen gaan wel voort zoals gepland.",
    "De stuurgroep stelde vast dat {thing} de goedgekeurde planning op één punt niet haalt.",
    "De voortgang van {thing} is trager dan afgesproken. De finale datum van het project blijft voorlopig behouden.",
    "Voor {thing} is een mijlpaal overschreden. De entiteit werkt met de betrokken partijen aan een oplossing.",
)
ISSUE: dict[str, Bank] = {
    "partner": (
        "Verschillende lokale partners hebben hun aandeel nog niet toegezegd, waardoor de volgende overeenkomsten niet ondertekend raken.",
        "Een partner vroeg om de taakverdeling te herbekijken. Zonder die partner kan de volgende stap niet worden afgerond.",
        "De besluitvorming bij de partners verloopt in uiteenlopende tempo’s, zodat gezamenlijke afspraken blijven liggen.",
    ),
    "technisch": (
        "De koppeling tussen de bestaande systemen blijkt ingewikkelder dan uit de analyse bleek. De testen leveren nog fouten op.",
        "De overgang van de oude naar de nieuwe processen vraagt extra testen, omdat gegevens dubbel voorkomen.",
    ),
    "aanbesteding": (
        "De aanbesteding leverde geen regelmatige offerte op, zodat de opdracht opnieuw in de markt moet worden geplaatst.",
        "De ontvangen offertes liggen ruim boven de raming. De opdracht kan in haar huidige vorm niet worden gegund.",
        "Een inschrijver diende bezwaar in tegen de gunning. De wachttermijn loopt, waardoor de werken niet kunnen beginnen.",
        "Na de herneming van de procedure zijn er te weinig kandidaten om een gunning te verantwoorden.",
    ),
    "vergunning": (
        "De vergunningsaanvraag is onvolledig verklaard. De gevraagde studie over mobiliteit wordt nu opgemaakt.",
        "Tegen de afgeleverde vergunning loopt een beroep, zodat een deel van de werken wacht op de uitspraak.",
    ),
    "juridisch": (
        "Een rechterlijke uitspraak maakt een aanpassing van het kader nodig voor de uitvoering op volle snelheid kan voortgaan.",
        "De juridische basis van een deel van de uitvoering moet worden hersteld. Tot dan geldt een tijdelijke regeling.",
        "De nieuwe regeling is in opmaak. Zolang ze niet van kracht is, ligt het tempo onder de oorspronkelijke raming.",
        "Over de overgangsregeling zijn vragen gesteld door betrokkenen, wat de uitvoering in een aantal gebieden remt.",
    ),
    "levering": (
        "De leverancier van het belangrijkste onderdeel kondigde een langere levertermijn aan. Zonder dat onderdeel kan de volgende fase niet starten.",
        "Door schaarste op de markt blijft de levering van materiaal onzeker tot in het voorjaar.",
    ),
    "beleidskeuze": (
        "Het doel van het project is intussen opgenomen in een ruimere maatregel, waardoor een apart project geen meerwaarde meer heeft.",
        "De behoefte die aan de basis van het project lag, is door nieuwe regelgeving weggevallen.",
    ),
}
CONSEQUENCE: Bank = (
    "Zonder bijsturing schuiven ook de volgende mijlpalen op en komt de finale datum in gedrang.",
    "Dat raakt vooral {group}, voor wie het resultaat enkele maanden later beschikbaar komt.",
    "De gevolgen voor het budget zijn beperkt, maar de planning heeft nauwelijks nog speling.",
    "De andere onderdelen van het project ondervinden hiervan voorlopig geen hinder.",
    "De stuurgroep bespreekt dit punt daarom op elke vergadering, tot een oplossing is bevestigd.",
    "Het kabinet is op de hoogte gebracht van de mogelijke gevolgen voor de einddatum.",
)
MEASURE: dict[str, Bank] = {
    "partner": (
        "De entiteit sluit met elke partner een aparte overeenkomst met een eigen termijn, zodat het geheel niet wacht op de traagste.",
        "Een bemiddelaar brengt de partners rond de tafel. Wie niet instapt, wordt vervangen door een partner van de reservelijst.",
        "De entiteit neemt de voorbereiding over van partners zonder eigen technische dienst en levert hun modeldocumenten.",
    ),
    "technisch": (
        "De overzetting gebeurt in kleinere delen, telkens met een eigen test. Een tweede ontwikkelploeg is toegevoegd.",
        "Een extern expert licht de koppelingen door en legt binnen zes weken een herstelplan voor.",
    ),
    "aanbesteding": (
        "De opdracht wordt opgesplitst in percelen en met een aangepast bestek opnieuw gepubliceerd, na een marktverkenning.",
        "De entiteit herziet het programma van eisen samen met de ontwerper, zodat de raming weer binnen het budget past.",
        "De onderhandelingen met de gerangschikte kandidaten starten onmiddellijk, met juridische begeleiding.",
        "Een nieuwe procedure met onderhandeling is goedgekeurd door de stuurgroep en de kandidaten zijn aangeschreven.",
    ),
    "vergunning": (
        "De ontwerper vult het dossier aan met de gevraagde studie en overlegt vooraf met de vergunningverlener.",
        "De werken die niet onder het beroep vallen, worden naar voren gehaald. De entiteit verdedigt het dossier met een raadsman.",
    ),
    "juridisch": (
        "De juridische dienst werkt een aangepast ontwerp van regeling uit en legt het voor advies voor aan de bevoegde instanties.",
        "De uitvoering gaat voort in de gebieden waar geen betwisting is. Voor de andere gebieden geldt een overgangsplan.",
        "De entiteit informeert alle betrokkenen over de tijdelijke regeling en bundelt hun vragen in één aanspreekpunt.",
        "Het aangepaste besluit wordt met voorrang behandeld. Een werkgroep bereidt intussen de uitvoering op het terrein voor.",
    ),
    "levering": (
        "De entiteit zoekt een tweede leverancier via de raamovereenkomst en past de volgorde van de werken aan.",
        "De ploeg haalt de werken naar voren waarvoor het ontbrekende onderdeel niet nodig is.",
    ),
}
FOLLOW_UP: Bank = (
    "De projectleiding brengt elke twee weken verslag uit bij de stuurgroep.",
    "De stuurgroep beslist op de vastgelegde datum of een bijkomende maatregel nodig is.",
    "Het kabinet ontvangt maandelijks een stand van zaken met de bereikte tussenstappen.",
    "Een tussentijdse controle gebeurt halverwege de afgesproken termijn.",
    "De partners hebben deze aanpak schriftelijk bevestigd.",
    "De nodige capaciteit is vrijgemaakt binnen de bestaande personeelsploeg.",
)
OWNERS: Bank = (
    "Leidend ambtenaar van de uitvoerende entiteit",
    "Afdelingshoofd projecten van de uitvoerende entiteit",
    "Voorzitter van de stuurgroep",
    "Projectleiding van de uitvoerende entiteit",
)
WORSE = "De status gaat van ‘{before}’ naar ‘{now}’. {issue} De stuurgroep heeft die wijziging besproken."
SOLVED: Bank = (
    "Het knelpunt is opgelost: de ontbrekende mijlpaal is bereikt, het bewijs zit in het dossier. Daarom gaat de status van ‘{before}’ naar ‘{now}’.",
    "De maatregel heeft gewerkt: het blokkerende onderdeel is opgeleverd, de volgende stappen liggen vast. De status gaat van ‘{before}’ naar ‘{now}’.",
)
STOPPED_STATE = (
    "De Vlaamse Regering besliste op {day} om dit project stop te zetten. {issue} "
    "De lopende verbintenissen worden correct afgehandeld en er komen geen nieuwe bij."
)
STOPPED_DONE = (
    "De onderdelen die voor de stopzetting klaar waren, blijven in gebruik. De entiteit sloot de lopende contracten voor {thing} af "
    "en bracht alle bewijsstukken samen in het projectdossier."
)
STOPPED_NEXT = (
    "Voor dit project volgen geen stappen meer. De middelen die niet zijn vastgelegd, gaan naar project {taker} in dezelfde cluster. "
    "Dat project neemt ook de bruikbare studies over."
)
STOPPED_REASON = (
    "Reden van de stopzetting: {issue} De beslissing staat in document {number} van {day}. "
    "Bestemming van de resterende middelen: project {taker}."
)
