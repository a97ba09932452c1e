"""Mail servers for the tests: a real one that can refuse, encrypt and ask for a login, and one that plays a script."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import ssl
import threading
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER = "secretariaat"
PASSWORD = "geheim woord"


@dataclass
class Handler:
    """Keeps what arrives; `answers` holds the reply per recipient or, under DATA, to the text. None drops the line."""

    answers: Mapping[str, str | None] = field(default_factory=dict)
    messages: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    logins: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer as told, or accept."""
        reply = self.answers.get(address, "250 ok")
        if reply is None:
            cast(Any, server.transport).abort()
        elif reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply or "250 nobody hears this"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the message, then answer as told or drop the line."""
        self.envelopes.append(envelope)
        self.messages.append(cast(EmailMessage, message_from_bytes(envelope.original_content or b"", policy=default)))
        reply = self.answers.get("DATA", "250 taken")
        if reply is None:
            cast(Any, server.transport).abort()
        return reply or "250 nobody hears this"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Let in the one user with the one password."""
        self.logins += 1
        wanted = LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=data == wanted, handled=False)


class RealServer(Controller):
    """aiosmtpd on a free port of the loopback."""

    def __init__(self, handler: Handler, **options: Any) -> None:
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        super().__init__(handler, hostname="127.0.0.1", port=port, server_hostname="localhost", **options)

    def factory(self) -> SMTP:
        """Count each line that is opened; the first is the controller's own."""
        self.connections += 1
        return cast(SMTP, super().factory())

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._socket, ssl=self.ssl_context)

    def __enter__(self) -> RealServer:
        self.start()
        self.connections = 0
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class ScriptedServer:
    """Speaks SMTP from a table: command or TEXT -> reply, None = hang up, "" = say nothing. Counts the lines opened."""

    def __init__(self, replies: Mapping[str, str | None]) -> None:
        self._replies = {"EHLO": "250 hello", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go", "TEXT": "250 taken"}
        self._changes = replies
        self.connections = 0
        self.texts: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> ScriptedServer:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening: the next line is refused."""
        # Closing alone does not wake a thread that waits in accept.
        self._socket.shutdown(socket.SHUT_RDWR) if self._socket.fileno() != -1 else None
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            with line, line.makefile("rwb", buffering=0) as file:
                self._talk(cast(Any, file))

    def _talk(self, file: Any) -> None:
        file.write(b"220 scripted\r\n")
        while command := file.readline():
            word = command[:4].decode("ascii").upper()
            reply = self._reply(word)
            if reply is None:
                return
            file.write(f"{reply}\r\n".encode() if reply else b"")
            if word == "DATA" and reply.startswith("354"):
                self.texts.append(_read_text(file))
                reply = self._reply("TEXT")
                if reply is None:
                    return
                file.write(f"{reply}\r\n".encode() if reply else b"")

    def _reply(self, word: str) -> str | None:
        return self._changes[word] if word in self._changes else self._replies.get(word, "250 ok")


def _read_text(file: Any) -> bytes:
    lines = []
    while (line := file.readline()) not in (b".\r\n", b""):
        lines.append(line)
    return b"".join(lines)


@dataclass(frozen=True)
class Authority:
    """An authority of our own with a certificate for localhost, and a server that signed for itself."""

    file: Path
    trusted: ssl.SSLContext
    self_signed: ssl.SSLContext
    wrong_name: ssl.SSLContext
    expired: ssl.SSLContext


def make_authority(folder: Path) -> Authority:
    """Keys and certificates that are valid for a day, and one that was valid until a minute ago."""
    key = ec.generate_private_key(ec.SECP256R1())
    root = _certificate("Testautoriteit", key, "Testautoriteit", key, is_authority=True)
    file = folder / "autoriteit.pem"
    file.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    return Authority(
        file=file,
        trusted=_context(folder, "localhost", "Testautoriteit", key),
        self_signed=_context(folder, "localhost", None, None),
        wrong_name=_context(folder, "elders.example.org", "Testautoriteit", key),
        expired=_context(folder, "localhost", "Testautoriteit", key, ends=-dt.timedelta(minutes=1)),
    )


def _context(
    folder: Path,
    name: str,
    issuer: str | None,
    issuer_key: ec.EllipticCurvePrivateKey | None,
    *,
    ends: dt.timedelta = dt.timedelta(days=1),
) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(name, key, issuer or name, issuer_key or key, is_authority=False, ends=ends)
    path = folder / f"{name}-{issuer}-{ends}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool,
    ends: dt.timedelta = dt.timedelta(days=1),
) -> x509.Certificate:
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + ends)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256())
