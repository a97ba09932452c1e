"""Counts per speerpunt, mandate, policy domain and for the projects of the European recovery facility (RRF)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from meetcyclus.domain.figures import Figure
from meetcyclus.services.figure_shapes import count_figure, share_figure, slug
from meetcyclus.services.tallies import MILESTONE_FINE, RoundView, Standing
from meetcyclus.services.wording import plural


@dataclass(frozen=True)
class Group:
    """Projects that belong together. `key` starts the ids of its figures."""

    key: str
    code: str
    label: str
    standings: tuple[Standing, ...]


def speerpunt_groups(view: RoundView) -> tuple[Group, ...]:
    """One group per speerpunt, in the order of the programme; those without projects are left out."""
    data = view.snapshot.data
    parent = {each.code: each.speerpunt_code for each in data.clusters}
    ordered = sorted(data.speerpunten, key=lambda each: (each.sort_order is None, each.sort_order or 0, each.code))
    names = {each.code: each.name for each in ordered}
    return _grouped(view, "speerpunt", names, lambda each: parent.get(each.project.cluster_code, ""))


def mandate_groups(view: RoundView) -> tuple[Group, ...]:
    """One group per lead mandate."""
    names = {each.code: each.title for each in view.snapshot.data.mandates}
    return _grouped(view, "mandaat", names, lambda each: (each.project.mandate_codes or ("",))[0])


def domain_groups(view: RoundView) -> tuple[Group, ...]:
    """One group per policy domain of the entity that carries the project out."""
    domains = {each.code: each.policy_domain for each in view.snapshot.data.entities}
    names = {each: each for each in sorted({value for value in domains.values() if value})}
    return _grouped(view, "beleidsdomein", names, lambda each: domains.get(each.project.entity_code, ""))


def rrf_group(view: RoundView) -> Group:
    """The projects that count for the Recovery and Resilience Facility."""
    return Group("rrf", "", "RRF", tuple(each for each in view.standings if each.project.is_rrf))


def _grouped(
    view: RoundView, kind: str, names: Mapping[str, str], code_of: Callable[[Standing], str]
) -> tuple[Group, ...]:
    members: dict[str, list[Standing]] = {code: [] for code in names}
    for each in view.standings:
        members.setdefault(code_of(each), []).append(each)
    return tuple(
        Group(f"{kind}.{slug(code) or 'zonder'}", code, names.get(code, "niet ingedeeld"), tuple(found))
        for code, found in members.items()
        if found
    )


def group_figures(view: RoundView) -> Iterator[Figure]:
    """Totals, statuses and milestones of every group."""
    word = plural(view.snapshot.data.programme.term("speerpunt"))
    codes = tuple(f"speerpunten:{each.code}" for each in speerpunt_groups(view))
    yield count_figure("speerpunten.totaal", word, "speerpunten", codes, f"aantal {word} met projecten in de meting")
    for group in (*speerpunt_groups(view), *mandate_groups(view), *domain_groups(view)):
        yield from _status_figures(view, group)
    for group in speerpunt_groups(view):
        yield from _speerpunt_figures(view, group)
    if rrf_group(view).standings:
        yield from _status_figures(view, rrf_group(view))


def _status_figures(view: RoundView, group: Group) -> Iterator[Figure]:
    things, prefix = plural(view.snapshot.data.programme.term("project")), f"{group.label}: "
    rows = view.project_rows(group.standings)
    yield count_figure(f"{group.key}.totaal", f"{prefix}{things}", "projecten", rows, f"aantal {things} van de groep")
    for code, value in view.status_codes.items():
        chosen = view.project_rows(tuple(each for each in group.standings if each.status == code))
        name = f"{group.key}.status.{slug(code)}"
        yield count_figure(name, f"{prefix}{value.label}", "projecten", chosen, f"aantal met status '{value.label}'")


def _speerpunt_figures(view: RoundView, group: Group) -> Iterator[Figure]:
    fresh = tuple(each for each in group.standings if each.is_newly_realised)
    name = f"{group.key}.nieuw_gerealiseerd"
    if view.previous is not None:
        label = f"{group.label}: nieuw gerealiseerd"
        yield count_figure(
            name, label, "projecten", view.project_rows(fresh), "gerealiseerd en in de vorige meting nog niet"
        )
    numbers = [each.project.number for each in group.standings]
    milestones = [each for number in numbers for each in view.milestones_by_project.get(number, [])]
    if not milestones:
        return
    things = plural(view.snapshot.data.programme.term("mijlpaal"))
    fine = view.milestone_rows(each for each in milestones if each.status in MILESTONE_FINE)
    rows = view.milestone_rows(milestones)
    key, label = f"{group.key}.mijlpalen", f"{group.label}: {things}"
    yield count_figure(f"{key}.totaal", label, "mijlpalen", rows, f"aantal {things} van de groep")
    label = f"{label} op schema of gerealiseerd"
    yield count_figure(f"{key}.op_schema_of_gerealiseerd.aantal", label, "mijlpalen", fine, "op schema of gerealiseerd")
    formula = "op schema of gerealiseerd / totaal van de groep"
    name = f"{key}.op_schema_of_gerealiseerd.aandeel"
    yield share_figure(name, f"{label} (aandeel)", len(fine), len(rows), 1, fine, formula)
