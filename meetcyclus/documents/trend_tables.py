"""The annex with the series over the rounds: as published beside the same projects, and what old statuses became."""

from __future__ import annotations

from meetcyclus.documents.look import NO_VALUE
from meetcyclus.documents.status_tables import status_column
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject, round_name
from meetcyclus.documents.tables import Column, Row
from meetcyclus.services.trend import Trend, TrendRow, trend_of

_TEXT_WIDTH, _FIRST, _SERIES, _WHOLE = 166.0, 20.0, 20.0, 13.0


def trend_annex(story: Story, subject: Subject) -> None:
    """Both series and the mapping; nothing in the first round, which has nothing to be compared with."""
    if len(subject.view.rounds) < 2:
        return
    found = trend_of(subject.view, subject.view.rounds[0].key)
    story.heading(1, subject.say("rapport.bijlage_evolutie"))
    story.say(subject.say("rapport.evolutie_inleiding"), keep_next=True)
    _series(story, subject, found)
    for problem in found.problems:
        story.note(subject.say("rapport.evolutie_sluit_niet", rij=problem))
    closes = "" if found.problems else f"{subject.say('rapport.evolutie_sluit')} "
    story.note(closes + subject.say("rapport.evolutie_noot"))
    _mapping(story, subject, found)


def _series(story: Story, subject: Subject, found: Trend) -> None:
    looks = [each for code, each in subject.looks.items() if code in found.labels]
    silent = any(row.silent and row.is_known for row in (*found.published, *found.same))
    width = (_TEXT_WIDTH - _FIRST - _SERIES - _WHOLE) / max(len(looks) + silent, 1)
    columns = [Column("Meting", _FIRST), Column("Reeks", _SERIES), Column("Totaal", _WHOLE, True)]
    columns += [status_column(each, width) for each in looks]
    if silent:
        columns.append(Column(subject.say("algemeen.geen_rapport"), width, True))
    like = {each.round.key: each for each in found.same}
    rows: list[Row] = []
    for row in found.published:
        rows.append([round_name(row.round), subject.say("rapport.gepubliceerd"), *_cells(found, row, silent)])
        if row.round.key in like:
            rows.append(["", subject.say("rapport.zelfde"), *_cells(found, like[row.round.key], silent)])
    story.captioned_table(columns, rows, subject.say("rapport.tabel_evolutie"))


def _cells(found: Trend, row: TrendRow, silent: bool) -> list[str]:
    if not row.is_known:
        return [str(row.projects), *[NO_VALUE] * (len(found.labels) + silent)]
    counts = [str(row.counts[code]) if code in row.counts else NO_VALUE for code in found.labels]
    return [str(row.projects), *counts, *([str(row.silent)] if silent else [])]


def _mapping(story: Story, subject: Subject, found: Trend) -> None:
    moved = [each for each in found.mapping if each.label != each.to_label]
    if not moved:
        return
    columns = [Column("Statuslijst", 24), Column("Status toen", 71), Column("Status nu", 71)]
    rows: list[Row] = [[f"lijst {each.version}", each.label, each.to_label or NO_VALUE] for each in moved]
    story.captioned_table(columns, rows, subject.say("rapport.tabel_statuslijsten"))
