"""What a pass of the check looked at, as a hash: when it changes, the pass counts no more and another is due."""

from __future__ import annotations

from collections.abc import Set

from meetcyclus.domain.canonical import sha256_of
from meetcyclus.domain.findings import FindingState, Severity, Stage
from meetcyclus.services.forecasts import stale_forecasts
from meetcyclus.services.four_eyes import own_checks
from meetcyclus.services.unit_of_work import UnitOfWork

_QUALITY = Stage.QUALITY.value


def name_of(stages: Set[Stage], suite: str = "") -> str:
    """Under which name a pass over these stages is kept: the stage that it closes, and the suite if only one ran."""
    if stages >= {Stage.ENTRY, Stage.QUALITY}:
        name = _QUALITY
    else:
        name = Stage.REPORT.value if Stage.REPORT in stages else "+".join(sorted(stages))
    return f"{name}/{suite}" if suite else name


def is_of_suite(name: str) -> bool:
    """Whether the pass of that name ran the rules of one suite only."""
    return "/" in name


def input_sha256_of(uow: UnitOfWork, round_key: str, name: str) -> str:
    """Hash of what a pass of that name looks at."""
    if name == Stage.VALIDATION.value:
        entered = [check_input_sha256(uow, round_key), _standing(uow, round_key)]
        return sha256_of([entered, _verdicts(uow, round_key), stale_forecasts(uow, round_key)])
    if name == Stage.REPORT.value:
        documents = _documents(uow, round_key, "monitoringsrapport", "covernota")
        return sha256_of([documents, _verdicts(uow, round_key), stale_forecasts(uow, round_key)])
    if name == Stage.PUBLICATION.value:
        meetings = [(each.step_code, each.sequence) for each in uow.meetings.where(round_key=round_key)]
        documents = _documents(uow, round_key, "monitoringsrapport", "covernota", "dataset")
        return sha256_of([documents, meetings, uow.persons.where()])
    return check_input_sha256(uow, round_key)


def check_input_sha256(uow: UnitOfWork, round_key: str) -> str:
    """Hash of what the quality check looks at: the newest entries, the register and lists that they are held against,
    decisions that need another pair of eyes, the rules."""
    round_ = uow.rounds.get(round_key)
    entries = sorted((each.project_number, each.content_sha256) for each in uow.entries.latest(round_key))
    register = [uow.projects.where(), uow.milestones.where(), uow.indicators.where()]
    places = [uow.speerpunten.where(), uow.clusters.where(), uow.entities.where(), uow.code_values.where()]
    people = [uow.programmes.where(), uow.mandates.where(), uow.persons.where()]
    decisions = [uow.vr_documents.where(), uow.shifts.where(), own_checks(uow, round_key=round_key)]
    return sha256_of([entries, register, places, people, decisions, round_.rules_sha256 if round_ else ""])


def _verdicts(uow: UnitOfWork, round_key: str) -> list[tuple[str, str, int]]:
    found = uow.verdicts.where(round_key=round_key)
    return sorted((each.project_number, each.mandate_code, each.sequence) for each in found)


def _standing(uow: UnitOfWork, round_key: str) -> list[list[str]]:
    """What blocks and what was accepted. Telling somebody about a finding changes neither."""
    found = uow.findings.where(round_key=round_key)
    blocking = [each.id for each in found if each.is_gating and each.severity is Severity.BLOCKING]
    waived = [each.id for each in found if each.decision is FindingState.WAIVED]
    return [sorted(blocking), sorted(waived)]


def _documents(uow: UnitOfWork, round_key: str, *kinds: str) -> list[list[str]]:
    """The newest hash of each kind, where there is one."""
    return [[each.sha256 for each in uow.documents.where(round_key=round_key, kind=kind)][-1:] for kind in kinds]
