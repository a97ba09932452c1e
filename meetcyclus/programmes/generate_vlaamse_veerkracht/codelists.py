"""The code lists. Belongs here: codes, labels, definitions and colours, and in which version each code is valid."""

from __future__ import annotations

from .rounds import Row

# code: label, English label, definition, colour. In the order of display.
_STATUSES = {
    "niet_gestart": (
        "nog niet gestart",
        "not started",
        "De uitvoering is nog niet begonnen; de geplande start ligt na het meetmoment.",
        "#6B7280",
    ),
    "opgestart": (
        "opgestart",
        "started",
        "De voorbereiding loopt, maar het project stond nog niet formeel op de agenda van de Vlaamse Regering.",
        "#7BC67E",
    ),
    "in_uitvoering": (
        "in uitvoering na agendering VR",
        "in progress after inclusion on the agenda",
        "Het project stond op de agenda van de Vlaamse Regering met een document met VV-label en volgt het plan.",
        "#1B7A3D",
    ),
    "gerealiseerd": (
        "gerealiseerd",
        "realised",
        "Alle mijlpalen zijn gerealiseerd of geschrapt; de finale mijlpaal is bewezen.",
        "#F2B705",
    ),
    "aandacht": (
        "bijzondere aandacht nodig",
        "requires attention",
        "Er is een risico voor planning, resultaat of budget; oorzaak, maatregel, eigenaar en datum zijn bekend.",
        "#D9640B",
    ),
    "actie": (
        "bijkomende actie noodzakelijk",
        "requires action",
        "Het doel wordt niet gehaald zonder bijkomende beslissing; oorzaak, maatregel, eigenaar en datum zijn bekend.",
        "#B3261E",
    ),
    "stopgezet": (
        "stopgezet",
        "discontinued",
        "De Vlaamse Regering besliste het project stop te zetten en gaf de resterende middelen een bestemming.",
        "#2B2B2B",
    ),
}
_SINCE = {"gerealiseerd": 2, "stopgezet": 3}
_FIRST_RUNNING_LABEL = ("opgestart na agendering VR", "started after inclusion on the agenda")
_MILESTONE_STATUSES = {
    "niet_gestart": (
        "nog niet gestart",
        "not started",
        "Aan de mijlpaal wordt nog niet gewerkt; de datum ligt na het meetmoment.",
        "#6B7280",
    ),
    "op_schema": (
        "op schema",
        "on schedule",
        "De verwachte datum ligt na het meetmoment en wordt naar verwachting gehaald.",
        "#1B7A3D",
    ),
    "aandacht": ("aandacht nodig", "at risk", "De verwachte datum ligt na het meetmoment, maar is onzeker.", "#D9640B"),
    "vertraagd": (
        "vertraagd",
        "delayed",
        "De geplande datum is voorbij of verschoven; er is een nieuwe datum met reden.",
        "#B3261E",
    ),
    "gerealiseerd": (
        "gerealiseerd",
        "achieved",
        "Het resultaat is bereikt op of voor het meetmoment en er is een bewijsstuk.",
        "#F2B705",
    ),
    "geschrapt": ("geschrapt", "dropped", "De mijlpaal vervalt, met reden.", "#2B2B2B"),
    "vervangen": ("vervangen", "replaced", "Een andere mijlpaal komt in de plaats, met reden.", "#4B5563"),
}
_CAUSES = {
    "vergunning": ("vergunning", "permit", "Een vergunning ontbreekt, wordt betwist of vraagt aanpassing."),
    "aanbesteding": ("aanbesteding", "procurement", "De gunning van een opdracht lukt niet binnen de planning."),
    "levering": (
        "levering of prijzen",
        "supply or prices",
        "Levertermijnen of prijzen raken de planning of het budget.",
    ),
    "personeel": ("personeel", "staff", "Er is te weinig personeel of een profiel ontbreekt."),
    "juridisch": (
        "juridisch",
        "legal or court",
        "Een rechterlijke uitspraak of een juridische betwisting raakt het project.",
    ),
    "beleidskeuze": ("beleidskeuze", "policy choice", "Een beleidsbeslissing wijzigt het doel of de aanpak."),
    "partner": (
        "partner of lokaal bestuur",
        "partner or local authority",
        "Een partner of lokaal bestuur levert niet zoals afgesproken.",
    ),
    "budget": ("budget", "funding", "De middelen volstaan niet of zijn niet beschikbaar."),
    "technisch": ("technisch", "technical", "Een technisch probleem houdt de uitvoering op."),
    "extern": ("externe schok", "external shock", "Een gebeurtenis buiten het project raakt de uitvoering."),
    "andere": ("andere", "other", "Een oorzaak die niet in de lijst staat, met uitleg."),
}
LABELS = {code: label for code, (label, *_) in _STATUSES.items()}


def _row(name: str, version: int, code: str, words: tuple[str, ...], order: int) -> Row:
    label, english, definition, *colour = words
    return {
        "lijst": name,
        "versie": str(version),
        "code": code,
        "label_nl": label,
        "label_en": english,
        "definitie": definition,
        "kleur": colour[0] if colour else "",
        "volgorde": str(order),
        "valt_onder": code,
    }


def _status_rows(version: int) -> list[Row]:
    """Return the project statuses of one version: the list grew, and one label changed."""
    rows = []
    for order, (code, words) in enumerate(_STATUSES.items(), start=1):
        if _SINCE.get(code, 1) <= version:
            renamed = (*_FIRST_RUNNING_LABEL, *words[2:]) if code == "in_uitvoering" and version == 1 else words
            rows.append(_row("projectstatus", version, code, renamed, order))
    return rows


def code_list_rows() -> list[Row]:
    """Return the rows of codelijsten.csv."""
    rows = [row for version in (1, 2, 3) for row in _status_rows(version)]
    for name, words in (("mijlpaalstatus", _MILESTONE_STATUSES), ("oorzaak", _CAUSES)):
        rows += [_row(name, 1, code, tuple(entry), order) for order, (code, entry) in enumerate(words.items(), start=1)]
    return sorted(rows, key=lambda row: (row["lijst"], row["versie"], row["code"]))
