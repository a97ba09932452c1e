"""A counting mail server in a bad mood: it greylists, drops the line after DATA, and tells of every command."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.counting_server import Counting


class Rough(Counting):
    """`at_command` is called with a number for every command, before its answer. The mood comes from the seed.

    Where `at_drop` is set, the next letter ends with a dropped line, and then it is called.
    """

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._random = Random(seed)
        self._commands = 0
        self.is_calm = False
        self.dropped = 0
        self.greylisted = 0
        self.at_command: Callable[[int], None] = lambda number: None
        self.at_drop: Callable[[], None] | None = None

    def start_counting(self, at_command: Callable[[int], None]) -> None:
        """Count from one again, for somebody else."""
        self._commands, self.at_command, self.at_drop = 0, at_command, None

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender."""
        self._count()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or ask to come back later."""
        self._count()
        if self._is_rough(0.1):
            self.greylisted += 1
            return "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the letter, then answer or drop the line."""
        answer = await super().handle_DATA(server, session, envelope)
        self._count()
        at_drop, self.at_drop = self.at_drop, None
        if at_drop or self._is_rough(0.08):
            self.dropped += 1
            cast(Any, server.transport).abort()
        if at_drop:
            at_drop()
        return answer

    def _count(self) -> None:
        self._commands += 1
        self.at_command(self._commands)

    def _is_rough(self, chance: float) -> bool:
        return not self.is_calm and self._random.random() < chance
