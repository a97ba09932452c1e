"""The door of this adapter: a snapshot in, the bytes of a Word file out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from meetcyclus.documents import communication, cover_note, forum_note, money_document, report
from meetcyclus.documents.container import Container
from meetcyclus.documents.phrases import Phrases
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.meetings import Meeting
from meetcyclus.domain.rounds import Step
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.tallies import RoundView

# A draft warns in red; a final version needs no alarm.
_DRAFT_COLOUR, _FINAL_COLOUR = "B3261E", "44607A"
PHRASES, COVER_TEMPLATE, REPORT_TEMPLATE = "teksten.toml", "covernota.docx", "monitoringsrapport.docx"
MONEY_TEMPLATE, NOTE_TEMPLATE = "financiele_rapportering.docx", "dc_nota.docx"
COMMUNICATION_TEMPLATE = "mededeling_vr.docx"


class WordReports:
    """Makes the Word documents of a round from templates that staff can edit (`ports.ReportWriter`)."""

    def __init__(self, templates_folder: Path) -> None:
        self._folder = templates_folder

    def monitoring_report(self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure]) -> bytes:
        """The monitoring report."""
        subject = self._subject(snapshot, snapshot_sha256, figures)
        return self._made(REPORT_TEMPLATE, subject, report.KIND, report.write_report)

    def cover_note(self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure]) -> bytes:
        """The cover note."""
        subject = self._subject(snapshot, snapshot_sha256, figures)
        return self._made(COVER_TEMPLATE, subject, cover_note.KIND, cover_note.write_cover_note)

    def financial_report(self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure]) -> bytes:
        """The financial report."""
        subject = self._subject(snapshot, snapshot_sha256, figures)
        return self._made(MONEY_TEMPLATE, subject, money_document.KIND, money_document.write_financial_report)

    def forum_note(
        self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure], steps: Sequence[Step]
    ) -> bytes:
        """The note for the forum that decides first."""
        subject, kind = self._subject(snapshot, snapshot_sha256, figures), forum_note.kind_of(steps)
        write = partial(forum_note.write_forum_note, steps=steps)
        return self._made(NOTE_TEMPLATE, subject, kind, write, {"nota": kind})

    def communication(
        self,
        snapshot: Snapshot,
        snapshot_sha256: str,
        figures: Sequence[Figure],
        steps: Sequence[Step],
        meetings: Sequence[Meeting],
    ) -> bytes:
        """The communication to the government."""
        subject = self._subject(snapshot, snapshot_sha256, figures)
        write = partial(communication.write_communication, steps=steps, meetings=meetings)
        fields = communication.heading_fields(snapshot.data.programme)
        return self._made(COMMUNICATION_TEMPLATE, subject, communication.KIND, write, fields)

    def _subject(self, snapshot: Snapshot, sha256: str, figures: Sequence[Figure]) -> Subject:
        phrases = Phrases(self._folder / PHRASES)
        return Subject(RoundView(snapshot), sha256, {each.id: each for each in figures}, phrases)

    def _made(
        self,
        template: str,
        subject: Subject,
        kind: str,
        write: Callable[[Story, Subject], None],
        more: Mapping[str, str] | None = None,
    ) -> bytes:
        """The template with its fields filled and the story in the place of its contents."""
        fields = subject.cover | {"korte_titel": subject.title(kind)} | dict(more or {})
        stamp = _DRAFT_COLOUR if subject.view.snapshot.is_draft else _FINAL_COLOUR
        container = Container(self._folder / template, fields, {"stempel": stamp})
        story = Story(container)
        write(story, subject)
        return container.finish(story.fragments, subject.properties(kind))
