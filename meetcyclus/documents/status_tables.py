"""Tables of counts: this round beside the previous one, all rounds, and groups of projects."""

from __future__ import annotations

from meetcyclus.documents.look import NO_VALUE, StatusLook
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject, round_name
from meetcyclus.documents.tables import Cell, Column, Row
from meetcyclus.services.figure_groups import Group
from meetcyclus.services.figure_shapes import slug
from meetcyclus.services.wording import joined_up_to

# Where a long word of a status may be cut when it stands in a narrow column.
_SOFT = {
    "agendering": "agen\u00addering",
    "noodzakelijk": "nood\u00adzake\u00adlijk",
    "gerealiseerd": "gereali\u00adseerd",
    "bijkomende": "bij\u00adkomende",
    "bijzondere": "bij\u00adzondere",
    "opgestart": "opge\u00adstart",
    "stopgezet": "stop\u00adgezet",
}
_TEXT_WIDTH = 166.0
_MOST_NUMBERS = 8


def comparison_table(story: Story, subject: Subject) -> None:
    """Counts and shares of this round beside the previous one, with the difference."""
    view, previous = subject.view, subject.view.previous
    compared = previous is not None and subject.has(f"evolutie.{previous.key}.totaal")
    columns = [Column("Status", 66), Column(round_name(view.round), 25, True), Column("Aandeel", 17, True)]
    if compared and previous is not None:
        columns += [Column(round_name(previous), 25, True), Column("Aandeel", 17, True), Column("Verschil", 16, True)]
    rows: list[Row] = [_comparison_row(subject, look, compared) for look in subject.looks.values()]
    if subject.count("projecten.zonder_rapport.aantal"):
        rows.append(_silent_row(subject, compared))
    total: list[str | Cell] = ["Totaal", subject.text("projecten.totaal"), "100%"]
    if compared and previous is not None:
        total += [subject.text(f"evolutie.{previous.key}.totaal"), "100%", subject.text("projecten.totaal.verschil")]
    rows.append(total)
    title = f"Status van de {subject.facts['projecten']} op {subject.facts['meetmoment']}"
    note = subject.say("covernota.status_noot" if compared else "covernota.status_noot_eerste")
    story.captioned_table(columns, rows, title, total=True, note=note)
    if view.forecasts:
        story.note(_forecast_note(subject))


def _forecast_note(subject: Subject) -> str:
    """Which reports of the table nobody confirmed, under the status that they are counted with."""
    count = len(subject.view.forecasts)
    named = [(look.label, subject.unconfirmed(code)) for code, look in subject.looks.items()]
    return subject.say(
        "covernota.vooruitzicht_noot",
        zijn="is" if count == 1 else "zijn",
        aantal=subject.text("projecten.vooruitzicht.aantal"),
        woord=subject.noun(count),
        namen="; ".join(f"{label}: {joined_up_to(numbers, _MOST_NUMBERS)}" for label, numbers in named if numbers),
    )


def _comparison_row(subject: Subject, look: StatusLook, compared: bool) -> Row:
    name = f"projecten.status.{slug(look.code)}"
    row: list[str | Cell] = [look.cell(), subject.text(f"{name}.aantal"), subject.text(f"{name}.aandeel")]
    if compared and subject.view.previous is not None:
        old = f"evolutie.{subject.view.previous.key}.{slug(look.code)}"
        row += [subject.text(old), subject.text(f"{old}.aandeel"), subject.text(f"{name}.verschil")]
    return row


def _silent_row(subject: Subject, compared: bool) -> Row:
    name = "projecten.zonder_rapport"
    row = [
        subject.phrases.say("algemeen.geen_rapport"),
        subject.text(f"{name}.aantal"),
        subject.text(f"{name}.aandeel"),
    ]
    return row + [NO_VALUE] * 3 if compared else row


def evolution_table(story: Story, subject: Subject) -> None:
    """All rounds, one row each; a round without known statuses has dashes."""
    looks = list(subject.looks.values())
    first, whole = 38.0, 15.0
    width = (_TEXT_WIDTH - first - whole) / max(len(looks), 1)
    columns = [Column("Meting", first), Column("Totaal", whole, True)]
    columns += [status_column(each, width) for each in looks]
    rows: list[Row] = []
    for measured in subject.view.rounds:
        name = f"evolutie.{measured.key}"
        counts = [subject.text(f"{name}.{slug(each.code)}") for each in looks]
        rows.append([round_name(measured), subject.text(f"{name}.totaal"), *counts])
    title = f"Aantal {subject.facts['projecten']} per status bij elke meting"
    story.captioned_table(columns, rows, title, note=subject.say("covernota.evolutie_noot"))


def group_table(
    story: Story, subject: Subject, groups: tuple[Group, ...], word: str, names: list[str], note: str = ""
) -> None:
    """Counts per group; statuses that occur nowhere are left out, the total row closes with the status table."""
    looks = [each for each in subject.looks.values() if subject.count(f"projecten.status.{slug(each.code)}.aantal")]
    whole = 12.0
    width = min(16.5, (_TEXT_WIDTH - 54.0 - whole) / max(len(looks), 1))
    first = _TEXT_WIDTH - whole - width * len(looks)
    columns = [Column(word, first), Column("Totaal", whole, True), *(status_column(each, width) for each in looks)]
    rows: list[Row] = [
        [name, subject.text(f"{group.key}.totaal"), *(_group_cell(subject, group, each) for each in looks)]
        for group, name in zip(groups, names, strict=True)
    ]
    totals = [subject.text(f"projecten.status.{slug(each.code)}.aantal") for each in looks]
    rows.append(["Totaal", subject.text("projecten.totaal"), *totals])
    title = f"Aantal {subject.facts['projecten']} per {word.lower()} op {subject.facts['meetmoment']}"
    story.captioned_table(columns, rows, title, total=True, note=note)


def _group_cell(subject: Subject, group: Group, look: StatusLook) -> str:
    return subject.text(f"{group.key}.status.{slug(look.code)}")


def status_column(look: StatusLook, width: float) -> Column:
    """A narrow column of counts: icon and word, with soft hyphens in long words."""
    words = " ".join(_SOFT.get(word, word) for word in look.label.split())
    return Column(f"{look.icon} {words}", width, True)
