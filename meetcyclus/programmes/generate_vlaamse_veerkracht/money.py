"""The money. Belongs here: budgets, shifts, and the cumulative VAK and VEK of each project at each meetmoment.

All amounts are whole cents. Positions are fitted backwards: the last meting first, then each earlier one below it.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import story
from .allocation import Bound, spread
from .dice import Dice
from .money_totals import FIRST_COMMITTED, FIRST_SETTLED, FOCUS_MILLIONS, VAK_TOTALS, VEK_TOTALS
from .projects import Project
from .reference import cluster_focus

_EURO, _MILLION = 100, 100_000_000
_GIFT = 2 * _MILLION  # each of the three givers of VV181
_DECOMMITTED = 1_250_000 * _EURO
Amounts = dict[str, int]


@dataclass(frozen=True)
class Shift:
    """Money that moves from one project to another, counted from a meting on."""

    giver: str
    taker: str
    cents: int
    counted_from: int


@dataclass(frozen=True)
class Money:
    """Everything financial: budgets, shifts, VAK and VEK per meting and the project that decommitted."""

    budgets: Amounts
    shifts: list[Shift]
    vak: dict[int, Amounts]
    vek: dict[int, Amounts]
    decommitted: str

    def ceiling(self, code: str, number: int) -> int:
        """Return the budget of a project after the shifts that count in this meting."""
        moved = [s for s in self.shifts if s.counted_from <= number]
        return (
            self.budgets[code]
            + sum(s.cents for s in moved if s.taker == code)
            - sum(s.cents for s in moved if s.giver == code)
        )


def budgets_of(projects: list[Project]) -> Amounts:
    """Divide 4.3 billion in whole thousands; VV181 and the projects on regular means start with nothing."""
    focus_of, budgets = cluster_focus(), {project.code: 0 for project in projects}
    for focus, millions in FOCUS_MILLIONS.items():
        members = [p for p in projects if focus_of[p.cluster] == focus and not p.is_regular and p.number != story.ADDED]
        shares = spread(millions * 1000, [_budget_bound(p) for p in members])
        budgets.update({p.code: share * 1000 * _EURO for p, share in zip(members, shares, strict=True)})
    return budgets


def _budget_bound(project: Project) -> Bound:
    """Many small budgets and a few large ones; those that gave or lost money are of middle size."""
    dice = Dice("budget", project.code)
    weight = dice.whole(3, 40) * dice.whole(3, 40) * dice.whole(2, 12)
    if project.number in story.GIVERS or project.number in story.STOPPED_TO:
        return 12_000, 30_000, weight
    return 1_500, 260_000, weight


def shifts_of(budgets: Amounts) -> list[Shift]:
    """Return the gifts to VV181 in 2022 and what the stopped projects left over in 2023."""
    gifts = [Shift(f"VV{giver:03d}", "VV181", _GIFT, 5) for giver in story.GIVERS]
    left = []
    for stopped, taker in story.STOPPED_TO.items():
        share = Dice("left", stopped).whole(48, 66)
        code = f"VV{stopped:03d}"
        left.append(Shift(code, f"VV{taker:03d}", budgets[code] * share // 100, 6))
    return gifts + left


class _Fitter:
    """Fits the positions of one kind of credit, meting by meting."""

    def __init__(self, projects: list[Project], money: Money, physical: dict[str, int]) -> None:
        self.projects = [project for project in projects if not project.is_regular]
        self.money = money
        self.physical = physical

    def members(self, number: int) -> list[Project]:
        return [project for project in self.projects if project.status(number)]

    def share_out(self, total: int, number: int, bounds: dict[str, Bound]) -> Amounts:
        members = self.members(number)
        shares = spread(total, [bounds[project.code] for project in members])
        return {project.code: share for project, share in zip(members, shares, strict=True)}

    def last_vak(self) -> Amounts:
        bounds: dict[str, Bound] = {}
        for project in self.members(6):
            ceiling, status = self.money.ceiling(project.code, 6), project.status(6)
            high = ceiling * 70 // 100 if status == story.STARTED else ceiling * 99 // 100
            if status == story.STOPPED:
                bounds[project.code] = (ceiling, ceiling, 1)
            elif project.code == self.money.decommitted:
                bounds[project.code] = (ceiling * 80 // 100, ceiling * 90 // 100, ceiling)
            else:
                bounds[project.code] = (high * 80 // 100, high, high * Dice("vak", project.code).whole(88, 100) // 100)
        return self.share_out(VAK_TOTALS[6], 6, bounds)

    def earlier_vak(self, number: int, later: Amounts) -> Amounts:
        return self.share_out(
            VAK_TOTALS[number],
            number,
            {p.code: self._vak_bound(p, number, later[p.code]) for p in self.members(number)},
        )

    def _vak_bound(self, project: Project, number: int, later: int) -> Bound:
        dice, first = Dice("vak", project.code, number), project.code in self.first_committed()
        if project.status(number) == story.NOT_STARTED:
            return 0, 0, 0
        if project.status(number + 1) in (story.REALISED, story.STOPPED):
            return later, later, 1
        if number == 5:
            extra = _DECOMMITTED if project.code == self.money.decommitted else 0
            high = min(later + extra, self.money.ceiling(project.code, 5))
            return min(later * 70 // 100 + extra, high), high, later * dice.whole(94, 104) // 100 + extra
        if number == 4:
            return later * 4 // 100, later * 97 // 100, later * dice.whole(12, 80)
        if number == 2 and not first and dice.chance(35):
            return 0, 0, 0
        return 0, later * 9 // 10, later * dice.whole(10, 90)

    def first_committed(self) -> list[str]:
        """The 23 projects with a commitment at meting 1."""
        running = [
            p.code for p in self.projects if p.status(1) == story.RUNNING and self.money.budgets[p.code] > 25 * _MILLION
        ]
        return Dice("first committed").some(running, FIRST_COMMITTED)

    def first_settled(self) -> list[str]:
        """The 9 of them with a payment at meting 1: those with the largest budgets."""
        codes = self.first_committed()
        return sorted(codes, key=lambda code: (-self.money.budgets[code], code))[:FIRST_SETTLED]

    def first_vak(self, later: Amounts) -> Amounts:
        chosen = self.first_committed()
        bounds = {
            p.code: (100_000 * _EURO, later[p.code] * 9 // 10, later[p.code]) if p.code in chosen else (0, 0, 0)
            for p in self.members(1)
        }
        return self.share_out(VAK_TOTALS[1], 1, bounds)

    def last_vek(self, vak: Amounts) -> Amounts:
        return self.share_out(VEK_TOTALS[6], 6, {p.code: self._last_vek_bound(p, vak[p.code]) for p in self.members(6)})

    def _last_vek_bound(self, project: Project, vak: int) -> Bound:
        """Stay within 33 percentage points of the physical progress; a realised project is nearly paid out."""
        dice, physical = Dice("vek", project.code), self.physical[project.code]
        if project.status(6) == story.REALISED:
            return vak * 85 // 100, vak, vak * dice.whole(85, 100) // 100
        ceiling = self.money.ceiling(project.code, 6)
        low = max(ceiling * (physical - 33) // 100, vak * (physical - 33) // 100, vak * 6 // 100)
        high = min(vak * 96 // 100, ceiling * (physical + 33) // 100)
        return low, high, vak * max(physical, 12) * dice.whole(70, 110)

    def earlier_vek(self, number: int, later: Amounts, vak: Amounts) -> Amounts:
        bounds = {p.code: self._vek_bound(p, number, later[p.code], vak[p.code]) for p in self.members(number)}
        return self.share_out(VEK_TOTALS[number], number, bounds)

    def _vek_bound(self, project: Project, number: int, later: int, vak: int) -> Bound:
        dice = Dice("vek", project.code, number)
        if project.status(number) == story.REALISED:
            return min(later, vak * 82 // 100), min(later, vak), later * dice.whole(85, 100) // 100
        if number == 1:
            chosen = project.code in self.first_settled()
            return (20_000 * _EURO, min(later, vak) * 97 // 100, min(later, vak)) if chosen else (0, 0, 0)
        if number <= 3 and dice.chance(40) and project.code not in self.first_settled():
            return 0, 0, 0
        return 0, min(later * 96 // 100, vak * 98 // 100), later * dice.whole(30, 90)


def all_money(projects: list[Project], physical: dict[str, int]) -> Money:
    """Return budgets, shifts and positions; `physical` is the percentage of realised milestones at the last meting."""
    budgets = budgets_of(projects)
    # A plain running project of some size that released part of a commitment in 2023.
    decommitted = next(
        p.code
        for p in projects
        if p.path == (story.RUNNING,) * 6
        and 40 * _MILLION < budgets[p.code] < 90 * _MILLION
        and p.number not in story.FIXED
        and not p.is_regular
    )
    money = Money(budgets, shifts_of(budgets), {}, {}, decommitted)
    fitter = _Fitter(projects, money, physical)
    money.vak[6] = fitter.last_vak()
    for number in (5, 4, 3, 2):
        money.vak[number] = fitter.earlier_vak(number, money.vak[number + 1])
    money.vak[1] = fitter.first_vak(money.vak[2])
    money.vek[6] = fitter.last_vek(money.vak[6])
    for number in (5, 4, 3, 2, 1):
        money.vek[number] = fitter.earlier_vek(number, money.vek[number + 1], money.vak[number])
    return money
