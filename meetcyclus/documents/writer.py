"""The door of this adapter: a snapshot in, the bytes of a Word file out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from meetcyclus.documents import communication, cover_note, forum_note, money_document, report
from meetcyclus.documents.container import Container
from meetcyclus.documents.phrases import Phrases
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.meetings import Meeting
from meetcyclus.domain.rounds import Step
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.editions import PLAIN_EDITION, Edition, Template
from meetcyclus.services.report_kinds import COMMUNICATION, COVER_NOTE, FINANCES, FORUM_NOTE, REPORT
from meetcyclus.services.tallies import RoundView

# A draft warns in red; a final version needs no alarm.
_DRAFT_COLOUR, _FINAL_COLOUR = "B3261E", "44607A"
PHRASES = "teksten.toml"


class WordReports:
    """Makes the Word documents of a round from templates that staff can edit (`document_ports.ReportWriter`)."""

    def __init__(self, templates_folder: Path) -> None:
        """Each kind of document has a template of its name in this folder."""
        self._folder = templates_folder

    def monitoring_report(
        self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure], edition: Edition = PLAIN_EDITION
    ) -> bytes:
        """The monitoring report."""
        subject = self._subject(snapshot, snapshot_sha256, figures, edition)
        return self._made(REPORT, report.KIND, report.write_report, subject)

    def cover_note(
        self,
        snapshot: Snapshot,
        snapshot_sha256: str,
        figures: Sequence[Figure],
        edition: Edition = PLAIN_EDITION,
        steps: Sequence[Step] = (),
    ) -> bytes:
        """The cover note."""
        subject = self._subject(snapshot, snapshot_sha256, figures, edition)
        write = partial(cover_note.write_cover_note, steps=steps)
        return self._made(COVER_NOTE, cover_note.KIND, write, subject)

    def financial_report(
        self, snapshot: Snapshot, snapshot_sha256: str, figures: Sequence[Figure], edition: Edition = PLAIN_EDITION
    ) -> bytes:
        """The financial report."""
        subject = self._subject(snapshot, snapshot_sha256, figures, edition)
        return self._made(FINANCES, money_document.KIND, money_document.write_financial_report, subject)

    def forum_note(
        self,
        snapshot: Snapshot,
        snapshot_sha256: str,
        figures: Sequence[Figure],
        steps: Sequence[Step],
        edition: Edition = PLAIN_EDITION,
    ) -> bytes:
        """The note for the forum that decides first."""
        subject, name = self._subject(snapshot, snapshot_sha256, figures, edition), forum_note.kind_of(steps)
        subject = replace(subject, stamp=forum_note.STAMP)
        write = partial(forum_note.write_forum_note, steps=steps)
        return self._made(FORUM_NOTE, name, write, subject, {"nota": name})

    def communication(
        self,
        snapshot: Snapshot,
        snapshot_sha256: str,
        figures: Sequence[Figure],
        steps: Sequence[Step],
        meetings: Sequence[Meeting],
        edition: Edition = PLAIN_EDITION,
    ) -> bytes:
        """The communication to the government."""
        subject = communication.dated(self._subject(snapshot, snapshot_sha256, figures, edition), steps, meetings)
        write = partial(communication.write_communication, steps=steps, meetings=meetings)
        fields = communication.heading_fields(snapshot.data.programme)
        return self._made(COMMUNICATION, communication.KIND, write, subject, fields)

    def _subject(self, snapshot: Snapshot, sha256: str, figures: Sequence[Figure], edition: Edition) -> Subject:
        phrases = Phrases(self._folder / PHRASES)
        return Subject(RoundView(snapshot), sha256, {each.id: each for each in figures}, phrases, edition)

    def _made(
        self,
        kind: str,
        name: str,
        write: Callable[[Story, Subject], None],
        subject: Subject,
        more: Mapping[str, str] | None = None,
    ) -> bytes:
        """The template with its fields filled and the story in the place of its contents; `name` is what people read.

        `more` are fields that only the template of this kind may name.
        """
        fields = subject.cover | {"korte_titel": subject.title(name)} | dict(more or {})
        container = self._container(kind, subject, fields)
        story = Story(container)
        write(story, subject)
        return container.finish(story.fragments, subject.properties(kind, name))

    def _container(self, kind: str, subject: Subject, fields: Mapping[str, str]) -> Container:
        stamp = _DRAFT_COLOUR if subject.view.snapshot.is_draft else _FINAL_COLOUR
        shipped = self._folder / f"{kind}.docx"
        given = subject.edition.template or Template(shipped.name, _bytes_of(shipped))
        return Container(given, fields, {"stempel": stamp})


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise BadInput(f"the template {path.name} is missing")
    return path.read_bytes()
