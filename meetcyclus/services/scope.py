"""Which projects belong to a round: as frozen when it opened, else as the register places them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from meetcyclus.domain.programme import Project
from meetcyclus.domain.rounds import Round
from meetcyclus.services.unit_of_work import UnitOfWork


def scope_of(projects: Iterable[Project], rounds: Iterable[Round], measured: Round) -> frozenset[str]:
    """The projects that the register places in a round; what names a round that is not among these is later."""
    dates = {each.key: each.reference_date for each in rounds}
    day = measured.reference_date
    return frozenset(
        each.number
        for each in projects
        if dates.get(each.in_scope_from, date.max) <= day <= dates.get(each.in_scope_until or "", date.max)
    )


def frozen_populations(uow: UnitOfWork, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The projects of each round for which they were frozen when it opened; not the rounds of before the product."""
    found = {key: uow.round_projects.where(round_key=key) for key in sorted(keys)}
    return {key: tuple(sorted(each.project_number for each in members)) for key, members in found.items() if members}
