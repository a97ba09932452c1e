"""Delivery reports as mail servers write them: the letter they are about is marked, and no other."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import BadInput, NotFound
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.services import letters_of_entry, rounds
from meetcyclus.services.bounces import record_bounce
from tests.factories import ANNA, KEY, moment
from tests.services.world import DURING_ENTRY, desk_at, events, letters

AT = moment("2023-12-01 12:00")
# After RFC 3464 and what Postfix and Exchange send: a word for people, a table for machines, the letter or its headers.
REPORT = """Return-Path: <>
Date: Fri, 1 Dec 2023 09:05:12 +0100 (CET)
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: meetcyclus@example.org
Auto-Submitted: auto-replied
Message-ID: <20231201080512.4F2A9@mail.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="9B095B5ADSN.1"

This is a MIME-encapsulated message.

--9B095B5ADSN.1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.example.org.

--9B095B5ADSN.1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: 4F2A9
Arrival-Date: Fri, 1 Dec 2023 09:00:00 +0100 (CET)

Final-Recipient: rfc822; anna@example.org
Original-Recipient: rfc822;anna@example.org
Action: {action}
Status: 5.1.1
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <anna@example.org>: Recipient address rejected:
    User unknown in virtual mailbox table

--9B095B5ADSN.1
Content-Description: Undelivered Message{headers}
Content-Type: {type}

From: meetcyclus@example.org
To: Anna <anna@example.org>
Subject: Uitnodiging
Message-ID: {message_id}
{body}
--9B095B5ADSN.1--
"""
WHOLE = {"type": "message/rfc822", "headers": "", "body": "Content-Type: text/plain\n\nDag Anna,\n"}
HEADERS = {"type": "text/rfc822-headers", "headers": " Headers", "body": ""}


@pytest.fixture
def sent(app: Application) -> Letter:
    """A letter to Anna that was sent."""
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, "informatiesessies")
        letters_of_entry.plan_invitations(desk_at(app, uow, DURING_ENTRY), step)
        (letter,) = uow.letters.where(recipient_email=ANNA)
        uow.letters.put(replace(letter, state=LetterState.SENT, sent_at=DURING_ENTRY, attempts=1))
    return letter


def read(app: Application, message_id: str, part: dict[str, str], action: str = "failed", end: str = "\n") -> Letter:
    text = REPORT.format(action=action, message_id=message_id, **part).replace("\n", end)
    with app.work() as uow:
        return record_bounce(uow, report=text.encode(), at=AT)


@pytest.mark.goal("22")
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("part", [WHOLE, HEADERS], ids=["whole", "headers"])
def test_a_delivery_report_marks_its_letter_as_bounced(
    app: Application, sent: Letter, part: dict[str, str], end: str
) -> None:
    read(app, sent.message_id, part, end=end)
    bounced = {each.recipient_email: each for each in letters(app) if each.state is LetterState.BOUNCED}
    assert list(bounced) == [ANNA]
    assert "550 5.1.1" in bounced[ANNA].detail and "User unknown" in bounced[ANNA].detail
    line = events(app)[-1]
    assert (line.action, line.object) == ("letter.bounced", sent.id)
    assert (json.loads(line.before)["state"], json.loads(line.after)["state"]) == ("sent", "bounced")


@pytest.mark.goal("22")
def test_the_same_report_twice_is_once(app: Application, sent: Letter) -> None:
    first = read(app, sent.message_id, WHOLE)
    lines = len(events(app))
    assert read(app, sent.message_id, WHOLE) == first
    assert len(events(app)) == lines


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_that_is_no_failure_leaves_the_letter_as_it_is(app: Application, sent: Letter, action: str) -> None:
    with pytest.raises(BadInput, match=action):
        read(app, sent.message_id, WHOLE, action=action)
    assert LetterState.BOUNCED not in {each.state for each in letters(app)}


def test_a_report_about_somebody_elses_letter_or_no_report_at_all_is_refused(app: Application, sent: Letter) -> None:
    with pytest.raises(NotFound):
        read(app, "<vreemd@example.com>", WHOLE)
    for other in (b"", b"Subject: dag\n\nhallo", b"\xff\xfe\x00", f"Message-ID: {sent.message_id}\n\nhallo".encode()):
        with pytest.raises(BadInput), app.work() as uow:
            record_bounce(uow, report=other, at=AT)
    assert LetterState.BOUNCED not in {each.state for each in letters(app)}
