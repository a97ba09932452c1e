"""The money that a request to a cabinet shows beside each project: what may be spent, what is promised, what is paid.

A cabinet does not decide on amounts. It is shown those that DFB signed for this round, else those of the round before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.programme import shifted_cents
from meetcyclus.domain.rounds import Round
from meetcyclus.services.desk import Desk
from meetcyclus.services.extracts import credits_in_force, uploads_of
from meetcyclus.services.reconciliation import totals_by_project


@dataclass(frozen=True)
class ProjectMoney:
    """Budget with its shifts, committed and settled; the last two are None where no amounts are known.

    `measured_in` is the round whose amounts these are, None for the round of the letter itself.
    """

    budget_cents: int
    committed_cents: int | None = None
    settled_cents: int | None = None
    stand_on: date | None = None
    measured_in: int | None = None


def money_by_project(desk: Desk) -> Mapping[str, ProjectMoney]:
    """By number the projects that have a budget or amounts; of the others a letter says nothing."""
    measured = _measured(desk)
    credits = [each for each in credits_in_force(desk.uow) if measured and each.round_key == measured.key]
    totals, shifted = totals_by_project(credits), shifted_cents(desk.data.shifts, desk.round.reference_date)
    stands: dict[str, date] = {}
    for each in credits:
        stands[each.project_number] = max(each.stand_on, stands.get(each.project_number, each.stand_on))
    earlier = measured.number if measured and measured.key != desk.round.key else None
    found: dict[str, ProjectMoney] = {}
    for project in desk.data.projects:
        key, budget = project.number, project.budget_cents + shifted[project.number]
        if key in totals:
            found[key] = ProjectMoney(budget, *totals[key], stands[key], earlier)
        elif budget:
            found[key] = ProjectMoney(budget)
    return found


def _measured(desk: Desk) -> Round | None:
    """The round whose amounts are shown: this one once DFB signed for it, else the one before."""
    if any(each.signed_off_by for each in uploads_of(desk.uow, desk.round.key)):
        return desk.round
    return desk.data.previous_round(desk.round.key)
