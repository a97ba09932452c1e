"""Letters that wait while what they remind of gets done: they stay here, whatever state the steps are in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from meetcyclus.domain.deadlines import is_past
from meetcyclus.domain.letters import Letter, LetterKind, LetterState
from meetcyclus.domain.rounds import RoundState, Step, StepState
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.desk import Desk
from meetcyclus.services.forecasts import confirming_step, forecasts_of
from meetcyclus.services.letter_facts import persons_with_role, projects_by_lead
from meetcyclus.services.letters_after import reminded_deadline
from meetcyclus.services.letters_of_confirmation import confirmation_deadline
from meetcyclus.services.letters_of_lateness import CHAIR, HEAD, late_projects, late_requests, unmended_findings
from meetcyclus.services.letters_of_reminder import deadlines_ahead
from meetcyclus.services.outbox import keep_back, released_letters
from meetcyclus.services.rounds import steps_of
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.verdict_state import unanswered

_REASON = "niet meer nodig: wat gevraagd werd is gedaan, of de termijn is voorbij"


def hold_needless(uow: UnitOfWork, *, desk_of: Callable[[str], Desk]) -> int:
    """Hold every planned reminder and notice of lateness whose recipient owes nothing of the kind now; how many.

    To be done before letters are sent. A letter that a person released goes out all the same.
    """
    waiting: dict[str, list[Letter]] = {}
    for kind in _OWING:
        for letter in uow.letters.where(kind=kind.value, state=LetterState.PLANNED.value):
            waiting.setdefault(letter.round_key, []).append(letter)
    return sum(_hold(uow, desk_of(key), letters) for key, letters in waiting.items())


def _hold(uow: UnitOfWork, desk: Desk, letters: list[Letter]) -> int:
    owing = {kind: _owing(desk, kind) for kind in {each.kind for each in letters}}
    released = released_letters(uow, round_key=desk.round.key)
    needless = [each for each in letters if each.recipient_email not in owing[each.kind] and each.id not in released]
    for each in needless:
        keep_back(uow, each, reason=_REASON, by=SYSTEM, at=desk.at)
    return len(needless)


def _owing(desk: Desk, kind: LetterKind) -> set[str]:
    return set() if desk.round.state is RoundState.PUBLISHED else _OWING[kind](desk)


def _entries_soon(desk: Desk) -> set[str]:
    return {each.email for each in projects_by_lead(desk.data, deadlines_ahead(desk))}


def _late_entries(desk: Desk) -> set[str]:
    late = late_projects(desk)
    entities = {each.entity_code for each in late.values()}
    heads = {each.email for each in persons_with_role(desk.data, HEAD) if each.entity_code in entities}
    return heads | _leads_and_spocs(desk, set(late))


def _late_corrections(desk: Desk) -> set[str]:
    return _leads_and_spocs(desk, {each.project_number for each in unmended_findings(desk).values()})


def _leads_and_spocs(desk: Desk, numbers: set[str]) -> set[str]:
    projects = [each for each in desk.data.projects if each.number in numbers]
    return {email for each in projects for email in (each.lead_email, each.spoc_email) if email}


def _decisions_soon(desk: Desk) -> set[str]:
    step = _validation(desk)
    ahead = {
        mandate
        for mandate, requests in unanswered(desk.uow, desk.round.key, desk.at).items()
        if not is_past(reminded_deadline(desk, step, requests), desk.at)
    }
    return {each.email for each in persons_with_role(desk.data, "kabinet") if each.mandate_code in ahead}


def _late_decisions(desk: Desk) -> set[str]:
    step = _validation(desk)
    late = {} if step is None else late_requests(desk, step)
    mandates = {each.mandate_code for each in late.values()}
    chairs = {each.email for each in persons_with_role(desk.data, CHAIR) if late}
    return chairs | {each.email for each in persons_with_role(desk.data, "kabinet") if each.mandate_code in mandates}


def _validation(desk: Desk) -> Step | None:
    return next((each for each in steps_of(desk.uow, desk.round.key) if each.kind == "validatie"), None)


def _confirmations(desk: Desk) -> set[str]:
    step = confirming_step(desk.uow, desk.round.key)
    if step is None or step.state is not StepState.OPEN or is_past(confirmation_deadline(desk, step), desk.at):
        return set()
    forecasts = [each.project_number for each in forecasts_of(desk.uow, desk.round.key)]
    return {each.email for each in projects_by_lead(desk.data, forecasts)}


# Per kind of letter: the addresses of those who owe now what such a letter is about.
_OWING: Mapping[LetterKind, Callable[[Desk], set[str]]] = {
    LetterKind.REMINDER: _entries_soon,
    LetterKind.LATE_ENTRY: _late_entries,
    LetterKind.LATE_CORRECTION: _late_corrections,
    LetterKind.VALIDATION_REMINDER: _decisions_soon,
    LetterKind.LATE_VALIDATION: _late_decisions,
    LetterKind.CONFIRMATION_REMINDER: _confirmations,
}
