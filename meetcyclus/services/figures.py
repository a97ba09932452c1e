"""Every number that the cover note prints, with its formula and the rows it was counted from.

Pure: a snapshot in, figures out. A figure that cannot be computed (no earlier round, no money, a status that the code
list lacks) is absent; the documents leave its sentence out. Shares come from counts, never from rounded parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from meetcyclus.domain import dutch
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.figure_evolution import evolution_figures, forecast_figures, validation_figures
from meetcyclus.services.figure_groups import group_figures
from meetcyclus.services.figure_milestones import milestone_figures
from meetcyclus.services.figure_money import money_figures
from meetcyclus.services.figure_money_parts import money_part_figures
from meetcyclus.services.figure_score import question_figures, score_figures
from meetcyclus.services.figure_shapes import count_figure, gap_figure, share_figure, signed_figure, slug
from meetcyclus.services.tallies import NEEDS_ATTENTION, ON_SCHEDULE, REALISED, RoundView, Standing
from meetcyclus.services.wording import plural


def figures_of(snapshot: Snapshot) -> tuple[Figure, ...]:
    """All figures of a round, in the order in which the cover note uses them."""
    view = RoundView(snapshot)
    found = [
        *_project_figures(view),
        *_change_figures(view),
        *milestone_figures(view),
        *money_figures(view),
        *money_part_figures(view),
        *evolution_figures(view),
        *validation_figures(view),
        *forecast_figures(view),
        *score_figures(view),
        *question_figures(view),
        *group_figures(view),
    ]
    return tuple(found)


def _project_figures(view: RoundView) -> Iterator[Figure]:
    things = plural(view.snapshot.data.programme.term("project"))
    everyone = view.standings
    yield count_figure(
        "projecten.totaal",
        things,
        "projecten",
        view.project_rows(everyone),
        f"aantal {things} in de populatie van de meting",
    )
    for code, value in view.status_codes.items():
        chosen = [each for each in everyone if each.status == code]
        name, label = f"projecten.status.{slug(code)}", f"{things}: {value.label}"
        yield from _with_share(view, name, label, f"met status '{value.label}'", chosen)
    on_schedule = [code for code in view.status_codes if code in ON_SCHEDULE]
    attention = [code for code in view.status_codes if code in NEEDS_ATTENTION]
    silent = [each for each in everyone if not each.status]
    for name, label, codes in (
        ("projecten.volgens_schema", "in uitvoering volgens schema", on_schedule),
        ("projecten.aandacht", "bijkomende aandacht nodig", attention),
    ):
        if codes:
            chosen = [each for each in everyone if each.status in codes]
            named = " of ".join(f"'{view.status_codes[code].label}'" for code in codes)
            yield from _with_share(view, name, f"{things}: {label}", f"met status {named}", chosen)
    if silent:
        yield from _with_share(view, "projecten.zonder_rapport", f"{things} zonder rapport", "zonder rapport", silent)


def _with_share(
    view: RoundView, name: str, label: str, condition: str, chosen: list[Standing]
) -> tuple[Figure, Figure]:
    rows = view.project_rows(chosen)
    everyone = len(view.standings)
    count = count_figure(f"{name}.aantal", label, "projecten", rows, f"aantal {condition}")
    share = share_figure(
        f"{name}.aandeel", f"{label} (aandeel)", len(chosen), everyone, 0, rows, f"{name}.aantal / projecten.totaal"
    )
    return count, share


def _change_figures(view: RoundView) -> Iterator[Figure]:
    """The difference with the previous round, as published and for the same projects only."""
    before = view.statuses_in(view.previous) if view.previous else {}
    if view.previous is None or not before:
        return
    things, number = plural(view.snapshot.data.programme.term("project")), view.previous.number
    common = [each for each in view.standings if each.project.number in before]
    moved = [each for each in view.standings if each.has_moved]
    yield count_figure(
        "projecten.zelfde.aantal",
        f"{things} in beide metingen",
        "projecten",
        view.project_rows(common),
        "aantal in beide metingen",
    )
    yield count_figure(
        "projecten.gewijzigd.aantal",
        f"{things} met een andere status",
        "projecten",
        view.project_rows(moved),
        f"aantal waarvan de status in meting {view.round.number} verschilt van die in meting {number}",
    )
    total = view.project_rows(view.standings) + tuple(
        view.report_row(each, view.previous.key) for each in sorted(before)
    )
    label, gap = f"{things}: verschil met meting {number}", len(view.standings) - len(before)
    formula = f"totaal op {_days(view, ' − totaal op ')}"
    yield signed_figure("projecten.totaal.verschil", label, gap, total, formula)
    for code, value in view.status_codes.items():
        if view.knows(code, view.previous):
            yield from _gaps(view, code, f"{value.label}: verschil met meting {number}, zoals gepubliceerd", before)
    if REALISED in view.status_codes and view.knows(REALISED, view.previous):
        yield from _realised_figures(view, before, things, number)


def _gaps(view: RoundView, code: str, label: str, before: dict[str, str]) -> Iterator[Figure]:
    """Difference of two counts, each with the population of its own round."""
    now = [each.project.number for each in view.standings if each.status == code]
    old = sorted(each for each, status in before.items() if status == code)
    old_key, gap = view.previous.key if view.previous else "", len(now) - len(old)
    formula = f"aantal op {_days(view, ' − aantal op ')}, elk met de eigen populatie"
    rows = tuple(view.report_row(each) for each in now) + tuple(view.report_row(each, old_key) for each in old)
    yield signed_figure(f"projecten.status.{slug(code)}.verschil", label, gap, rows, formula)
    if code == REALISED:
        yield gap_figure("projecten.gerealiseerd.verschil", label, gap, rows, formula)


def _realised_figures(view: RoundView, before: dict[str, str], things: str, number: int) -> Iterator[Figure]:
    fresh = [each for each in view.standings if each.is_newly_realised]
    both = [each for each in view.standings if each.project.number in before]
    now = [each for each in both if each.status == REALISED]
    old = [each for each in both if before[each.project.number] == REALISED]
    old_key = view.previous.key if view.previous else ""
    rows = view.project_rows(now) + tuple(view.report_row(each.project.number, old_key) for each in old)
    yield gap_figure(
        "projecten.gerealiseerd.verschil_zelfde",
        f"gerealiseerd: verschil met meting {number}, dezelfde {things}",
        len(now) - len(old),
        rows,
        f"gerealiseerd op {_days(view, ' − gerealiseerd op ')}, alleen {things} in beide metingen",
    )
    yield count_figure(
        "projecten.nieuw_gerealiseerd.aantal",
        f"nieuw gerealiseerd sinds meting {number}",
        "projecten",
        view.project_rows(fresh),
        f"gerealiseerd op {_days(view, ', met een andere status op ')}",
    )


def _days(view: RoundView, between: str) -> str:
    """The reference dates of this and the previous round with words between them."""
    before = dutch.long_date(view.previous.reference_date) if view.previous else ""
    return f"{dutch.long_date(view.round.reference_date)}{between}{before}"
