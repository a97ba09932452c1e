"""From a figure back to what it rests on: its rows, and the files in which those rows came."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from meetcyclus.domain.errors import NotFound
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.ledger import Event
from meetcyclus.domain.snapshot import ProgrammeData, Snapshot
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
    return Trace(figure, figure.rows, _sources(uow, round_key, figure, snapshot), record.sha256)


def _sources(uow: UnitOfWork, round_key: str, figure: Figure, snapshot: Snapshot) -> tuple[Source, ...]:
    """The files that the rows of this round came in with: the last before the freeze, per project and for the money."""
    projects, has_money = _origins(figure, round_key, snapshot.data)
    events = [each for each in uow.ledger.events(round_key=round_key) if each.at <= snapshot.taken_at]
    if has_money:
        return _money_source(events)
    newest: dict[str, Source] = {}
    for event in events:
        if event.action == "entry.submit" and event.project_number in projects:
            after = json.loads(event.after) or {}
            newest[event.project_number] = Source(after["file"], after["file_sha256"])
    return tuple(sorted(set(newest.values()), key=lambda each: (each.file_name, each.sha256)))


def _money_source(events: Sequence[Event]) -> tuple[Source, ...]:
    """The extract in force: the one that was signed last, or loaded last while none was signed."""
    signed = [each for each in events if each.action == "finance.sign_off"]
    loaded = [each for each in events if each.action == "finance.load"]
    after = [json.loads(each.after) for each in (signed or loaded)[-1:]]
    return tuple(Source(each["file_name"], each["sha256"]) for each in after)


def _origins(figure: Figure, round_key: str, data: ProgrammeData) -> tuple[set[str], bool]:
    """Of the rows of this round: the projects that reported them, and whether there is money among them."""
    project_of = {each.number: each.number for each in data.projects}
    project_of |= {each.id: each.project_number for each in data.milestones}
    project_of |= {each.id: each.project_number for each in data.indicators}
    rows = [row.split(":") for row in figure.rows]
    own = [parts for parts in rows if parts[1:2] == [round_key]]
    return {project_of[parts[2]] for parts in own}, any(parts[0] == "financien" for parts in own)
