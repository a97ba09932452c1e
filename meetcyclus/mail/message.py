"""The message that goes on the wire, built from a letter with the standard library alone.

Only a named attachment of the letter becomes an attachment, and no entered text can end a header: yagmail's own
message builder attaches every text that happens to be the name of a file, so it is not used.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.letters import Attachment, Letter

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CONTENT_TYPE = re.compile(r"(?P<main>application|text|image)/(?P<sub>[A-Za-z0-9.+-]+)")
_MAIL_ADDRESS = re.compile(r"(?P<user>[\w!#$%&'*+/=?^`{|}~.-]+)@(?P<domain>[A-Za-z0-9][A-Za-z0-9.-]*)", re.ASCII)
_MESSAGE_ID = re.compile(r"<?(?P<id>[!-;=?A-~]+@[!-;=?A-~]+)>?")


def one_line(text: str) -> str:
    """The text on one line, fit for a header: every break, control character and run of blanks is one space."""
    # "=?" starts an encoded word, and an encoded word may hide the very break that would end the header.
    return " ".join(_BREAKS.sub(" ", text).split()).replace("=?", "= ?")


def readable(text: str) -> str:
    """The text with every character that no mail program can show replaced by a question mark in a lozenge."""
    return _UNREADABLE.sub("\ufffd", text)


def build_message(letter: Letter, sender: str, attachments: Mapping[str, bytes], *, dated_at: datetime) -> EmailMessage:
    """The letter as a message. The same letter gives the same bytes, so a second attempt can be recognised.

    Raises BadInput when an address is not one or when the content of an attachment is absent or not the promised one.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _address("", sender)
    message["To"] = _address(letter.recipient_name, letter.recipient_email)
    message["Reply-To"] = _address("", sender)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = dated_at
    message["Message-ID"] = _message_id(letter)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Meetcyclus-Letter"] = one_line(letter.id)
    message.set_content(readable(letter.text), cte="quoted-printable")
    message.add_alternative(readable(letter.html), subtype="html", cte="quoted-printable")
    for each in letter.attachments:
        _attach(message, each, attachments)
    # Set last: a header about the content moves into the first part when the second one is added.
    message["Content-Language"] = "nl-BE"
    _fix_boundaries(message, letter.message_id)
    return message


def _address(name: str, email: str) -> Address:
    match = _MAIL_ADDRESS.fullmatch(email)
    if match is None:
        raise BadInput(f"{email!r} is not a mail address in plain letters")
    return Address(one_line(name), match["user"], match["domain"])


def _message_id(letter: Letter) -> str:
    match = _MESSAGE_ID.fullmatch(letter.message_id)
    if match is None:
        raise BadInput(f"letter {letter.id} has no proper Message-ID: {letter.message_id!r}")
    return f"<{match['id']}>"


def _attach(message: EmailMessage, attachment: Attachment, contents: Mapping[str, bytes]) -> None:
    content = contents.get(attachment.sha256)
    if content is None or hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise BadInput(f"attachment {attachment.file_name!r} is not there, or is not what {attachment.sha256} promised")
    main, sub = _content_type(attachment)
    # A mail program only offers to accept an invitation when the part itself names the method.
    params = {"method": "REQUEST", "charset": "utf-8"} if (main, sub) == ("text", "calendar") else None
    name = one_line(attachment.file_name).replace("/", "_").replace("\\", "_")
    message.add_attachment(content, maintype=main, subtype=sub, filename=name, params=params)


def _content_type(attachment: Attachment) -> tuple[str, str]:
    match = _CONTENT_TYPE.match(attachment.content_type)
    return (match["main"], match["sub"].lower()) if match else ("application", "octet-stream")


def _fix_boundaries(message: EmailMessage, seed: str) -> None:
    """Boundaries from the letter instead of chance; "=_" cannot stand in quoted-printable or base64 text."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            digest = hashlib.sha256(f"{seed} {number}".encode()).hexdigest()
            part.set_boundary(f"=_{digest[:40]}")
