"""One message over an open line, command by command (RFC 5321), so that the outcome is known and not guessed.

Until the text is on its way a broken line is temporary: the server has nothing. From the first byte of the text
nobody can say whether the server took the letter, and the outcome is unknown.
"""

from __future__ import annotations

import re
import smtplib

from meetcyclus.domain.letters import LetterState
from meetcyclus.mail.message import one_line
from meetcyclus.services.ports import Delivery

_LONGEST_DETAIL = 500
_GO_AHEAD = 354
_GOODBYE = 421
_STATES = {2: LetterState.SENT, 4: LetterState.PLANNED, 5: LetterState.FAILED}


def hand_over(smtp: smtplib.SMTP, *, sender: str, recipient: str, content: bytes) -> Delivery:
    """Offer one message to the server and say what became of it. The line is ready for the next one, or closed."""
    try:
        refusal = _offer(smtp, sender, recipient, content)
    except smtplib.SMTPException as error:
        smtp.close()
        return Delivery(LetterState.PLANNED, f"the line broke before the text was sent: {one_line(str(error))}")
    if refusal is not None:
        return refusal
    try:
        smtp.send(quoted(content))
        code, reply = smtp.getreply()
    except smtplib.SMTPException as error:
        smtp.close()
        return Delivery(LetterState.UNKNOWN, f"the line broke after the text was sent: {one_line(str(error))}")
    return _verdict(smtp, code, reply, if_unclear=LetterState.UNKNOWN)


def quoted(content: bytes) -> bytes:
    """The text as DATA wants it: a dot before every leading dot, and a dot alone at the end."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n"


def words(code: int, reply: bytes) -> str:
    """What the server said, on one line."""
    return one_line(f"{code} {reply.decode('utf-8', 'replace')}")[:_LONGEST_DETAIL]


def _offer(smtp: smtplib.SMTP, sender: str, recipient: str, content: bytes) -> Delivery | None:
    """MAIL, RCPT and DATA; None when the server now waits for the text."""
    smtp.ehlo_or_helo_if_needed()
    size = [f"size={len(content)}"] if smtp.has_extn("size") else []
    code, reply = smtp.mail(sender, size)
    if code // 100 == 2:
        code, reply = smtp.rcpt(recipient)
    if code // 100 == 2:
        code, reply = smtp.docmd("data")
        if code == _GO_AHEAD:
            return None
        if code // 100 not in (4, 5):
            raise smtplib.SMTPDataError(code, reply)
    return _verdict(smtp, code, reply, if_unclear=LetterState.PLANNED)


def _verdict(smtp: smtplib.SMTP, code: int, reply: bytes, *, if_unclear: LetterState) -> Delivery:
    state = _STATES.get(code // 100, if_unclear)
    if state is not LetterState.SENT:
        _clear(smtp, code)
    return Delivery(state, words(code, reply))


def _clear(smtp: smtplib.SMTP, code: int) -> None:
    """Make the line ready for the next letter, or close it where the server says goodbye or makes no sense."""
    try:
        if code == _GOODBYE or code // 100 not in (4, 5) or smtp.rset()[0] // 100 != 2:
            smtp.close()
    except smtplib.SMTPException:
        smtp.close()
