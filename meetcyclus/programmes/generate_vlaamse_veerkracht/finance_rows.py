"""The lines of the finance extract. Belongs here: positions cut into budget years and budget articles.

The lines of one meting add up to the cumulative position; a closed budget year keeps its amounts.
"""

from __future__ import annotations

from . import story
from .dice import Dice
from .money import Money
from .projects import Project
from .rounds import ROUNDS, Round, Row

# Meting that closes each budget year.
_YEAR_ENDS = {2021: 3, 2022: 5, 2023: 6}
_DECOMMITMENT = (
    "Vrijgave van een deel van een vastlegging uit 2022: de opdracht is afgerond onder het gegunde bedrag. "
    "De vrijgave is geboekt op het oorspronkelijke begrotingsjaar."
)
_STOPPED = "Geen nieuwe vastleggingen na de stopzetting; het niet vastgelegde budget is verschoven naar {taker}."


def _articles(project: Project) -> list[tuple[str, int]]:
    """Return one or two synthetic budget articles of the entity, with their share in percent."""
    dice = Dice("articles", project.code)
    base = f"{project.entity.domain}-SYN-{project.entity.code[1:]}"
    if dice.chance(35):
        first = dice.whole(45, 80)
        return [(f"{base}1", first), (f"{base}2", 100 - first)]
    return [(f"{base}1", 100)]


def _part(cents: int, articles: list[tuple[str, int]], place: int) -> int:
    """Cut a cumulative amount: the first article is rounded down, the second takes the rest."""
    first = cents * articles[0][1] // 100
    return first if place == 0 else cents - first


def _year_amounts(positions: dict[int, int], number: int) -> dict[int, int]:
    """Turn cumulative positions into amounts per budget year, as they stand in this meting."""
    years, before = {}, 0
    for year, closing in _YEAR_ENDS.items():
        reached = positions.get(min(closing, number), 0)
        if ROUNDS[number - 1].moment.year >= year:
            years[year], before = reached - before, reached
    if years.get(2023, 0) < 0:  # a decommitment is booked on the year of the commitment, never as a negative amount
        years[2022], years[2023] = years[2022] + years[2023], 0
    return years


def _euro(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _remark(project: Project, money: Money, number: int) -> str:
    if number == 6 and project.code == money.decommitted:
        return _DECOMMITMENT
    if project.status(number) == story.STOPPED:
        return _STOPPED.format(taker=f"VV{story.STOPPED_TO[project.number]:03d}")
    return ""


def _lines(project: Project, money: Money, r: Round) -> list[Row]:
    articles, rows = _articles(project), []
    for place, (article, _) in enumerate(articles):
        vak = {number: _part(amounts.get(project.code, 0), articles, place) for number, amounts in money.vak.items()}
        vek = {number: _part(amounts.get(project.code, 0), articles, place) for number, amounts in money.vek.items()}
        committed, settled = _year_amounts(vak, r.number), _year_amounts(vek, r.number)
        rows += [
            {
                "meting": r.key,
                "project": project.code,
                "begrotingsjaar": str(year),
                "begrotingsartikel": article,
                "vastgelegd_eur": _euro(committed[year]),
                "vereffend_eur": _euro(settled[year]),
                "standdatum": r.moment.isoformat(),
                "opmerking": _remark(project, money, r.number),
            }
            for year in committed
        ]
    return rows


def finance_rows(projects: list[Project], money: Money, r: Round) -> list[Row]:
    """Return the rows of financien.csv for one meting: the projects on the relanceprovisie that are in scope."""
    rows = [row for p in projects if not p.is_regular and p.status(r.number) for row in _lines(p, money, r)]
    return sorted(rows, key=lambda row: (row["project"], row["begrotingsjaar"], row["begrotingsartikel"]))
