"""The 1,753 milestones. Belongs here: how many each project has, their text and their original dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from . import story
from .allocation import spread
from .dice import Dice
from .milestone_phrases import FINAL, ORDINALS, PHASE, PREPARATION, VERIFICATION
from .projects import Project
from .rounds import PAST, ROUNDS, UPCOMING, Row, quarter_end, usual_dates

TOTAL = 1753
_EU_END = date(2026, 8, 31)


@dataclass(frozen=True)
class Milestone:
    """One step of a project with the date that was planned at first."""

    id: str
    text: str
    is_final: bool
    is_critical: bool
    original: date
    introduced: int
    cid: str = ""

    @property
    def is_quantitative(self) -> bool:
        """A text that starts with a number promises a quantity."""
        return self.text[0].isdigit()


def _counts(projects: list[Project]) -> dict[str, int]:
    """Divide the total over the projects: 4 to 20 each, more for long ones."""
    dice, bounds = Dice("milestone counts"), []
    for project in projects:
        days = (project.end - project.start).days
        low = max(4 + len(_late_days(project)), min(20, days // 300 + 1))
        high = max(low, min(20, days // 80))
        bounds.append((low, high, dice.whole(50, 190) * days // 100))
    return {project.code: count for project, count in zip(projects, spread(TOTAL, bounds), strict=True)}


def _late_days(project: Project) -> list[date]:
    """Original dates just before each meetmoment at which the project was orange or red: those milestones came late."""
    return [r.moment - timedelta(days=30) for r in ROUNDS if project.status(r.number) in story.NON_GREEN]


def _dates(project: Project, count: int) -> list[date]:
    """Choose the original dates, evenly over the project; the last one lies within 20 days of its end."""
    dice = Dice("milestone dates", project.code)
    final = project.end - timedelta(days=dice.whole(0, 20))
    fixed = _late_days(project)
    days = [
        day
        for day in usual_dates(project.start + timedelta(days=50), final - timedelta(days=25))
        if not any(late - timedelta(days=12) <= day <= late + timedelta(days=125) for late in fixed)
    ]
    free = count - 1 - len(fixed)
    chosen = [days[(2 * place + 1) * len(days) // (2 * free)] for place in range(free)]
    return _with_next_year(project, sorted([*chosen, *fixed, final]), days)


def _with_next_year(project: Project, chosen: list[date], days: list[date]) -> list[date]:
    """Move one date so that a running project has something to do in the twelve months after the last meetmoment."""
    after = UPCOMING.moment + timedelta(days=31)
    if project.end <= UPCOMING.moment or any(after <= day <= after + timedelta(days=300) for day in chosen):
        return chosen
    spot = next(day for day in days if day >= after + timedelta(days=100))
    moved = max(day for day in chosen[:-1] if day not in _late_days(project))
    return sorted([*(day for day in chosen if day != moved), spot])


def _phase_texts(kind: str, room: int, dice: Dice) -> list[str]:
    """Return `room` templates: as many phases as needed, each with its steps in order."""
    phases = -(-room // 5)
    sizes = [room // phases + (place < room % phases) for place in range(phases)]
    counted = next(place for place, text in enumerate(PHASE[kind]) if text.startswith("{count}"))
    texts = []
    for phase, size in zip(ORDINALS, sizes, strict=False):
        others = dice.some([place for place in range(5) if place != counted], size - 1)
        texts += [PHASE[kind][place].replace("{phase}", phase) for place in sorted([counted, *others])]
    return texts


def _texts(project: Project, count: int, target: int) -> list[str]:
    """Return the descriptions in order: preparation, phases, final."""
    dice, kind = Dice("milestone texts", project.code), project.theme.kind
    prepared = min(4, max(1, (count - 1) // 4))
    templates = dice.some(PREPARATION[kind], prepared) + _phase_texts(kind, count - 1 - prepared, dice) + [FINAL[kind]]
    counted = [place for place, text in enumerate(templates) if text.startswith("{count}")]
    texts = []
    for place, text in enumerate(templates):
        share = (counted.index(place) + 1) / (len(counted) + 1) if place in counted else 1
        amount = max(1, int(target * share))
        texts.append(
            text.format(thing=project.thing, result=project.theme.result, count=f"{amount:,}".replace(",", "."))
        )
    return texts


def _introduced(project: Project, original: date, is_final: bool, dice: Dice) -> int:
    """Most milestones are there from the start of their project; some were added well before their date."""
    first = next(r.number for r in PAST if project.status(r.number))
    if is_final or original in _late_days(project) or not dice.chance(14):
        return first
    later = [r.number for r in PAST if r.number > first and original > r.moment + timedelta(days=75)]
    return dice.pick(later) if later else first


def _of_project(project: Project, count: int, target: int) -> list[Milestone]:
    dice, dates = Dice("milestones", project.code), _dates(project, count)
    result = []
    for place, (text, day) in enumerate(zip(_texts(project, count, target), dates, strict=True), start=1):
        is_final = place == count
        is_late = day in _late_days(project)
        critical = (
            dice.chance(65 if is_final else 12) if not is_late else project.status(UPCOMING.number) in story.NON_GREEN
        )
        introduced = _introduced(project, day, is_final, dice)
        result.append(Milestone(f"{project.code}-M{place:02d}", text, is_final, critical, day, introduced))
    return _with_cid(project, result, dice)


def _with_cid(project: Project, milestones: list[Milestone], dice: Dice) -> list[Milestone]:
    """Tie the final and some critical milestones of an RRF project to a synthetic CID number."""
    if not project.rrf_measure:
        return milestones
    return [
        replace(m, cid=f"CID-SYN-{project.number:03d}-{place}")
        if m.is_final or (m.is_critical and dice.chance(70))
        else m
        for place, m in enumerate(milestones, start=1)
    ]


def all_milestones(projects: list[Project], targets: dict[str, int]) -> dict[str, list[Milestone]]:
    """Return the milestones of each project, in the order of their original dates."""
    counts = _counts(projects)
    return {project.code: _of_project(project, counts[project.code], targets[project.code]) for project in projects}


def milestone_rows(projects: list[Project], milestones: dict[str, list[Milestone]]) -> list[Row]:
    """Return the rows of mijlpalen.csv."""
    return [_row(project, milestone) for project in projects for milestone in milestones[project.code]]


def _row(project: Project, milestone: Milestone) -> Row:
    deadline = min(quarter_end(milestone.original), _EU_END).isoformat() if milestone.cid else ""
    return {
        "id": milestone.id,
        "project": project.code,
        "omschrijving": milestone.text[0].upper() + milestone.text[1:],
        "type": "kwantitatief" if milestone.is_quantitative else "kwalitatief",
        "finaal": "ja" if milestone.is_final else "nee",
        "kritiek": "ja" if milestone.is_critical else "nee",
        "datum_origineel": milestone.original.isoformat(),
        "ingevoerd_in": ROUNDS[milestone.introduced - 1].key,
        "vervallen_in": "",
        "vervangen_door": "",
        "cid_nummer": milestone.cid,
        "cid_deadline": deadline,
        "verificatie": VERIFICATION[project.theme.kind],
    }
