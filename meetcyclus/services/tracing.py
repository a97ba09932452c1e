"""From a figure back to what it rests on: its rows, and the files in which those rows came."""

from __future__ import annotations

import json
from dataclasses import dataclass

from meetcyclus.domain.errors import NotFound
from meetcyclus.domain.figures import Figure
from meetcyclus.services.figures import figures_of
from meetcyclus.services.snapshots import newest_snapshot
from meetcyclus.services.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Source:
    """A file that brought rows in, as the ledger remembers it."""

    file_name: str
    sha256: str


@dataclass(frozen=True)
class Trace:
    """A figure with the keys of its rows, their source files and the snapshot it was computed from."""

    figure: Figure
    rows: tuple[str, ...]
    sources: tuple[Source, ...]
    snapshot_sha256: str


def trace_figure(uow: UnitOfWork, *, round_key: str, figure_id: str) -> Trace:
    """The trail of one figure of the newest snapshot; NotFound for an id that is not there."""
    snapshot, record = newest_snapshot(uow, round_key=round_key)
    figures = {each.id: each for each in figures_of(snapshot)}
    if figure_id not in figures:
        raise NotFound(f"round {round_key} has no figure {figure_id}; see `meetcyclus figures {round_key}`")
    figure = figures[figure_id]
    return Trace(figure, figure.rows, _sources(uow, round_key, figure), record.sha256)


def _sources(uow: UnitOfWork, round_key: str, figure: Figure) -> tuple[Source, ...]:
    concerns_money = any(row.startswith("financien:") for row in figure.rows)
    found: dict[str, Source] = {}
    for event in uow.ledger.events(round_key=round_key):
        after = json.loads(event.after) or {}
        if event.action == "entry.submit" and not concerns_money:
            found[after["file_sha256"]] = Source(after["file"], after["file_sha256"])
        if event.action == "finance.load" and concerns_money:
            found[after["sha256"]] = Source(after["file_name"], after["sha256"])
    return tuple(sorted(found.values(), key=lambda each: (each.file_name, each.sha256)))
