"""Rows about finished documents as a whole: whom the cover note names, and what not everybody can read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from meetcyclus.quality.measures import filled
from meetcyclus.quality.release_rows import COVER_NOTE, codes_by_label, documents_of
from meetcyclus.quality.view import RoundView
from meetcyclus.services.check_facts import ShownDocument, ShownTable


@dataclass(frozen=True)
class MentionRow:
    """One project of the population and whether the cover note names it."""

    project: str
    object_key: str
    status: str | None
    status_label: str
    is_named: bool


@dataclass(frozen=True)
class DocumentRow:
    """One finished document: what in it agrees with nothing else, and what not everybody can use."""

    project: str
    object_key: str
    misfits: str | None
    silent_pictures: str | None
    headless_tables: str | None


def mention_rows(view: RoundView) -> list[MentionRow]:
    """The population, named or not."""
    labels = {code: label for label, code in codes_by_label(view).items()}
    notes = documents_of(view, COVER_NOTE)
    words = {
        word.strip("‘’'“”")
        for note in notes
        for text in (*note.paragraphs, *(cell for table in note.tables for row in table.rows for cell in row))
        for word in re.split(r"[\s,;:()]+", text)
    }
    return [
        MentionRow(number, number, status, labels.get(status, status), number in words)
        for number, entry in view.entries.items()
        if number in view.projects and notes
        for status in (entry.report.status_code,)
    ]


def document_rows(view: RoundView) -> list[DocumentRow]:
    """The finished documents."""
    return [
        DocumentRow(
            project="",
            object_key=each.kind,
            misfits=filled("; ".join(each.misfits[:3])),
            silent_pictures=filled(", ".join(name for name, words in each.pictures if not words.strip())),
            headless_tables=filled(
                ", ".join(table.title or "zonder titel" for table in each.tables if not table.has_header)
            ),
        )
        for each in (view.subject.release.documents if view.subject.release else ())
    ]


def _headless(document: ShownDocument) -> list[ShownTable]:
    return [each for each in document.tables if not each.has_header]
