"""Annexes of the monitoring report: abbreviations, population, shifted means, late milestones, the series."""

from __future__ import annotations

from meetcyclus.documents.look import NO_VALUE, badge_cell
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.documents.tables import Column, Row
from meetcyclus.documents.trend_tables import trend_annex
from meetcyclus.domain import dutch
from meetcyclus.domain.programme import Project
from meetcyclus.services.wording import capital


def annexes(story: Story, subject: Subject) -> None:
    """All annexes, each under its own heading."""
    story.heading(1, subject.say("rapport.bijlage_afkortingen"), new_page=True)
    rows: list[Row] = [_term(line) for line in subject.lines("rapport.afkortingen")]
    story.captioned_table(
        [Column("Afkorting of begrip", 36), Column("Betekenis", 130)], rows, "Afkortingen en begrippen"
    )
    story.heading(1, subject.say("rapport.bijlage_wijzigingen"))
    _scope_changes(story, subject)
    shift_table(story, subject)
    _late_milestones(story, subject)
    trend_annex(story, subject)


def _late_milestones(story: Story, subject: Subject) -> None:
    """Every milestone that is late, with the planned date and the new one."""
    story.heading(1, subject.say("rapport.bijlage_vertraging"))
    late = subject.view.late_milestones
    if not late:
        story.say(subject.say("covernota.mijlpalen_geen_vertraging"))
        return
    story.say(subject.say("rapport.vertraging_inleiding"), keep_next=True)
    standings = {each.project.number: each for each in subject.view.standings}
    columns = [
        Column(str(subject.facts["Project"]), 54),
        Column(capital(subject.noun(1, "mijlpaal")), 72),
        Column("Geplande datum", 20),
        Column("Nieuwe datum", 20),
    ]
    rows: list[Row] = []
    for each in late:
        standing = standings[each.milestone.project_number]
        planned, expected = each.milestone.original_on, each.current_on
        new = dutch.short_date(expected) if expected != planned else NO_VALUE
        name = badge_cell(subject.looks, standing.status, subject.name(standing))
        rows.append([name, " ".join(each.milestone.description.split()), dutch.short_date(planned), new])
    title = f"{subject.facts['Mijlpalen']}, vertraagd of over datum op {subject.facts['meetmoment']}"
    missing = any(row[-1] == NO_VALUE for row in rows)
    note = subject.say("rapport.vertraging_zonder_datum") if missing else ""
    story.captioned_table(columns, rows, title, loose=True, note=note)


def _term(line: str) -> Row:
    name, _, meaning = line.partition(": ")
    return [name, meaning]


def _scope_changes(story: Story, subject: Subject) -> None:
    first = subject.view.rounds[0].key if subject.view.rounds else ""
    projects = subject.view.snapshot.data.projects
    changed = [each for each in projects if each.in_scope_from != first or each.in_scope_until]
    if not changed:
        story.say(subject.say("rapport.geen_wijzigingen"))
        return
    story.say(subject.say("rapport.populatie_inleiding"), keep_next=True)
    columns = [
        Column(str(subject.facts["Project"]), 72),
        Column("Opgevolgd vanaf", 26),
        Column("Opgevolgd tot", 26),
        Column("Reden", 42),
    ]
    rows: list[Row] = [
        [f"{each.number} {each.title}", _round(subject, each.in_scope_from), _until(subject, each), _reason(each)]
        for each in changed
    ]
    story.captioned_table(columns, rows, "Wijzigingen in de populatie")


def _round(subject: Subject, key: str) -> str:
    numbers = {each.key: each.number for each in subject.view.snapshot.data.rounds}
    return f"meting {numbers[key]}" if key in numbers else key


def _until(subject: Subject, project: Project) -> str:
    return _round(subject, project.in_scope_until) if project.in_scope_until else "nog in opvolging"


def _reason(project: Project) -> str:
    return project.out_of_scope_reason or NO_VALUE


def shift_table(story: Story, subject: Subject) -> None:
    """Means that moved between projects up to the reference date; nothing where none did."""
    last = subject.view.round.reference_date
    shifts = [each for each in subject.view.snapshot.data.shifts if each.shifted_on <= last]
    if not shifts:
        return
    columns = [
        Column("Datum", 20),
        Column("Van", 18),
        Column("Naar", 18),
        Column("Bedrag in euro", 30, True),
        Column("Document", 40),
        Column("Motivering", 40),
    ]
    rows: list[Row] = [
        [
            dutch.short_date(each.shifted_on),
            each.from_project,
            each.to_project,
            dutch.amount(each.amount_cents),
            each.vr_number or NO_VALUE,
            each.motivation,
        ]
        for each in sorted(shifts, key=lambda one: (one.shifted_on, one.from_project, one.to_project))
    ]
    story.captioned_table(columns, rows, subject.say("rapport.verschuivingen").rstrip("."))
