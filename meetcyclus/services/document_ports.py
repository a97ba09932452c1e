"""What the services need of Word documents, as protocols: to make them, and to read back what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from meetcyclus.domain.figures import Figure
from meetcyclus.domain.meetings import Meeting
from meetcyclus.domain.rounds import Step
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.check_facts import ShownDocument
from meetcyclus.services.editions import EditedDocument, Edition


class DocumentReader(Protocol):
    """Reads finished documents back."""

    def read(self, kind: str, file_name: str, content: bytes) -> ShownDocument:
        """The document as a reader sees it; BadInput when it is no Word file or damaged."""
        ...


class HandTextReader(Protocol):
    """Reads what staff wrote by hand in a document of the product."""

    def read_hand_texts(self, file_name: str, content: bytes) -> EditedDocument:
        """The texts at their places; BadInput names each thing that cannot be carried over."""
        ...


@dataclass(frozen=True)
class LaidOut:
    """A document whose contents list shows page numbers, the number of its pages, and the PDF they were counted in."""

    content: bytes
    pages: int
    pdf: bytes


class PageLayout(Protocol):
    """Lays out the pages of a Word document, which takes a minute for a long one."""

    def laid_out(self, file_name: str, content: bytes) -> LaidOut | None:
        """The document with its page numbers; None without a contents list or where nothing can be counted here."""
        ...


class ReportWriter(Protocol):
    """Makes Word documents from a snapshot. Same snapshot, edition and version of the program, same bytes.

    `steps` are the plan that the snapshot froze; the communication alone also follows from steps and meetings of now.
    """

    def monitoring_report(
        self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure], edition: Edition = ...
    ) -> bytes:
        """The monitoring report: a fiche per project under speerpunt and cluster."""
        ...

    def cover_note(
        self,
        snapshot: Snapshot,
        snapshot_sha256: str,
        figures: Sequence[Figure],
        edition: Edition = ...,
        steps: Sequence[Step] = ...,
    ) -> bytes:
        """The cover note: key messages, status table, evolution, charts, lists, method, the forums that are planned."""
        ...

    def financial_report(
        self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure], edition: Edition = ...
    ) -> bytes:
        """The financial report: the money at every level, what moved, and who signed for which file."""
        ...

    def forum_note(
        self,
        snapshot: Snapshot,
        snapshot_sha256: str,
        figures: Sequence[Figure],
        steps: Sequence[Step],
        edition: Edition = ...,
    ) -> bytes:
        """The note for the forum that decides first; of the steps it tells their plan, never their state."""
        ...

    def communication(
        self,
        snapshot: Snapshot,
        snapshot_sha256: str,
        figures: Sequence[Figure],
        steps: Sequence[Step],
        meetings: Sequence[Meeting],
        edition: Edition = ...,
    ) -> bytes:
        """The communication to the government: results, steps passed with what the forums decided, next round."""
        ...
