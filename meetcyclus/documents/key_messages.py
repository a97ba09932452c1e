"""Page 1 of the cover note: five messages, each with its figure. A sentence whose figure is absent is left out."""

from __future__ import annotations

from meetcyclus.documents.look import NO_VALUE
from meetcyclus.documents.markup import LINE_BREAK, run
from meetcyclus.documents.pictures import money_facts
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.documents.tables import Cell, Column, Row, emphasised
from meetcyclus.services.figure_shapes import slug
from meetcyclus.services.tallies import NEEDS_ATTENTION, ON_SCHEDULE, REALISED, STOPPED
from meetcyclus.services.wording import joined, joined_up_to

_ATTENTION_NAMES = 4


def key_messages(story: Story, subject: Subject) -> None:
    """The table with the figure on the left and the message on the right."""
    rows: list[Row] = [[_figures(figure), emphasised(text)] for figure, text in messages(subject)]
    columns = [Column("Cijfer", 32), Column("Boodschap", 134)]
    story.table(columns, rows, subject.say("covernota.kern_titel"))


def messages(subject: Subject) -> list[tuple[str, str]]:
    """The figures of a message, one a line, and its words; of every message that there is."""
    made = [_realised(subject), _on_schedule(subject), _attention(subject), _milestones(subject), _money(subject)]
    return [(figures, text) for figures, text in made if text]


def _figures(lines: str) -> Cell:
    """The figures of a message, one a line."""
    return Cell(runs=LINE_BREAK.join(run(each) for each in lines.split("\n")), style="Kerncijfer")


def _realised(subject: Subject) -> tuple[str, str]:
    share = "projecten.status.gerealiseerd"
    if not subject.has(f"{share}.aantal"):
        return subject.text("projecten.totaal"), f"**{subject.facts['totaal']} {subject.facts['projecten']}**."
    text = subject.say(
        "covernota.kern_realisatie",
        gerealiseerd=subject.text(f"{share}.aantal"),
        gerealiseerd_aandeel=subject.text(f"{share}.aandeel"),
    )
    unsure = subject.unconfirmed(REALISED)
    if unsure:
        count = subject.text("projecten.vooruitzicht.gerealiseerd.aantal")
        named = joined_up_to(unsure, _ATTENTION_NAMES)
        text += subject.say("covernota.kern_onbevestigd", aantal=count, namen=named)
    difference = _difference(subject)
    verb = "is" if abs(subject.count("projecten.gerealiseerd.verschil")) == 1 else "zijn"
    joint = subject.say("covernota.kern_dat_zijn_er", zijn=verb) if unsure else ", "
    return subject.text(f"{share}.aandeel"), f"{text}{joint}{difference}" if difference else f"{text}."


def _difference(subject: Subject) -> str:
    """How many more or less than in the previous round; nothing where there is none."""
    name, same = "projecten.gerealiseerd.verschil", "projecten.gerealiseerd.verschil_zelfde"
    if not subject.has(name, same):
        return ""
    gap, like = subject.count(name), subject.count(same)
    facts = {"verschil": subject.text(name), "richting": "meer" if gap > 0 else "minder"}
    facts |= {"verschil_zelfde": subject.text(same), "richting_zelfde": "meer" if like > 0 else "minder"}
    published = subject.say("covernota.kern_verschil" if gap else "covernota.kern_gelijk", **facts)
    if like == gap:
        return published
    return published + subject.say("covernota.kern_zelfde" if like else "covernota.kern_zelfde_gelijk", **facts)


def _on_schedule(subject: Subject) -> tuple[str, str]:
    name, stopped = "projecten.volgens_schema", f"projecten.status.{STOPPED}"
    if not subject.has(f"{name}.aantal"):
        return "", ""
    text = subject.say(
        "covernota.kern_schema",
        volgens_schema=subject.text(f"{name}.aantal"),
        volgens_schema_aandeel=subject.text(f"{name}.aandeel"),
    )
    text += _parts(subject)
    if subject.has(f"{stopped}.aantal"):
        facts = {
            "zijn": "is" if subject.count(f"{stopped}.aantal") == 1 else "zijn",
            "stopgezet": subject.text(f"{stopped}.aantal"),
            "stopgezet_aandeel": subject.text(f"{stopped}.aandeel"),
        }
        text += subject.say("covernota.kern_stopgezet", **facts)
    return subject.text(f"{name}.aandeel"), text


def _parts(subject: Subject) -> str:
    """Which statuses make up the count, now and in the previous round; nothing where it is one status."""
    codes = [code for code in reversed(ON_SCHEDULE) if code in subject.looks]
    if len(codes) < 2:
        return "."
    short = [subject.looks[code].label for code in codes]
    labels = [subject.in_full(each) for each in short]
    now = [subject.text(f"projecten.status.{slug(code)}.aantal") for code in codes]
    listed = joined([f"{count} {label}" for count, label in zip(now, labels, strict=True)])
    text = f"{subject.say('covernota.kern_schema_delen', delen=listed)}."
    before = [f"evolutie.{subject.view.previous.key}.{slug(code)}" for code in codes] if subject.view.previous else []
    if before and subject.has(*before):
        then = [f"{subject.text(each)} {label}" for each, label in zip(before, short, strict=True)]
        text += subject.say("covernota.kern_schema_vorige", delen=joined(then))
    return text


def _attention(subject: Subject) -> tuple[str, str]:
    name = "projecten.aandacht"
    if not subject.has(f"{name}.aantal"):
        return "", ""
    count = subject.count(f"{name}.aantal")
    text = subject.say(
        "covernota.kern_aandacht",
        aandacht=subject.text(f"{name}.aantal"),
        aandacht_aandeel=subject.text(f"{name}.aandeel"),
        aandacht_woord=f"{subject.noun(count)} {'vraagt' if count == 1 else 'vragen'}",
    )
    chosen = [each for each in subject.view.standings if each.status in NEEDS_ATTENTION]
    if not chosen:
        return subject.text(f"{name}.aantal"), f"{text}."
    names = [_named(subject, code) for code in reversed(NEEDS_ATTENTION) if any(each.status == code for each in chosen)]
    listed = "; ".join(names)
    return subject.text(f"{name}.aantal"), text + subject.say("covernota.kern_aandacht_namen", namen=listed)


def _named(subject: Subject, code: str) -> str:
    """The projects of one status under its label and count."""
    chosen = [each for each in subject.view.standings if each.status == code]
    count = subject.text(f"projecten.status.{slug(code)}.aantal")
    return f"{subject.looks[code].label} ({count}): {subject.names(chosen, _ATTENTION_NAMES)}"


def _milestones(subject: Subject) -> tuple[str, str]:
    name = "mijlpalen.op_schema_of_gerealiseerd"
    if not subject.has(f"{name}.aantal"):
        return NO_VALUE, subject.say("covernota.kern_geen_mijlpalen")
    text = subject.say(
        "covernota.kern_mijlpalen",
        fijn=subject.text(f"{name}.aantal"),
        fijn_aandeel=subject.text(f"{name}.aandeel"),
        mijlpalen_totaal=subject.text("mijlpalen.totaal"),
        verstreken=subject.text("mijlpalen.verstreken.aantal"),
        verstreken_woord=subject.noun(subject.count("mijlpalen.verstreken.aantal"), "mijlpaal"),
        vorige=_milestones_before(subject),
    )
    return subject.text(f"{name}.aandeel"), text


def _milestones_before(subject: Subject) -> str:
    """The same share in the previous round; nothing where it cannot be counted in the same way."""
    name = f"evolutie.{subject.view.previous.key}.mijlpalen" if subject.view.previous else ""
    fine = f"{name}.op_schema_of_gerealiseerd"
    if not subject.has(f"{name}.totaal"):
        return ""
    return subject.say(
        "covernota.kern_mijlpalen_vorige",
        fijn=subject.text(f"{fine}.aantal"),
        mijlpalen_totaal=subject.text(f"{name}.totaal"),
        fijn_aandeel=subject.text(f"{fine}.aandeel"),
    )


def _money(subject: Subject) -> tuple[str, str]:
    if not subject.has("vak.totaal"):
        return NO_VALUE, subject.say("covernota.kern_geen_geld")
    facts = money_facts(subject)
    if not subject.has("vak.aandeel"):
        return NO_VALUE, subject.say("covernota.kern_geld_kaal", **facts)
    parts = []
    for name in ("vak", "vek"):
        text = subject.say(f"covernota.kern_{name}", **facts)
        if subject.has(f"{name}.verschil", f"{name}.verschil_punten"):
            move = "stijging" if subject.count(f"{name}.verschil") >= 0 else "daling"
            text += subject.say(f"covernota.kern_{name}_stijging", stijging=move, **facts)
        parts.append(f"{text}.")
    return f"{facts['vak_aandeel']} VAK\n{facts['vek_aandeel']} VEK", " ".join(parts)
