"""Which verdicts stand: a verdict counts only for exactly the content that the cabinet was shown."""

from __future__ import annotations

from meetcyclus.domain.verdicts import Verdict
from meetcyclus.services.unit_of_work import UnitOfWork


def current_verdicts(uow: UnitOfWork, round_key: str) -> dict[tuple[str, str], Verdict]:
    """The newest verdict per (project, mandate)."""
    ordered = sorted(uow.verdicts.where(round_key=round_key), key=lambda each: each.sequence)
    return {(each.project_number, each.mandate_code): each for each in ordered}


def shown_hashes(uow: UnitOfWork, round_key: str) -> dict[tuple[str, str], str]:
    """Per (project, mandate) the hash of the content that the cabinet was last asked about."""
    ordered = sorted(uow.validation_requests.where(round_key=round_key), key=lambda each: each.sequence)
    return {(each.project_number, each.mandate_code): each.content_sha256 for each in ordered}


def required_pairs(uow: UnitOfWork, round_key: str) -> list[tuple[str, str]]:
    """Every (project, mandate) that must decide: each mandate of each project of the population."""
    population = {each.project_number for each in uow.round_projects.where(round_key=round_key)}
    return [
        (project.number, mandate)
        for project in uow.projects.where()
        if project.number in population
        for mandate in project.mandate_codes
    ]


def undecided(uow: UnitOfWork, round_key: str) -> list[tuple[str, str]]:
    """The (project, mandate) pairs without a verdict that stands for the current content."""
    verdicts = current_verdicts(uow, round_key)
    hashes = {each.project_number: each.content_sha256 for each in uow.entries.latest(round_key)}

    def stands(pair: tuple[str, str]) -> bool:
        verdict = verdicts.get(pair)
        return verdict is not None and verdict.stands_for(hashes.get(pair[0], ""))

    return [pair for pair in required_pairs(uow, round_key) if not stands(pair)]
