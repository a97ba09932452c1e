"""Settings of the programme. Belongs here: the text of programma.toml, with the two governance paths."""

from __future__ import annotations

import json

_HEAD = """\
# Flemish recovery plan 'Vlaamse Veerkracht'. The rows of this folder are synthetic; see README.md.
[programma]
code = "VV"
naam = "Relanceplan Vlaamse Veerkracht"
taal = "nl-BE"
tijdzone = "Europe/Brussels"
middelen_eur = "4300000000.00"
horizon = [2020, 2030]
projectnummer = '^VV\\d{3}$'
afzender = "meetcyclus@example.org"

[termen]
speerpunt = "speerpunt"
cluster = "cluster"
project = "project"
mijlpaal = "mijlpaal"

[emoe]
scheidingsteken = ";"
totaal = "TOTAAL"

[emoe.kolommen]
project = "VV-nummer"
begrotingsjaar = "Begrotingsjaar"
begrotingsartikel = "Begrotingsartikel"
vastgelegd = "Vastgelegd"
vereffend = "Vereffend"
standdatum = "Standdatum"
opmerking = "Opmerking"

[documenten]
boekhouding = "het Departement Financiën en Begroting (DFB)"
auditor = "het Rekenhof"
maanden_tot_volgende_meting = 12
mededeling_forum = "ministerraad_vv"
mededeling_hoofding = "DE MINISTER-PRESIDENT VAN DE VLAAMSE REGERING"
mededeling_titel = "MEDEDELING AAN DE VLAAMSE REGERING"
mededeling_nummer = "wordt toegekend door de Secretarie van de Vlaamse Regering"
mededeling_mandaat = "MIN-01"
mededeling_situering = "Met het relanceplan Vlaamse Veerkracht investeert de Vlaamse Regering in het herstel \
van economie en samenleving. De Vlaamse Regering wordt bij elke meting op de hoogte gebracht van de voortgang."
mededeling_besluit = "De Vlaamse Regering neemt akte van deze mededeling."
"""
# code | kind | owner | first day | last day | reminders | escalation | forum | after
_PATHS = {
    "A_2021": """
informatiesessies|informatiesessie|secretariaat|-45|||||
invoer|invoer|projectverantwoordelijke|-30|-18|6, 1|1, 3||informatiesessies
kwaliteitscheck|kwaliteitscheck|dossierbeheerder|-18|-9||3, 5||invoer
validatie|validatie|kabinet|-9|-5|2|1||kwaliteitscheck
actualisatie|actualisatie|projectverantwoordelijke|0|3|1|||validatie
financien|financien|dfb|0|5||||informatiesessies
rapportering|rapportering|dossierbeheerder|5|12||||validatie actualisatie financien
directiecomite|overleg|voorzitter|15||||directiecomite|rapportering
overdracht_rekenhof|overdracht|secretariaat|16|||||directiecomite
relancecomites|overleg|voorzitter|25||||relancecomites|overdracht_rekenhof
kep|overleg|voorzitter|25||||kep|overdracht_rekenhof
vesoc|overleg|voorzitter|25||||vesoc|overdracht_rekenhof
task_force|overleg|voorzitter|30||||task_force|relancecomites kep vesoc
mededeling_vr|overleg|voorzitter|35||||ministerraad_vv|task_force
publicatie|publicatie|secretariaat|36|||||mededeling_vr
""",
    "B_2024": """
informatiesessies|informatiesessie|secretariaat|-45|||||
invoer|invoer|projectverantwoordelijke|-30|-18|6, 1|1, 3||informatiesessies
kwaliteitscheck|kwaliteitscheck|dossierbeheerder|-18|-9||3, 5||invoer
actualisatie|actualisatie|projectverantwoordelijke|0|3|1|||kwaliteitscheck
financien|financien|dfb|0|5||||informatiesessies
validatie|validatie|kabinet|5|9|2|1||kwaliteitscheck actualisatie financien
rapportering|rapportering|dossierbeheerder|9|15||||validatie
voorzitterscollege|overleg|voorzitter|20||||voorzitterscollege|rapportering
overdracht_rekenhof|overdracht|secretariaat|21|||||voorzitterscollege
mededeling_vr|overleg|voorzitter|35||||ministerraad_vv|overdracht_rekenhof
publicatie|publicatie|secretariaat|36|||||mededeling_vr
""",
}
# Where and when meetings are held, and who sits in them beside the chairs: one adviser per minister (synthetic places).
_MEETINGS: dict[str, dict[str, object]] = {
    "informatiesessies": {"plaats": "online: https://example.org/informatiesessie"},
    "directiecomite": {
        "genodigden": ["voorzitter", "kabinet"],
        "uur": "14:00",
        "plaats": "zaal 1.24 en online: https://example.org/directiecomite",
    },
    "task_force": {"genodigden": ["voorzitter", "kabinet"]},
}


def _step(path: str, line: str) -> str:
    code, kind, owner, day, last, reminders, escalation, forum, after = line.split("|")
    lines = [
        f"[[governance.{path}.stap]]",
        f'code = "{code}"',
        f'soort = "{kind}"',
        f'eigenaar = "{owner}"',
        f"dag = {day}",
    ]
    lines += [f"dag_tot = {last}"] if last else []
    lines += [f"herinneringen = [{reminders}]"] if reminders else []
    lines += [f"escalatie = [{escalation}]"] if escalation else []
    lines += [f'forum = "{forum}"'] if forum else []
    meeting = _MEETINGS.get(code, {})
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in meeting.items()]
    lines += ["na = [" + ", ".join(f'"{step}"' for step in after.split()) + "]"] if after else []
    return "\n".join(lines) + "\n"


def programme_toml() -> str:
    """Return the text of programma.toml."""
    parts = [_HEAD]
    for path, lines in _PATHS.items():
        parts.append(f"[governance.{path}]\n")
        parts += [_step(path, line) for line in lines.strip().splitlines()]
    return "\n".join(parts)
