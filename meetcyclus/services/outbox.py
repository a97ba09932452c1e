"""The outbox: planning a letter once, what a person decides about it, and proving that none was lost or doubled."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from meetcyclus.domain.canonical import sha256_of
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound
from meetcyclus.domain.letters import TROUBLED, Attachment, Letter, LetterKind, LetterState
from meetcyclus.domain.programme import Person, Programme
from meetcyclus.domain.rounds import RoundState
from meetcyclus.services.authority import programme_of, require_role
from meetcyclus.services.ports import LetterContent
from meetcyclus.services.unit_of_work import UnitOfWork

_REHEARSAL_MARK = "[OEFENING]"
# What the ledger said last about a letter, and the states that go with it.
_UNDER_WAY = frozenset({LetterState.PLANNED, LetterState.SENDING})
_STATES_AFTER = {
    "letter.plan": _UNDER_WAY,
    "letter.release": _UNDER_WAY,
    "letter.hold": frozenset({LetterState.HELD}),
    **{f"letter.{each.value}": frozenset({each}) for each in (LetterState.SENT, *TROUBLED)},
}


@dataclass(frozen=True)
class Reconciliation:
    """Letters of a round per state, and how many the ledger planned.

    Missing: planned in the ledger, not in the outbox. Unplanned: in the outbox, never planned. Contradicted: in another
    state than the ledger says. `difference` counts them all.
    """

    states: Mapping[str, int]
    planned: int
    difference: int
    missing: tuple[str, ...] = ()
    unplanned: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()


def letter_id(round_key: str, kind: LetterKind, recipient: str, sequence: str) -> str:
    """The name of a letter: the same occasion for the same person is the same letter."""
    return sha256_of([round_key, kind, recipient, sequence])[:20]


def is_planned(uow: UnitOfWork, round_key: str, kind: LetterKind, recipient: str, sequence: str) -> bool:
    """Whether that letter is in the outbox already, in whatever state."""
    return uow.letters.get(letter_id(round_key, kind, recipient, sequence)) is not None


def plan_letter(
    uow: UnitOfWork,
    *,
    round_key: str,
    kind: LetterKind,
    recipient: Person,
    sequence: str,
    content: LetterContent,
    attachments: Iterable[tuple[str, str, bytes]] = (),
    at: datetime,
) -> Letter:
    """Put a letter in the outbox with its attachments (name, content type, bytes); twice is once."""
    id_ = letter_id(round_key, kind, recipient.email, sequence)
    present = uow.letters.get(id_)
    if present is not None:
        return present
    programme = programme_of(uow)
    letter = Letter(
        id=id_,
        round_key=round_key,
        kind=kind,
        recipient_email=recipient.email,
        recipient_name=recipient.name,
        sequence=sequence,
        template_version=content.template_version,
        subject=letter_subject(uow, round_key, content),
        text=content.text,
        html=content.html,
        attachments=kept_attachments(uow, attachments),
        message_id=f"<{id_}@{_domain(programme)}>",
        state=LetterState.PLANNED,
        planned_at=at,
    )
    uow.letters.add([letter])
    return letter


def log_planned(uow: UnitOfWork, letters: Iterable[Letter], *, round_key: str, by: str, at: datetime) -> int:
    """One ledger line for the letters that were planned together; gives their number."""
    planned = list(letters)
    if planned:
        after = {"kind": planned[0].kind, "letters": [[each.id, each.recipient_email] for each in planned]}
        uow.ledger.append(
            action="letter.plan", object=planned[0].kind.value, by=by, at=at, round_key=round_key, after=after
        )
    return len(planned)


def reconcile_letters(uow: UnitOfWork, *, round_key: str) -> Reconciliation:
    """Hold the letters of a round against the ledger: planned = sent + failed + held + unknown + bounced + waiting."""
    states = uow.letters.states(round_key)
    said = _last_said(uow, round_key)
    missing = tuple(sorted(said.keys() - states.keys()))
    unplanned = tuple(sorted(states.keys() - said.keys()))
    contradicted = tuple(sorted(id_ for id_ in said.keys() & states.keys() if states[id_] not in said[id_]))
    return Reconciliation(
        states=dict(sorted(Counter(each.value for each in states.values()).items())),
        planned=len(said),
        difference=len(missing) + len(unplanned) + len(contradicted),
        missing=missing,
        unplanned=unplanned,
        contradicted=contradicted,
    )


def differences(uow: UnitOfWork) -> dict[str, Reconciliation]:
    """The rounds that were opened here whose letters do not agree with the ledger."""
    opened = [each.key for each in uow.rounds.where() if each.state is not RoundState.HISTORY]
    found = {key: reconcile_letters(uow, round_key=key) for key in opened}
    return {key: each for key, each in found.items() if each.difference}


def require_letter(uow: UnitOfWork, id_: str) -> Letter:
    """The letter with that id; NotFound otherwise."""
    letter = uow.letters.get(id_)
    if letter is None:
        raise NotFound(f"there is no letter {id_}")
    return letter


def hold_letter(uow: UnitOfWork, *, letter_id: str, reason: str, by: str, at: datetime) -> Letter:
    """Keep a planned letter back until somebody releases it."""
    return _decide_on(uow, letter_id, {LetterState.PLANNED}, LetterState.HELD, reason, by, at)


def hold_waiting(uow: UnitOfWork, *, reason: str, by: str, at: datetime) -> int:
    """Hold every planned letter of every round, as in a database that was put back from a copy; how many.

    A letter that was in the hands of a sender becomes unknown by itself: that sender is gone.
    """
    waiting = uow.letters.where(state=LetterState.PLANNED.value)
    for letter in waiting:
        keep_back(uow, letter, reason=reason, by=by, at=at)
    return len(waiting)


def keep_back(uow: UnitOfWork, letter: Letter, *, reason: str, by: str, at: datetime) -> None:
    """Hold a letter; only a person releases it."""
    uow.letters.put(replace(letter, state=LetterState.HELD, detail=reason, claimed_by="", next_attempt_at=None))
    uow.ledger.append(
        action="letter.hold",
        object=letter.id,
        by=by,
        at=at,
        round_key=letter.round_key,
        before={"state": letter.state},
        after={"state": LetterState.HELD, "reason": reason},
    )


def released_letters(uow: UnitOfWork, *, round_key: str) -> set[str]:
    """Ids of the letters that a person decided to send, whatever had kept them."""
    return {each.object for each in uow.ledger.events(round_key=round_key, action="letter.release")}


def release_letter(uow: UnitOfWork, *, letter_id: str, reason: str, by: str, at: datetime) -> Letter:
    """Send a letter again that was held, failed or got lost on the way: a person's decision, never the machine's."""
    allowed = {LetterState.HELD, LetterState.FAILED, LetterState.UNKNOWN, LetterState.BOUNCED}
    return _decide_on(uow, letter_id, allowed, LetterState.PLANNED, reason, by, at)


def settle_letter(uow: UnitOfWork, *, letter_id: str, reason: str, by: str, at: datetime) -> Letter:
    """Take a letter that did not arrive off the list of the secretariat: it was dealt with in another way."""
    require_role(uow, by, "secretariaat")
    letter = require_letter(uow, letter_id)
    if not letter.needs_somebody:
        raise NotAllowed(f"letter {letter_id} is {letter.state.value} and waits for nobody")
    settled = replace(letter, settled_by=by, detail=f"{letter.detail}; afgehandeld: {_reasoned(reason)}")
    uow.letters.put(settled)
    uow.ledger.append(
        action="letter.settle",
        object=letter_id,
        by=by,
        at=at,
        round_key=letter.round_key,
        before={"state": letter.state},
        after={"state": letter.state, "reason": reason},
    )
    return settled


def _decide_on(
    uow: UnitOfWork, id_: str, allowed: set[LetterState], target: LetterState, reason: str, by: str, at: datetime
) -> Letter:
    letter = require_letter(uow, id_)
    require_say(uow, letter, by)
    if letter.state not in allowed:
        raise NotAllowed(f"letter {id_} is {letter.state.value} and cannot become {target.value}")
    decided = replace(
        letter,
        state=target,
        detail=_reasoned(reason),
        claimed_by="",
        sent_at=None,
        first_attempt_at=None,
        next_attempt_at=None,
        settled_by="",
    )
    uow.letters.put(decided)
    uow.ledger.append(
        action="letter.hold" if target is LetterState.HELD else "letter.release",
        object=id_,
        by=by,
        at=at,
        round_key=letter.round_key,
        before={"state": letter.state},
        after={"state": target, "reason": reason},
    )
    return decided


def require_say(uow: UnitOfWork, letter: Letter, by: str) -> None:
    """The secretariat decides about letters; about a digest that did not go yet its controllers may, too."""
    is_theirs = letter.kind is LetterKind.FEEDBACK and letter.state in (LetterState.PLANNED, LetterState.HELD)
    require_role(uow, by, "secretariaat", *(("dossierbeheerder",) if is_theirs else ()))


def letter_subject(uow: UnitOfWork, round_key: str, content: LetterContent) -> str:
    """The subject as it goes: that of a rehearsal is marked."""
    round_ = uow.rounds.get(round_key)
    is_rehearsal = round_ is not None and round_.is_rehearsal
    return f"{_REHEARSAL_MARK} {content.subject}" if is_rehearsal else content.subject


def kept_attachments(uow: UnitOfWork, attachments: Iterable[tuple[str, str, bytes]]) -> tuple[Attachment, ...]:
    """Attachments (name, content type, bytes) with their content kept by hash."""
    return tuple(Attachment(name, type_, uow.files.put(body)) for name, type_, body in attachments)


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise BadInput("this needs a reason in words")
    return reason


def _last_said(uow: UnitOfWork, round_key: str) -> dict[str, frozenset[LetterState]]:
    """For every letter that the ledger planned: the states that its last line about it allows."""
    said: dict[str, frozenset[LetterState]] = {}
    for event in uow.ledger.events(round_key=round_key):
        allowed = _STATES_AFTER.get(event.action)
        if event.action == "letter.plan":
            said |= dict.fromkeys((id_ for id_, _ in json.loads(event.after)["letters"]), _UNDER_WAY)
        elif allowed is not None and event.object in said:
            said[event.object] = allowed
    return said


def _domain(programme: Programme) -> str:
    return programme.sender_email.partition("@")[2]
