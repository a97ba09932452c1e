"""The outbox: planning a letter once, sending each planned letter, and proving that none was lost or doubled."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from meetcyclus.domain.canonical import sha256_of
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound
from meetcyclus.domain.letters import Attachment, Letter, LetterKind, LetterState
from meetcyclus.domain.programme import Person, Programme
from meetcyclus.services.authority import SYSTEM, programme_of, require_role
from meetcyclus.services.ports import Delivery, LetterContent, MailRoute
from meetcyclus.services.unit_of_work import UnitOfWork

WorkOpener = Callable[[], AbstractContextManager[UnitOfWork]]


@dataclass(frozen=True)
class SendResult:
    """What one run of the sender did, per outcome."""

    sent: int
    failed: int
    unknown: int
    postponed: int


@dataclass(frozen=True)
class Reconciliation:
    """Letters of a round per state. `difference` is what the ledger planned and the outbox does not have."""

    states: Mapping[str, int]
    planned: int
    difference: int


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
        subject=content.subject,
        text=content.text,
        html=content.html,
        attachments=tuple(Attachment(name, type_, uow.files.put(body)) for name, type_, body in attachments),
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


def send_planned(
    open_work: WorkOpener,
    route: AbstractContextManager[MailRoute],
    *,
    alone: AbstractContextManager[None],
    now: Callable[[], datetime],
) -> SendResult:
    """Send every planned letter, one by one. Its state is `sending` on disk before a byte leaves the machine.

    `alone` keeps every other sender away: two at once would take the same letter, or each other's for interrupted.
    """
    with alone:
        _settle_interrupted(open_work, now())
        return _send_waiting(open_work, route, now)


def _send_waiting(
    open_work: WorkOpener, route: AbstractContextManager[MailRoute], now: Callable[[], datetime]
) -> SendResult:
    with open_work() as uow:
        waiting = [each.id for each in uow.letters.where(state=LetterState.PLANNED.value)]
        sender = programme_of(uow).sender_email if waiting else ""
    outcomes: Counter[LetterState] = Counter()
    if waiting:
        with route as line:
            for id_ in waiting:
                outcomes[_send_one(open_work, line, id_, sender, now)] += 1
    return SendResult(
        sent=outcomes[LetterState.SENT],
        failed=outcomes[LetterState.FAILED],
        unknown=outcomes[LetterState.UNKNOWN],
        postponed=outcomes[LetterState.PLANNED],
    )


def reconcile_letters(uow: UnitOfWork, *, round_key: str) -> Reconciliation:
    """Count the letters of a round per state against what the ledger says was planned."""
    states = Counter(each.state.value for each in uow.letters.where(round_key=round_key))
    in_ledger = _planned_in_ledger(uow, round_key)
    return Reconciliation(dict(sorted(states.items())), len(in_ledger), len(in_ledger) - sum(states.values()))


def require_letter(uow: UnitOfWork, id_: str) -> Letter:
    """The letter with that id; NotFound otherwise."""
    letter = uow.letters.get(id_)
    if letter is None:
        raise NotFound(f"there is no letter {id_}")
    return letter


def hold_letter(uow: UnitOfWork, *, letter_id: str, reason: str, by: str, at: datetime) -> Letter:
    """Keep a planned letter back until somebody releases it."""
    return _decide_on(uow, letter_id, {LetterState.PLANNED}, LetterState.HELD, reason, by, at)


def release_letter(uow: UnitOfWork, *, letter_id: str, reason: str, by: str, at: datetime) -> Letter:
    """Send a letter again that was held, failed or got lost on the way: a person's decision, never the machine's."""
    allowed = {LetterState.HELD, LetterState.FAILED, LetterState.UNKNOWN, LetterState.BOUNCED}
    return _decide_on(uow, letter_id, allowed, LetterState.PLANNED, reason, by, at)


def _decide_on(
    uow: UnitOfWork, id_: str, allowed: set[LetterState], target: LetterState, reason: str, by: str, at: datetime
) -> Letter:
    require_role(uow, by, "secretariaat")
    letter = require_letter(uow, id_)
    if letter.state not in allowed:
        raise NotAllowed(f"letter {id_} is {letter.state.value} and cannot become {target.value}")
    if not reason.strip():
        raise BadInput("this needs a reason in words")
    decided = replace(letter, state=target, detail=reason)
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


def _domain(programme: Programme) -> str:
    return programme.sender_email.partition("@")[2]


def _planned_in_ledger(uow: UnitOfWork, round_key: str) -> set[str]:
    planned: set[str] = set()
    for event in uow.ledger.events(round_key=round_key):
        if event.action == "letter.plan":
            planned |= {id_ for id_, _ in json.loads(event.after)["letters"]}
    return planned


def _settle_interrupted(open_work: WorkOpener, at: datetime) -> None:
    """A letter left in `sending` by a process that died may have gone out: nobody knows, so a person must look."""
    with open_work() as uow:
        for letter in uow.letters.where(state=LetterState.SENDING.value):
            detail = "het versturen werd onderbroken; het is niet zeker of de brief aankwam"
            _record(uow, letter, Delivery(LetterState.UNKNOWN, detail), at)


def _send_one(
    open_work: WorkOpener, line: MailRoute, id_: str, sender: str, now: Callable[[], datetime]
) -> LetterState:
    with open_work() as uow:
        letter = require_letter(uow, id_)
        if letter.state is not LetterState.PLANNED:
            return letter.state
        claimed = replace(letter, state=LetterState.SENDING, attempts=letter.attempts + 1)
        uow.letters.put(claimed)
        contents = {each.sha256: uow.files.get(each.sha256) for each in letter.attachments}
    delivery = line.deliver(claimed, sender, contents)
    with open_work() as uow:
        _record(uow, claimed, delivery, now())
    return delivery.state


def _record(uow: UnitOfWork, letter: Letter, delivery: Delivery, at: datetime) -> None:
    sent_at = at if delivery.state is LetterState.SENT else None
    uow.letters.put(replace(letter, state=delivery.state, detail=delivery.detail, sent_at=sent_at))
    if delivery.state is LetterState.PLANNED:
        # A temporary refusal changes nothing yet; the letter counts its attempts itself.
        return
    uow.ledger.append(
        action=f"letter.{delivery.state.value}",
        object=letter.id,
        by=SYSTEM,
        at=at,
        round_key=letter.round_key,
        after={"to": letter.recipient_email, "kind": letter.kind, "detail": delivery.detail},
    )
