"""The door of this adapter: a snapshot in, the bytes of a Word file out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from meetcyclus.documents import cover_note, report
from meetcyclus.documents.container import Container
from meetcyclus.documents.phrases import Phrases
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.editions import PLAIN_EDITION, Edition, Template
from meetcyclus.services.tallies import RoundView

# A draft warns in red; a final version needs no alarm.
_DRAFT_COLOUR, _FINAL_COLOUR = "B3261E", "44607A"
PHRASES, COVER_TEMPLATE, REPORT_TEMPLATE = "teksten.toml", "covernota.docx", "monitoringsrapport.docx"


class WordReports:
    """Makes the Word documents of a round from templates that staff can edit (`ports.ReportWriter`)."""

    def __init__(self, templates_folder: Path) -> None:
        self._folder = templates_folder

    def monitoring_report(
        self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure], edition: Edition = PLAIN_EDITION
    ) -> bytes:
        """The monitoring report."""
        subject = self._subject(snapshot, snapshot_sha256, figures, edition)
        return self._written(REPORT_TEMPLATE, report.KIND, report.write_report, subject)

    def cover_note(
        self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure], edition: Edition = PLAIN_EDITION
    ) -> bytes:
        """The cover note."""
        subject = self._subject(snapshot, snapshot_sha256, figures, edition)
        return self._written(COVER_TEMPLATE, cover_note.KIND, cover_note.write_cover_note, subject)

    def _subject(self, snapshot: Snapshot, sha256: str, figures: Sequence[Figure], edition: Edition) -> Subject:
        phrases = Phrases(self._folder / PHRASES)
        return Subject(RoundView(snapshot), sha256, {each.id: each for each in figures}, phrases, edition)

    def _written(self, template: str, kind: str, write: Callable[[Story, Subject], None], subject: Subject) -> bytes:
        container = self._container(template, subject, kind)
        story = Story(container)
        write(story, subject)
        return container.finish(story.fragments, subject.properties(kind))

    def _container(self, template: str, subject: Subject, kind: str) -> Container:
        fields = subject.cover | {"korte_titel": subject.title(kind)}
        stamp = _DRAFT_COLOUR if subject.view.snapshot.is_draft else _FINAL_COLOUR
        given = subject.edition.template or Template(template, _bytes_of(self._folder / template))
        return Container(given, fields, {"stempel": stamp})


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise BadInput(f"the template {path.name} is missing")
    return path.read_bytes()
