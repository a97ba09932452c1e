"""Output indicators. Belongs here: their definitions, and values that grow with the time that has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from . import story
from .dice import Dice
from .indicator_phrases import MORE, SOURCES
from .projects import Project
from .rounds import ROUNDS, Round, Row, month_end


@dataclass(frozen=True)
class Indicator:
    """One measurable output of a project."""

    id: str
    project: Project
    name: str
    definition: str
    unit: str
    measure: str
    source: str
    start: int
    target: int
    common: str = ""

    @property
    def baseline_day(self) -> date:
        """Day of the baseline: the last month end before the project started."""
        return self.project.start.replace(day=1) - timedelta(days=1)

    def value(self, day: date, pace: int) -> Decimal:
        """Return the value on a day, when this percentage of the elapsed time has become output."""
        if self.project.start >= day:
            return Decimal(self.start)
        elapsed = Decimal((day - self.project.start).days) / Decimal((self.project.end - self.project.start).days)
        share = elapsed * pace / 100
        # A first trickle counts as nothing yet, so that no value grows tenfold between two metingen.
        reached = self.start + (self.target - self.start) * (share if share >= Decimal("0.05") else Decimal(0))
        return reached.quantize(Decimal("0.1") if self.unit in ("km", "ha") else Decimal(1))


def _first(project: Project) -> Indicator:
    theme, dice = project.theme, Dice("indicator", project.code)
    target = dice.whole(theme.low, theme.high)
    yearly = theme.unit.endswith("/jaar")
    return Indicator(
        f"{project.code}-I01",
        project,
        f"Aantal {theme.result}",
        f"Telling van: {theme.result}. {'Per jaar gemeten' if yearly else 'Opgeteld sinds de start van het project'}, "
        "volgens bewijsstukken in het projectdossier.",
        theme.unit,
        "stroom" if yearly else "cumulatief",
        SOURCES[theme.kind],
        0,
        round_target(target),
        theme.common if project.rrf_measure else "",
    )


def round_target(amount: int) -> int:
    """Round as a policy maker does: two significant figures above a hundred."""
    step = int("1" + "0" * max(len(str(amount)) - 2, 0))
    return amount // step * step


def indicators_of(project: Project) -> list[Indicator]:
    """Return the one to four indicators of a project."""
    dice = Dice("more indicators", project.code)
    result = [_first(project)]
    for place, more in enumerate(dice.some(MORE[project.theme.kind], dice.pick((0, 1, 1, 1, 2, 2, 3))), start=2):
        result.append(
            Indicator(
                f"{project.code}-I{place:02d}",
                project,
                more.name,
                more.definition,
                more.unit,
                more.measure,
                more.source,
                more.start,
                dice.whole(more.low, more.high),
            )
        )
    return result


def indicator_rows(indicators: list[Indicator]) -> list[Row]:
    """Return the rows of indicatoren.csv."""
    return [
        {
            "id": i.id,
            "project": i.project.code,
            "naam": i.name,
            "definitie": i.definition,
            "eenheid": i.unit,
            "meettype": i.measure,
            "richting": "dalend" if i.target < i.start else "stijgend",
            "nulwaarde": str(i.start),
            "nuldatum": i.baseline_day.isoformat(),
            "streefwaarde": str(i.target),
            "streefdatum": i.project.end.isoformat(),
            "bron": i.source,
            "gemeenschappelijke_indicator": i.common,
        }
        for i in indicators
    ]


def indicator_reports(indicators: list[Indicator], r: Round) -> list[Row]:
    """Return the rows of indicatorrapporten.csv for one meting."""
    return [_report(i, r) for i in indicators if i.project.status(r.number)]


def _report(i: Indicator, r: Round) -> Row:
    day, realised_in = month_end(r.known_until.year, r.known_until.month), i.project.realised_in
    # A stopped project delivers nothing more after the meting before.
    counted = ROUNDS[r.number - 2].known_until if i.project.status(r.number) == story.STOPPED else day
    value = i.value(counted, Dice("pace", i.id).whole(84, 99))
    estimated = i.project.status(r.number) == story.RUNNING and Dice("estimate", i.id, r.key).chance(6)
    if realised_in and r.number >= realised_in:
        value = Decimal(i.target)
    return {
        "meting": r.key,
        "indicator": i.id,
        "waarde": str(value),
        "waardedatum": (r.moment if estimated else day).isoformat(),
        "raming": "ja" if estimated else "nee",
        "toelichting": "Raming op basis van de cijfers tot een maand voor het meetmoment." if estimated else "",
    }
