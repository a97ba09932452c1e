"""The line to a mail server. yagmail is the transport only: it connects, secures the line and logs in, once a batch."""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl
from collections.abc import Mapping
from email.errors import MessageError
from pathlib import Path
from typing import Any

import yagmail

from meetcyclus.domain.errors import BadInput, OutsideFailure
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.mail.conversation import hand_over, words
from meetcyclus.mail.message import build_message, one_line
from meetcyclus.mail.server import MailServer, read_url, verifying_context
from meetcyclus.services.ports import Delivery

# One lost line is chance; a server that loses two in a row has trouble.
_LINES_TO_LOSE = 2


class SmtpRoute:
    """An open line to one mail server for a batch of letters; used as a context manager.

    Opening raises OutsideFailure when the server is not there, not the right one, or does not let the user in.
    """

    def __init__(
        self, url: str, *, password: str | None, authority_file: Path | None, timeout_seconds: float = 60.0
    ) -> None:
        self._server = read_url(url)
        if self._server.user and not password:
            raise BadInput(f"{self._server} wants the password of {self._server.user}, and none is given")
        self._password = password
        self._context = None if self._server.scheme == "smtp" else verifying_context(authority_file)
        self._timeout_seconds = timeout_seconds
        self._line: Any = None
        self._lines_lost = 0
        self._last_said = ""

    def __enter__(self) -> SmtpRoute:
        self._lines_lost = 0
        self._connect()
        return self

    def __exit__(self, *exc: object) -> None:
        self._line.close()

    def deliver(self, letter: Letter, sender: str, attachments: Mapping[str, bytes]) -> Delivery:
        """Send one letter; `attachments` maps sha256 to content. A refusal is an outcome.

        Raises OutsideFailure when there is no line any more: it cannot be opened again, or two letters in a row lost
        theirs. Nothing of this letter was sent then. A server that drops every line would make every letter unknown.
        """
        try:
            content = build_message(letter, sender, attachments, dated_at=letter.planned_at).as_bytes()
        except (BadInput, MessageError, ValueError) as error:
            # Nothing was sent, and a second attempt would build the same.
            return Delivery(LetterState.FAILED, one_line(str(error)))
        self._require_line()
        delivery = hand_over(self._line.smtp, sender=sender, recipient=letter.recipient_email, content=content)
        self._lines_lost = 0 if self._is_open() else self._lines_lost + 1
        self._last_said = delivery.detail
        return delivery

    def _is_open(self) -> bool:
        return self._line.smtp.sock is not None

    def _require_line(self) -> None:
        if self._is_open():
            return
        if self._lines_lost >= _LINES_TO_LOSE:
            raise OutsideFailure(f"{self._server} broke off {self._lines_lost} letters in a row: {self._last_said}")
        self._connect()

    def _connect(self) -> None:
        line = _new_line(self._server, self._password, self._context, self._timeout_seconds)
        try:
            line.login()
            # Without this a letter with an attachment waits 40 ms for a delayed acknowledgement of the other side.
            line.smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (OSError, UnicodeError) as error:
            line.close()
            raise OutsideFailure(self._without_secret(_trouble(self._server, error))) from error
        self._line = line

    def _without_secret(self, said: str) -> str:
        """A server may repeat what it was given, and what it says is shown and kept."""
        return said.replace(self._password, "***") if self._password else said


def _new_line(server: MailServer, password: str | None, context: ssl.SSLContext | None, timeout_seconds: float) -> Any:
    """yagmail's client without its habits: no invented user, no prompt, no handlers of its own in the log."""
    options: dict[str, object] = {"timeout": timeout_seconds}
    if server.scheme == "smtps":
        options["context"] = context
    if server.scheme == "smtp":
        # Otherwise smtplib asks the network for the name of this machine.
        options["local_hostname"] = "localhost"
    log = logging.getLogger("yagmail.log")
    handlers, level = log.handlers, log.level
    line = yagmail.SMTP(
        # yagmail makes a Gmail address of a plain user name; a mapping is taken as it is.
        user={server.user: server.user},
        password=password,
        host=server.host,
        port=server.port,
        smtp_ssl=server.scheme == "smtps",
        smtp_starttls={"context": context} if server.scheme == "smtp+starttls" else False,
        smtp_skip_login=not server.user,
        soft_email_validation=False,
        **options,
    )
    log.handlers = handlers
    log.setLevel(level)
    return line


def _trouble(server: MailServer, error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{server} has a certificate that cannot be trusted: {error.verify_message}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"{server} does not let {server.user} in: {_said(error)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{server} refuses the line: {_said(error)}"
    if isinstance(error, UnicodeError):
        return f"{server} cannot be given a user or password with other than plain letters"
    return f"{server} cannot be reached safely: {one_line(str(error))}"


def _said(error: smtplib.SMTPResponseException) -> str:
    reply = error.smtp_error
    return words(error.smtp_code, reply if isinstance(reply, bytes) else reply.encode())
