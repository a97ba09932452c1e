"""Delivery reports of other makers, and what only looks like one: read receipts, partial failures, old reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.services import chasing, letters_of_entry, outbox, rounds
from meetcyclus.services.bounces import record_bounce
from tests.factories import ANNA, KEY, SECRETARIAT, moment
from tests.services.world import DURING_ENTRY, desk_at, events, letters

AT = moment("2023-12-01 12:00")
# Exchange: the words in two forms, the table, and the whole letter under a Message-ID of its own making.
EXCHANGE = """From: <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org>
To: <meetcyclus@example.org>
Subject: Niet te bestellen: Uitnodiging
In-Reply-To: {message_id}
Content-Type: multipart/report; report-type=delivery-status; boundary="_000_"
X-MS-Exchange-Message-Is-Ndr:

--_000_
Content-Type: multipart/alternative; differences=Content-Type; boundary="_001_"

--_001_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Het bericht kan niet worden bezorgd bij anna@example.org.

--_001_
Content-Type: text/html; charset="iso-8859-1"

<p>Het bericht kan niet worden bezorgd.</p>
--_001_--

--_000_
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.example.org
Received-From-MTA: dns;mail.example.org
Arrival-Date: Fri, 1 Dec 2023 08:00:00 +0000

Final-Recipient: rfc822;anna@example.org
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found
X-Display-Name: Anna

--_000_
Content-Type: message/rfc822

From: meetcyclus@example.org
To: Anna <anna@example.org>
Message-ID: <AM0PR01@eurprd.example.com>
X-Meetcyclus-Letter: {id}
Subject: Uitnodiging

Dag
--_000_--
"""
# One address that passes letters on to three others; the second does not take it.
EXPANDED = """From: MAILER-DAEMON@lists.example.org
Content-Type: multipart/report; report-type="delivery-status"; boundary="b"

--b
Content-Type: text/plain

Sommige adressen konden niet worden bereikt.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; lists.example.org

Final-Recipient: rfc822; een@example.org
Action: relayed
Status: 2.1.9
Diagnostic-Code: smtp; 250 thank you

Final-Recipient: rfc822; twee@example.org
Action: failed (permanent)
Status: 5.2.2

--b
Content-Type: text/rfc822-headers

Message-ID:
 {message_id}
Subject: Uitnodiging

--b--
"""
INTERNATIONAL = """From: postmaster@example.org
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Niet bezorgd.

--b
Content-Type: message/global-delivery-status

Reporting-MTA: dns; example.org

Final-Recipient: utf-8; anna@example.org
Action: failed
Status: 5.7.1
Diagnostic-Code: smtp; 550 5.7.1 geweigerd: beleid

--b
Content-Type: message/global-headers

Message-ID: {message_id}

--b--
"""
READ = """From: anna@example.org
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b
Content-Type: text/plain

Uw bericht werd gelezen.

--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822;anna@example.org
Original-Message-ID: {message_id}
Disposition: manual-action/MDN-sent-manually; displayed

--b--
"""


@pytest.fixture
def sent(app: Application) -> Letter:
    """A letter to Anna that was sent."""
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, "informatiesessies")
        letters_of_entry.plan_invitations(desk_at(app, uow, DURING_ENTRY), step)
        (letter,) = uow.letters.where(recipient_email=ANNA)
        sent = replace(letter, state=LetterState.SENT, sent_at=DURING_ENTRY, attempts=1)
        uow.letters.put(sent)
    return sent


def read(app: Application, report: str, letter: Letter) -> Letter:
    filled = report.format(message_id=letter.message_id, id=letter.id)
    with app.work() as uow:
        return record_bounce(uow, report=filled.encode(), at=AT)


def chased(app: Application) -> list[str]:
    with app.work() as uow:
        return [each.id for each in chasing.letters_to_chase(uow, round_key=KEY)]


@pytest.mark.goal("22")
@pytest.mark.parametrize(
    ("report", "reason"),
    [
        (EXCHANGE, "anna@example.org: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"),
        (EXPANDED, "twee@example.org: status 5.2.2"),
        (INTERNATIONAL, "anna@example.org: smtp; 550 5.7.1 geweigerd: beleid"),
    ],
)
def test_reports_of_other_makers_name_the_letter_and_the_reason(
    app: Application, sent: Letter, report: str, reason: str
) -> None:
    bounced = read(app, report, sent)
    assert (bounced.id, bounced.state, bounced.detail) == (sent.id, LetterState.BOUNCED, reason)
    assert [each.id for each in letters(app) if each.state is LetterState.BOUNCED] == [sent.id]


@pytest.mark.goal("22")
def test_report_without_our_name_is_found_by_what_it_answers(app: Application, sent: Letter) -> None:
    assert read(app, EXCHANGE.replace("X-Meetcyclus-Letter: {id}\n", ""), sent).id == sent.id
    with pytest.raises(NotFound):
        read(app, EXCHANGE, replace(sent, id="ab" * 10, message_id="<vreemd@example.com>"))


def test_receipt_that_a_letter_was_read_is_no_bounce(app: Application, sent: Letter) -> None:
    with pytest.raises(BadInput, match="not a delivery report"):
        read(app, READ, sent)
    assert chased(app) == []


def test_report_that_names_no_failed_recipient_is_no_bounce(app: Application, sent: Letter) -> None:
    with pytest.raises(BadInput, match="relayed"):
        read(app, EXPANDED.replace("Action: failed (permanent)", "Action: relayed"), sent)
    with pytest.raises(BadInput, match="nothing about a recipient"):
        read(app, EXPANDED.replace("Action:", "X-Action:"), sent)
    assert chased(app) == []


@pytest.mark.goal("22")
def test_bounced_letter_is_chased_until_it_is_settled_or_released(app: Application, sent: Letter) -> None:
    read(app, EXCHANGE, sent)
    assert chased(app) == [sent.id]
    with app.work() as uow:
        (line,) = chasing.letters_waited_for(uow, round_key=KEY, at=AT)
        assert (line.who, line.what) == ("secretariaat", "1 brief kwam niet aan")
        outbox.settle_letter(uow, letter_id=sent.id, reason="per telefoon", by=SECRETARIAT, at=AT)
    assert chased(app) == []
    (settled,) = [each for each in letters(app) if each.id == sent.id]
    assert (settled.state, settled.settled_by) == (LetterState.BOUNCED, SECRETARIAT)
    assert settled.detail.endswith("afgehandeld: per telefoon")
    assert (events(app)[-1].action, events(app)[-1].by) == ("letter.settle", SECRETARIAT)
    with pytest.raises(NotAllowed, match="waits for nobody"), app.work() as uow:
        outbox.settle_letter(uow, letter_id=sent.id, reason="nog eens", by=SECRETARIAT, at=AT)


def test_report_read_again_does_not_stop_the_letter_that_was_released_after_it(app: Application, sent: Letter) -> None:
    read(app, EXCHANGE, sent)
    with app.work() as uow:
        outbox.release_letter(uow, letter_id=sent.id, reason="adres hersteld", by=SECRETARIAT, at=AT)
    assert read(app, EXCHANGE, sent).state is LetterState.PLANNED
    with pytest.raises(NotAllowed, match="did not go out"):
        read(app, EXPANDED, sent)
    assert chased(app) == []


def test_letter_needs_the_secretariat_and_a_reason_to_be_settled(app: Application, sent: Letter) -> None:
    read(app, EXCHANGE, sent)
    for by, reason, error in ((ANNA, "opgelost", NotAllowed), (SECRETARIAT, " ", BadInput)):
        with pytest.raises(error), app.work() as uow:
            outbox.settle_letter(uow, letter_id=sent.id, reason=reason, by=by, at=AT)
    assert chased(app) == [sent.id]
