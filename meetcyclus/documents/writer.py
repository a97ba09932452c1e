"""The door of this adapter: a snapshot in, the bytes of a Word file out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from meetcyclus.documents import cover_note, report
from meetcyclus.documents.container import Container
from meetcyclus.documents.phrases import Phrases
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.tallies import RoundView

# A draft warns in red; a final version needs no alarm.
_DRAFT_COLOUR, _FINAL_COLOUR = "B3261E", "44607A"
PHRASES, COVER_TEMPLATE, REPORT_TEMPLATE = "teksten.toml", "covernota.docx", "monitoringsrapport.docx"


class WordReports:
    """Makes the Word documents of a round from templates that staff can edit (`ports.ReportWriter`)."""

    def __init__(self, templates_folder: Path) -> None:
        self._folder = templates_folder

    def monitoring_report(self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure]) -> bytes:
        """The monitoring report."""
        subject = self._subject(snapshot, snapshot_sha256, figures)
        container = self._container(REPORT_TEMPLATE, subject, report.KIND)
        story = Story(container)
        report.write_report(story, subject)
        return container.finish(story.fragments, subject.properties(report.KIND))

    def cover_note(self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure]) -> bytes:
        """The cover note."""
        subject = self._subject(snapshot, snapshot_sha256, figures)
        container = self._container(COVER_TEMPLATE, subject, cover_note.KIND)
        story = Story(container)
        cover_note.write_cover_note(story, subject)
        return container.finish(story.fragments, subject.properties(cover_note.KIND))

    def _subject(self, snapshot: Snapshot, sha256: str, figures: Sequence[Figure]) -> Subject:
        phrases = Phrases(self._folder / PHRASES)
        return Subject(RoundView(snapshot), sha256, {each.id: each for each in figures}, phrases)

    def _container(self, template: str, subject: Subject, kind: str) -> Container:
        fields = subject.cover | {"korte_titel": subject.title(kind)}
        stamp = _DRAFT_COLOUR if subject.view.snapshot.is_draft else _FINAL_COLOUR
        return Container(self._folder / template, fields, {"stempel": stamp})
