"""Letters in the outbox: one recipient each, a fixed Message-ID, and a state that never lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LetterKind(StrEnum):
    """Every letter the product writes; each has a template folder of the same name."""

    INVITATION = "uitnodiging_informatiesessie"
    ENTRY_OPENED = "opening_invoer"
    REMINDER = "herinnering_invoer"
    LATE_ENTRY = "laattijdige_invoer"
    RECEIPT = "ontvangstbevestiging"
    FEEDBACK = "feedback_kwaliteitscheck"
    LATE_CORRECTION = "laattijdige_verbetering"
    BROKEN_CHECK = "mislukte_controle"
    VALIDATION_REQUEST = "validatieverzoek"
    VALIDATION_REMINDER = "herinnering_validatie"
    LATE_VALIDATION = "laattijdige_validatie"
    RETURNED = "terugsturing"
    CONFIRMATION_REQUEST = "actualisatie"
    CONFIRMATION_REMINDER = "herinnering_actualisatie"
    FINANCE_REQUEST = "vraag_financien"
    FINANCE_RECEIPT = "ontvangst_financien"
    MONEY_QUESTIONS = "vragen_bedragen"
    MEETING_INVITATION = "uitnodiging_overleg"
    HAND_OVER = "overdracht_rekenhof"
    PUBLICATION = "publicatiebericht"


class LetterState(StrEnum):
    """State of a letter. `unknown`: the line broke while the server had the text; never retried blindly."""

    PLANNED = "planned"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"


# How a letter ends that somebody must look at.
TROUBLED = frozenset({LetterState.FAILED, LetterState.UNKNOWN, LetterState.BOUNCED})


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter; the content is kept by hash."""

    file_name: str
    content_type: str
    sha256: str


@dataclass(frozen=True)
class Letter:
    """One letter to one person. (round, kind, recipient, sequence) is unique: planning twice gives one letter.

    `claimed_by` names the sender that has, or had last, the letter in hand. After a temporary refusal the letter waits
    until `next_attempt_at`; `first_attempt_at` is when its trouble began. `settled_by` is who took a letter that did
    not arrive off the list of the secretariat. `introduction` is what a person put above the facts; text and html hold
    it already.
    """

    id: str
    round_key: str
    kind: LetterKind
    recipient_email: str
    recipient_name: str
    sequence: str
    template_version: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    message_id: str
    state: LetterState
    planned_at: datetime
    sent_at: datetime | None = None
    attempts: int = 0
    detail: str = ""
    claimed_by: str = ""
    first_attempt_at: datetime | None = None
    next_attempt_at: datetime | None = None
    settled_by: str = ""
    introduction: str = ""

    @property
    def needs_somebody(self) -> bool:
        """Whether the letter did not arrive, or perhaps not, and nobody released or settled it yet."""
        return self.state in TROUBLED and not self.settled_by
