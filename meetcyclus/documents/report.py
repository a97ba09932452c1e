"""The monitoring report: colophon, contents, reading guide, global picture, a fiche per project, annexes (DOCU-02)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from meetcyclus.documents.annexes import annexes
from meetcyclus.documents.cluster_overview import cluster_overview, speerpunt_overview
from meetcyclus.documents.contents_list import contents_list
from meetcyclus.documents.cover_sections import milestone_section, money_section
from meetcyclus.documents.fiche import FicheData, write_fiche
from meetcyclus.documents.look import StatusLook
from meetcyclus.documents.method import colophon
from meetcyclus.documents.pictures import evolution_picture
from meetcyclus.documents.places import write_homeless, write_place
from meetcyclus.documents.status_tables import comparison_table, evolution_table
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject, cluster_name
from meetcyclus.documents.tables import Column, Row
from meetcyclus.documents.timing import timing
from meetcyclus.services.figure_groups import Group, speerpunt_groups

KIND = "Monitoringsrapport"
_AROUND_GLOBAL = (
    "projecten.totaal",
    "projecten.status.",
    "mijlpalen.op_schema_of_gerealiseerd.",
    "vak.totaal",
    "vek.totaal",
)


def write_report(story: Story, subject: Subject) -> None:
    """The whole report. The contents list is put in its place at the end, when all headings are known."""
    story.heading(1, subject.say("algemeen.colofon_titel"))
    colophon(story, subject, KIND)
    story.heading(1, subject.say("rapport.inhoud_titel"), new_page=True)
    place = story.fragments.keep_open()
    _guide(story, subject)
    _global(story, subject)
    data = FicheData(subject)
    for group in speerpunt_groups(subject.view):
        _speerpunt(story, data, group)
    annexes(story, subject)
    write_homeless(story, subject, "rapport.")
    listed = [each for each in story.headings if each.text != subject.say("rapport.inhoud_titel")]
    told = (subject.say(f"rapport.{each}") for each in ("inhoud_aantal", "inhoud_niet_geteld"))
    for line in contents_list(listed, *told):
        place.append(line)


def _guide(story: Story, subject: Subject) -> None:
    story.heading(1, subject.say("rapport.leeswijzer_titel"), new_page=True)
    for line in subject.lines("rapport.leeswijzer"):
        story.say(line)
    story.say(timing(subject))
    story.say(subject.say("rapport.leeswijzer_status"))
    _definitions(story, subject.looks.values(), f"Statussen van de {subject.facts['projecten']}")
    story.say(subject.say("rapport.leeswijzer_mijlpaal"))
    _definitions(story, subject.milestone_looks.values(), f"Statussen van de {subject.facts['mijlpalen']}")
    story.say(subject.say("rapport.leeswijzer_bewijs"))


def _definitions(story: Story, looks: Iterable[StatusLook], title: str) -> None:
    rows: list[Row] = [[each.cell(), each.definition] for each in looks]
    if rows:
        story.captioned_table([Column("Status", 56), Column("Definitie", 110)], rows, title)


def _global(story: Story, subject: Subject) -> None:
    story.heading(1, subject.say("rapport.globaal_titel"), new_page=True)
    comparison_table(story, subject)
    evolution_picture(story, subject)
    evolution_table(story, subject)
    if subject.has("mijlpalen.totaal"):
        milestone_section(story, subject)
    if subject.has("vak.totaal"):
        money_section(story, subject)
    write_place(story, subject, "rapport.globaal", subject.say("eigen_tekst.globaal"), _AROUND_GLOBAL)


def _speerpunt(story: Story, data: FicheData, group: Group) -> None:
    subject = data.subject
    members = sorted(group.standings, key=lambda each: (each.project.cluster_code, each.project.number))
    by_cluster = [(code, list(found)) for code, found in groupby(members, key=lambda each: each.project.cluster_code)]
    story.heading(1, f"{subject.facts['Speerpunt']} {group.code}: {group.label}", new_page=True)
    story.say(_opening(subject, group, len(by_cluster)))
    title = subject.say("eigen_tekst.groep", naam=group.label)
    write_place(story, subject, f"rapport.{group.key}", title, (f"{group.key}.totaal", f"{group.key}.status."))
    named = [(cluster_name(subject, subject.clusters.get(code), code), found) for code, found in by_cluster]
    speerpunt_overview(story, subject, group, named)
    for name, found in named:
        story.heading(2, name, new_page=True)
        cluster_overview(story, subject, name, found)
        for standing in found:
            write_fiche(story, data, standing)


def _opening(subject: Subject, group: Group, clusters: int) -> str:
    return subject.say(
        "rapport.opening",
        naam=group.label,
        totaal=subject.text(f"{group.key}.totaal"),
        project_woord=subject.noun(len(group.standings)),
        clusters=clusters,
        cluster_woord=subject.noun(clusters, "cluster"),
        verdeling=subject.spread(group.key),
    )
