"""Which charts the documents show and what there is to see in them, in words."""

from __future__ import annotations

from meetcyclus.documents.charts import MoneyBar, StackedBar, money_chart, stacked_chart, status_chart
from meetcyclus.documents.look import StatusLook
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.domain import dutch
from meetcyclus.domain.rounds import Round
from meetcyclus.services.figure_groups import Group
from meetcyclus.services.figure_shapes import slug
from meetcyclus.services.tallies import REALISED

WIDTH_MM = 166


def evolution_picture(story: Story, subject: Subject) -> None:
    """Statuses of all rounds that are known, one bar a round."""
    known = [each for each in subject.view.rounds if subject.has(f"evolutie.{each.key}.totaal")]
    if not known:
        return
    bars = [StackedBar(_two_lines(each), _counts(subject, f"evolutie.{each.key}")) for each in known]
    png = stacked_chart(bars, list(subject.looks.values()), str(subject.facts["projecten"]))
    sentence = _evolution_sentence(subject, known)
    story.captioned_picture(png, f"Status van de {subject.facts['projecten']} bij elke meting", sentence, WIDTH_MM)
    story.note(sentence)


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
    counts: list[tuple[StatusLook, int, str]] = []
    for code, look in subject.milestone_looks.items():
        name = f"mijlpalen.status.{slug(code)}"
        text = f"{subject.text(f'{name}.aantal')} ({subject.text(f'{name}.aandeel')})"
        counts.append((look, subject.count(f"{name}.aantal"), text))
    sentence = subject.say(
        "grafiek.mijlpalen",
        fijn=subject.text("mijlpalen.op_schema_of_gerealiseerd.aantal"),
        totaal=subject.text("mijlpalen.totaal"),
        aandeel=subject.text("mijlpalen.op_schema_of_gerealiseerd.aandeel"),
    )
    title = f"{subject.facts['Mijlpalen']} per status op {subject.facts['meetmoment']}"
    story.captioned_picture(status_chart(counts, str(subject.facts["mijlpalen"])), title, sentence, WIDTH_MM)
    story.note(sentence)


def money_picture(story: Story, subject: Subject) -> None:
    """Committed and settled of every round that has money."""
    known = [each for each in subject.view.rounds if subject.has(f"evolutie.{each.key}.vak")]
    means = subject.view.snapshot.data.programme.budget_cents / 10**8
    png = money_chart([_money_bar(subject, each) for each in known], means, subject.text("middelen.totaal"))
    with_share = subject.has("vak.aandeel", "vek.aandeel")
    sentence = subject.say("grafiek.middelen_aandeel" if with_share else "grafiek.middelen", **money_facts(subject))
    story.captioned_picture(png, "Vastgelegd (VAK) en vereffend (VEK) in miljoen euro", sentence, WIDTH_MM)
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


def group_picture(story: Story, subject: Subject, group: Group) -> None:
    """One bar for a group of projects."""
    bar = StackedBar(group.code, {code: subject.count(f"{group.key}.status.{slug(code)}") for code in subject.looks})
    spread, total = subject.spread(group.key), subject.text(f"{group.key}.totaal")
    sentence = subject.say("grafiek.groep", naam=group.label, verdeling=spread, totaal=total)
    png = stacked_chart([bar], list(subject.looks.values()), str(subject.facts["projecten"]))
    story.captioned_picture(png, f"Status van de {subject.facts['projecten']}: {group.label}", sentence, WIDTH_MM)


def _money_bar(subject: Subject, measured: Round) -> MoneyBar:
    name = f"evolutie.{measured.key}"
    committed, settled = subject.figures[f"{name}.vak"], subject.figures[f"{name}.vek"]
    return MoneyBar(
        _two_lines(measured),
        float(committed.value) / 10**6,
        committed.text,
        float(settled.value) / 10**6,
        settled.text,
    )


def _counts(subject: Subject, prefix: str) -> dict[str, int]:
    return {code: subject.count(f"{prefix}.{slug(code)}") for code in subject.looks}


def _two_lines(measured: Round) -> str:
    return f"meting {measured.number}\n{dutch.short_date(measured.reference_date)}"
