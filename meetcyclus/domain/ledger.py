"""The ledger: who did what, when, on what, before and after, in a chain of hashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from meetcyclus.domain.canonical import sha256_of

GENESIS = "0" * 64


@dataclass(frozen=True)
class Event:
    """One line of the ledger. `before` and `after` are canonical JSON; `previous_sha256` links the chain."""

    seq: int
    at: datetime
    by: str
    action: str
    object: str
    round_key: str
    project_number: str
    before: str
    after: str
    previous_sha256: str
    sha256: str


def event_sha256(event: Event) -> str:
    """Hash of a line: every field but the hash itself."""
    return sha256_of(
        [
            event.seq,
            event.at,
            event.by,
            event.action,
            event.object,
            event.round_key,
            event.project_number,
            event.before,
            event.after,
            event.previous_sha256,
        ]
    )


def chain_problems(events: Iterable[Event]) -> tuple[str, ...]:
    """Every place where the chain is broken: a gap in the numbers, a wrong link or a changed line."""
    problems: list[str] = []
    previous, expected_seq = GENESIS, 1
    for event in events:
        if event.seq != expected_seq:
            problems.append(f"line {expected_seq} is missing or out of order (found {event.seq})")
        if event.previous_sha256 != previous:
            problems.append(f"line {event.seq} does not follow the line before it")
        if event_sha256(event) != event.sha256:
            problems.append(f"line {event.seq} was changed after it was written")
        previous, expected_seq = event.sha256, event.seq + 1
    return tuple(problems)
