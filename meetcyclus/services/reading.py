"""What a person who has read a letter decides: it goes, and a digest that told nobody anything yet is told then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from meetcyclus.domain.letters import Letter, LetterKind, LetterState
from meetcyclus.services.desk import Desk
from meetcyclus.services.letters_of_check import has_something_to_say, release_feedback
from meetcyclus.services.outbox import release_letter, require_letter
from meetcyclus.services.review import is_under_review
from meetcyclus.services.unit_of_work import UnitOfWork


def release(
    uow: UnitOfWork, *, desk_of: Callable[[str], Desk], letter_id: str, reason: str, by: str, at: datetime
) -> Letter:
    """Send a letter that was held, failed or got lost; a digest that waited to be read is brought up to date first."""
    letter = require_letter(uow, letter_id)
    if is_under_review(letter):
        return release_feedback(desk_of(letter.round_key), letter, reason=reason, by=by)
    return release_letter(uow, letter_id=letter_id, reason=reason, by=by, at=at)


def releasable(uow: UnitOfWork, *, desk_of: Callable[[str], Desk], kind: LetterKind) -> list[str]:
    """Ids of the held letters of a kind, without the digests in which nothing is open any more: those stay here."""
    held = uow.letters.where(kind=kind.value, state=LetterState.HELD.value)
    return [
        each.id for each in held if not is_under_review(each) or has_something_to_say(desk_of(each.round_key), each)
    ]
