"""Delivery reports: a mail server says later that a letter did not arrive (RFC 3464, RFC 6522, RFC 6533)."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage, Message

from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.unit_of_work import UnitOfWork

_FAILED = "failed"
_LONGEST_REASON = 500
# A letter that went out, or may have; any other was never in the hands of a mail server, or was released since.
_BOUNCING = (LetterState.SENT, LetterState.UNKNOWN, LetterState.BOUNCED)
_ID = re.compile(r"<[^<>\s]+>")


def record_bounce(uow: UnitOfWork, *, report: bytes, at: datetime) -> Letter:
    """Mark the letter of a delivery report as bounced; the same report twice is once.

    BadInput for other mail and for a report of delay or delivery; NotFound for a letter that is not ours; NotAllowed
    for one that waits to be sent.
    """
    message = email.message_from_bytes(report, policy=email.policy.default)
    reason = _reason_of_failure(message)
    letter = _letter_of(uow, message)
    report_sha256 = hashlib.sha256(report).hexdigest()
    # Released after this very report, the letter is on its way again.
    if _was_read(uow, letter, report_sha256):
        return letter
    if letter.state not in _BOUNCING:
        raise NotAllowed(f"letter {letter.id} is {letter.state.value}: it did not go out since that report")
    bounced = replace(letter, state=LetterState.BOUNCED, detail=reason, settled_by="")
    uow.letters.put(bounced)
    uow.ledger.append(
        action="letter.bounced",
        object=bounced.id,
        by=SYSTEM,
        at=at,
        round_key=bounced.round_key,
        before={"state": letter.state},
        after={"state": bounced.state, "detail": bounced.detail, "report_sha256": report_sha256},
    )
    return bounced


def _was_read(uow: UnitOfWork, letter: Letter, report_sha256: str) -> bool:
    lines = uow.ledger.events(round_key=letter.round_key)
    return any(
        json.loads(each.after).get("report_sha256") == report_sha256
        for each in lines
        if each.object == letter.id and each.action == "letter.bounced"
    )


def _reason_of_failure(message: EmailMessage) -> str:
    """Why the letter did not arrive; BadInput when the message does not say that a letter did not arrive."""
    # A receipt that a letter was read, or a complaint about it, is a multipart/report as well.
    kind = str(message.get_param("report-type", "delivery-status")).lower()
    if message.get_content_type() != "multipart/report" or kind != "delivery-status":
        raise BadInput("this is not a delivery report (multipart/report, delivery-status)")
    recipients = [fields for fields in _fields(message) if fields["Action"]]
    failed = [fields for fields in recipients if _word(fields, "Action") == _FAILED]
    if not failed:
        actions = ", ".join(sorted({_word(each, "Action") for each in recipients})) or "nothing about a recipient"
        raise BadInput(f"the report says {actions}, not failed: the letter stays as it is")
    return _reason(failed[0])


def _reason(fields: Message) -> str:
    """What the server said, with the address that it is about: a mailbox may pass letters on to other addresses."""
    status = f"status {fields['Status']}" if fields["Status"] else "geen reden gegeven"
    said = " ".join(str(fields["Diagnostic-Code"] or status).split())
    recipient = str(fields["Final-Recipient"] or fields["Original-Recipient"] or "").partition(";")[2].strip()
    return (f"{recipient}: {said}" if recipient and recipient not in said else said)[:_LONGEST_REASON]


def _word(fields: Message, name: str) -> str:
    # Some servers put a comment behind the word: failed (permanent).
    return (str(fields[name]).split() or [""])[0].lower()


def _letter_of(uow: UnitOfWork, message: EmailMessage) -> Letter:
    """Our letter: by the name in its own header, which servers leave alone, or by its Message-ID."""
    for fields in [*_returned(message), *_fields(message)]:
        named = uow.letters.get(str(fields["X-Meetcyclus-Letter"] or "").strip())
        found = [named] if named else []
        for name in ("Message-ID", "X-Original-Message-ID", "Original-Message-ID"):
            found += [each for id_ in _ids(fields, name) for each in uow.letters.where(message_id=id_)]
        if found:
            return found[0]
    for id_ in _ids(message, "In-Reply-To") + _ids(message, "References"):
        for letter in uow.letters.where(message_id=id_):
            return letter
    raise NotFound("the delivery report is about a letter that is not ours")


def _ids(fields: Message, name: str) -> list[str]:
    return _ID.findall(" ".join(str(each) for each in fields.get_all(name, [])))


def _returned(message: EmailMessage) -> Iterator[Message]:
    """The letter that is returned: whole, or as a text with its headers alone."""
    for part in message.iter_parts():
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global"):
            yield from (each for each in part.get_payload() if isinstance(each, Message))
        elif kind.endswith("-headers"):
            yield email.message_from_string(_text(part))


def _fields(message: EmailMessage) -> Iterator[Message]:
    """The groups of fields for machines: first about the report, then one per recipient."""
    for part in message.iter_parts():
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            blocks = re.split(r"\n\s*\n", _text(part).replace("\r\n", "\n"))
            yield from (email.message_from_string(block.lstrip("\n")) for block in blocks if block.strip())


def _text(part: Message) -> str:
    """The text of a part, also where Python already took it apart into messages."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n\n".join(each.as_string() for each in payload if isinstance(each, Message))
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else str(payload)
