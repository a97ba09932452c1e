"""The communication to the government: numbered chapters on one subject, ending in what it takes note of (DOCU-07)."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from meetcyclus.documents.key_messages import messages
from meetcyclus.documents.look import NO_VALUE
from meetcyclus.documents.method import colophon
from meetcyclus.documents.origins import listening
from meetcyclus.documents.status_tables import comparison_table
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.documents.tables import Column, Row
from meetcyclus.domain import dutch
from meetcyclus.domain.meetings import Meeting
from meetcyclus.domain.programme import Programme
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.services.report_kinds import government_step
from meetcyclus.services.wording import capital, forum_name

KIND = "Mededeling"
STAMP = "mededeling.stempel"
_LAST_MONTH = 12


def heading_fields(programme: Programme) -> dict[str, str]:
    """The fields of the template that only this programme can fill."""
    words = programme.document_words
    names = ("hoofding", "titel", "nummer")
    return {name: words.get(f"mededeling_{name}", NO_VALUE) for name in names}


def dated(subject: Subject, steps: Sequence[Step], meetings: Sequence[Meeting]) -> Subject:
    """The subject with the day of the last thing that the communication tells of: that is when it was made."""
    done = _done(subject, steps)
    codes = {each.code for each in done}
    days = [subject.day_of(each.closed_at) for each in done if each.closed_at]
    days += [each.held_on for each in meetings if each.step_code in codes]
    return replace(subject, stamp=STAMP, dated_on=max([subject.taken_on, *days]))


def write_communication(story: Story, plain: Subject, steps: Sequence[Step], meetings: Sequence[Meeting]) -> None:
    """The whole communication. Its figures travel in the file for the check; the cover note shows them to readers."""
    subject, consulted = listening(plain)
    words = subject.view.snapshot.data.programme.document_words
    chapters = iter(range(1, 10))
    _title(story, subject, next(chapters), "situering_titel")
    story.say(words.get("mededeling_situering", ""))
    story.say(subject.say("mededeling.situering"))
    _title(story, subject, next(chapters), "inhoud_titel")
    story.say(subject.say("mededeling.inhoud", stand=dutch.long_date(subject.taken_on)))
    for _, text in messages(subject):
        story.say(text)
    comparison_table(story, plain)
    _title(story, subject, next(chapters), "stappen_titel")
    _passed(story, subject, steps, meetings)
    _title(story, subject, next(chapters), "volgende_titel")
    story.say(_next_round(subject, words.get("maanden_tot_volgende_meting", "")))
    _title(story, subject, next(chapters), "bijlagen_titel")
    story.bullets(subject.lines("mededeling.bijlagen"))
    _title(story, subject, next(chapters), "besluit_titel")
    story.say(words.get("mededeling_besluit", ""), keep_next=True)
    _signature(story, subject)
    story.heading(1, subject.say("algemeen.colofon_titel"), new_page=True)
    colophon(story, subject, KIND)
    story.container.keep_figures(consulted.used())


def _title(story: Story, subject: Subject, number: int, name: str) -> None:
    story.heading(1, f"{number}. {subject.say(f'mededeling.{name}')}")


def _passed(story: Story, subject: Subject, steps: Sequence[Step], meetings: Sequence[Meeting]) -> None:
    """What was done and decided before the government, in the order of the path."""
    held = {each.step_code: each for each in sorted(meetings, key=lambda one: one.sequence)}
    rows: list[Row] = [_step_row(subject, each, held.get(each.code)) for each in _done(subject, steps)]
    columns = [Column("Stap", 80), Column("Datum", 22), Column("Uitkomst", 64)]
    story.captioned_table(columns, rows, subject.say("mededeling.tabel_stappen"), loose=True)


def _done(subject: Subject, steps: Sequence[Step]) -> list[Step]:
    """The steps that were closed before the government hears of the round, in the order of the path."""
    own = government_step(subject.view.snapshot.data.programme, steps)
    before = [each for each in steps if own is None or each.position < own.position]
    return [each for each in sorted(before, key=lambda one: one.position) if each.state is StepState.CLOSED]


def _step_row(subject: Subject, step: Step, meeting: Meeting | None) -> Row:
    if step.kind == "overleg":
        name = capital(forum_name(step.forum or step.code))
        if meeting is not None:
            return [name, dutch.short_date(meeting.held_on), meeting.decision.strip()]
    else:
        name = subject.say(f"mededeling.stap_{step.kind}", auditor=subject.auditor)
    closed = dutch.short_date(subject.day_of(step.closed_at)) if step.closed_at else NO_VALUE
    return [name, closed, subject.say("mededeling.afgesloten")]


def _next_round(subject: Subject, months: str) -> str:
    if not months:
        return subject.say("mededeling.volgende_onbekend")
    coming = months_later(subject.view.round.reference_date, int(months))
    number = subject.view.round.number + 1
    return subject.say("mededeling.volgende", nummer=number, meetmoment_volgende=dutch.long_date(coming))


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month stays the last day."""
    count = day.year * _LAST_MONTH + day.month - 1 + months
    year, month = count // _LAST_MONTH, count % _LAST_MONTH + 1
    last = calendar.monthrange(year, month)[1]
    was_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, last if was_last else min(day.day, last))


def _signature(story: Story, subject: Subject) -> None:
    """Title and name of who signs, by the mandate that holds on the day of the documents."""
    programme = subject.view.snapshot.data.programme
    mandate = subject.mandates.get(programme.document_words.get("mededeling_mandaat", ""))
    columns = [Column("Ondertekening", 96), Column("Naam", 70)]
    holds = mandate is not None and mandate.is_valid_on(subject.made_on)
    name = mandate.holder if mandate is not None and holds and mandate.holder else "…"
    title = subject.say("mededeling.tabel_ondertekening")
    story.table(columns, [[programme.document_words.get("mededeling_hoofding", NO_VALUE), name]], title)
