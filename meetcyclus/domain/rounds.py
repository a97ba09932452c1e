"""A round (meting) and its steps, with the one table that says how a step may move."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from meetcyclus.domain.errors import NotAllowed

# Year and month of the reference date: 2023-12 (exchange.md, metingen.csv).
ROUND_KEY = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")


class RoundState(StrEnum):
    """Where a round stands as a whole."""

    HISTORY = "geschiedenis"
    RUNNING = "lopend"
    PUBLISHED = "gepubliceerd"


@dataclass(frozen=True)
class Round:
    """One measurement of the programme at a reference date (metingen.csv).

    `entry_until` is the deadline for project leads as an instant; it is empty for rounds that came as history.
    Until `grace_until` entry is still taken and marked late. `rules_sha256` and `product_version` name the rules and
    the program that the round began with. The letters of a rehearsal never leave the sink.
    """

    key: str
    number: int
    reference_date: date
    governance_path: str
    code_list_version: str
    state: RoundState = RoundState.HISTORY
    opened_at: datetime | None = None
    entry_until: datetime | None = None
    grace_until: datetime | None = None
    is_rehearsal: bool = False
    rules_sha256: str = ""
    product_version: str = ""


class StepState(StrEnum):
    """State of a step, with the words of the programme (stapstatus)."""

    PLANNED = "gepland"
    OPEN = "open"
    CLOSED = "afgesloten"


# The only moves a step can make. Closing and reopening are decisions with a name.
STEP_MOVES: dict[StepState, frozenset[StepState]] = {
    StepState.PLANNED: frozenset({StepState.OPEN}),
    StepState.OPEN: frozenset({StepState.CLOSED}),
    StepState.CLOSED: frozenset({StepState.OPEN}),
}


@dataclass(frozen=True)
class Step:
    """One step of a round's governance path, planned on working days."""

    round_key: str
    code: str
    kind: str
    owner: str
    position: int
    planned_from: date
    planned_until: date
    state: StepState = StepState.PLANNED
    reminder_days: tuple[int, ...] = ()
    forum: str = ""
    after: tuple[str, ...] = ()
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    note: str = ""
    flow_run_id: str = ""
    escalation_days: tuple[int, ...] = ()
    is_reviewed: bool = False

    def require_move(self, target: StepState) -> None:
        """Raise NotAllowed when the step cannot go from its state to `target`."""
        if target not in STEP_MOVES[self.state]:
            raise NotAllowed(f"step {self.code} is {self.state.value} and cannot become {target.value}")


@dataclass(frozen=True)
class RoundProject:
    """A project that belongs to the population of a round; `entry_until` only where it was extended."""

    round_key: str
    project_number: str
    entry_until: datetime | None = None
    extension_reason: str = ""
    is_reopened: bool = False


@dataclass(frozen=True)
class Waiting:
    """What a step waits for: who must act, what for (in Dutch) and until when it was planned."""

    step_code: str
    who: str
    what: str
    until: date
