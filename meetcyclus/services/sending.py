"""Sending what is planned: one letter at a time, claimed before a byte leaves, by as many senders as there are."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from meetcyclus.domain.errors import MeetcyclusError, OutsideFailure
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.domain.retries import next_attempt_at
from meetcyclus.services.authority import SYSTEM, programme_of
from meetcyclus.services.outbox import require_letter
from meetcyclus.services.ports import Delivery, MailRoute, PostOffice, Sender
from meetcyclus.services.unit_of_work import UnitOfWork

WorkOpener = Callable[[], AbstractContextManager[UnitOfWork]]
_MINUTE = timedelta(minutes=1)
_INTERRUPTED = Delivery(LetterState.UNKNOWN, "het versturen werd onderbroken; het is niet zeker of de brief aankwam")


@dataclass(frozen=True)
class SendResult:
    """What one run of a sender did, per outcome. `trouble`: why there was no line, where there was none.

    Postponed are the letters that were due and still wait: refused for now, without a line, or over the limit.
    """

    sent: int
    failed: int
    unknown: int
    postponed: int
    trouble: str = ""


def send_planned(
    open_work: WorkOpener, office: PostOffice, *, now: Callable[[], datetime], even_waiting: bool = False
) -> SendResult:
    """Send every letter that is due, one by one. Its state is `sending` on disk before a byte leaves the machine.

    Several senders may do this at once. A mail server that cannot be used is a result, not an error: the letters
    stay planned, with the reason. `even_waiting` also sends what waits for its next attempt.
    """
    with office.enrol() as sender:
        run = _Run(open_work, sender, now, Counter())
        run.settle_interrupted()
        # Two passes over two lines: no letter of a rehearsal is in hand while the line to the outside is open.
        outside = _Pass(office.line, is_rehearsal=False, per_minute=office.per_minute)
        inside = _Pass(office.rehearsal_line, is_rehearsal=True, per_minute=0)
        troubles = [run.send_due(each, even_waiting=even_waiting) for each in (outside, inside)]
    return SendResult(
        sent=run.outcomes[LetterState.SENT],
        failed=run.outcomes[LetterState.FAILED],
        unknown=run.outcomes[LetterState.UNKNOWN],
        postponed=run.outcomes[LetterState.PLANNED],
        trouble="; ".join(filter(None, troubles)),
    )


@dataclass(frozen=True)
class _Pass:
    """Over which line which letters go, and how many of them in a minute (0: all)."""

    open_line: Callable[[], AbstractContextManager[MailRoute]]
    is_rehearsal: bool
    per_minute: int


@dataclass(frozen=True)
class _Run:
    """One sender at work, and the outcomes so far."""

    open_work: WorkOpener
    sender: Sender
    now: Callable[[], datetime]
    outcomes: Counter[LetterState]

    def settle_interrupted(self) -> None:
        """What a sender had in hand that died may have gone out: nobody knows, so a person must look."""
        with self.open_work() as uow:
            for letter in uow.letters.where(state=LetterState.SENDING.value):
                if not letter.claimed_by or self.sender.is_dead(letter.claimed_by):
                    _record(uow, letter, _INTERRUPTED, self.now())

    def send_due(self, pass_: _Pass, *, even_waiting: bool) -> str:
        """Send what is due over one line; gives the trouble with that line."""
        with self.open_work() as uow:
            ids = uow.letters.due(None if even_waiting else self.now(), is_rehearsal=pass_.is_rehearsal)
            address = programme_of(uow).sender_email if ids else ""
        waiting, trouble = deque(ids), ""
        try:
            if waiting:
                with pass_.open_line() as line:
                    self._send_all(line, waiting, address, pass_.per_minute)
        except MeetcyclusError as error:
            trouble = str(error)
            self._postpone(waiting, trouble)
        with self.open_work() as uow:
            self.outcomes[LetterState.PLANNED] += len(
                set(ids).intersection(uow.letters.due(None, is_rehearsal=pass_.is_rehearsal))
            )
        return trouble

    def _send_all(self, line: MailRoute, waiting: deque[str], address: str, per_minute: int) -> None:
        while waiting:
            # Whoever is taken for dead would see its letter called unknown; it must not claim another.
            self.sender.confirm()
            with self.open_work() as uow:
                if per_minute and uow.letters.passed_since(self.now() - _MINUTE) >= per_minute:
                    return
                letter = require_letter(uow, waiting[0])
                claimed = _claim(uow, letter, self.sender) if letter.state is LetterState.PLANNED else None
                contents = {each.sha256: uow.files.get(each.sha256) for each in letter.attachments if claimed}
            waiting.popleft()
            if claimed:
                self._deliver(line, claimed, address, contents)

    def _deliver(self, line: MailRoute, claimed: Letter, address: str, contents: dict[str, bytes]) -> None:
        try:
            delivery = line.deliver(claimed, address, contents)
        except OutsideFailure as error:
            # There was no line: the letter goes back, and the caller hears why the others wait too.
            self._write(claimed, Delivery(LetterState.PLANNED, str(error)))
            raise
        self._write(claimed, delivery)

    def _write(self, claimed: Letter, delivery: Delivery) -> None:
        with self.open_work() as uow:
            state = _record(uow, claimed, delivery, self.now())
        if state is not LetterState.PLANNED:
            self.outcomes[state] += 1

    def _postpone(self, ids: Iterable[str], reason: str) -> None:
        with self.open_work() as uow:
            for id_ in ids:
                letter = require_letter(uow, id_)
                if letter.state is LetterState.PLANNED:
                    tried = replace(letter, attempts=letter.attempts + 1)
                    state = _record(uow, tried, Delivery(LetterState.PLANNED, reason), self.now())
                    self.outcomes[state] += state is LetterState.FAILED


def _claim(uow: UnitOfWork, letter: Letter, sender: Sender) -> Letter:
    claimed = replace(letter, state=LetterState.SENDING, claimed_by=sender.name, attempts=letter.attempts + 1)
    uow.letters.put(claimed)
    return claimed


def _record(uow: UnitOfWork, letter: Letter, delivery: Delivery, at: datetime) -> LetterState:
    """Write an outcome down; gives the state of the letter, which is `failed` for what was refused for 72 hours."""
    after = _after(letter, delivery, at)
    # Only a person's decision takes a letter from its sender, and that stands; the ledger still says what happened.
    if require_letter(uow, letter.id).claimed_by == letter.claimed_by:
        uow.letters.put(after)
    # A refusal for now is no outcome yet; the letter itself counts its attempts.
    if after.state is not LetterState.PLANNED:
        uow.ledger.append(
            action=f"letter.{after.state.value}",
            object=letter.id,
            by=SYSTEM,
            at=at,
            round_key=letter.round_key,
            after={"to": letter.recipient_email, "kind": letter.kind, "detail": after.detail},
        )
    return after.state


def _after(letter: Letter, delivery: Delivery, at: datetime) -> Letter:
    if delivery.state is LetterState.PLANNED:
        return _refused(letter, delivery.detail, at)
    sent_at = at if delivery.state is LetterState.SENT else None
    return replace(letter, state=delivery.state, detail=delivery.detail, sent_at=sent_at, next_attempt_at=None)


def _refused(letter: Letter, reason: str, at: datetime) -> Letter:
    since = letter.first_attempt_at or at
    again = next_attempt_at(since, at)
    if again is None:
        detail = f"na 72 uur en {letter.attempts} pogingen opgegeven; laatste reden: {reason}"
        return replace(letter, state=LetterState.FAILED, detail=detail, next_attempt_at=None)
    return replace(
        letter,
        state=LetterState.PLANNED,
        detail=reason,
        claimed_by="",
        first_attempt_at=since,
        next_attempt_at=again,
    )
