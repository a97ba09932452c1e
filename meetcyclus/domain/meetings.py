"""Outcome of a forum: Directiecomité, relancecomité, KEP, VESOC, Task Force, Flemish Government."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ActionPoint:
    """What somebody promised at a meeting, and by when."""

    what: str
    who: str
    due_on: date | None = None


@dataclass(frozen=True)
class Meeting:
    """What a forum decided about a round. `sequence` counts the meetings of one step from 1."""

    round_key: str
    step_code: str
    sequence: int
    held_on: date
    decision: str
    actions: tuple[ActionPoint, ...]
    recorded_by: str
    recorded_at: datetime
