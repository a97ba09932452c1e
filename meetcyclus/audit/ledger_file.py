"""The ledger as files: JSON lines and CSV for readers, and anchors that outsiders keep against rewriting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields

from meetcyclus.audit.csv_text import csv_bytes
from meetcyclus.domain.canonical import canonical_json
from meetcyclus.domain.ledger import Event

LEDGER_HEADER = (
    "nummer",
    "tijdstip",
    "door",
    "handeling",
    "voorwerp",
    "meting",
    "project",
    "voor",
    "na",
    "vorige_sha256",
    "sha256",
)
_ANCHOR = re.compile(r"(?P<seq>[1-9]\d*)\s+(?P<sha256>[0-9a-fA-F]{64})")


def ledger_json_lines(events: Iterable[Event]) -> bytes:
    """One canonical JSON document a line, in the order given, each with its links of the chain."""
    return "".join(f"{canonical_json(event)}\n" for event in events).encode()


def ledger_csv(events: Iterable[Event]) -> bytes:
    """The ledger as CSV with Dutch column names, safe to open in a spreadsheet."""
    names = [each.name for each in fields(Event)]
    return csv_bytes(LEDGER_HEADER, ([getattr(event, name) for name in names] for event in events))


def anchor_line(event: Event) -> str:
    """What an outsider keeps of the ledger: the number and the hash of its last line."""
    return f"{event.seq} {event.sha256}\n"


def anchor_problems(events: Sequence[Event], anchor_text: str) -> tuple[str, ...]:
    """Every anchor (`seq sha256`, one a line, # for remarks) that the ledger does not bear out.

    A chain that was cut or rewritten as a whole is sound in itself; only a hash kept elsewhere shows it.
    """
    hashes = {event.seq: event.sha256 for event in events}
    lines = [(number, line.strip()) for number, line in enumerate(anchor_text.splitlines(), start=1)]
    anchors = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if not anchors:
        return ("the anchor file holds no anchors",)
    found = [_anchor_problem(number, line, hashes) for number, line in anchors]
    return tuple(problem for problem in found if problem)


def _anchor_problem(number: int, line: str, hashes: dict[int, str]) -> str:
    match = _ANCHOR.fullmatch(line)
    if match is None:
        return f"anchor file, line {number}: {line!r} found, expected a number and a SHA-256"
    seq = int(match["seq"])
    if seq not in hashes:
        return f"line {seq} is anchored but missing: the ledger was cut and now ends at line {max(hashes, default=0)}"
    if hashes[seq] != match["sha256"].lower():
        return f"line {seq} is not the line that was anchored: the ledger was rewritten"
    return ""
