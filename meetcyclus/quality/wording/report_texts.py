"""Rows about the wording of reports: every text that people wrote for this round and that may be published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meetcyclus.domain.entries import Entry
from meetcyclus.quality.measures import filled
from meetcyclus.quality.status_rows import StatusRow, status_rows
from meetcyclus.quality.text_rows import OTHER_TEXTS, REQUIRED_TEXTS
from meetcyclus.quality.view import RoundView
from meetcyclus.quality.wording.report_reader import ReportReader

MOTIVATION = "motivering"
_OWNER = ("bijsturing_eigenaar", "corrective_owner", "eigenaar van de bijsturing")


@dataclass(frozen=True)
class ReportTextRow:
    """One text. Words that were found are the evidence; each has its count beside it.

    `language_lead` is how much larger the share of stop words of another language is than that of the programme's own.
    The motivation is there also when it is empty: `solved_count` says whether it tells what was solved.
    """

    project: str
    object_key: str
    field: str
    label: str
    status: str | None
    status_words: str | None
    transition: str | None
    transition_words: str
    word_count: int
    abbreviations: tuple[str, ...]
    abbreviation_count: int
    language_shares: str
    language_lead: float | None
    personal: tuple[str, ...]
    personal_count: int
    links: tuple[str, ...]
    link_count: int
    leftovers: tuple[str, ...]
    leftover_count: int
    delays: tuple[str, ...]
    delay_count: int
    solved_count: int


@dataclass(frozen=True)
class _Place:
    object_key: str
    field: str
    label: str
    text: str


def report_text_rows(view: RoundView) -> list[ReportTextRow]:
    """The texts of every project that reported: of the project, its milestones and its indicators."""
    reader = ReportReader(view)
    rows: list[ReportTextRow] = []
    for status in status_rows(view):
        entry = view.entries.get(status.project)
        if entry is not None:
            places = list(_places(entry))
            explained = reader.explained(place.text for place in places)
            rows += [_row(status, place, reader, explained) for place in places]
    return rows


def _places(entry: Entry) -> Iterator[_Place]:
    number = entry.project_number
    for field, name, label in (*REQUIRED_TEXTS, *OTHER_TEXTS, _OWNER):
        text = filled(getattr(entry.report, name)) or ""
        if text or field == MOTIVATION:
            yield _Place(number, field, label, text)
    for milestone in entry.milestones:
        for field, words in (("toelichting", milestone.explanation), ("bewijs", milestone.evidence)):
            if filled(words):
                yield _Place(milestone.milestone_id, field, field, words)
    for indicator in entry.indicators:
        if filled(indicator.explanation):
            yield _Place(indicator.indicator_id, "toelichting", "toelichting", indicator.explanation)


def _row(status: StatusRow, place: _Place, reader: ReportReader, explained: frozenset[str]) -> ReportTextRow:
    read = reader.read(place.text, explained)
    return ReportTextRow(
        project=status.project,
        object_key=place.object_key,
        field=place.field,
        label=place.label,
        status=status.status,
        status_words=status.status_words,
        transition=status.transition,
        transition_words=status.transition_words,
        word_count=read.word_count,
        abbreviations=read.abbreviations,
        abbreviation_count=len(read.abbreviations),
        language_shares=read.language.shares,
        language_lead=read.language.lead,
        personal=read.personal,
        personal_count=len(read.personal),
        links=read.links,
        link_count=len(read.links),
        leftovers=read.leftovers,
        leftover_count=len(read.leftovers),
        delays=read.delays,
        delay_count=len(read.delays),
        solved_count=read.solved_count,
    )
