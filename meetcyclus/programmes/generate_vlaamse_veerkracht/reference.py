"""Speerpunten, clusters, beleidsdomeinen, entiteiten and mandaten. Belongs here: lists that projects hang on."""

from __future__ import annotations

from dataclasses import dataclass

from .rounds import Row

FOCUSES = {
    "S1": "Economie en samenleving verduurzamen",
    "S2": "Investeren in infrastructuur en grote mobiliteitswerken",
    "S3": "Vlaanderen digitaal transformeren",
    "S4": "Levenslang leren en digitalisering in onderwijs en op de arbeidsmarkt",
    "S5": "Het zorg- en welzijnssysteem versterken",
    "S6": "De coronacrisis en de brexit te boven komen",
    "S7": "Minder regels en een efficiëntere overheid",
}
# How many clusters of the relanceprovisie each speerpunt has; together the 34 of the plan at its start.
_CLUSTERS_PER_FOCUS = {"S1": 8, "S2": 4, "S3": 5, "S4": 6, "S5": 6, "S6": 3, "S7": 2}
REGULAR_CLUSTER, ADDED_CLUSTER = "C35", "C36"

DOMAINS = {
    "KBBJ": "Kanselarij, Bestuur, Buitenlandse Zaken en Justitie",
    "FB": "Financiën en Begroting",
    "EWI": "Economie, Wetenschap en Innovatie",
    "OV": "Onderwijs en Vorming",
    "WVG": "Welzijn, Volksgezondheid en Gezin",
    "CJSM": "Cultuur, Jeugd, Sport en Media",
    "WSE": "Werk & sociale economie",
    "LV": "Landbouw en Visserij",
    "MOW": "Mobiliteit en Openbare Werken",
    "OMG": "Omgeving",
}
MANDATES = {
    "MIN-01": "Minister-president, Buitenlandse Zaken, Cultuur, ICT en Facilitair Management",
    "MIN-02": "Economie, Innovatie, Werk, Sociale economie en Landbouw",
    "MIN-03": "Binnenlands Bestuur, Bestuurszaken, Inburgering en Gelijke Kansen",
    "MIN-04": "Onderwijs, Sport, Dierenwelzijn en Vlaamse Rand",
    "MIN-05": "Justitie en Handhaving, Omgeving, Energie en Toerisme",
    "MIN-06": "Welzijn, Volksgezondheid, Gezin en Armoedebestrijding",
    "MIN-07": "Financiën en Begroting, Wonen en Onroerend Erfgoed",
    "MIN-08": "Mobiliteit en Openbare Werken",
    "MIN-09": "Brussel, Jeugd en Media",
}
_ENTITY_MANDATES = {
    "KBBJ": ("MIN-01", "MIN-03", "MIN-05"),
    "FB": ("MIN-07", "MIN-07", "MIN-07"),
    "EWI": ("MIN-02", "MIN-02", "MIN-02"),
    "OV": ("MIN-04", "MIN-04", "MIN-04"),
    "WVG": ("MIN-06", "MIN-06", "MIN-06"),
    "CJSM": ("MIN-01", "MIN-09", "MIN-04"),
    "WSE": ("MIN-02", "MIN-02", "MIN-02"),
    "LV": ("MIN-02", "MIN-02", "MIN-02"),
    "MOW": ("MIN-08", "MIN-08", "MIN-08"),
    "OMG": ("MIN-05", "MIN-05", "MIN-07"),
}


@dataclass(frozen=True)
class Entity:
    """A synthetic organisation of the Flemish administration."""

    code: str
    domain: str
    mandate: str

    @property
    def spoc(self) -> str:
        """Mail address of its single point of contact."""
        return f"spoc-{self.code[1:]}@example.org"


ENTITIES = tuple(
    Entity(f"E{index * 3 + place + 1:02d}", domain, mandate)
    for index, (domain, mandates) in enumerate(_ENTITY_MANDATES.items())
    for place, mandate in enumerate(mandates)
)


def cluster_focus() -> dict[str, str]:
    """Return the speerpunt of each of the 36 clusters."""
    codes = [focus for focus, count in _CLUSTERS_PER_FOCUS.items() for _ in range(count)]
    return {f"C{number:02d}": focus for number, focus in enumerate([*codes, "S7", "S6"], start=1)}


def kabinet_email(mandate: str) -> str:
    """Return the mail address of the kabinet that validates for this mandate."""
    return f"kabinet-{mandate[-2:]}@example.org"


def focus_rows() -> list[Row]:
    """Return the rows of speerpunten.csv."""
    return [{"code": code, "naam": name, "volgorde": code[1:]} for code, name in FOCUSES.items()]


def cluster_rows() -> list[Row]:
    """Return the rows of clusters.csv; the real names are not public, so these are placeholders."""
    return [
        {"code": code, "naam": f"Cluster {code[1:]}", "speerpunt": focus} for code, focus in cluster_focus().items()
    ]


def entity_rows() -> list[Row]:
    """Return the rows of entiteiten.csv."""
    return [
        {"code": e.code, "naam": f"Entiteit {e.code[1:]} (synthetisch)", "beleidsdomein": DOMAINS[e.domain]}
        for e in ENTITIES
    ]


def mandate_rows() -> list[Row]:
    """Return the rows of mandaten.csv, without names of ministers."""
    return [
        {
            "code": code,
            "titel": title,
            "houder": f"Minister {code[-2:]} (synthetisch)",
            "kabinet_email": kabinet_email(code),
            "geldig_van": "2019-10-02",
            "geldig_tot": "",
        }
        for code, title in MANDATES.items()
    ]
