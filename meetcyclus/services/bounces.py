"""Delivery reports: a mail server says later that a letter did not arrive (RFC 3464)."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage

from meetcyclus.domain.errors import BadInput, NotFound
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.unit_of_work import UnitOfWork

_HEADERS_ONLY = "text/rfc822-headers"


def record_bounce(uow: UnitOfWork, *, report: bytes, at: datetime) -> Letter:
    """Mark the letter of a delivery report as bounced; the same report twice is once.

    BadInput for other mail and for a report of delay or delivery; NotFound for a letter that is not ours.
    """
    message = email.message_from_bytes(report, policy=email.policy.default)
    if message.get_content_type() != "multipart/report":
        raise BadInput("standard input is not a delivery report (multipart/report)")
    parts = [part for part in message.walk() if isinstance(part, EmailMessage)]
    actions = {str(part["Action"]).strip().lower() for part in parts if part["Action"]}
    if actions and "failed" not in actions:
        raise BadInput(f"the report says {', '.join(sorted(actions))}, not failed: the letter stays as it is")
    message_ids = _message_ids(parts[1:])
    found = [each for id_ in message_ids for each in uow.letters.where(message_id=id_)]
    if not found:
        raise NotFound("the delivery report is about a letter that is not ours")
    if found[0].state is LetterState.BOUNCED:
        return found[0]
    bounced = replace(found[0], state=LetterState.BOUNCED, detail=_reason(parts))
    uow.letters.put(bounced)
    uow.ledger.append(
        action="letter.bounced",
        object=bounced.id,
        by=SYSTEM,
        at=at,
        round_key=bounced.round_key,
        before={"state": found[0].state},
        after={"state": bounced.state, "detail": bounced.detail},
    )
    return bounced


def _message_ids(parts: list[EmailMessage]) -> set[str]:
    """Of the letter that is returned: whole, or as a text with its headers alone (RFC 6522)."""
    headers = [email.message_from_string(str(p.get_content())) for p in parts if p.get_content_type() == _HEADERS_ONLY]
    return {str(each["Message-ID"]).strip() for each in [*parts, *headers] if each["Message-ID"]}


def _reason(parts: list[EmailMessage]) -> str:
    for part in parts:
        if part["Diagnostic-Code"]:
            return str(part["Diagnostic-Code"])
        if part["Status"]:
            return f"status {part['Status']}"
    return "geen reden gegeven"
