"""What stands before the fiches: a speerpunt with its clusters, and a cluster with the milestones of its projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from meetcyclus.documents.chart_model import has_narrow, stacked
from meetcyclus.documents.look import StatusLook
from meetcyclus.documents.pictures import group_picture, number_of
from meetcyclus.documents.status_tables import status_column
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.documents.tables import Column, Row
from meetcyclus.services.figure_groups import Group
from meetcyclus.services.figure_shapes import slug
from meetcyclus.services.tallies import MILESTONE_FINE, Standing

_TEXT_WIDTH, _LONGEST_NAME = 166.0, 48
Counts = dict[str, int]


def speerpunt_overview(
    story: Story, subject: Subject, group: Group, clusters: Sequence[tuple[str, Sequence[Standing]]]
) -> None:
    """Chart and table of the statuses per cluster; the total row closes with the figures of the speerpunt."""
    rows = {name: dict(Counter(each.status for each in found)) for name, found in clusters}
    group_picture(story, subject, group, {shown: rows[name] for name, shown in shortened(rows).items()})
    looks = [each for each in subject.looks.values() if subject.count(f"{group.key}.status.{slug(each.code)}")]
    totals = [subject.text(f"{group.key}.status.{slug(each.code)}") for each in looks]
    shown: list[Row] = [[name, str(len(found)), *_cells(rows[name], looks)] for name, found in clusters]
    shown.append(["Totaal", subject.text(f"{group.key}.totaal"), *totals])
    title = f"Aantal {subject.facts['projecten']} per {subject.facts['cluster']} en status"
    story.captioned_table(_columns([str(subject.facts["Cluster"])], looks), shown, title, total=True)


def cluster_overview(story: Story, subject: Subject, name: str, standings: Sequence[Standing]) -> None:
    """Chart and table of the milestones per project; nothing where the cluster has none."""
    of_project = subject.view.milestones_by_project
    rows = {
        each.project.number: dict(Counter(one.status for one in of_project.get(each.project.number, ())))
        for each in standings
    }
    total = sum((Counter(counts) for counts in rows.values()), Counter[str]())
    if not total:
        return
    looks = [each for each in _milestone_looks(subject) if total[each.code]]
    sentence = _sentence(subject, name, total, len(rows))
    title = f"{subject.facts['Mijlpalen']} per {subject.facts['project']}: {name}"
    chart = stacked(title, number_of(subject, "mijlpalen"), rows, looks)
    story.captioned_chart(chart, sentence)
    story.note(f"{sentence} {subject.say('grafiek.smal')}" if has_narrow(chart) else sentence)
    titles = {each.project.number: each.project.title for each in standings}
    shown: list[Row] = [
        [number, titles[number], str(sum(counts.values())), *_cells(counts, looks)] for number, counts in rows.items()
    ]
    shown.append(["Totaal", "", str(total.total()), *_cells(total, looks)])
    columns = _columns([str(subject.facts["Project"]), "Titel"], looks)
    story.captioned_table(columns, shown, title, total=True)


def shortened(names: Iterable[str]) -> dict[str, str]:
    """Each name as it stands beside its bar: cut where it is long, whole where another name is cut to the same."""
    short = {name: _short(name) for name in names}
    taken = Counter(short.values())
    return {name: cut if taken[cut] == 1 else name for name, cut in short.items()}


def _short(name: str) -> str:
    """A name that fits beside a bar: cut at a word with an ellipsis where it is long."""
    words = " ".join(name.split())
    return words if len(words) <= _LONGEST_NAME else f"{words[:_LONGEST_NAME].rsplit(' ', 1)[0]}…"


def _milestone_looks(subject: Subject) -> list[StatusLook]:
    """The statuses of milestones, and the look of those that nobody reported on, so that rows close."""
    silent = StatusLook("", subject.phrases.say("algemeen.geen_rapport"), "□", "#DDE3E8", "#1A1A1A", "pct10")
    return [*subject.milestone_looks.values(), silent]


def _sentence(subject: Subject, name: str, total: Counter[str], projects: int) -> str:
    milestones = total.total()
    return subject.say(
        "grafiek.cluster",
        naam=name,
        fijn=sum(total[code] for code in MILESTONE_FINE),
        aantal=milestones,
        mijlpaal_woord=subject.noun(milestones, "mijlpaal"),
        bij=projects,
        project_woord=subject.noun(projects),
    )


def _cells(counts: Mapping[str, int], looks: Sequence[StatusLook]) -> list[str]:
    return [str(counts.get(each.code, 0)) for each in looks]


def _columns(names: Sequence[str], looks: Sequence[StatusLook]) -> list[Column]:
    """Names at the left, of which the last takes the room that is left, then the total and the statuses."""
    numbers = 18.0 * (len(names) - 1)
    width = min(19.0, 96.0 / max(len(looks), 1))
    last = _TEXT_WIDTH - numbers - 14.0 - width * len(looks)
    widths = [18.0] * (len(names) - 1) + [last]
    shown = [Column(name, size) for name, size in zip(names, widths, strict=True)]
    return [*shown, Column("Totaal", 14, True), *(status_column(each, width) for each in looks)]
