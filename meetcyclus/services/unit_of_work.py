"""The unit of work: one transaction in which a change, its ledger line and its letters stand or fall together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from meetcyclus.domain.credits import Credit, FinanceUpload
from meetcyclus.domain.documents import Document, SnapshotRecord
from meetcyclus.domain.entries import Author, Entry, EntryConfirmation
from meetcyclus.domain.findings import CheckRun, Finding
from meetcyclus.domain.ledger import Event
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.domain.meetings import Meeting
from meetcyclus.domain.programme import (
    Cluster,
    CodeValue,
    Entity,
    Indicator,
    Mandate,
    Milestone,
    Person,
    Programme,
    Project,
    Shift,
    Speerpunt,
    VrDocument,
)
from meetcyclus.domain.rounds import Round, RoundProject, Step
from meetcyclus.domain.verdicts import ValidationRequest, Verdict

D = TypeVar("D")


class Repository(Protocol[D]):
    """Facts of one kind, kept by their key, given back in the order they came in."""

    def get(self, *key: object) -> D | None:
        """The fact with that key, or None."""
        ...

    def where(self, **equal: object) -> list[D]:
        """The facts whose fields equal these values."""
        ...

    def add(self, items: Iterable[D]) -> None:
        """Insert new facts; a key that exists is an error of the database."""
        ...

    def put(self, item: D) -> None:
        """Insert the fact or replace the one with its key."""
        ...

    def remove(self, *key: object) -> None:
        """Take a fact away that has not begun to count; KeyError when it is not there."""
        ...


class Entries(Protocol):
    """Entries in all their versions."""

    def latest(self, *round_keys: str, projects: Collection[str] | None = None) -> list[Entry]:
        """The newest version per round and project: of these rounds (all when none is named) and these projects."""
        ...

    def versions(self, round_key: str, project_number: str) -> list[Entry]:
        """Every version of one entry, oldest first."""
        ...

    def authors(self, round_key: str) -> list[Author]:
        """Who entered which version of which project in a round."""
        ...

    def add(self, items: Iterable[Entry]) -> None:
        """Insert new versions."""
        ...


class Credits(Protocol):
    """Credits per upload."""

    def in_force(self) -> list[Credit]:
        """The credits of the newest signed upload of every round; of the newest where none is signed.

        That may be a refused one: which of them count is for `services.extracts`.
        """
        ...

    def of_upload(self, round_key: str, sequence: int) -> list[Credit]:
        """The credits of one upload in the order of its file, whatever came after it."""
        ...

    def add(self, round_key: str, upload_sequence: int, items: Sequence[Credit]) -> None:
        """Insert the rows of an upload."""
        ...


class Letters(Repository[Letter], Protocol):
    """The outbox, with the questions that a sender asks for every letter."""

    def due(self, at: datetime | None, *, is_rehearsal: bool) -> list[str]:
        """Ids of the planned letters of rehearsals, or of real rounds, that may go at that moment; None: all."""
        ...

    def passed_since(self, moment: datetime) -> int:
        """How many letters went out after that moment or are going out now."""
        ...

    def states(self, round_key: str) -> dict[str, LetterState]:
        """The state of every letter of a round, by id."""
        ...


class Files(Protocol):
    """Bytes by their hash."""

    def put(self, content: bytes) -> str:
        """Keep the bytes; gives their SHA-256."""
        ...

    def get(self, sha256: str) -> bytes:
        """The bytes with that hash; KeyError when there are none."""
        ...


class Ledger(Protocol):
    """The chain of what happened."""

    def append(
        self,
        *,
        action: str,
        object: str,
        by: str,
        at: datetime,
        round_key: str = "",
        project_number: str = "",
        before: object = None,
        after: object = None,
    ) -> None:
        """Write the next line of the chain."""
        ...

    def events(
        self, *, round_key: str = "", project_number: str = "", by: str = "", action: str = "", behind: int = 0
    ) -> list[Event]:
        """The lines in order, those behind that number only; an empty filter does not filter."""
        ...

    def last_seq(self) -> int:
        """Number of the last line; 0 for an empty ledger."""
        ...


class UnitOfWork(Protocol):
    """Everything that is remembered, within one transaction."""

    programmes: Repository[Programme]
    speerpunten: Repository[Speerpunt]
    clusters: Repository[Cluster]
    entities: Repository[Entity]
    mandates: Repository[Mandate]
    persons: Repository[Person]
    projects: Repository[Project]
    milestones: Repository[Milestone]
    indicators: Repository[Indicator]
    code_values: Repository[CodeValue]
    vr_documents: Repository[VrDocument]
    shifts: Repository[Shift]
    rounds: Repository[Round]
    steps: Repository[Step]
    round_projects: Repository[RoundProject]
    entries: Entries
    confirmations: Repository[EntryConfirmation]
    uploads: Repository[FinanceUpload]
    credits: Credits
    check_runs: Repository[CheckRun]
    findings: Repository[Finding]
    validation_requests: Repository[ValidationRequest]
    verdicts: Repository[Verdict]
    meetings: Repository[Meeting]
    letters: Letters
    files: Files
    documents: Repository[Document]
    snapshots: Repository[SnapshotRecord]
    ledger: Ledger
