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


def record_bounce(uow: UnitOfWork, *, report: bytes, at: datetime) -> Letter:
    """Mark the letter of a delivery report as bounced. BadInput for other mail; NotFound for a letter not ours."""
    message = email.message_from_bytes(report, policy=email.policy.default)
    if message.get_content_type() != "multipart/report":
        raise BadInput("standard input is not a delivery report (multipart/report)")
    parts = [part for part in message.walk() if isinstance(part, EmailMessage)]
    message_ids = {str(part["Message-ID"]).strip() for part in parts[1:] if part["Message-ID"]}
    found = [each for each in uow.letters.where() if each.message_id in message_ids]
    if not found:
        raise NotFound("the delivery report is about a letter that is not ours")
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


def _reason(parts: list[EmailMessage]) -> str:
    for part in parts:
        if part["Diagnostic-Code"]:
            return str(part["Diagnostic-Code"])
        if part["Status"]:
            return f"status {part['Status']}"
    return "geen reden gegeven"
