"""Which verdicts stand: a verdict counts only for exactly the content that the cabinet was shown."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from meetcyclus.domain.programme import Mandate, Person
from meetcyclus.domain.verdicts import ValidationRequest, Verdict
from meetcyclus.services.unit_of_work import UnitOfWork


def trouble_with_say(mandate: Mandate, person: Person | None, day: date) -> str:
    """Why this person may not decide for that mandate on that day (English); empty when it may."""
    if person is None or person.role != "kabinet":
        return f"{person.email if person else 'somebody unknown'} has no role in a cabinet"
    if person.mandate_code != mandate.code:
        return f"{person.email} decides for {person.mandate_code}, not for {mandate.code}"
    return "" if mandate.is_valid_on(day) else f"mandate {mandate.code} is not valid on {day}"


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


def unanswered(uow: UnitOfWork, round_key: str, at: datetime) -> dict[str, list[ValidationRequest]]:
    """Per mandate the newest requests about the current content that no verdict answers, asked before today."""
    verdicts = current_verdicts(uow, round_key)
    newest = {
        (each.project_number, each.mandate_code): each
        for each in sorted(uow.validation_requests.where(round_key=round_key), key=lambda each: each.sequence)
    }
    waiting: dict[str, list[ValidationRequest]] = {}
    for pair in undecided(uow, round_key):
        request, verdict = newest.get(pair), verdicts.get(pair)
        is_answered = verdict is not None and request is not None and verdict.content_sha256 == request.content_sha256
        if request is not None and not is_answered and request.asked_at < at - timedelta(hours=12):
            waiting.setdefault(pair[1], []).append(request)
    return waiting
