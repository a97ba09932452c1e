"""The message on the wire: right headers, right parts, and nothing that entered text could add."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.letters import Attachment, Letter
from meetcyclus.mail.message import build_message, one_line
from tests.mail.conftest import WORKBOOK

SENDER = "meetcyclus@example.org"
NASTY = st.text() | st.sampled_from(
    [
        "/etc/passwd",
        "\r\nBcc: all@example.org",
        "x\nContent-Type: text/html\n\n<b>",
        "a\u2028Bcc: b@example.org",
        "a\x85Bcc: b@example.org",
        "\r\n.\r\nMAIL FROM:<evil@example.org>",
        "=?utf-8?q?=0ABcc:_x?=",
        "\udc80",
        "é" * 200,
        " " * 90 + "x",
    ]
)
HEADERS = {
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "X-Meetcyclus-Letter",
    "MIME-Version",
    "Content-Type",
}


def _built(letter: Letter, contents: dict[str, bytes]) -> EmailMessage:
    raw = build_message(letter, SENDER, contents, dated_at=letter.planned_at).as_bytes()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    return cast(EmailMessage, message_from_bytes(raw, policy=default))


def test_message_carries_the_letter(letter: Letter, contents: dict[str, bytes]) -> None:
    message = _built(letter, contents)
    assert set(message.keys()) == HEADERS
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == ("José Müller", "jose.mueller@example.org")
    assert message["From"] == message["Reply-To"] == SENDER
    assert message["Subject"] == letter.subject
    assert message["Message-ID"] == letter.message_id
    assert message["Date"].datetime == letter.planned_at
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Meetcyclus-Letter"] == letter.id
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None and html is not None
    assert text.get_content().splitlines() == letter.text.splitlines()
    assert html.get_content().strip() == letter.html
    assert not message.defects


def test_attachment_has_name_disposition_and_content(letter: Letter, contents: dict[str, bytes]) -> None:
    (attached,) = _built(letter, contents).iter_attachments()
    assert attached.get_content_disposition() == "attachment"
    assert attached.get_filename() == "fiche-één.xlsx"
    assert attached.get_content_type() == letter.attachments[0].content_type
    assert attached.get_payload(decode=True) == WORKBOOK


def test_calendar_attachment_names_its_method(letter: Letter) -> None:
    content = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    sha256 = hashlib.sha256(content).hexdigest()
    invited = replace(letter, attachments=(Attachment("afspraak.ics", "text/calendar", sha256),))
    (attached,) = _built(invited, {sha256: content}).iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached["Content-Type"].params["method"] == "REQUEST"
    assert attached.get_content_disposition() == "attachment"
    assert attached.get_payload(decode=True) == content


@pytest.mark.parametrize("content_type", ["message/rfc822", "multipart/mixed", "nonsense", "a/b\r\nX: y"])
def test_other_content_types_travel_as_plain_bytes(
    letter: Letter, contents: dict[str, bytes], content_type: str
) -> None:
    odd = replace(letter, attachments=(replace(letter.attachments[0], content_type=content_type),))
    (attached,) = _built(odd, contents).iter_attachments()
    assert attached.get_content_type() == "application/octet-stream"


def test_same_letter_gives_the_same_bytes(letter: Letter, contents: dict[str, bytes]) -> None:
    first, second = (build_message(letter, SENDER, contents, dated_at=letter.planned_at) for _ in range(2))
    assert first.as_bytes() == second.as_bytes()
    later = build_message(letter, SENDER, contents, dated_at=datetime(2024, 1, 1, tzinfo=UTC))
    assert later.as_bytes() != first.as_bytes()


@pytest.mark.goal("82")
def test_attachment_that_is_not_the_promised_one_is_refused(letter: Letter, contents: dict[str, bytes]) -> None:
    for wrong in ({}, dict.fromkeys(contents, b"something else")):
        with pytest.raises(BadInput, match="fiche-één"):
            build_message(letter, SENDER, wrong, dated_at=letter.planned_at)


@pytest.mark.goal("82")
@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@", "@b", "a@b\r\nRCPT TO:<c@d>", "a b@c", "<a@b>", "a@b,c@d", "josé@example.org", "a@b c"],
)
def test_what_is_no_address_is_refused(letter: Letter, contents: dict[str, bytes], address: str) -> None:
    with pytest.raises(BadInput, match="is not a mail address"):
        build_message(replace(letter, recipient_email=address), SENDER, contents, dated_at=letter.planned_at)
    with pytest.raises(BadInput, match="is not a mail address"):
        build_message(letter, address, contents, dated_at=letter.planned_at)


@pytest.mark.parametrize("message_id", ["", "geen-kenmerk", "<a@b>\r\nX: y", "<a b@c>", "<é@example.org>"])
def test_message_id_that_is_none_is_refused(letter: Letter, contents: dict[str, bytes], message_id: str) -> None:
    with pytest.raises(BadInput, match="Message-ID"):
        build_message(replace(letter, message_id=message_id), SENDER, contents, dated_at=letter.planned_at)


@pytest.mark.goal("82")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NASTY, subject=NASTY, text=NASTY, html=NASTY, file_name=NASTY, letter_id=NASTY)
def test_entered_text_never_adds_a_header_or_an_attachment(
    letter: Letter,
    contents: dict[str, bytes],
    name: str,
    subject: str,
    text: str,
    html: str,
    file_name: str,
    letter_id: str,
) -> None:
    hostile = replace(
        letter,
        id=letter_id,
        recipient_name=name,
        subject=subject,
        text=text,
        html=html,
        attachments=(replace(letter.attachments[0], file_name=file_name),),
    )
    message = _built(hostile, contents)
    assert set(message.keys()) == HEADERS
    assert len(message.keys()) == len(HEADERS)
    assert [each.addr_spec for each in message["To"].addresses] == [letter.recipient_email]
    assert message["Subject"] == one_line(subject)
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", letter.attachments[0].content_type]
    (attached,) = message.iter_attachments()
    assert attached.get_payload(decode=True) == WORKBOOK
