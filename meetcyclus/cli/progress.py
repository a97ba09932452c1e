"""meetcyclus progress: who has handed in, who is late and who is missing."""

from __future__ import annotations

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import CommonCommand, Shown, emit
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
    groups = {"by_mandate": found.by_mandate, "by_entity": found.by_entity, "by_speerpunt": found.by_speerpunt}
    whole = {head: getattr(found.whole, head) for head in _HEADS[1:]}
    emit(
        {"round": key, **whole, **groups, "missing_projects": found.missing_projects},
        *(
            Shown(name, _HEADS, ([getattr(line, head) for head in _HEADS] for line in (*lines, found.whole)))
            for name, lines in groups.items()
        ),
    )


COMMANDS = (progress,)
