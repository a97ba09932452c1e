"""What a quality check found, how severe it is and where the conversation about it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from meetcyclus.domain.errors import NotAllowed


class Severity(StrEnum):
    """Weight of a finding (ernst): blocking stops, error must be mended or motivated, warning asks, info tells."""

    BLOCKING = "blokkerend"
    ERROR = "fout"
    WARNING = "waarschuwing"
    INFO = "info"


class Stage(StrEnum):
    """When a rule is checked: at entry, quality check, validation, money, report or publication."""

    ENTRY = "invoer"
    QUALITY = "kwaliteitscheck"
    VALIDATION = "validatie"
    MONEY = "financien"
    REPORT = "rapportering"
    PUBLICATION = "publicatie"


@dataclass(frozen=True)
class Rule:
    """A quality rule of the catalogue. `what`, `why` and `how` are Dutch, for the one who must act.

    `what` may name {value}, {expected}, {object} and {project}. `basis` is the source of the rule (domain.md, ch. 10).
    `suites` are the sets of rules that it belongs to, such as the criteria of the Court of Audit (`rekenhof`).
    """

    code: str
    version: int
    severity: Severity
    stage: Stage
    owner: str
    title: str
    what: str
    why: str
    how: str
    basis: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    suites: tuple[str, ...] = ()


@dataclass(frozen=True)
class UndecidedRule:
    """A rule that is wanted and cannot be decided yet: `needs` says which data it waits for (Dutch, as `reason`)."""

    code: str
    title: str
    reason: str
    needs: str


@dataclass(frozen=True)
class Hit:
    """One place where a rule fails. `object_key` is a project, milestone, indicator or line of money."""

    rule_code: str
    project_number: str
    object_key: str
    field: str = ""
    value: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Crash:
    """A rule that could not be computed. Never a finding: it concerns the secretariat, not a lead."""

    rule_code: str
    detail: str


@dataclass(frozen=True)
class CheckOutcome:
    """Everything one pass of the check gives: rules that ran, rules that crashed, places that fail."""

    rules_run: tuple[str, ...]
    crashed: tuple[Crash, ...]
    hits: tuple[Hit, ...]


class FindingState(StrEnum):
    """Where the conversation about a finding stands (bevindingstatus)."""

    OPEN = "open"
    SENT = "verstuurd"
    ANSWERED = "beantwoord"
    CORRECTED = "gecorrigeerd"
    WAIVED = "aanvaard_met_motivering"
    WITHDRAWN = "onterecht"
    CLOSED = "afgesloten"


FINDING_MOVES: dict[FindingState, frozenset[FindingState]] = {
    FindingState.OPEN: frozenset(
        {
            FindingState.SENT,
            FindingState.ANSWERED,
            FindingState.CORRECTED,
            FindingState.WAIVED,
            FindingState.WITHDRAWN,
        }
    ),
    FindingState.SENT: frozenset(
        {FindingState.ANSWERED, FindingState.CORRECTED, FindingState.WAIVED, FindingState.WITHDRAWN}
    ),
    FindingState.ANSWERED: frozenset(
        {FindingState.OPEN, FindingState.CORRECTED, FindingState.WAIVED, FindingState.WITHDRAWN}
    ),
    FindingState.CORRECTED: frozenset({FindingState.OPEN, FindingState.CLOSED}),
    FindingState.WAIVED: frozenset({FindingState.OPEN, FindingState.CORRECTED, FindingState.CLOSED}),
    FindingState.WITHDRAWN: frozenset({FindingState.OPEN, FindingState.CLOSED}),
    FindingState.CLOSED: frozenset({FindingState.OPEN}),
}
# How a finding can be decided; only what is decided can be closed.
DECIDED = frozenset({FindingState.CORRECTED, FindingState.WAIVED, FindingState.WITHDRAWN})


@dataclass(frozen=True)
class Finding:
    """A hit as the round remembers it. `id` is the hash of round, rule, project, object and field.

    `waived_until` is the last round in which a waiver counts; `earlier` says how the same point was waived in the round
    before. A closed finding keeps in `outcome` how it was decided.
    """

    id: str
    round_key: str
    rule_code: str
    rule_version: int
    severity: Severity
    stage: Stage
    owner: str
    project_number: str
    object_key: str
    field: str
    value: str
    expected: str
    message: str
    why: str
    how: str
    state: FindingState
    raised_at: datetime
    changed_at: datetime
    answer: str = ""
    decided_by: str | None = None
    waived_until: str = ""
    earlier: str = ""
    outcome: FindingState | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None

    @property
    def decision(self) -> FindingState | None:
        """How it was decided, whether or not it was closed since; None while it is not decided."""
        return self.outcome or (self.state if self.state in DECIDED else None)

    @property
    def stands(self) -> bool:
        """Whether the data still are as the rule does not want them: not mended, and the rule was right."""
        return self.decision in (None, FindingState.WAIVED)

    @property
    def is_live(self) -> bool:
        """Whether somebody still has to act on it."""
        return self.state in (FindingState.OPEN, FindingState.SENT)

    @property
    def is_gating(self) -> bool:
        """Whether it keeps the quality check from closing: blocking until mended, an error until motivated."""
        if self.severity is Severity.BLOCKING:
            return self.state in (FindingState.OPEN, FindingState.SENT, FindingState.ANSWERED)
        return self.severity is Severity.ERROR and self.is_live

    @property
    def is_left_to_mend(self) -> bool:
        """Whether its lead was told and it still keeps the quality check from closing; money has its own step."""
        return self.state is FindingState.SENT and self.is_gating and self.stage in (Stage.ENTRY, Stage.QUALITY)

    def require_move(self, target: FindingState) -> None:
        """Raise NotAllowed when the finding cannot go to `target`."""
        if target not in FINDING_MOVES[self.state]:
            raise NotAllowed(f"finding {self.id} is {self.state.value} and cannot become {target.value}")


@dataclass(frozen=True)
class CheckRun:
    """A record of one pass of the check."""

    id: str
    round_key: str
    stage: str
    ran_at: datetime
    ran_by: str
    rules_run: int
    hits: int
    crashed: tuple[str, ...]
    input_sha256: str
