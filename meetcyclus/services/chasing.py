"""Letters that ask for attention: what did not arrive, waits to be read or for the mail server, or does not add up."""

from __future__ import annotations

from datetime import datetime

from meetcyclus.domain.letters import TROUBLED, Letter, LetterState
from meetcyclus.domain.rounds import Waiting
from meetcyclus.services.authority import programme_of
from meetcyclus.services.outbox import reconcile_letters
from meetcyclus.services.review import is_under_review
from meetcyclus.services.rounds import local
from meetcyclus.services.unit_of_work import UnitOfWork

_CODE = "brieven"


def letters_to_chase(uow: UnitOfWork, *, round_key: str) -> list[Letter]:
    """Letters that did not arrive, or perhaps not, until somebody releases or settles them."""
    found = [uow.letters.where(round_key=round_key, state=each.value, settled_by="") for each in sorted(TROUBLED)]
    return [each for letters in found for each in letters]


def letters_waited_for(uow: UnitOfWork, *, round_key: str, at: datetime) -> list[Waiting]:
    """In Dutch, what the letters of a round wait for; nothing while all goes well."""
    chased = letters_to_chase(uow, round_key=round_key)
    unknown = sum(each.state is LetterState.UNKNOWN for each in chased)
    planned = uow.letters.where(round_key=round_key, state=LetterState.PLANNED.value)
    refused = sum(each.first_attempt_at is not None for each in planned)
    held = uow.letters.where(round_key=round_key, state=LetterState.HELD.value)
    unread = sum(is_under_review(each) for each in held)
    difference = reconcile_letters(uow, round_key=round_key).difference
    today = local(at, programme_of(uow)).date()
    lines = (
        (
            difference,
            "secretariaat",
            f"FOUT: {_letters(difference)} {_verb(difference)} niet overeen met het grootboek",
        ),
        (unread, "dossierbeheerder", f"{_letters(unread)} na te lezen voor verzending"),
        (len(chased) - unknown, "secretariaat", _lost(len(chased) - unknown)),
        (unknown, "secretariaat", f"van {_letters(unknown)} is niet zeker of {_they(unknown)}"),
        (
            refused,
            "de mailserver",
            f"{_letters(refused)} {'wacht' if refused == 1 else 'wachten'} op een nieuwe poging",
        ),
    )
    return [Waiting(_CODE, who, what, today) for count, who, what in lines if count]


def _letters(count: int) -> str:
    return "1 brief" if count == 1 else f"{count} brieven"


def _verb(count: int) -> str:
    return "komt" if count == 1 else "komen"


def _lost(count: int) -> str:
    return f"{_letters(count)} {'kwam' if count == 1 else 'kwamen'} niet aan"


def _they(count: int) -> str:
    return "hij aankwam" if count == 1 else "ze aankwamen"
