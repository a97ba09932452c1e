"""Page 1 of the cover note: five messages, each with its figure. A sentence whose figure is absent is left out."""

from __future__ import annotations

from meetcyclus.documents.look import NO_VALUE
from meetcyclus.documents.pictures import money_facts
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.documents.tables import Cell, Column, Row, emphasised
from meetcyclus.services.tallies import NEEDS_ATTENTION, STOPPED

_ATTENTION_NAMES = 4


def key_messages(story: Story, subject: Subject) -> None:
    """The table with the figure on the left and the message on the right."""
    messages = [_realised(subject), _on_schedule(subject), _attention(subject), _milestones(subject), _money(subject)]
    rows: list[Row] = [[Cell(figure, style="Kerncijfer"), emphasised(text)] for figure, text in messages if text]
    columns = [Column("Cijfer", 28), Column("Boodschap", 138)]
    story.table(columns, rows, subject.say("covernota.kern_titel"))


def _realised(subject: Subject) -> tuple[str, str]:
    share = "projecten.status.gerealiseerd"
    if not subject.has(f"{share}.aantal"):
        return subject.text("projecten.totaal"), f"**{subject.facts['totaal']} {subject.facts['projecten']}**."
    text = subject.say(
        "covernota.kern_realisatie",
        gerealiseerd=subject.text(f"{share}.aantal"),
        gerealiseerd_aandeel=subject.text(f"{share}.aandeel"),
    )
    return subject.text(f"{share}.aandeel"), text + _difference(subject)


def _difference(subject: Subject) -> str:
    name, same = "projecten.gerealiseerd.verschil", "projecten.gerealiseerd.verschil_zelfde"
    if not subject.has(name, same):
        return "."
    gap, like = subject.count(name), subject.count(same)
    facts = {"verschil": subject.text(name), "richting": "meer" if gap > 0 else "minder"}
    facts |= {"verschil_zelfde": subject.text(same), "richting_zelfde": "meer" if like > 0 else "minder"}
    published = subject.say("covernota.kern_verschil" if gap else "covernota.kern_gelijk", **facts)
    comparable = subject.say("covernota.kern_zelfde" if like else "covernota.kern_zelfde_gelijk", **facts)
    return f"{published}.{comparable}"


def _on_schedule(subject: Subject) -> tuple[str, str]:
    name, stopped = "projecten.volgens_schema", f"projecten.status.{STOPPED}"
    if not subject.has(f"{name}.aantal"):
        return "", ""
    text = subject.say(
        "covernota.kern_schema",
        volgens_schema=subject.text(f"{name}.aantal"),
        volgens_schema_aandeel=subject.text(f"{name}.aandeel"),
    )
    if subject.has(f"{stopped}.aantal"):
        facts = {
            "stopgezet": subject.text(f"{stopped}.aantal"),
            "stopgezet_aandeel": subject.text(f"{stopped}.aandeel"),
        }
        text += subject.say("covernota.kern_stopgezet", **facts)
    return subject.text(f"{name}.aandeel"), text + subject.say("covernota.kern_schema_noemer")


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
    names = subject.names(chosen, _ATTENTION_NAMES)
    return subject.text(f"{name}.aantal"), text + subject.say("covernota.kern_aandacht_namen", namen=names)


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
    )
    return subject.text(f"{name}.aandeel"), text


def _money(subject: Subject) -> tuple[str, str]:
    if not subject.has("vak.totaal"):
        return NO_VALUE, subject.say("covernota.kern_geen_geld")
    facts = money_facts(subject)
    if not subject.has("vak.aandeel"):
        return NO_VALUE, subject.say("covernota.kern_geld_kaal", **facts)
    text = subject.say("covernota.kern_vak", **facts) + subject.say("covernota.kern_vek", **facts)
    if subject.has("vek.verschil", "vek.verschil_punten"):
        move = "stijging" if subject.count("vek.verschil") >= 0 else "daling"
        text += subject.say("covernota.kern_vek_stijging", stijging=move, **facts)
    return subject.text("vek.aandeel"), f"{text}."
