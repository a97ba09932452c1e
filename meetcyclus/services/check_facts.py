"""What a check knows beyond what was entered: how the round was conducted, and what is about to leave the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.figures import Figure


@dataclass(frozen=True, order=True)
class OwnCheck:
    """A rule or mandate about which an author of a version of the project decided, and which author."""

    what: str
    by: str


@dataclass(frozen=True)
class ProjectTrail:
    """Who did what about one project.

    `own_checks` are what authors of its versions decided themselves. `open_blocking` are rules.
    `unanswered_since` is the day of the oldest feedback that nobody answered, `unanswered_workdays` how many ago that
    is; None: there is none.
    `forecast_of` is the day on which a forecast was handed in that nobody confirmed; None: there is none, or it may
    still be confirmed.
    """

    project: str
    entered_by: str
    version: int
    own_checks: tuple[OwnCheck, ...] = ()
    open_blocking: tuple[str, ...] = ()
    unanswered_since: date | None = None
    unanswered_workdays: int | None = None
    forecast_of: date | None = None


@dataclass(frozen=True)
class VerdictTrail:
    """One mandate that must decide about one project, with its newest verdict.

    `stands` says that the verdict approves exactly what is entered now; `has_say` that its maker had the role and the
    mandate ran. `status_changed` says that the status moved after this mandate sent the project back,
    `return_reason` with which words it did.
    """

    project: str
    mandate: str
    decision: str
    decided_sha256: str
    current_sha256: str
    stands: bool
    is_shared: bool
    decided_by: str = ""
    has_say: bool = True
    status_changed: bool = False
    return_reason: str = ""


@dataclass(frozen=True)
class WaiverTrail:
    """A finding that was accepted with a reason, and for how many rounds before this one the same place was."""

    project: str
    object_key: str
    rule: str
    rounds_before: int


@dataclass(frozen=True)
class ProcessFacts:
    """How the round was conducted so far."""

    is_validation_closed: bool
    projects: tuple[ProjectTrail, ...]
    verdicts: tuple[VerdictTrail, ...]
    waivers: tuple[WaiverTrail, ...] = ()


@dataclass(frozen=True)
class ShownTable:
    """A table of a document as text, its header row included."""

    title: str
    has_header: bool
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ShownDocument:
    """A finished document as a reader sees it. `pictures` are names with their alternative text; `misfits` are texts
    whose numbers agree with nothing else in the document."""

    kind: str
    file_name: str
    paragraphs: tuple[str, ...]
    tables: tuple[ShownTable, ...]
    pictures: tuple[tuple[str, str], ...] = ()
    misfits: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileTrail:
    """A file that is ready to leave: the hash that was approved and the hash of what lies there now."""

    kind: str
    name: str
    approved_sha256: str
    present_sha256: str


@dataclass(frozen=True)
class ForumTrail:
    """A forum on the path of the round and the day of its decision."""

    step: str
    forum: str
    decided_on: date | None


@dataclass(frozen=True)
class DatasetFacts:
    """The open dataset as it lies there: what a strict reader refuses, its catalogue record, names of people."""

    name: str
    refusals: tuple[str, ...]
    catalogue: str
    personal_traces: tuple[str, ...]


@dataclass(frozen=True)
class ReleaseFacts:
    """What is about to leave the house. `previous_population` is None for the first round."""

    checked_on: date
    figures: tuple[Figure, ...]
    previous_population: tuple[str, ...] | None
    documents: tuple[ShownDocument, ...]
    files: tuple[FileTrail, ...] = ()
    forums: tuple[ForumTrail, ...] = ()
    dataset: DatasetFacts | None = None
