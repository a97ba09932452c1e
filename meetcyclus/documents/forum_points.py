"""Points of attention of the forum note: per mandate, and which validations are still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from meetcyclus.documents.cover_lists import attention_columns, attention_row, marks_explained
from meetcyclus.documents.look import NO_VALUE
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject, whole_sentences
from meetcyclus.documents.tables import Column, Row
from meetcyclus.domain import dutch
from meetcyclus.domain.verdicts import Decision, Verdict
from meetcyclus.services.figure_evolution import latest_verdicts
from meetcyclus.services.figure_groups import Group, mandate_groups
from meetcyclus.services.tallies import NEEDS_ATTENTION, STOPPED, Standing

_MOST_OPEN = 40
_REMARK = 160


@dataclass(frozen=True)
class OpenValidation:
    """A project that a mandate still has to approve as it stands, and why."""

    standing: Standing
    mandate_code: str
    verdict: Verdict | None


def open_validations(subject: Subject) -> list[OpenValidation]:
    """Every project and mandate without an approval of exactly what is reported now."""
    latest = latest_verdicts(subject.view)
    pairs = [(each, code) for each in subject.view.standings for code in each.project.mandate_codes]
    return [
        OpenValidation(standing, code, latest.get((standing.project.number, code)))
        for standing, code in pairs
        if not _stands(standing, latest.get((standing.project.number, code)))
    ]


def _stands(standing: Standing, verdict: Verdict | None) -> bool:
    return verdict is not None and standing.entry is not None and verdict.stands_for(standing.entry.content_sha256)


def points_per_mandate(story: Story, subject: Subject, waiting: list[OpenValidation]) -> None:
    """The counts of every mandate, then its projects that need attention or stopped."""
    groups = mandate_groups(subject.view)
    _overview(story, subject, groups, waiting)
    story.note(subject.say("nota.overzicht_noot"))
    order = ("actie", "aandacht", STOPPED)
    for group in groups:
        chosen = [each for each in group.standings if each.status in (*NEEDS_ATTENTION, STOPPED)]
        if not chosen:
            continue
        chosen.sort(key=lambda each: (order.index(each.status), each.project.number))
        name = subject.mandate_name(group.code)
        story.heading(2, name)
        rows: list[Row] = [attention_row(subject, each) for each in chosen]
        note = marks_explained(subject, rows)
        story.table(attention_columns(subject), rows, f"Aandachtspunten: {name}", loose=True, keep_next=bool(note))
        story.note(note)


def _overview(story: Story, subject: Subject, groups: tuple[Group, ...], waiting: list[OpenValidation]) -> None:
    codes = {each.mandate_code for each in waiting} - {each.code for each in groups}
    lines = [(subject.mandate_name(each.code), each.code, each.standings) for each in groups]
    lines += [(subject.mandate_name(each), each, ()) for each in sorted(codes)]
    open_of = _counted(waiting)
    counts = [(name, _counts(subject, standings, open_of.get(code, 0))) for name, code, standings in lines]
    rows: list[Row] = [[name, *map(str, found)] for name, found in counts]
    rows.append(["Totaal", *(str(sum(column)) for column in zip(*(found for _, found in counts), strict=True))])
    columns = [
        Column("Bevoegd mandaat", 66),
        Column(str(subject.facts["Projecten"]), 20, True),
        Column("Aandacht of actie nodig", 20, True),
        Column("Stop\u00adgezet", 16, True),
        Column(f"{subject.facts['Mijlpalen']} over datum", 22, True),
        Column("Nog te valideren", 22, True),
    ]
    story.captioned_table(columns, rows, subject.say("nota.tabel_overzicht"), total=True)


def _counts(subject: Subject, standings: tuple[Standing, ...], waiting: int) -> tuple[int, ...]:
    return (
        len(standings),
        sum(each.status in NEEDS_ATTENTION for each in standings),
        sum(each.status == STOPPED for each in standings),
        sum(_overdue(subject, each, subject.view.round.reference_date) for each in standings),
        waiting,
    )


def _overdue(subject: Subject, standing: Standing, day: date) -> int:
    found = subject.view.milestones_by_project.get(standing.project.number, [])
    return sum(each.is_open and each.milestone.original_on <= day for each in found)


def _counted(waiting: list[OpenValidation]) -> Mapping[str, int]:
    codes = [each.mandate_code for each in waiting]
    return {code: codes.count(code) for code in codes}


def open_list(story: Story, subject: Subject, waiting: list[OpenValidation]) -> None:
    """The validations that are open, one row each; the first ones where there are many."""
    if not waiting:
        story.say(subject.say("nota.alles_gevalideerd"))
        return
    if len(waiting) > _MOST_OPEN:
        story.say(subject.say("nota.open_veel"))
        return
    story.say(subject.say("nota.open_zin"), keep_next=True)
    columns = [Column(str(subject.facts["Project"]), 56), Column("Mandaat", 50), Column("Toestand", 60)]
    rows: list[Row] = [
        [subject.name(each.standing), subject.mandate_name(each.mandate_code), _state(subject, each)]
        for each in waiting
    ]
    story.captioned_table(columns, rows, subject.say("nota.tabel_open"), loose=True)


def _state(subject: Subject, waiting: OpenValidation) -> str:
    if waiting.standing.entry is None:
        return subject.say("algemeen.geen_rapport")
    verdict = waiting.verdict
    if verdict is None:
        return subject.say("nota.niet_beslist")
    when = dutch.short_date(subject.day_of(verdict.decided_at))
    if verdict.decision is Decision.RETURNED:
        return subject.say(
            "nota.teruggestuurd", wanneer=when, opmerking=whole_sentences(verdict.remark, _REMARK) or NO_VALUE
        )
    return subject.say("nota.vervallen", wanneer=when)
