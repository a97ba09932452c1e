"""The mail sink of rehearsals: a real SMTP server on the loopback that keeps every message as a file."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import tempfile
from collections.abc import Awaitable, Callable
from email.parser import BytesHeaderParser
from email.policy import compat32
from itertools import count
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from meetcyclus.safe_files import make_folder, sync_folder

_LOOPBACK = "127.0.0.1"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 120


class MailSink:
    """A context manager: while it is open, mail sent to `url` ends as `.eml` files in the folder."""

    def __init__(self, folder: Path, at_letter: Callable[[], None] = lambda: None) -> None:
        """`at_letter` is called when a letter is kept, before its sender hears so."""
        self._folder = folder
        self._at_letter = at_letter
        self._server: _LoopbackServer | None = None

    def __enter__(self) -> MailSink:
        make_folder(self._folder)
        self._server = _LoopbackServer(_Keeper(self._folder, self._at_letter))
        self._server.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None

    @property
    def url(self) -> str:
        """Where a mail route must go to."""
        if self._server is None:
            raise RuntimeError("the mail sink is not open")
        return f"smtp://{_LOOPBACK}:{self._server.port}"


class _LoopbackServer(Controller):
    """A server on a port that is already bound, so that nobody can take it between choosing and listening."""

    def __init__(self, keeper: _Keeper) -> None:
        self._socket = socket.create_server((_LOOPBACK, 0))
        # A given host name keeps the server from asking the network for its own name.
        super().__init__(keeper, hostname=_LOOPBACK, port=self._socket.getsockname()[1], server_hostname="localhost")

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)


class _Keeper:
    """Keeps what arrives; a message is accepted only when it stands on disk."""

    def __init__(self, folder: Path, at_letter: Callable[[], None]) -> None:
        self._folder = folder
        self._at_letter = at_letter

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        content = envelope.original_content or b""
        try:
            name = _keep(self._folder, content)
        except OSError as error:
            return f"452 the sink cannot write: {error.strerror}"
        self._at_letter()
        return f"250 kept as {name}"


def _keep(folder: Path, content: bytes) -> str:
    """Store the message under a name of its own. The same Message-ID twice is seen by its suffix -2."""
    descriptor, written = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return _named(folder, Path(written), _stem(content))
    finally:
        os.unlink(written)


def _named(folder: Path, written: Path, stem: str) -> str:
    for number in count(1):
        name = f"{stem}.eml" if number == 1 else f"{stem}-{number}.eml"
        try:
            # A link is made whole or not at all and never overwrites, whoever else writes here.
            os.link(written, folder / name)
        except FileExistsError:
            continue
        sync_folder(folder)
        return name
    raise AssertionError("counting does not end")


def _stem(content: bytes) -> str:
    message_id = str(BytesHeaderParser(policy=compat32).parsebytes(content)["Message-ID"] or "")
    local_part = message_id.strip().strip("<>").rpartition("@")[0]
    return _UNSAFE.sub("_", local_part).strip("._")[:_LONGEST_NAME] or "zonder-kenmerk"
