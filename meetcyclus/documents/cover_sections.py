"""Sections of the cover note about milestones, money and the European recovery facility."""

from __future__ import annotations

from datetime import date

from meetcyclus.documents.look import NO_VALUE
from meetcyclus.documents.pictures import milestone_picture, money_facts, money_picture
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject, round_name
from meetcyclus.documents.tables import Cell, Column, Row
from meetcyclus.domain import dutch
from meetcyclus.services.figure_groups import mandate_groups, rrf_group, speerpunt_groups
from meetcyclus.services.figure_shapes import slug
from meetcyclus.services.tallies import STOPPED, MilestoneStanding, Standing

_DEADLINES = 6


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
    )
    story.say(_late_words(subject), keep_next=True)
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


def _late_words(subject: Subject) -> str:
    """How many milestones are late, and how many of their projects are on schedule all the same."""
    late, concerned = subject.count("mijlpalen.vertraging.aantal"), subject.count("projecten.vertraging.aantal")
    calm = subject.count("projecten.vertraging.volgens_schema.aantal")
    if not late:
        return subject.say("covernota.mijlpalen_geen_vertraging")
    text = subject.say(
        "covernota.mijlpalen_vertraging",
        aantal=subject.text("mijlpalen.vertraging.aantal"),
        woord=subject.noun(late, "mijlpaal"),
        is_="is" if late == 1 else "zijn",
        bij=subject.text("projecten.vertraging.aantal"),
        project_woord=subject.noun(concerned),
    )
    if calm:
        text += subject.say(
            "covernota.mijlpalen_toch_schema",
            aantal=subject.text("projecten.vertraging.volgens_schema.aantal"),
            is_="is" if calm == 1 else "zijn",
        )
    return text + subject.say("covernota.mijlpalen_lijst")


def milestones_per_group(story: Story, subject: Subject) -> None:
    """The milestones per speerpunt; nothing where there are none."""
    groups = [each for each in speerpunt_groups(subject.view) if subject.has(f"{each.key}.mijlpalen.totaal")]
    if not groups:
        return
    word, things = str(subject.facts["Speerpunt"]), str(subject.facts["Mijlpalen"])
    columns = [
        Column(word, 86),
        Column(things, 24, True),
        Column("Op schema of gerealiseerd", 30, True),
        Column("Op schema of gerealiseerd, %", 26, True),
    ]
    rows: list[Row] = [[each.label, *_fine(subject, f"{each.key}.mijlpalen")] for each in groups]
    rows.append(["Totaal", *_fine(subject, "mijlpalen")])
    title = f"{things} per {word.lower()} op {subject.facts['meetmoment']}"
    story.captioned_table(columns, rows, title, total=True)


def _fine(subject: Subject, name: str) -> list[str]:
    fine = f"{name}.op_schema_of_gerealiseerd"
    return [subject.text(each) for each in (f"{name}.totaal", f"{fine}.aantal", f"{fine}.aandeel")]


def money_per_mandate(story: Story, subject: Subject) -> None:
    """The money per minister, in millions; nothing where there is none."""
    if not subject.has("geld.totaal.vak"):
        return
    columns = [
        Column("Bevoegd mandaat", 74),
        Column("Middelen", 19, True),
        Column("VAK", 19, True),
        Column("VEK", 19, True),
        Column("VEK, % van de middelen", 17, True),
        Column("Te ver\u00adeffenen", 18, True),
    ]
    groups = mandate_groups(subject.view)
    names = [(subject.mandate_name(each.code), f"geld.{each.key}") for each in groups]
    rows: list[Row] = [
        [name, *(subject.text(f"{key}.{each}") for each in ("middelen", "vak", "vek", "vek.aandeel", "encours"))]
        for name, key in (*names, ("Totaal", "geld.totaal"))
    ]
    title = f"Middelen per bevoegd mandaat op {subject.facts['meetmoment']}, in miljoen euro"
    note = subject.say("covernota.middelen_mandaat_noot")
    story.captioned_table(columns, rows, title, total=True, note=note)


def stopped_money(story: Story, subject: Subject) -> None:
    """What was committed for the stopped projects, and what is still to be settled; nothing where there are none."""
    name = f"projecten.status.{STOPPED}.aantal"
    count = subject.count(name)
    if not count or not subject.has(f"{STOPPED}.vak"):
        return
    facts = {each: subject.text(f"{STOPPED}.{each}") for each in ("middelen", "vak", "vek", "encours")}
    sentence = "covernota.stopgezet_geld_een" if count == 1 else "covernota.stopgezet_geld"
    story.say(subject.say(sentence, aantal=subject.text(name), **facts))


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
    if subject.has("rrf.vak"):
        facts = {each: subject.text(f"rrf.{each}") for each in ("middelen", "vak", "vek", "encours")}
        story.say(subject.say("covernota.rrf_geld", **facts))
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
