"""Sections of the cover note about milestones, money and the European recovery facility."""

from __future__ import annotations

from datetime import date

from meetcyclus.documents.look import NO_VALUE
from meetcyclus.documents.pictures import milestone_picture, money_facts, money_picture
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject, round_name
from meetcyclus.documents.tables import Cell, Column, Row
from meetcyclus.domain import dutch
from meetcyclus.services.figure_groups import rrf_group
from meetcyclus.services.figure_shapes import slug
from meetcyclus.services.tallies import MilestoneStanding, Standing

_DEADLINES = 8


def milestone_section(story: Story, subject: Subject) -> None:
    """Chart and table of the milestones, and what is overdue or coming."""
    if not subject.has("mijlpalen.totaal"):
        story.say(subject.say("covernota.kern_geen_mijlpalen"))
        return
    story.say(
        subject.say(
            "covernota.mijlpalen_planning",
            verstreken=subject.text("mijlpalen.verstreken.aantal"),
            verstreken_woord=subject.noun(subject.count("mijlpalen.verstreken.aantal"), "mijlpaal"),
            komend_jaar=subject.text("mijlpalen.komend_jaar.aantal"),
            komend_woord=subject.noun(subject.count("mijlpalen.komend_jaar.aantal"), "mijlpaal"),
        ),
        keep_next=True,
    )
    milestone_picture(story, subject)
    rows: list[Row] = []
    for look in subject.milestone_looks.values():
        name = f"mijlpalen.status.{slug(look.code)}"
        rows.append([look.cell(), subject.text(f"{name}.aantal"), subject.text(f"{name}.aandeel")])
    if subject.has("mijlpalen.zonder_rapport.aantal"):
        name = "mijlpalen.zonder_rapport"
        absent = subject.phrases.say("algemeen.geen_rapport")
        rows.append([Cell(absent), subject.text(f"{name}.aantal"), subject.text(f"{name}.aandeel")])
    rows.append(["Totaal", subject.text("mijlpalen.totaal"), "100%"])
    columns = [Column("Status", 80), Column("Aantal", 25, True), Column("Aandeel", 25, True)]
    title = f"{subject.facts['Mijlpalen']} op {subject.facts['meetmoment']}"
    note = subject.say("covernota.mijlpalen_noot", mijlpalen_totaal=subject.text("mijlpalen.totaal"))
    story.captioned_table(columns, rows, title, total=True, note=note)


def money_section(story: Story, subject: Subject) -> None:
    """Chart and table of the money over the rounds; a sentence where there is none."""
    if not subject.has("vak.totaal"):
        story.say(subject.say("covernota.geen_geld"))
        return
    story.say(_money_words(subject), keep_next=True)
    money_picture(story, subject)
    columns = [
        Column("Meting", 42),
        Column("VAK, miljoen euro", 26, True),
        Column("VAK, aandeel", 22, True),
        Column("VEK, miljoen euro", 26, True),
        Column("VEK, aandeel", 22, True),
        Column("Te vereffenen, miljoen euro", 28, True),
    ]
    names = ("vak", "vak.aandeel", "vek", "vek.aandeel", "encours")
    rows: list[Row] = [
        [round_name(each), *(subject.text(f"evolutie.{each.key}.{name}") for name in names)]
        for each in subject.view.rounds
    ]
    title = "Vastgelegd (VAK) en vereffend (VEK) bij elke meting"
    story.captioned_table(columns, rows, title, note=subject.say("covernota.middelen_noot"))


def _money_words(subject: Subject) -> str:
    text = subject.say("covernota.middelen_zin", **money_facts(subject))
    if not subject.has("vek.verschil", "vek.verschil_punten"):
        return text
    verb = "steeg" if subject.count("vek.verschil") >= 0 else "daalde"
    return f"{text} {subject.say('covernota.middelen_verschil', werkwoord=verb, **money_facts(subject))}"


def rrf_section(story: Story, subject: Subject) -> None:
    """The projects of the European facility, their statuses and the next European deadlines."""
    group = rrf_group(subject.view)
    if not group.standings:
        story.say(subject.say("covernota.rrf_geen"))
        return
    sentence = subject.say("covernota.rrf_zin", rrf=subject.text("rrf.totaal"), verdeling=subject.spread("rrf"))
    story.say(sentence, keep_next=True)
    rows: list[Row] = [
        [look.cell(), subject.text(f"rrf.status.{slug(code)}")]
        for code, look in subject.looks.items()
        if subject.count(f"rrf.status.{slug(code)}")
    ]
    rows.append(["Totaal", subject.text("rrf.totaal")])
    title = f"{subject.facts['Projecten']} in het Europese herstelfonds"
    story.captioned_table([Column("Status", 80), Column("Aantal", 25, True)], rows, title, total=True)
    _deadlines(story, subject, group.standings)


def _deadlines(story: Story, subject: Subject, standings: tuple[Standing, ...]) -> None:
    coming = sorted(_coming(subject, standings), key=lambda found: (found[0], found[1].milestone.id))
    if not coming:
        return
    columns = [Column("Europese deadline", 28), Column(str(subject.facts["Project"]), 58), Column("Omschrijving", 80)]
    names = {each.project.number: subject.name(each) for each in standings}
    rows: list[Row] = [
        [
            dutch.short_date(due),
            names[each.milestone.project_number],
            " ".join(each.milestone.description.split()) or NO_VALUE,
        ]
        for due, each in coming[:_DEADLINES]
    ]
    more = subject.say("covernota.rrf_meer", getoond=_DEADLINES, alle=len(coming)) if len(coming) > _DEADLINES else ""
    story.captioned_table(columns, rows, subject.say("covernota.rrf_deadlines").rstrip(":"), note=more)


def _coming(subject: Subject, standings: tuple[Standing, ...]) -> list[tuple[date, MilestoneStanding]]:
    today = subject.view.round.reference_date
    return [
        (each.milestone.cid_due_on, each)
        for standing in standings
        for each in subject.view.milestones_by_project.get(standing.project.number, [])
        if each.is_open and each.milestone.cid_due_on is not None and each.milestone.cid_due_on > today
    ]
