"""What synthetic projects are about. Belongs here: one theme per line, for each beleidsdomein, and the ten real titles.

A theme is: kind of work | title | the thing, with its article | who benefits | countable result | unit | lowest and highest target |
number of the common EU indicator, if its definition fits. No thing or result holds "en", a comma or a figure: a milestone names one result.
"""  # noqa: E501

from __future__ import annotations

from dataclasses import dataclass

from .themes_people import PEOPLE_THEMES

_WORK_THEMES = """
KBBJ
digitaal|digitaal loket voor lokale besturen|het digitale loket voor lokale besturen|lokale besturen|aangesloten lokale besturen|besturen|80|290|
digitaal|datadeling tussen overheden|het platform voor datadeling|Vlaamse en lokale overheden|ontsloten gegevensbronnen|gegevensbronnen|24|90|
regels|vereenvoudiging van vergunningen|de vereenvoudigde vergunningsprocedure|burgers en ondernemingen|vereenvoudigde procedures|procedures|12|40|
digitaal|beveiliging van informatiesystemen|de beveiliging van de informatiesystemen|de diensten van de Vlaamse overheid|beveiligde toepassingen|toepassingen|30|160|
bouw|renovatie van overheidsgebouwen|de renovatie van overheidsgebouwen|personeel en bezoekers|gerenoveerde overheidsgebouwen|gebouwen|10|60|
steun|begeleiding van exporteurs|de begeleiding van exporteurs|kleine en middelgrote ondernemingen|begeleide ondernemingen|ondernemingen|150|900|9
digitaal|elektronische identificatie|de elektronische identificatie|burgers|gebruikers van de aanmelddienst|gebruikers/jaar|40000|300000|7
regels|digitale regelgeving|de databank van leesbare regelgeving|juristen en burgers|omgezette besluiten|besluiten|60|400|
FB
digitaal|digitale aangifte van lokale heffingen|de digitale aangifte van heffingen|burgers en ondernemingen|digitaal ingediende aangiften|aangiften|8000|90000|
regels|uitgaventoetsing van het beleid|de uitgaventoetsing|de Vlaamse Regering|afgeronde uitgaventoetsingen|toetsingen|8|24|
digitaal|automatische toekenning van rechten|de automatische toekenning van rechten|gezinnen|automatisch toegekende rechten|dossiers|5000|60000|
regels|groene begrotingsmethode|de methode voor groen begroten|de begrotingsdiensten|beoordeelde begrotingsprogramma's|programma's|12|50|
digitaal|elektronische facturatie|de elektronische facturatie|leveranciers van de overheid|aangesloten leveranciers|leveranciers|400|3000|
regels|centrale aankoop van diensten|de centrale raamovereenkomsten|overheidsdiensten|beschikbare raamovereenkomsten|overeenkomsten|10|45|
EWI
steun|innovatie in de waterstofketen|het innovatieprogramma voor waterstof|industriële ondernemingen|gesteunde ondernemingen|ondernemingen|20|120|9
steun|digitalisering van kleine ondernemingen|de digitaliseringssteun|kleine ondernemingen|ondernemingen met een digitaliseringsplan|ondernemingen|300|2500|6
bouw|onderzoeksinfrastructuur|de gedeelde onderzoeksinfrastructuur|onderzoekers|onderzoekers in de vernieuwde infrastructuur|VTE/jaar|40|260|8
steun|artificiële intelligentie in de industrie|het programma voor artificiële intelligentie|industriële ondernemingen|proefopstellingen in gebruik|proefopstellingen|12|70|
steun|circulair ondernemen|de subsidieregeling voor circulair ondernemen|ondernemingen|circulaire bedrijfsmodellen in gebruik|bedrijfsmodellen|25|140|
bouw|duurzame bedrijventerreinen|de herinrichting van bedrijventerreinen|lokale ondernemingen|heringerichte bedrijventerreinen|terreinen|8|35|
steun|groei van jonge technologiebedrijven|het groeifonds voor technologiebedrijven|jonge ondernemingen|gefinancierde ondernemingen|ondernemingen|25|150|9
bouw|demonstratie-installaties voor afvang van koolstof|de demonstratie-installatie|de procesindustrie|operationele installaties|installaties|4|12|
LV
steun|verduurzaming van stallen|de investeringssteun voor stallen|landbouwers|aangepaste stallen|stallen|60|400|
steun|korte keten|de steunregeling voor de korte keten|landbouwers|actieve verkooppunten|verkooppunten|40|220|
bouw|vernieuwing van de vismijn|de vernieuwing van de vismijn|de visserijsector|vernieuwde installaties|installaties|4|16|
digitaal|digitale percelenkaart|de digitale percelenkaart|landbouwers|gebruikers van de percelenkaart|gebruikers/jaar|3000|18000|7
steun|waterbesparing in de landbouw|het waterbesparingsprogramma|landbouwers|bedrijven met waterbuffer|bedrijven|50|420|
steun|innovatie in eiwitteelten|het proefprogramma voor eiwitteelten|landbouwers|proefvelden in gebruik|proefvelden|20|110|
MOW
bouw|vernieuwing van fietssnelwegen|de vernieuwing van fietssnelwegen|fietsers|vernieuwde kilometers fietssnelweg|km|40|180|
bouw|laadpunten op openbaar domein|het netwerk van laadpunten|bestuurders van elektrische wagens|laadpunten in gebruik|laadpunten|1200|9000|3
bouw|vergroening van de binnenvaart|de walstroom voor de binnenvaart|binnenschippers|walstroomkasten in gebruik|walstroomkasten|30|140|
bouw|renovatie van sluizen|de renovatie van de sluizen|schippers|gerenoveerde sluizen|sluizen|4|14|
digitaal|slimme verkeerslichten|de sturing van slimme verkeerslichten|weggebruikers|uitgeruste kruispunten|kruispunten|60|260|
bouw|toegankelijke bushaltes|de heraanleg van bushaltes|reizigers|toegankelijke haltes|haltes|300|1800|
bouw|verhoging van bruggen|de verhoging van bruggen|de binnenvaart|verhoogde bruggen|bruggen|5|18|
digitaal|reisinformatie in één toepassing|de toepassing voor reisinformatie|reizigers|gebruikers van de toepassing|gebruikers/jaar|20000|250000|7
OMG
bouw|renovatie van sociale woningen|de renovatie van sociale woningen|sociale huurders|gerenoveerde woningen|woningen|900|6000|
steun|energieleningen voor gezinnen|de regeling voor energieleningen|gezinnen|toegekende energieleningen|leningen|1500|12000|
bouw|ontharding van de openbare ruimte|de ontharding van de openbare ruimte|bewoners|ontharde terreinen|terreinen|40|260|
bouw|herstel van natte natuur|het herstel van natte natuur|bewoners van valleigebieden|herstelde natuurgebieden|gebieden|12|60|
bouw|energiebesparing in publieke gebouwen|de energiebesparing in publieke gebouwen|lokale besturen|megawattuur bespaarde primaire energie|MWh/jaar|9000|80000|1
digitaal|digitale waterhuishouding|het meetnet voor droogte|waterbeheerders|meetpunten in gebruik|meetpunten|400|2500|
steun|hergebruik van hemelwater|de subsidie voor hergebruik van hemelwater|gemeenten|gesteunde installaties|installaties|80|600|
bouw|warmtenetten op restwarmte|het warmtenet op restwarmte|gezinnen|aangesloten woningen|woningen|600|5200|
bouw|bescherming tegen overstromingen|de bescherming tegen overstromingen|bewoners van risicogebieden|beschermde bewoners|personen|8000|60000|4
steun|zonnepanelen op daken van scholen|het programma voor zonnepanelen|schoolbesturen|megawatt bijkomend vermogen|MW|10|70|2
"""  # noqa: E501

REAL_TITLES = """
14|MOW|bouw|Fietsinfrastructuur aan gemeentewegen|de fietsinfrastructuur aan gemeentewegen|fietsers|vernieuwde kilometers fietspad|km|150|300|
44|MOW|bouw|Verwervingen voor de sluis van Zeebrugge|de verwervingen voor de sluis|de haven|verworven percelen|percelen|40|90|
56|KBBJ|digitaal|Achterliggende processen gemeenschappelijke dienstverlening|de gemeenschappelijke dienstverlening|overheidsdiensten|gedigitaliseerde processen|processen|20|45|
78|CJSM|bouw|Cultuurhuis Blankenberge|het cultuurhuis|bewoners van de kust|opgeleverde zalen|zalen|4|9|
87|WVG|bouw|Materniteit de Bijloke|de materniteit|jonge ouders|opgeleverde kamers|kamers|20|44|
120|WVG|digitaal|Sociale kaart|de sociale kaart|hulpverleners|opgenomen voorzieningen|voorzieningen|8000|20000|
139|WVG|steun|Overkophuizen|de uitbouw van de Overkophuizen|jongeren|geopende huizen|huizen|8|15|
146|WVG|steun|Compensatiebesluit kinderopvang|de compensatie van de kinderopvang|opvanginitiatieven|gecompenseerde opvanginitiatieven|initiatieven|900|2400|
168|OMG|digitaal|Versnelde uitrol digitale meter|de uitrol van de digitale meter|gezinnen|geplaatste meters|meters|400000|900000|
181|LV|steun|Landbouw en visserij: gevolgen van de oorlog in Oekraïne|de steunregeling voor getroffen bedrijven|landbouwers en vissers|gesteunde bedrijven|bedrijven|300|900|
"""  # noqa: E501


@dataclass(frozen=True)
class Theme:
    """What a project is about; `common` is the number of the common EU indicator or an empty string."""

    kind: str
    title: str
    thing: str
    group: str
    result: str
    unit: str
    low: int
    high: int
    common: str


def _theme(line: str) -> Theme:
    kind, title, thing, group, result, unit, low, high, common = line.split("|")
    return Theme(kind, title, thing, group, result, unit, int(low), int(high), common)


def _by_domain(text: str) -> dict[str, list[Theme]]:
    themes: dict[str, list[Theme]] = {}
    domain = ""
    for line in text.strip().splitlines():
        if "|" not in line:
            domain = line
        themes.setdefault(domain, []).extend([_theme(line)] if "|" in line else [])
    return themes


THEMES: dict[str, list[Theme]] = _by_domain(_WORK_THEMES) | _by_domain(PEOPLE_THEMES)
REAL: dict[int, tuple[str, Theme]] = {
    int(number): (domain, _theme(rest))
    for number, domain, rest in (line.split("|", 2) for line in REAL_TITLES.strip().splitlines())
}
