"""Themes of the beleidsdomeinen that work for people. Belongs here: lines as in `themes`."""

PEOPLE_THEMES = """
OV
digitaal|toestellen voor leerlingen|de uitrol van toestellen in scholen|leerlingen|verdeelde toestellen|toestellen|20000|300000|
opleiding|digitale vaardigheden van leraren|het navormingsprogramma voor leraren|leraren|leraren met een attest|personen|2500|18000|10
bouw|renovatie van schoolgebouwen|de renovatie van schoolgebouwen|leerlingen|vernieuwde schoolplaatsen|personen|1500|12000|13
digitaal|snel internet in scholen|het schoolnetwerk|scholen|scholen met snel internet|scholen|300|2200|
opleiding|leerondersteuning na de schooluren|het programma voor leerondersteuning|kwetsbare leerlingen|ondersteunde leerlingen|personen|1500|16000|
regels|modulair hoger onderwijs|het kader voor modulair hoger onderwijs|studenten|erkende modules|modules|40|220|
opleiding|zomerscholen|de organisatie van zomerscholen|leerlingen|deelnemers aan zomerscholen|personen|4000|30000|
digitaal|digitale leermiddelen|het platform voor digitale leermiddelen|leraren|beschikbare leermiddelen|leermiddelen|500|6000|
WSE
opleiding|opleidingen naar knelpuntberoepen|het opleidingsaanbod voor knelpuntberoepen|werkzoekenden|cursisten met een getuigschrift|personen|2000|20000|10
opleiding|individuele leerrekening|de individuele leerrekening|werknemers|geopende leerrekeningen|rekeningen|3000|60000|
steun|werkbaar werk|de werkbaarheidscheques|ondernemingen|toegekende cheques|cheques|400|2600|
digitaal|digitale loopbaanbegeleiding|het digitale loopbaanplatform|werkenden|gebruikers van het platform|gebruikers/jaar|15000|160000|7
opleiding|activering van langdurig werkzoekenden|het traject voor langdurig werkzoekenden|werkzoekenden|begeleide werkzoekenden|personen|1500|14000|11
steun|groei van maatwerkbedrijven|de investeringssteun voor maatwerkbedrijven|maatwerkers|gesteunde maatwerkbedrijven|bedrijven|25|130|
opleiding|werkplekleren voor jongeren|het programma voor werkplekleren|jongeren|jongeren met een werkplek|personen|900|8000|14
CJSM
digitaal|digitalisering van cultureel erfgoed|de digitalisering van cultureel erfgoed|het publiek|gedigitaliseerde stukken|stukken|40000|700000|
bouw|renovatie van jeugdverblijven|de renovatie van jeugdverblijven|jongeren|gerenoveerde jeugdverblijven|verblijven|15|70|
bouw|duurzame sportinfrastructuur|de bouw van sportinfrastructuur|sporters|nieuwe sportterreinen|terreinen|20|110|
steun|herstel van de cultuursector|het herstelfonds voor cultuur|culturele organisaties|gesteunde organisaties|organisaties|80|520|
opleiding|mediawijsheid|het vormingsaanbod over mediawijsheid|volwassenen|deelnemers aan vorming|personen|2000|22000|
digitaal|digitaal cultuuraanbod|het platform voor digitaal cultuuraanbod|het publiek|gebruikers van het cultuurplatform|gebruikers/jaar|12000|140000|7
WVG
digitaal|gedeeld zorgdossier|het gedeelde zorgdossier|zorgverleners|aangesloten zorgvoorzieningen|voorzieningen|200|1600|
bouw|vernieuwing van woonzorgcentra|de vernieuwing van woonzorgcentra|ouderen|vernieuwde woongelegenheden|woongelegenheden|300|2400|
steun|uitbreiding van kinderopvang|de uitbreiding van kinderopvang|jonge gezinnen|bijkomende opvangplaatsen|plaatsen|600|5000|
digitaal|zorg op afstand|de toepassing voor zorg op afstand|patiënten|gebruikers van zorg op afstand|gebruikers/jaar|3000|45000|7
opleiding|zij-instroom in de zorg|het opleidingstraject voor zij-instromers|kandidaat-zorgverleners|gestarte zij-instromers|personen|600|5200|10
steun|geestelijke gezondheid van jongeren|het aanbod voor geestelijke gezondheid|jongeren|begeleide jongeren|personen|1500|12000|14
bouw|infrastructuur voor personen met een handicap|de infrastructuur voor personen met een handicap|personen met een handicap|vernieuwde plaatsen|plaatsen|150|1100|
digitaal|digitale opvolging van vaccinatie|het register voor vaccinatie|zorgverleners|aangesloten praktijken|praktijken|500|4200|
steun|bestrijding van eenzaamheid|het buurtprogramma tegen eenzaamheid|ouderen|deelnemende buurten|buurten|40|280|
bouw|capaciteit van ziekenhuizen|de modernisering van ziekenhuizen|patiënten|patiënten in vernieuwde diensten|personen/jaar|6000|60000|12
steun|begeleiding van gezinnen in armoede|de gezinsbegeleiding|gezinnen|begeleide gezinnen|gezinnen|500|4600|
opleiding|digitale vorming in de zorg|het vormingsaanbod voor zorgpersoneel|zorgpersoneel|gevormde medewerkers|personen|1200|11000|10
steun|crisisopvang|de uitbreiding van crisisopvang|gezinnen in crisis|bijkomende opvangplekken|opvangplekken|30|180|
digitaal|planning van thuiszorg|de planningstoepassing voor thuiszorg|thuiszorgdiensten|aangesloten thuiszorgdiensten|diensten|60|340|
bouw|zorgzame buurten|de inrichting van zorgzame buurten|buurtbewoners|ingerichte ontmoetingsplaatsen|ontmoetingsplaatsen|30|160|
steun|preventie van besmettingen|het preventieprogramma|zorgvoorzieningen|begeleide voorzieningen|voorzieningen|250|1900|
"""  # noqa: E501
