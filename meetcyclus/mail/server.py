"""Which mail server and on what terms: the address from the settings, and certificates that are always verified."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from meetcyclus.domain.errors import BadInput, NotAllowed

_PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
_EXPECTED = "smtps://user@host:465, smtp+starttls://user@host:587 or smtp://127.0.0.1:25"


@dataclass(frozen=True)
class MailServer:
    """A mail server as its address names it. An empty user means: no login."""

    scheme: str
    host: str
    port: int
    user: str

    def __str__(self) -> str:
        return f"mail server {self.host}:{self.port}"


def read_url(url: str) -> MailServer:
    """The server of an address. Raises BadInput for another notation, NotAllowed for plain text over a network."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        # The address itself is never repeated: somebody may have put the password in it.
        raise BadInput(f"the address of the mail server cannot be read; it is {_EXPECTED}") from error
    if parts.password is not None:
        raise BadInput(
            "the password does not belong in the address of the mail server; give it as a setting of its own"
        )
    if parts.scheme not in _PORTS or not host or _has_more(parts):
        raise BadInput(f"MEETCYCLUS_SMTP_URL is not the address of a mail server; it is {_EXPECTED}")
    user = unquote(parts.username or "")
    if parts.scheme == "smtp" and (user or not _is_loopback(host)):
        raise NotAllowed("smtp:// has no encryption: only for a server on this machine (127.0.0.1) and without a user")
    return MailServer(parts.scheme, host, port, user)


def verifying_context(authority_file: Path | None) -> ssl.SSLContext:
    """A context that verifies certificate and host name; an authority of one's own replaces those of the system."""
    try:
        return ssl.create_default_context(cafile=authority_file)
    except OSError as error:
        raise BadInput(f"{authority_file} does not hold the certificates of an authority: {error}") from error


def _has_more(parts: SplitResult) -> bool:
    return bool(parts.path.strip("/") or parts.query or parts.fragment)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
