"""Documents that were made and snapshots that were taken, as the register of a round keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SnapshotRecord:
    """A freeze of a round. `sha256` is the hash of its bytes; `facts_sha256` leaves out who and when."""

    round_key: str
    sequence: int
    sha256: str
    facts_sha256: str
    is_draft: bool
    taken_at: datetime
    taken_by: str


@dataclass(frozen=True)
class Document:
    """A file made from a snapshot. `kind` is a documentsoort such as monitoringsrapport or covernota.

    `note` says what a new version changed, where that was asked for.
    """

    round_key: str
    kind: str
    sequence: int
    file_name: str
    sha256: str
    snapshot_sha256: str
    is_draft: bool
    created_at: datetime
    created_by: str
    note: str = ""
