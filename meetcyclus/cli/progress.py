"""meetcyclus progress: who has handed in, who is late and who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import CommonCommand, Shown, emit
from meetcyclus.cli.values import Clock, clock_of, entry_times
from meetcyclus.services.forecasts import ConfirmationCounts, confirmation_counts
from meetcyclus.services.progress import ProgressLine, ProjectTime, progress_of
from meetcyclus.services.rounds import require_running

_COUNTS = ("total", "submitted", "on_time", "late", "missing", "overdue")
_RATES = ("on_time_pct", "completeness_pct")
_HEADS = ("code", "total", "submitted", "on time", "late", "missing", "overdue", "on time %", "complete %")


@click.command(cls=CommonCommand)
@click.argument("key")
def progress(key: str) -> None:
    """Submitted, late and missing, per mandate, entity and speerpunt; each list sums to the population.

    Both rates are shares of all projects of the line: in by their own deadline, and in at all.

    Example:  meetcyclus progress 2023-12
    """
    app = application()
    with app.work() as uow:
        round_ = require_running(uow, key)
        found = progress_of(uow, round_key=key, at=app.now())
        clock = clock_of(uow)
        confirmations = confirmation_counts(uow, round_key=key)
    groups = {"by_mandate": found.by_mandate, "by_entity": found.by_entity, "by_speerpunt": found.by_speerpunt}
    emit(
        {
            "round": key,
            "entry_until": round_.entry_until,
            "grace_until": round_.grace_until,
            **_facts(found.whole),
            **{name: [{"code": line.code, **_facts(line)} for line in lines] for name, lines in groups.items()},
            "missing_projects": found.missing_projects,
            "overdue_projects": found.overdue_projects,
            "extended_projects": found.extended_projects,
            "confirmations": confirmations,
        },
        *(Shown(name, _HEADS, map(_row, (*lines, found.whole))) for name, lines in groups.items()),
        *_times("Overdue", found.overdue_projects, clock),
        *_times("Own deadline", found.extended_projects, clock),
        lines=[*entry_times(round_.entry_until, round_.grace_until, clock), *confirmation_lines(confirmations)],
    )


def _facts(line: ProgressLine) -> dict[str, object]:
    counts = {name: getattr(line, name) for name in _COUNTS}
    return counts | {name: float(getattr(line, name)) for name in _RATES}


def _row(line: ProgressLine) -> list[object]:
    return [line.code, *_facts(line).values()]


def _times(title: str, projects: Sequence[ProjectTime], clock: Clock) -> Iterable[Shown]:
    """A table of projects with a time of their own; none where there are no such projects."""
    rows = [(each.project, each.lead, clock(each.deadline), clock(each.closes_at), each.reason) for each in projects]
    heads = ("project", "lead", "deadline", "taken until", "reason")
    return [Shown(title, heads, rows)] if rows else []


def confirmation_lines(counts: ConfirmationCounts | None) -> list[str]:
    """How far the confirmation after the reference date is, in one line; none where the path does not ask for it."""
    if counts is None:
        return []
    return [
        f"Since the reference date: {counts.confirmed} confirmed, {counts.entered_after} entered, "
        f"{counts.unconfirmed} still forecasts"
    ]


COMMANDS = (progress,)
