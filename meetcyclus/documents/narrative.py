"""The narrative of the cover note: what happened per speerpunt, told from the data, with room for what staff add."""

from __future__ import annotations

from meetcyclus.documents.places import write_place
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.services.figure_groups import Group, speerpunt_groups
from meetcyclus.services.tallies import NEEDS_ATTENTION, STOPPED, Standing
from meetcyclus.services.wording import joined

_NAMES = 5
# The figures of the opening paragraph.
_AROUND_OPENING = (
    "speerpunten.totaal",
    "projecten.totaal",
    "projecten.zelfde.",
    "projecten.gewijzigd.",
    "projecten.nieuw_gerealiseerd.",
)


def narrative(story: Story, subject: Subject) -> None:
    """An opening paragraph and one paragraph per speerpunt."""
    groups = speerpunt_groups(subject.view)
    story.say(_opening(subject, len(groups)))
    write_place(story, subject, "nota.inleiding", subject.say("eigen_tekst.inleiding"), _AROUND_OPENING)
    for group in groups:
        story.say(_paragraph(subject, group))
        title = subject.say("eigen_tekst.groep", naam=group.label)
        write_place(story, subject, f"nota.{group.key}", title, (f"{group.key}.",))


def _opening(subject: Subject, count: int) -> str:
    things = subject.noun(count, "speerpunt")
    number = subject.text("speerpunten.totaal")
    text = subject.say("verhaal.inleiding", speerpunt_aantal=number, speerpunten=things)
    if not subject.has("projecten.gewijzigd.aantal", "projecten.nieuw_gerealiseerd.aantal"):
        return text + subject.say("verhaal.geen_vergelijking")
    return text + subject.say(
        "verhaal.beweging",
        zelfde=subject.text("projecten.zelfde.aantal"),
        gewijzigd=subject.text("projecten.gewijzigd.aantal"),
        nieuw=subject.text("projecten.nieuw_gerealiseerd.aantal"),
        zijn_nu="is" if subject.count("projecten.nieuw_gerealiseerd.aantal") == 1 else "zijn",
    )


def _paragraph(subject: Subject, group: Group) -> str:
    text = subject.say(
        "verhaal.groep",
        naam=group.label,
        totaal=subject.text(f"{group.key}.totaal"),
        project_woord=subject.noun(len(group.standings)),
        verdeling=subject.spread(group.key),
    )
    text += _fresh(subject, group) + _milestones(subject, group)
    attention = [each for each in group.standings if each.status in NEEDS_ATTENTION]
    if attention:
        verb = "vraagt" if len(attention) == 1 else "vragen"
        text += subject.say("verhaal.groep_aandacht", vraagt=verb, namen=_with_causes(subject, attention))
    stopped = [each for each in group.standings if each.status == STOPPED]
    if stopped:
        verb = "is" if len(stopped) == 1 else "zijn"
        text += subject.say("verhaal.groep_stop", is_=verb, namen=_with_causes(subject, stopped))
    return text


def _fresh(subject: Subject, group: Group) -> str:
    fresh = [each for each in group.standings if each.is_newly_realised]
    if not fresh:
        return ""
    verb = "werd" if len(fresh) == 1 else "werden"
    return subject.say("verhaal.groep_nieuw", werd=verb, namen=subject.names(fresh, _NAMES))


def _milestones(subject: Subject, group: Group) -> str:
    name = f"{group.key}.mijlpalen"
    if not subject.has(f"{name}.totaal"):
        return ""
    fine = f"{name}.op_schema_of_gerealiseerd"
    return subject.say(
        "verhaal.groep_mijlpalen",
        aantal=subject.text(f"{name}.totaal"),
        zijn="is" if subject.count(f"{fine}.aantal") == 1 else "zijn",
        fijn=subject.text(f"{fine}.aantal"),
        aandeel=subject.text(f"{fine}.aandeel"),
    )


def _with_causes(subject: Subject, standings: list[Standing]) -> str:
    """Names of projects, each with the label of its cause where one was given."""
    shown = [_with_cause(subject, each) for each in standings[:_NAMES]]
    rest = len(standings) - len(shown)
    return joined([*shown, *([f"nog {rest} {subject.noun(rest)}"] if rest else [])])


def _with_cause(subject: Subject, standing: Standing) -> str:
    name = subject.name(standing)
    code = standing.entry.report.cause_code if standing.entry else ""
    label = subject.causes.get(code, code)
    return f"{name} (oorzaak: {label})" if label else name
