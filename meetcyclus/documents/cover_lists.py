"""Lists of the cover note: projects that need attention or stopped, and newly realised ones."""

from __future__ import annotations

import re

from meetcyclus.documents.look import NO_VALUE, NOT_APPLICABLE, badge_cell
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject, whole_sentences
from meetcyclus.documents.tables import Column, Row
from meetcyclus.domain import dutch
from meetcyclus.services.tallies import NEEDS_ATTENTION, STOPPED, Standing
from meetcyclus.services.wording import capital

_MOST_ROWS = 25
_TEXT_LIMIT = 600
_LABEL = re.compile(r"^reden(?: (?:van|voor) de stopzetting)?\s*:\s*", re.IGNORECASE)


def attention_list(story: Story, subject: Subject) -> None:
    """Every project with a status that asks for action, worst first, with reason, measure, owner and date."""
    order = ("actie", "aandacht", STOPPED)
    chosen = [each for each in subject.view.standings if each.status in (*NEEDS_ATTENTION, STOPPED)]
    chosen.sort(key=lambda each: (order.index(each.status), each.project.number))
    if not chosen:
        story.say(subject.say("covernota.geen_aandacht"))
        return
    rows: list[Row] = [attention_row(subject, each) for each in chosen[:_MOST_ROWS]]
    title = f"{subject.facts['Projecten']} die aandacht vragen of stopgezet zijn op {subject.facts['meetmoment']}"
    note = marks_explained(subject, rows)
    story.captioned_table(attention_columns(subject), rows, title, loose=True, note=note)
    if len(chosen) > _MOST_ROWS:
        story.note(subject.say("covernota.aandacht_meer", getoond=_MOST_ROWS, alle=len(chosen)))


def attention_columns(subject: Subject) -> list[Column]:
    """The columns of `attention_row`."""
    return [
        Column(f"{subject.facts['Project']} en status", 45),
        Column("Reden", 51),
        Column("Maatregel", 40),
        Column("Wie, tegen wanneer", 30),
    ]


def marks_explained(subject: Subject, rows: list[Row]) -> str:
    """What the marks for an absent value mean, of those that stand in the table."""
    cells = {cell for row in rows for cell in row if isinstance(cell, str)}
    marks = {NOT_APPLICABLE: "covernota.niet_van_toepassing", NO_VALUE: "covernota.niet_bekend"}
    return " ".join(subject.say(phrase) for mark, phrase in marks.items() if mark in cells)


def attention_row(subject: Subject, standing: Standing) -> Row:
    """Project with status, reason, measure, and who does it by when."""
    report = standing.entry.report if standing.entry else None
    name = badge_cell(subject.looks, standing.status, subject.name(standing), _status_before(subject, standing))
    if report is None:
        return [name, *[NO_VALUE] * 3]
    cause = capital(subject.causes.get(report.cause_code, report.cause_code))
    stopped = standing.status == STOPPED
    told = report.motivation if stopped else report.issues or report.motivation
    # Why a project stopped and where its money goes must be read as a whole.
    reason = whole_sentences(told or report.issues, len(told) if stopped and told else _TEXT_LIMIT)
    measure = _destinations(subject, standing) if stopped else ""
    due = dutch.short_date(report.corrective_due_on) if report.corrective_due_on else ""
    owner = ", ".join(part for part in (report.corrective_owner.strip(), due) if part)
    return [
        name,
        ". ".join(part for part in (cause, _without_label(reason)) if part) or NO_VALUE,
        measure or whole_sentences(report.corrective_measure, _TEXT_LIMIT) or NO_VALUE,
        # Nobody mends a project that stopped.
        owner or (NOT_APPLICABLE if stopped else NO_VALUE),
    ]


def _status_before(subject: Subject, standing: Standing) -> str:
    """The status in the previous round where it was another one."""
    before = subject.looks.get(standing.previous_status)
    return subject.say("covernota.vorige_status", status=before.label) if before and standing.has_moved else ""


def _without_label(reason: str) -> str:
    """The reason without the words that say that it is one; the column and the status say so already."""
    return capital(_LABEL.sub("", reason))


def _destinations(subject: Subject, standing: Standing) -> str:
    """Where the means of a stopped project went, as registered."""
    last = subject.view.round.reference_date
    return " ".join(
        subject.say(
            "covernota.bestemming",
            bedrag=_in_millions(each.amount_cents),
            naar=each.to_project,
            document=subject.say("covernota.bestemming_document", nummer=each.vr_number) if each.vr_number else "",
        )
        for each in subject.view.snapshot.data.shifts
        if each.from_project == standing.project.number and each.shifted_on <= last
    )


def _in_millions(cents: int) -> str:
    """An amount as the rest of the note writes it; below a tenth of a million in euro."""
    return dutch.millions(cents, 2) if cents >= 10**7 else dutch.euros(cents)


def newly_realised(story: Story, subject: Subject) -> None:
    """Projects that are realised now and were not in the previous round."""
    if subject.view.previous is None or not subject.has("projecten.nieuw_gerealiseerd.aantal"):
        story.say(subject.say("covernota.nieuw_eerste"))
        return
    fresh = [each for each in subject.view.standings if each.is_newly_realised]
    if not fresh:
        story.say(subject.say("covernota.geen_nieuw"))
        return
    text = subject.text("projecten.nieuw_gerealiseerd.aantal")
    verb = "kreeg" if len(fresh) == 1 else "kregen"
    sentence = subject.say("covernota.nieuw_zin", nieuw=text, nieuw_woord=subject.noun(len(fresh)), kregen=verb)
    story.say(sentence, keep_next=True)
    clusters = {each.code: each.name for each in subject.view.snapshot.data.clusters}
    columns = [
        Column(str(subject.facts["Project"]), 92),
        Column(str(subject.facts["Cluster"]), 24),
        Column("Vorige status", 50),
    ]
    rows: list[Row] = [
        [
            subject.name(each),
            clusters.get(each.project.cluster_code, each.project.cluster_code),
            badge_cell(subject.looks, each.previous_status),
        ]
        for each in fresh[:_MOST_ROWS]
    ]
    title = f"Nieuw gerealiseerd sinds meting {subject.facts['vorige_meting']}"
    many = len(fresh) > _MOST_ROWS
    more = subject.say("covernota.nieuw_meer", getoond=_MOST_ROWS, alle=len(fresh)) if many else ""
    story.captioned_table(columns, rows, title, loose=True, note=more)
