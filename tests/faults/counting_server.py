"""A real mail server that counts what arrives, and can call somebody at the moment a letter is in its hands."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Counting:
    """Keeps the name of every letter that arrived. `at_letter` is called before the answer to the client."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.at_letter: Callable[[int], None] = lambda number: None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the name, then answer, if anybody is left to hear it."""
        message = message_from_bytes(envelope.original_content or b"")
        self.arrived.append(str(message["X-Meetcyclus-Letter"]))
        self.at_letter(len(self.arrived))
        return "250 taken"


class CountingServer(Controller):
    """The server on a free port of the loopback."""

    def __init__(self, letters: Counting | None = None) -> None:
        self.letters = letters or Counting()
        self._socket = socket.create_server(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        super().__init__(self.letters, hostname="127.0.0.1", port=port, server_hostname="localhost")

    @property
    def url(self) -> str:
        """Where letters must go."""
        return f"smtp://127.0.0.1:{self.port}"

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)

    def __enter__(self) -> CountingServer:
        self.start()
        return self

    def __exit__(self, *exc: Any) -> None:
        self.stop()
