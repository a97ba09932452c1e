"""Which charts the documents show and what there is to see in them, in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from meetcyclus.documents.chart_model import Chart, Form, Paint, Series, has_narrow, stacked
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject, round_name
from meetcyclus.domain import dutch
from meetcyclus.domain.rounds import Round
from meetcyclus.services.figure_groups import Group
from meetcyclus.services.figure_shapes import slug
from meetcyclus.services.tallies import REALISED

_VAK, _VEK, _MEANS = Paint("#1F3A4D"), Paint("#7FA3BD", "ltUpDiag"), Paint("#B3261E")
_CENTS, _EURO = 10**8, 10**6


def evolution_picture(story: Story, subject: Subject) -> None:
    """Statuses of all rounds that are known, one bar a round."""
    known = [each for each in subject.view.rounds if subject.has(f"evolutie.{each.key}.totaal")]
    if not known:
        return
    rows = {round_name(each): _counts(subject, f"evolutie.{each.key}") for each in known}
    title = f"Status van de {subject.facts['projecten']} bij elke meting"
    sentence = _evolution_sentence(subject, known)
    chart = stacked(title, number_of(subject, "projecten"), rows, list(subject.looks.values()))
    story.captioned_chart(chart, sentence)
    narrow = f" {subject.say('grafiek.smal')}" if has_narrow(chart) else ""
    story.note(sentence + narrow)


def _evolution_sentence(subject: Subject, known: list[Round]) -> str:
    known = [each for each in known if subject.has(f"evolutie.{each.key}.{REALISED}")]
    if len(known) < 2:
        return subject.say("grafiek.evolutie_kort")
    before, last = known[-2:]
    return subject.say(
        "grafiek.evolutie",
        meting=last.number,
        meetmoment=dutch.long_date(last.reference_date),
        gerealiseerd=subject.text(f"evolutie.{last.key}.{REALISED}"),
        totaal=subject.text(f"evolutie.{last.key}.totaal"),
        vorige=before.number,
        vorig_moment=dutch.long_date(before.reference_date),
        vorige_gerealiseerd=subject.text(f"evolutie.{before.key}.{REALISED}"),
        vorige_totaal=subject.text(f"evolutie.{before.key}.totaal"),
    )


def milestone_picture(story: Story, subject: Subject) -> None:
    """Milestones per status, one bar a status."""
    looks = list(subject.milestone_looks.values())
    counts = tuple(Decimal(subject.count(f"mijlpalen.status.{slug(each.code)}.aantal")) for each in looks)
    paints = tuple(Paint.of(each) for each in looks)
    title = f"{subject.facts['Mijlpalen']} per status op {subject.facts['meetmoment']}"
    series = (Series("Aantal", counts, _VAK, paints),)
    names = tuple(each.words for each in looks)
    sentence = subject.say(
        "grafiek.mijlpalen",
        fijn=subject.text("mijlpalen.op_schema_of_gerealiseerd.aantal"),
        totaal=subject.text("mijlpalen.totaal"),
        aandeel=subject.text("mijlpalen.op_schema_of_gerealiseerd.aandeel"),
    )
    story.captioned_chart(Chart(Form.BARS, title, number_of(subject, "mijlpalen"), names, series), sentence)
    story.note(sentence)


def money_picture(story: Story, subject: Subject) -> None:
    """Committed and settled of every round that has money, under the means of the programme."""
    known = [each for each in subject.view.rounds if subject.has(f"evolutie.{each.key}.vak")]
    series = [
        Series("VAK, miljoen euro", _amounts(subject, known, "vak"), _VAK),
        Series("VEK, miljoen euro", _amounts(subject, known, "vek"), _VEK),
    ]
    if means := subject.view.snapshot.data.programme.budget_cents:
        level = dutch.rounded(Decimal(means) / _CENTS, 1)
        series.append(Series("Middelen, miljoen euro", (level,) * len(known), _MEANS, is_line=True))
    with_share = subject.has("vak.aandeel", "vek.aandeel")
    sentence = subject.say("grafiek.middelen_aandeel" if with_share else "grafiek.middelen", **money_facts(subject))
    names = tuple(round_name(each) for each in known)
    title = "Vastgelegd (VAK) en vereffend (VEK) in miljoen euro"
    story.captioned_chart(Chart(Form.COLUMNS, title, "miljoen euro", names, tuple(series), places=1), sentence)
    story.note(sentence)


def money_facts(subject: Subject) -> dict[str, object]:
    """The words for the money of this round."""
    return {
        "vak": subject.text("vak.totaal"),
        "vak_aandeel": subject.text("vak.aandeel"),
        "vek": subject.text("vek.totaal"),
        "vek_aandeel": subject.text("vek.aandeel"),
        "vak_verschil": subject.text("vak.verschil"),
        "vak_punten": subject.text("vak.verschil_punten"),
        "vek_verschil": subject.text("vek.verschil"),
        "vek_punten": subject.text("vek.verschil_punten"),
        "encours": subject.text("encours.totaal"),
    }


def group_picture(story: Story, subject: Subject, group: Group, rows: dict[str, dict[str, int]]) -> None:
    """A group of projects: one bar for each of its parts, with the counts per status that its table shows."""
    spread, total = subject.spread(group.key), subject.text(f"{group.key}.totaal")
    sentence = subject.say("grafiek.groep", naam=group.label, verdeling=spread, totaal=total)
    title = f"Status van de {subject.facts['projecten']}: {group.label}"
    story.captioned_chart(stacked(title, number_of(subject, "projecten"), rows, list(subject.looks.values())), sentence)


def number_of(subject: Subject, things: str) -> str:
    """What the scale of a chart counts."""
    return f"aantal {subject.facts[things]}"


def _amounts(subject: Subject, known: Sequence[Round], name: str) -> tuple[Decimal, ...]:
    """Amounts in millions as the table prints them."""
    figures = [subject.figures[f"evolutie.{each.key}.{name}"] for each in known]
    return tuple(dutch.rounded(Decimal(each.value) / _EURO, 1) for each in figures)


def _counts(subject: Subject, prefix: str) -> dict[str, int]:
    return {code: subject.count(f"{prefix}.{slug(code)}") for code in subject.looks}
