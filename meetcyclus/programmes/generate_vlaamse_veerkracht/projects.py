"""The 181 projects. Belongs here: where each project sits in the plan, who runs it, and from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from . import story
from .dice import Dice
from .reference import ADDED_CLUSTER, ENTITIES, REGULAR_CLUSTER, Entity, cluster_focus
from .rounds import PAST, ROUNDS, Row, usual_dates
from .themes import REAL, THEMES, Theme

RRF_COUNT, SHARED_COUNT = 55, 12
# The speerpunt of a project follows its number, except for titles that are known to belong elsewhere.
_FOCUS_ENDS = ((40, "S1"), (55, "S2"), (77, "S3"), (108, "S4"), (140, "S5"), (151, "S6"), (157, "S7"))
_FOCUS_EXCEPTIONS = {14: "S2", 56: "S3", 78: "S2", 87: "S5", 168: "S1"}
_FOCUS_DOMAINS = {
    "S1": ("OMG", "EWI", "LV", "OMG", "EWI", "OMG", "LV", "MOW"),
    "S2": ("MOW", "MOW", "OMG", "MOW", "CJSM"),
    "S3": ("KBBJ", "EWI", "CJSM", "KBBJ", "FB", "MOW"),
    "S4": ("OV", "WSE"),
    "S5": ("WVG",),
    "S6": ("CJSM", "EWI", "WVG", "LV"),
    "S7": ("KBBJ", "FB", "KBBJ"),
}
_REGULAR_DOMAINS = ("KBBJ", "FB", "OV", "WVG", "WSE", "OMG", "EWI", "MOW")
# A theme that comes back in a beleidsdomein is a next part of the same thing.
_PARTS = (("", ""), ("het vervolg op ", " (vervolg)"), ("het sluitstuk van ", " (sluitstuk)"))


@dataclass(frozen=True)
class Project:
    """One project with everything that does not change between metingen."""

    number: int
    title: str
    theme: Theme
    thing: str
    cluster: str
    entity: Entity
    mandates: tuple[str, ...]
    rrf_measure: str
    start: date
    end: date
    path: story.Path

    @property
    def code(self) -> str:
        """Number of the project in the plan, for example VV014."""
        return f"VV{self.number:03d}"

    @property
    def is_regular(self) -> bool:
        """Tell whether the project runs on regular means instead of the relanceprovisie."""
        return self.cluster == REGULAR_CLUSTER

    @property
    def realised_in(self) -> int | None:
        """Number of the first meting that shows the project as realised."""
        return self.path.index(story.REALISED) + 1 if story.REALISED in self.path else None

    def status(self, number: int) -> str:
        """Return the status in this meting; an empty string when not in scope."""
        return self.path[number - 1]


def _focus(number: int) -> str:
    return _FOCUS_EXCEPTIONS.get(number) or next(focus for last, focus in _FOCUS_ENDS if number <= last)


def _clusters() -> dict[int, str]:
    """Spread the projects of each speerpunt over its clusters, in blocks of numbers."""
    clusters = {number: REGULAR_CLUSTER for number in story.REGULAR} | {story.ADDED: ADDED_CLUSTER}
    once = [number for number in range(1, 181) if number not in clusters]
    for focus in _FOCUS_DOMAINS:
        members = [number for number in once if _focus(number) == focus]
        codes = [code for code, owner in cluster_focus().items() if owner == focus and code < REGULAR_CLUSTER]
        clusters.update({number: codes[place * len(codes) // len(members)] for place, number in enumerate(members)})
    return clusters


def _end_date(number: int, path: story.Path, rrf: bool, dice: Dice) -> date:
    """Choose an end that fits the status: realised before a meting, running after the last one."""
    if story.REALISED in path:
        realised = path.index(story.REALISED)
        first = ROUNDS[realised - 1].moment + timedelta(days=75 if realised < 5 else 140)
        return dice.pick(usual_dates(first, ROUNDS[realised].moment))
    if number in story.FIXED and any(status in story.NON_GREEN for status in path):
        return dice.pick(usual_dates(date(2025, 6, 30), date(2026, 6, 30)))
    if not rrf and dice.chance(9):
        return dice.pick(usual_dates(date(2027, 6, 30), date(2030, 11, 30)))
    last = date(2026, 8, 15) if rrf else date(2026, 12, 31)  # milestones of the European plan end on 31 August 2026
    return dice.pick(usual_dates(date(2024, 5, 31), last))


def _start_date(number: int, path: story.Path, dice: Dice) -> date:
    if number == story.ADDED:
        return date(2022, 11, 1)
    waits = path.count(story.NOT_STARTED)
    if waits:
        return ROUNDS[waits - 1].moment + timedelta(days=dice.whole(5, 60))
    return date(2020, 8, 1) + timedelta(days=dice.whole(0, 150))


def _domain(number: int, seen: dict[str, int]) -> str:
    """Take turns between the beleidsdomeinen of a speerpunt."""
    if number in REAL:
        return REAL[number][0]
    focus = "regular" if number in story.REGULAR else _focus(number)
    options = _REGULAR_DOMAINS if focus == "regular" else _FOCUS_DOMAINS[focus]
    seen[focus] = seen.get(focus, -1) + 1
    return options[seen[focus] % len(options)]


def _content(number: int, domain: str, used: dict[str, int]) -> tuple[str, Theme, str]:
    """Return title, theme and thing; a theme that comes back is a next part of the same thing."""
    if number in REAL:
        theme = REAL[number][1]
        return theme.title, theme, theme.thing
    turn = used.get(domain, 0)
    used[domain] = turn + 1
    theme, part = THEMES[domain][turn % len(THEMES[domain])], turn // len(THEMES[domain])
    prefix, suffix = _PARTS[part]
    return f"Synthetisch project {number:03d} – {theme.title}{suffix}", theme, prefix + theme.thing


def _entity(domain: str, theme: Theme) -> Entity:
    """Keep all parts of a theme with one entity."""
    options = [entity for entity in ENTITIES if entity.domain == domain]
    place = THEMES[domain].index(theme) if theme in THEMES[domain] else len(theme.title)
    return options[place % len(options)]


def _rrf_numbers() -> list[int]:
    """Choose the 55 projects of the European plan among those on the relanceprovisie without a story of their own."""
    ordinary = [number for number in range(1, 158) if number not in story.FIXED]
    return Dice("rrf").some(ordinary, RRF_COUNT)


def _mandates(entity: Entity, shared: bool, dice: Dice) -> tuple[str, ...]:
    others = sorted({other.mandate for other in ENTITIES} - {entity.mandate})
    return (entity.mandate, dice.pick(others)) if shared else (entity.mandate,)


def all_projects() -> list[Project]:
    """Return the 181 projects in the order of their numbers."""
    clusters, rrf = _clusters(), _rrf_numbers()
    shared = Dice("shared").some([number for number in range(1, 181) if number not in REAL], SHARED_COUNT)
    seen: dict[str, int] = {}
    used: dict[str, int] = {}
    projects = []
    for number, path in story.status_paths().items():
        dice = Dice("project", number)
        domain = _domain(number, seen)
        title, theme, thing = _content(number, domain, used)
        entity = _entity(domain, theme)
        measure = f"RRF-SYN-{rrf.index(number) // 3 + 1:02d}" if number in rrf else ""
        start, end = _start_date(number, path, dice), _end_date(number, path, number in rrf, dice)
        mandates = _mandates(entity, number in shared, dice)
        projects.append(
            Project(number, title, theme, thing, clusters[number], entity, mandates, measure, start, end, path)
        )
    return projects


def project_rows(projects: list[Project], leads: dict[str, str], budgets: dict[str, int]) -> list[Row]:
    """Return the rows of projecten.csv."""
    return [_row(project, leads[project.code], budgets[project.code]) for project in projects]


def _row(project: Project, lead: str, budget: int) -> Row:
    theme = project.theme
    return {
        "nummer": project.code,
        "titel": project.title,
        "omschrijving": f"Het project realiseert {project.thing}. Het richt zich tot {theme.group}. "
        f"Het resultaat is meetbaar: {theme.result}. "
        f"Alle gegevens zijn synthetisch{', behalve de titel' if project.number in REAL else ''}.",
        "doelstelling": f"Tegen het einde van het project haalt de indicator ‘{theme.result}’ de streefwaarde. "
        f"Dan is {project.thing} volledig uitgevoerd. Het resultaat is dan beschikbaar voor {theme.group}.",
        "doelgroep": theme.group[0].upper() + theme.group[1:],
        "cluster": project.cluster,
        "entiteit": project.entity.code,
        "mandaten": ";".join(project.mandates),
        "verantwoordelijke": lead,
        "spoc": project.entity.spoc,
        "financiering": "regulier" if project.is_regular else "relanceprovisie",
        "budget_eur": f"{budget // 100}.{budget % 100:02d}",
        "startdatum": project.start.isoformat(),
        "einddatum": project.end.isoformat(),
        "rrf": "ja" if project.rrf_measure else "nee",
        "rrf_maatregel": project.rrf_measure,
        "in_scope_van": next(r.key for r in PAST if project.status(r.number)),
        "in_scope_tot": "",
        "reden_uit_scope": "",
    }
