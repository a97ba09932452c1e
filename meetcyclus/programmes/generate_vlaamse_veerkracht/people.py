"""The people. Belongs here: synthetic names, addresses at example.org and who leads which project."""

from __future__ import annotations

from collections import Counter

from .dice import Dice
from .projects import Project
from .reference import ENTITIES, MANDATES, kabinet_email
from .rounds import Row

_FIRST_NAMES = (
    "Lien",
    "Bram",
    "Noor",
    "Wout",
    "Fien",
    "Jef",
    "Amina",
    "Stijn",
    "Hanne",
    "Karel",
    "Yasmin",
    "Tuur",
    "Greet",
    "Milan",
    "Saar",
    "Pieter",
    "Elif",
    "Joris",
    "Lotte",
    "Rik",
    "Nele",
    "Daan",
    "Ines",
    "Wim",
    "Marit",
    "Koen",
    "Lore",
    "Adil",
)
_PORTFOLIO_SIZES = (1, 2, 1, 1, 2, 1, 4, 1, 1, 2)
_STANDING = (
    ("secretariaat@example.org", "secretariaat"),
    ("secretariaat2@example.org", "secretariaat"),
    ("controle1@example.org", "dossierbeheerder"),
    ("controle2@example.org", "dossierbeheerder"),
    ("controle3@example.org", "dossierbeheerder"),
    ("controle4@example.org", "dossierbeheerder"),
    ("dfb@example.org", "dfb"),
    ("dfb2@example.org", "dfb"),
    ("voorzitter@example.org", "voorzitter"),
    ("voorzitter2@example.org", "voorzitter"),
    ("rekenhof@example.org", "rekenhof"),
    ("rekenhof2@example.org", "rekenhof"),
)


def _lead_email(number: int) -> str:
    return f"projectleiding-{number:03d}@example.org"


def project_leads(projects: list[Project]) -> dict[str, str]:
    """Give each project a lead: one person for one to four projects, nearly always of one entity."""
    dice, person = Dice("leads"), 0
    leads: dict[str, str] = {}
    for entity in ENTITIES:
        own = [project.code for project in projects if project.entity == entity]
        while own:
            person += 1
            size = dice.pick(_PORTFOLIO_SIZES)
            leads.update({code: _lead_email(person) for code in own[:size]})
            own = own[size:]
    return leads | _across_entities(leads)


def _across_entities(leads: dict[str, str]) -> dict[str, str]:
    """Give three projects to a lead of another entity, as happens when somebody changes jobs."""
    count = Counter(leads.values())
    singles = [code for code, email in leads.items() if count[email] == 1]
    return {code: leads[other] for code, other in zip(singles[-3:], singles[:3], strict=True)}


def _head_email(entity: str) -> str:
    return f"leiding-{entity[1:]}@example.org"


def _person(email: str, role: str, number: int, entity: str = "", mandate: str = "") -> Row:
    name = f"{_FIRST_NAMES[number % len(_FIRST_NAMES)]} Proef {number:03d}"
    return {"email": email, "naam": name, "rol": role, "entiteit": entity, "mandaat": mandate}


def people_rows(projects: list[Project], leads: dict[str, str]) -> list[Row]:
    """Return the rows of personen.csv."""
    entity_of = {leads[project.code]: project.entity.code for project in reversed(projects)}
    people = [(email, role, "", "") for email, role in _STANDING]
    people += [(kabinet_email(code), "kabinet", "", code) for code in MANDATES]
    people += [(entity.spoc, "spoc", entity.code, "") for entity in ENTITIES]
    heads = [(_head_email(entity.code), "leidend_ambtenaar", entity.code, "") for entity in ENTITIES]
    people += [(email, "projectverantwoordelijke", entity_of[email], "") for email in sorted(set(leads.values()))]
    rows = [
        _person(email, role, place, entity, mandate)
        # The heads come last: everybody else keeps the name that goes with the place.
        for place, (email, role, entity, mandate) in enumerate([*people, *heads], start=1)
    ]
    return sorted(rows, key=lambda row: row["email"])
