"""Figures over all rounds, as published and in the status words of this round, and the state of the validation."""

from __future__ import annotations

from collections.abc import Iterator

from meetcyclus.domain import dutch
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.verdicts import Verdict
from meetcyclus.services.figure_shapes import count_figure, share_figure, slug
from meetcyclus.services.tallies import REALISED, RoundView, Standing
from meetcyclus.services.wording import plural


def evolution_figures(view: RoundView) -> Iterator[Figure]:
    """Count and share per status and round; absent where the round has no reports or did not know the status."""
    for measured in view.rounds:
        statuses = view.statuses_in(measured)
        if not any(statuses.values()):
            continue
        where, key = f"meting {measured.number}", f"evolutie.{measured.key}"
        rows = tuple(view.report_row(number, measured.key) for number in sorted(statuses))
        yield count_figure(f"{key}.totaal", f"{where}: totaal", "projecten", rows, "aantal rapporten")
        for code, value in view.status_codes.items():
            if not view.knows(code, measured):
                continue
            chosen = tuple(view.report_row(each, measured.key) for each in sorted(statuses) if statuses[each] == code)
            name, label = f"{key}.{slug(code)}", f"{where}: {value.label}"
            yield count_figure(name, label, "projecten", chosen, f"aantal met status '{value.label}'")
            formula = f"{name} / {key}.totaal"
            yield share_figure(f"{name}.aandeel", f"{label} (aandeel)", len(chosen), len(rows), 0, chosen, formula)
        unknown = sorted(each for each, status in statuses.items() if status not in view.status_codes)
        if unknown:
            chosen = tuple(view.report_row(each, measured.key) for each in unknown)
            label, formula = f"{where}: geen of een andere status", "status niet in de lijst van deze meting"
            yield count_figure(f"{key}.andere", label, "projecten", chosen, formula)


def validation_figures(view: RoundView) -> Iterator[Figure]:
    """How many projects every mandate concerned has validated as they stand; absent before the first verdict."""
    if not view.snapshot.verdicts:
        return
    latest = latest_verdicts(view)
    done = [each for each in view.standings if is_validated(each, latest)]
    rows = tuple(view.report_row(each.project.number) for each in done)
    formula = "laatste beslissing van elk bevoegd mandaat geldt voor de inhoud van dit rapport"
    yield count_figure("validatie.projecten.aantal", "gevalideerd", "projecten", rows, formula)


def latest_verdicts(view: RoundView) -> dict[tuple[str, str], Verdict]:
    """The newest verdict of the round by project and mandate."""
    chosen = [each for each in view.snapshot.verdicts if each.round_key == view.round.key]
    return {(each.project_number, each.mandate_code): each for each in sorted(chosen, key=lambda one: one.sequence)}


def is_validated(standing: Standing, latest: dict[tuple[str, str], Verdict]) -> bool:
    """Whether every mandate of the project approved exactly what is reported now."""
    if standing.entry is None or not standing.project.mandate_codes:
        return False
    content = standing.entry.content_sha256
    found = [latest.get((standing.project.number, code)) for code in standing.project.mandate_codes]
    return all(each is not None and each.stands_for(content) for each in found)


def forecast_figures(view: RoundView) -> Iterator[Figure]:
    """How many reports are still forecasts; absent where the path does not ask to confirm."""
    if view.round.key not in view.snapshot.confirming_rounds:
        return
    things = plural(view.snapshot.data.programme.term("project"))
    rows = tuple(view.report_row(number) for number in sorted(view.forecasts))
    day = dutch.long_date(view.round.reference_date)
    yield count_figure(
        "projecten.vooruitzicht.aantal",
        f"{things}: vooruitzicht, niet bevestigd na het meetmoment",
        "projecten",
        rows,
        f"aantal met een rapport van ten laatste {day} dat daarna niet bevestigd is",
    )
    realised = [each for each in view.standings if each.status == REALISED and each.project.number in view.forecasts]
    yield count_figure(
        "projecten.vooruitzicht.gerealiseerd.aantal",
        f"{things}: gerealiseerd, niet bevestigd na het meetmoment",
        "projecten",
        tuple(view.report_row(each.project.number) for each in realised),
        "vooruitzicht met status gerealiseerd",
    )
