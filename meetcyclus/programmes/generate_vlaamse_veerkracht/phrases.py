"""Sentences about projects that go well. Belongs here: banks per status and per kind of work.

No sentence of these banks has a word that tells of delay: a green project that speaks of delay is a finding.
`{thing}` is what the project makes, `{Thing}` the same with a capital, `{group}` who benefits.
"""

# One sentence, one line: that is how they are read and compared.
# ruff: noqa: E501

from __future__ import annotations

Bank = tuple[str, ...]

STATE: dict[str, Bank] = {
    "niet_gestart": (
        "Het project is nog niet gestart. De startdatum ligt na dit meetmoment en de voorbereiding van {thing} staat in het jaarplan.",
        "De start van {thing} is gepland na het meetmoment. De ploeg is aangeduid en het projectplan ligt klaar ter bespreking.",
        "Er lopen nog geen activiteiten voor {thing}. De entiteit plant de startvergadering met {group} zodra de startdatum bereikt is.",
        "De entiteit houdt de start van {thing} aan zoals gepland, na dit meetmoment. De afspraken met de partners liggen vast.",
    ),
    "opgestart": (
        "Het project is opgestart. De entiteit bereidt het dossier over {thing} voor, zodat de Vlaamse Regering het kan bespreken.",
        "De projectploeg is samengesteld en werkt aan het dossier over {thing}. De bespreking op de Vlaamse Regering volgt daarna.",
        "De voorbereiding van {thing} loopt. De nota voor de Vlaamse Regering is in opmaak bij de entiteit.",
        "De entiteit stemt het ontwerp van {thing} af met {group}. Een agendering op de Vlaamse Regering is in voorbereiding.",
        "De eerste verkenning van {thing} is afgerond. De ploeg schrijft nu het voorstel dat naar de Vlaamse Regering gaat.",
        "De werkgroep rond {thing} komt elke maand samen. Het voorstel van beslissing is bijna klaar voor agendering.",
    ),
    "in_uitvoering": (
        "De uitvoering van {thing} loopt volgens de planning die de stuurgroep heeft goedgekeurd.",
        "De ploeg werkt volop aan {thing}. De afgesproken taken voor deze periode zijn uitgevoerd.",
        "De werkzaamheden voor {thing} vorderen zoals afgesproken met de partners.",
        "Het project zit op koers: de lopende opdrachten voor {thing} blijven binnen de afgesproken termijn.",
        "Alle contracten voor {thing} zijn actief. De werkgroepen draaien op kruissnelheid.",
        "De ploeg werkt de stappen voor {thing} af in de volgorde van het projectplan.",
        "{Thing} krijgt zichtbaar vorm. De samenwerking met {group} verloopt vlot.",
        "Sinds de agendering op de Vlaamse Regering werkt de entiteit gestaag voort aan {thing}.",
        "De stuurgroep stelde vast dat {thing} de goedgekeurde planning volgt.",
        "De middelen voor {thing} zijn toegewezen. De uitvoerders leveren hun onderdelen op tijd.",
    ),
    "gerealiseerd": (
        "Het project is gerealiseerd: alle mijlpalen van {thing} zijn bereikt en de bewijsstukken zitten in het dossier.",
        "{Thing} is volledig uitgevoerd. De finale mijlpaal is bereikt en de oplevering is aanvaard.",
        "De uitvoering van {thing} is afgerond. De entiteit beheert het resultaat nu binnen haar gewone werking.",
        "Alle onderdelen van {thing} zijn opgeleverd. De stuurgroep heeft het project formeel afgesloten.",
    ),
}
DETAIL: dict[str, Bank] = {
    "bouw": (
        "Op de werven controleert een onafhankelijk toezichter elke maand de uitgevoerde hoeveelheden.",
        "De aannemers werken met één gedeelde werfplanning, zodat de nutsmaatschappijen tijdig kunnen aansluiten.",
        "De vorderingsstaten zijn nagekeken en stemmen overeen met de vaststellingen op het terrein.",
        "De buurt krijgt maandelijks uitleg over de werken via een bewonersbrief en een infopunt.",
        "De plannen voor de volgende werf zijn afgestemd met de betrokken gemeenten.",
        "De veiligheidscoördinator bezocht de werf en had geen bijkomende opmerkingen.",
        "Het materiaal voor de volgende stap is besteld en de levering is bevestigd.",
    ),
    "digitaal": (
        "De ontwikkelaars leveren elke drie weken een werkende versie die gebruikers meteen uitproberen.",
        "De koppeling met de basisregisters draait in de testomgeving en doorstond de belastingsproef.",
        "De beveiligingstest gaf geen ernstige opmerkingen. De kleinere punten zijn verwerkt.",
        "De gebruikersgroep testte de schermen en vroeg vooral om een kortere invoer.",
        "De gegevens uit de oude toepassing zijn opgeschoond en klaar voor de overzetting.",
        "De helpdesk is opgeleid en beschikt over handleidingen in duidelijke taal.",
        "De toegankelijkheid is getoetst. De toepassing voldoet aan de norm voor overheidswebsites.",
    ),
    "steun": (
        "De aanvragen komen binnen via één loket en worden in volgorde van ontvangst beoordeeld.",
        "De jury beoordeelde de ingediende voorstellen en motiveerde elke rangschikking schriftelijk.",
        "De controleploeg nam een steekproef van de betaalde dossiers en vond geen onregelmatigheden.",
        "De begunstigden bezorgen hun tussentijdse verslagen via het digitale formulier.",
        "Een infosessie bracht meer kandidaten op de been dan bij de eerste bekendmaking.",
        "De betaling van de eerste schijf volgt automatisch op de ondertekening van het besluit.",
        "De entiteit belt aanvragers van wie het dossier onvolledig is, zodat niemand afvalt op de vorm.",
    ),
    "opleiding": (
        "De aanbieders startten nieuwe groepen in alle provincies en de inschrijvingen blijven binnenlopen.",
        "De lesgevers volgden een vorming over afstandsonderwijs voor ze met hun groepen begonnen.",
        "De deelnemers gaven in de bevraging een ruime voldoende aan inhoud en begeleiding.",
        "De attesten worden digitaal uitgereikt en zijn meteen zichtbaar in de persoonlijke leerrekening.",
        "Een werkgroep van aanbieders stemt de leerdoelen op elkaar af.",
        "Wie afhaakt, krijgt een telefoontje van een trajectbegeleider. Een deel van hen stapt opnieuw in.",
        "De lesmodules staan online en zijn vrij te gebruiken door alle aanbieders.",
    ),
    "regels": (
        "De ontwerpteksten zijn besproken met de betrokken diensten en hun opmerkingen zijn verwerkt.",
        "De adviesraad bracht een gunstig advies uit met enkele technische suggesties.",
        "Een proef bij vier besturen toonde aan dat de nieuwe werkwijze minder stappen vraagt.",
        "De juridische dienst toetste de tekst aan de geldende regels en stelde enkele verduidelijkingen voor.",
        "De handleiding is herschreven in klare taal en nagelezen door toekomstige gebruikers.",
        "De nulmeting is herhaald bij een kleine groep om de cijfers te bevestigen.",
        "De betrokken diensten kregen een toelichting en konden hun vragen rechtstreeks stellen.",
    ),
}
CLOSING: Bank = (
    "Er zijn geen knelpunten die een beslissing van de stuurgroep vragen.",
    "De risico’s zijn herbekeken en blijven onder controle.",
    "De budgetten volstaan voor de geplande stappen.",
    "De samenwerking met {group} verloopt goed.",
    "De volgende stuurgroep bekijkt de tussentijdse resultaten.",
    "Alle betrokken diensten zijn op de hoogte van de volgende stappen.",
    "De projectleiding rapporteert elke maand over de voortgang.",
    "De cijfers in de indicatoren bevestigen dit beeld.",
)
DELIVERED_LEAD: Bank = (
    "Sinds de vorige meting bereikte het project het volgende:",
    "Deze periode leverde het project het volgende op:",
    "Concreet opgeleverd in deze periode:",
    "Het dossier bevat sinds deze periode het bewijs van:",
    "De stuurgroep nam akte van:",
    "De voortgang van deze periode blijkt uit:",
)
DELIVERED_NOTHING: Bank = (
    "In deze periode viel geen mijlpaal. De ploeg rondde wel de voorbereiding af van de volgende stap voor {thing}.",
    "Deze periode stond in het teken van voorbereidend werk voor {thing}: afspraken, documenten voor de stuurgroep, overleg.",
    "Er was geen mijlpaal gepland. De ploeg verzamelde de gegevens die nodig zijn om {thing} verder uit te bouwen.",
    "De geplande tussenstappen voor {thing} zijn gezet, zonder dat daar in deze periode een mijlpaal aan vasthing.",
    "De ploeg werkte aan de onderbouw van {thing}: de rolverdeling is vastgelegd en het materiaal is ingepland.",
    "Tussen beide metingen is vooral overlegd met {group} over de invulling van {thing}.",
)
NOTHING_YET: Bank = (
    "Er zijn nog geen realisaties te melden, want de uitvoering van {thing} begint pas na dit meetmoment.",
    "Deze periode bleef beperkt tot de voorbereiding: het projectplan voor {thing} ligt klaar.",
    "Voor {thing} is nog geen werk uitgevoerd. De ploeg legde wel de taken en het overleg met {group} vast.",
    "Zolang de startdatum niet bereikt is, levert {thing} geen resultaten op. De afspraken met de uitvoerders zijn gemaakt.",
)
DELIVERED_MORE: Bank = (
    "Daardoor kunnen de volgende onderdelen meteen van start gaan.",
    "De bewijsstukken zijn nagekeken en opgenomen in het projectdossier.",
    "Voor {group} is het verschil vanaf nu merkbaar in de dagelijkse werking.",
    "De indicatoren van het project stijgen mee met deze oplevering.",
    "De stuurgroep keurde de verantwoording bij dit resultaat goed.",
    "De resultaten zijn voorgesteld op een overleg met alle partners.",
    "De lessen uit deze stap zijn verwerkt in de aanpak van de volgende.",
    "De interne controle bevestigde dat de oplevering volledig is.",
)
AFTERCARE: Bank = (
    "Na de afsluiting stelde de entiteit het eindverslag van {thing} op en bezorgde ze het aan alle partners.",
    "De entiteit leverde de laatste bewijsstukken van {thing} aan en sloot de resterende facturen af.",
    "Het resultaat van {thing} is overgedragen aan de dienst die het beheert, samen met handleidingen en contracten.",
    "De evaluatie van {thing} is besproken met {group}. De aanbevelingen zijn openbaar.",
)
NEXT_LEAD: Bank = (
    "De eerstvolgende mijlpaal staat gepland op {day}:",
    "Tegen {day} bereikt het project deze mijlpaal:",
    "De ploeg werkt nu toe naar {day}, met als resultaat:",
    "Op {day} levert het project volgens de planning op:",
    "Volgende stap in de planning, met als datum {day}:",
    "De stuurgroep verwacht op {day} het bewijs van:",
)
NEXT_MORE: Bank = (
    "Daarna volgt de voorbereiding van de stappen voor het volgende jaar.",
    "De nodige afspraken met de uitvoerders zijn gemaakt.",
    "Intussen loopt de communicatie naar {group} door.",
    "De stuurgroep komt bijeen zodra dit resultaat er is.",
    "Ook de indicatoren worden dan opnieuw gemeten.",
    "De ploeg plant in dezelfde maand een overleg met alle partners.",
    "Het personeel dat hiervoor nodig is, is vrijgemaakt.",
    "De entiteit informeert het kabinet over de afloop.",
)
AFTER_END: Bank = (
    "Er volgen geen mijlpalen meer. De entiteit meet het gebruik van {thing} nog één jaar en publiceert de cijfers op haar website.",
    "Het project vraagt geen verdere stappen. Het onderhoud van {thing} valt voortaan onder de gewone werking van de entiteit.",
    "De laatste verplichtingen zijn administratief: bewaring van de bewijsstukken van {thing} en antwoord op vragen van controlediensten.",
    "De entiteit deelt haar ervaring met {thing} met andere diensten die een gelijkaardig project voorbereiden.",
)
REMARKS: Bank = (
    "De markt blijft krap voor gespecialiseerde profielen. De ploeg houdt daar rekening mee in haar planning en werkt met een wervingsreserve.",
    "De prijzen van materialen blijven een aandachtspunt. De raming is daarom nagekeken en blijft binnen het toegewezen budget van het project.",
    "De afstemming tussen de betrokken diensten vraagt tijd. Een vaste contactpersoon per dienst zorgt ervoor dat vragen snel een antwoord krijgen.",
    "De gegevens komen uit verschillende bronnen. De ploeg kijkt daarom elk kwartaal na of de cijfers van alle partners op dezelfde wijze tellen.",
)
