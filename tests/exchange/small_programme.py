"""A small programme with a row in every file of the exchange format, and a way to write it down with changes."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

SETTINGS = r"""[programma]
code = "KP"
naam = "Klein programma"
taal = "nl-BE"
tijdzone = "Europe/Brussels"
middelen_eur = "4300000.00"
horizon = [2020, 2030]
projectnummer = '^KP\d{3}$'
afzender = "meetcyclus@example.org"

[termen]
speerpunt = "speerpunt"
mijlpaal = "mijlpaal"

[governance.A]
[[governance.A.stap]]
code = "invoer"
soort = "invoer"
eigenaar = "projectverantwoordelijke"
dag = 1
dag_tot = 20
herinneringen = [10, 3, 1]

[[governance.A.stap]]
code = "validatie"
soort = "validatie"
eigenaar = "kabinet"
dag = 21
na = ["invoer"]

[governance.B]
[[governance.B.stap]]
code = "overleg"
soort = "overleg"
eigenaar = "voorzitter"
dag = -3
forum = "stuurgroep"

[emoe]
scheidingsteken = ";"
totaal = "TOTAAL"

[emoe.kolommen]
project = "Projectnummer"
"""

FILES = {
    "speerpunten.csv": 'code,naam,volgorde\nS1,Digitaal,1\nS2,"Groen, en zuinig",\n',
    "clusters.csv": "code,naam,speerpunt\nC1,Netwerken,S1\nC2,Daken,S2\n",
    "entiteiten.csv": "code,naam,beleidsdomein\nE1,Agentschap Eén,Kanselarij\nE2,Agentschap Twee,\n",
    "mandaten.csv": (
        "code,titel,houder,kabinet_email,geldig_van,geldig_tot\n"
        "M1,Minister van Werk,An Peeters,kabinet.werk@example.org,2019-10-02,2024-09-29\n"
        "M2,Minister van Milieu,,kabinet.milieu@example.org,2019-10-02,\n"
    ),
    "personen.csv": (
        "email,naam,rol,entiteit,mandaat\n"
        "secretariaat@example.org,Secretariaat,secretariaat,,\n"
        "lead.een@example.org,Lies Een,projectverantwoordelijke,E1,\n"
        "lead.twee@example.org,Luc Twee,projectverantwoordelijke,E2,\n"
        "spoc@example.org,Sam Spoc,spoc,E1,\n"
        "kabinet.werk@example.org,Kabinet Werk,kabinet,,M1\n"
    ),
    "projecten.csv": (
        "nummer,titel,omschrijving,doelstelling,doelgroep,cluster,entiteit,mandaten,verantwoordelijke,spoc,financiering,"
        "budget_eur,startdatum,einddatum,rrf,rrf_maatregel,in_scope_van,in_scope_tot,reden_uit_scope\n"
        'KP001,Glasvezel,"Over\nmeer lijnen",Sneller,Scholen,C1,E1,M1;M2,lead.een@example.org,spoc@example.org,'
        "relanceprovisie,1250000.50,2021-01-01,2025-12-31,ja,I-1,2021-12,,\n"
        "KP002,Daken,,,,C2,E2,M2,lead.twee@example.org,,regulier,0.00,2021-01-01,2021-01-01,nee,,2021-12,2022-12,Klaar\n"
        "KP003,Servers,,,,C1,E1,M1,lead.een@example.org,,gemengd,99.00,2022-01-01,2025-12-31,nee,,2022-12,,\n"
    ),
    "mijlpalen.csv": (
        "id,project,omschrijving,type,finaal,kritiek,datum_origineel,ingevoerd_in,vervallen_in,vervangen_door,cid_nummer,"
        "cid_deadline,verificatie\n"
        "KP001-M1,KP001,Bestek klaar,kwalitatief,nee,ja,2022-03-31,2021-12,2022-12,KP001-M2,33,2022-06-30,Verslag\n"
        "KP001-M2,KP001,500 scholen,kwantitatief,ja,nee,2025-12-31,2021-12,,,,,\n"
        "KP002-M1,KP002,Dak dicht,kwalitatief,ja,nee,2022-01-31,2021-12,,,,,\n"
    ),
    "indicatoren.csv": (
        "id,project,naam,definitie,eenheid,meettype,richting,nulwaarde,nuldatum,streefwaarde,streefdatum,bron,"
        "gemeenschappelijke_indicator\n"
        "KP001-I1,KP001,Scholen,Scholen met glasvezel,scholen,cumulatief,stijgend,0,2020-12-31,500.50,2025-12-31,"
        "Telling,5\n"
        "KP001-I2,KP001,Verbruik,,,,,,,,,,\n"
    ),
    "metingen.csv": (
        "sleutel,nummer,meetmoment,governance,codelijst\n2021-12,1,2021-12-31,A,1\n2022-12,2,2022-12-31,B,2\n"
    ),
    "projectrapporten.csv": (
        "meting,project,status,oorzaak,stand_van_zaken,realisaties,knelpunten,bijsturing,bijsturing_eigenaar,"
        "bijsturing_datum,vooruitblik,motivering,ingediend_door,ingediend_op,vooruitzicht\n"
        "2021-12,KP001,groen,,Loopt,,,,,,,,lead.een@example.org,2021-12-20T09:30:00+01:00,\n"
        "2021-12,KP002,groen,,Loopt,,,,,,,,,,\n"
        '2022-12,KP001,oranje,levering,"Traag, ""zeer""",Vijf,Levering,Tweede leverancier,Lies Een,2023-03-01,Beter,'
        "Daarom,lead.een@example.org,2022-06-20T09:30:00+02:00,nee\n"
        "2022-12,KP002,lopend,,Klaar,,,,,,,,,,ja\n"
        "2022-12,KP003,lopend,,Nieuw,,,,,,,,,,nee\n"
    ),
    "mijlpaalrapporten.csv": (
        "meting,mijlpaal,status,datum_verwacht,datum_realisatie,toelichting,bewijs\n"
        "2021-12,KP001-M1,op_schema,2022-03-31,,,\n"
        "2021-12,KP001-M2,op_schema,2025-12-31,,,\n"
        "2021-12,KP002-M1,op_schema,2022-01-31,,,\n"
        "2022-12,KP001-M1,gerealiseerd,,2022-04-01,Gegund,Verslag 12\n"
        "2022-12,KP001-M2,op_schema,2025-12-31,,,\n"
        "2022-12,KP002-M1,gerealiseerd,,2022-01-31,,\n"
    ),
    "indicatorrapporten.csv": (
        "meting,indicator,waarde,waardedatum,raming,toelichting\n"
        "2021-12,KP001-I1,0,2021-12-31,nee,\n"
        "2022-12,KP001-I1,12.50,2022-12-31,ja,Telling loopt\n"
        "2022-12,KP001-I2,-3,2022-12-31,nee,\n"
    ),
    "financien.csv": (
        "meting,project,begrotingsjaar,begrotingsartikel,vastgelegd_eur,vereffend_eur,standdatum,opmerking\n"
        "2021-12,KP001,2021,1EC218,100.00,40.50,2021-12-31,\n"
        "2022-12,KP001,2021,1EC218,100.00,-0.50,2022-12-31,Terugvordering\n"
    ),
    "vr_documenten.csv": (
        "vr_nummer,projecten,datum,titel,beslissing\n"
        "VR 2021 0503 DOC.0201/1,KP001;KP002,2021-03-05,Plan van aanpak,Goedgekeurd\n"
        "VR 2021 0503 DOC.0202/1,KP002,2021-03-05,Tweede plan,\n"
    ),
    "verschuivingen.csv": (
        "datum,van,naar,bedrag_eur,vr_nummer,motivering\n"
        "2022-05-01,KP002,KP001,10.00,VR 2021 0503 DOC.0202/1,Meer nodig\n"
    ),
    "codelijsten.csv": (
        "lijst,versie,code,label_nl,label_en,definitie,kleur,volgorde,valt_onder\n"
        "projectstatus,1,groen,groen,green,Op schema.,#1B7A3D,1,lopend\n"
        "projectstatus,2,lopend,lopend,running,Op schema.,#1B7A3D,1,\n"
        "projectstatus,2,oranje,oranje,,Let op.,,2,\n"
        "mijlpaalstatus,1,op_schema,op schema,on schedule,Nog niet vervallen.,,1,\n"
        "mijlpaalstatus,1,gerealiseerd,gerealiseerd,realised,Bereikt.,,2,\n"
        "oorzaak,1,levering,levering,supply,Levering of prijzen.,,1,\n"
    ),
}

# Programmes in the exchange format beside the small one: what is shipped, and folders that the environment names.
_SHIPPED = Path(__file__).parents[2] / "meetcyclus" / "programmes"
_NAMED = [Path(each) for each in os.environ.get("MEETCYCLUS_TEST_PROGRAMMES", "").split(os.pathsep) if each]
LARGE_PROGRAMMES = sorted(each.parent for each in _SHIPPED.glob("*/programma.toml")) + _NAMED


def write_small(folder: Path, changes: dict[str, str | None] | None = None) -> Path:
    """Write the small programme; `changes` gives other content by file name, None leaves the file out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ({"programma.toml": SETTINGS} | FILES | (changes or {})).items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def with_cell(text: str, row: int, column: str, value: str) -> tuple[str, int]:
    """The text of a file with one cell replaced (rows count from 1), and the line on which that row starts."""
    rows = cells_of(text)
    rows[row][rows[0].index(column)] = value
    line = 1 + sum(1 + sum(cell.count("\n") for cell in each) for each in rows[:row])
    return text_of(rows), line


def cells_of(text: str) -> list[list[str]]:
    """The cells of a CSV text, header first."""
    return list(csv.reader(io.StringIO(text, newline="")))


def text_of(rows: list[list[str]]) -> str:
    """Rows of cells as CSV text."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
