"""From a figure back to what it rests on: its rows, who stands behind each, the files they came in, and the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from meetcyclus.domain.errors import NotFound
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.findings import CheckRun, Stage
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.figures import figures_of
from meetcyclus.services.row_trails import MONEY, RowTrail, Source, Trails
from meetcyclus.services.snapshots import newest_snapshot
from meetcyclus.services.unit_of_work import UnitOfWork

_WHOLE = "projecten.totaal"


@dataclass(frozen=True)
class RoundRules:
    """The rules under which the round was checked: their hash, how often they were set, and the last check of the rows.

    Of amounts alone that is the check of the money, of anything else the quality check; a pass over less is neither.
    """

    sha256: str
    version: int
    product_version: str
    check_run: str
    checked_by: str
    checked_at: datetime | None


@dataclass(frozen=True)
class Trace:
    """A figure with the trail of its rows, their source files, the rules of the round and the frozen facts behind it.

    `looked_through` is True for a figure that no row was counted in: `rows` are then those that were looked through.
    """

    figure: Figure
    rows: tuple[str, ...]
    looked_through: bool
    trail: tuple[RowTrail, ...]
    sources: tuple[Source, ...]
    rules: RoundRules
    snapshot_sha256: str
    taken_at: datetime
    time_zone: str

    @property
    def rows_per_source(self) -> Mapping[Source | None, int]:
        """How many rows each file brought in; None stands for rows of which the file is not recorded."""
        return Counter(each.source for each in self.trail)


def trace_figure(uow: UnitOfWork, *, round_key: str, figure_id: str) -> Trace:
    """The trail of one figure of the newest snapshot; NotFound for an id that is not there."""
    (found,) = trace_figures(uow, round_key=round_key, figure_ids=[figure_id])
    return found


def trace_figures(uow: UnitOfWork, *, round_key: str, figure_ids: Sequence[str]) -> list[Trace]:
    """The trails of several figures of the newest snapshot, in the order asked for."""
    snapshot, record = newest_snapshot(uow, round_key=round_key)
    figures = {each.id: each for each in figures_of(snapshot)}
    trails = Trails(uow, snapshot)
    passes = _passes(uow, snapshot)
    found = []
    for figure_id in figure_ids:
        if figure_id not in figures:
            raise NotFound(f"round {round_key} has no figure {figure_id}; see `meetcyclus figures {round_key}`")
        figure = figures[figure_id]
        rows = figure.rows or _whole(figure_id, figures)
        trail = tuple(trails.of(row) for row in rows)
        sources = {each.source for each in trail if each.source is not None}
        ordered = tuple(sorted(sources, key=lambda each: (each.file_name, each.sha256)))
        found.append(
            Trace(
                figure=figure,
                rows=rows,
                looked_through=not figure.rows,
                trail=trail,
                sources=ordered,
                rules=_rules(trails, passes.get(_stage_of(trail))),
                snapshot_sha256=record.sha256,
                taken_at=snapshot.taken_at,
                time_zone=snapshot.data.programme.time_zone,
            )
        )
    return found


def _whole(figure_id: str, figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """The rows of the nearest total that a figure without rows belongs to: none of them was counted."""
    parts = figure_id.split(".")[:-1]
    totals = (".".join((*parts[:end], "totaal")) for end in range(len(parts), 0, -1))
    name = next((each for each in totals if each in figures and figures[each].rows), _WHOLE)
    return figures[name].rows


def _passes(uow: UnitOfWork, snapshot: Snapshot) -> dict[str, CheckRun]:
    """Per stage the last pass over all its rules before the freeze."""
    runs = [each for each in uow.check_runs.where(round_key=snapshot.round_key) if each.ran_at <= snapshot.taken_at]
    return {each.stage: each for each in sorted(runs, key=lambda one: (one.ran_at, one.id))}


def _stage_of(trail: Sequence[RowTrail]) -> Stage:
    return Stage.MONEY if {each.kind for each in trail} == {MONEY} else Stage.QUALITY


def _rules(trails: Trails, last: CheckRun | None) -> RoundRules:
    snapshot, version = trails.snapshot, trails.rules
    return RoundRules(
        sha256=version.source.sha256 if version.source else "",
        version=version.version,
        product_version=snapshot.data.round(snapshot.round_key).product_version,
        check_run=last.id if last else "",
        checked_by=last.ran_by if last else "",
        checked_at=last.ran_at if last else None,
    )
