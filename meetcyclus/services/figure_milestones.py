"""Figures of the milestones: how many stand where, what is overdue or coming, what is late, and the round before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from meetcyclus.domain import dutch
from meetcyclus.domain.figures import Figure
from meetcyclus.services.figure_shapes import count_figure, share_figure, slug
from meetcyclus.services.tallies import MILESTONE_FINE, ON_SCHEDULE, MilestoneStanding, RoundView
from meetcyclus.services.wording import plural


def milestone_figures(view: RoundView) -> Iterator[Figure]:
    """All figures of the milestones; absent where the round has none."""
    if not view.milestones:
        return
    yield from _status_figures(view)
    yield from _planning_figures(view)
    yield from _late_figures(view)
    yield from _previous_figures(view)


def _status_figures(view: RoundView) -> Iterator[Figure]:
    things, everything = plural(view.snapshot.data.programme.term("mijlpaal")), view.milestones
    yield count_figure(
        "mijlpalen.totaal",
        things,
        "mijlpalen",
        view.milestone_rows(everything),
        f"alle {things} van de populatie, ingevoerd ten laatste in deze meting en niet eerder vervallen",
    )
    counts = Counter(each.status for each in everything)
    fine = [each for each in everything if each.status in MILESTONE_FINE]
    yield from _pair(view, "mijlpalen.op_schema_of_gerealiseerd", "op schema of gerealiseerd", fine)
    for code, value in view.milestone_codes.items():
        chosen = [each for each in everything if each.status == code]
        yield from _pair(view, f"mijlpalen.status.{slug(code)}", value.label, chosen)
    if counts[""]:
        silent = [each for each in everything if not each.status]
        yield from _pair(view, "mijlpalen.zonder_rapport", "zonder rapport", silent)


def _pair(view: RoundView, name: str, label: str, chosen: list[MilestoneStanding]) -> tuple[Figure, Figure]:
    things, rows = plural(view.snapshot.data.programme.term("mijlpaal")), view.milestone_rows(chosen)
    count = count_figure(f"{name}.aantal", f"{things}: {label}", "mijlpalen", rows, f"aantal met status {label}")
    formula = f"{name}.aantal / mijlpalen.totaal"
    whole = len(view.milestones)
    return count, share_figure(f"{name}.aandeel", f"{things}: {label} (aandeel)", len(chosen), whole, 1, rows, formula)


def _planning_figures(view: RoundView) -> Iterator[Figure]:
    today = view.round.reference_date
    horizon = _one_year_after(today)
    waiting = [each for each in view.milestones if each.is_open]
    overdue = [each for each in waiting if each.milestone.original_on <= today]
    coming = [each for each in waiting if today < each.current_on <= horizon]
    things = plural(view.snapshot.data.programme.term("mijlpaal"))
    coming_formula = f"open, datum na {dutch.long_date(today)} tot en met {dutch.long_date(horizon)}"
    for name, label, chosen, formula in (
        (
            "mijlpalen.verstreken.aantal",
            "oorspronkelijke datum verstreken",
            overdue,
            f"open, oorspronkelijke datum ten laatste op {dutch.long_date(today)}",
        ),
        ("mijlpalen.komend_jaar.aantal", "in de komende twaalf maanden", coming, coming_formula),
    ):
        yield count_figure(name, f"{things}: {label}", "mijlpalen", view.milestone_rows(chosen), formula)


def _late_figures(view: RoundView) -> Iterator[Figure]:
    """Milestones that are late, the projects that they belong to, and which of these are on schedule all the same."""
    term = view.snapshot.data.programme.term
    things, projects = plural(term("mijlpaal")), plural(term("project"))
    late = view.late_milestones
    numbers = {each.milestone.project_number for each in late}
    concerned = [each for each in view.standings if each.project.number in numbers]
    calm = [each for each in concerned if each.status in ON_SCHEDULE]
    day = dutch.long_date(view.round.reference_date)
    formula = f"open, met status vertraagd of gepland tot en met {day}"
    yield count_figure(
        "mijlpalen.vertraging.aantal",
        f"{things}: vertraagd of over datum",
        "mijlpalen",
        view.milestone_rows(late),
        formula,
    )
    name, label = "projecten.vertraging", f"{projects} met {things} die vertraagd of over datum zijn"
    yield count_figure(f"{name}.aantal", label, "projecten", view.project_rows(concerned), f"aantal {projects}")
    label = f"{label}, in uitvoering volgens schema"
    yield count_figure(
        f"{name}.volgens_schema.aantal", label, "projecten", view.project_rows(calm), f"aantal {projects}"
    )


def _previous_figures(view: RoundView) -> Iterator[Figure]:
    """The same share in the round before, counted in the same way; absent where its statuses are of another list."""
    if view.previous is None:
        return
    before = view.milestones_in(view.previous)
    if not any(each.status for each in before) or {each.status for each in before} - {"", *view.milestone_codes}:
        return
    things, key = plural(view.snapshot.data.programme.term("mijlpaal")), view.previous.key
    where, name = f"meting {view.previous.number}: {things}", f"evolutie.{key}.mijlpalen"
    rows = view.milestone_rows(before, key)
    fine = view.milestone_rows((each for each in before if each.status in MILESTONE_FINE), key)
    yield count_figure(f"{name}.totaal", where, "mijlpalen", rows, "geteld zoals in deze meting")
    name, label = f"{name}.op_schema_of_gerealiseerd", f"{where} op schema of gerealiseerd"
    yield count_figure(f"{name}.aantal", label, "mijlpalen", fine, "aantal met status op schema of gerealiseerd")
    formula = f"op schema of gerealiseerd / totaal van meting {view.previous.number}"
    yield share_figure(f"{name}.aandeel", f"{label} (aandeel)", len(fine), len(rows), 1, fine, formula)


def _one_year_after(day: date) -> date:
    return date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
