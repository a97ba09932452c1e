"""meetcyclus progress: who has handed in, who is late and who is missing."""

from __future__ import annotations

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import CommonCommand, Shown, emit
from meetcyclus.services.forecasts import ConfirmationCounts, confirmation_counts
from meetcyclus.services.progress import progress_of

_HEADS = ("code", "total", "submitted", "late", "missing", "overdue")


@click.command(cls=CommonCommand)
@click.argument("key")
def progress(key: str) -> None:
    """Submitted, late and missing, per mandate, entity and speerpunt; each list sums to the population.

    Example:  meetcyclus progress 2023-12
    """
    app = application()
    with app.work() as uow:
        found = progress_of(uow, round_key=key, at=app.now())
        confirmations = confirmation_counts(uow, round_key=key)
    groups = {"by_mandate": found.by_mandate, "by_entity": found.by_entity, "by_speerpunt": found.by_speerpunt}
    whole = {head: getattr(found.whole, head) for head in _HEADS[1:]}
    emit(
        {"round": key, **whole, **groups, "missing_projects": found.missing_projects, "confirmations": confirmations},
        *(
            Shown(name, _HEADS, ([getattr(line, head) for head in _HEADS] for line in (*lines, found.whole)))
            for name, lines in groups.items()
        ),
        lines=confirmation_lines(confirmations),
    )


def confirmation_lines(counts: ConfirmationCounts | None) -> list[str]:
    """How far the confirmation after the reference date is, in one line; none where the path does not ask for it."""
    if counts is None:
        return []
    return [
        f"Since the reference date: {counts.confirmed} confirmed, {counts.entered_after} entered, "
        f"{counts.unconfirmed} still forecasts"
    ]


COMMANDS = (progress,)
