"""meetcyclus trace: the rows behind a figure with who stands behind them, the files, the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import CommonCommand, Shown, emit
from meetcyclus.services import tracing
from meetcyclus.services.row_trails import RowTrail
from meetcyclus.services.tracing import Trace

# A file that a shown row names is always shown: there are no more of them than rows.
_SHOWN = 20


def trace_tables(trace: Trace) -> tuple[Shown, ...]:
    """The rows and the files they came in, both cut where they are long; the rows name the files by number."""
    figure = trace.figure
    title = f"{figure.id}: {figure.text} ({figure.formula})"
    if trace.looked_through:
        title += f"\nNo row was counted; these {len(trace.rows)} were looked through."
    numbers = {source: number for number, source in enumerate(trace.rows_per_source, start=1)}
    rows = ((*_cells(each, ZoneInfo(trace.time_zone)), numbers[each.source]) for each in trace.trail[:_SHOWN])
    files = (
        (number, source.file_name if source else "not recorded", source.sha256 if source else "", count)
        for (source, count), number in zip(list(trace.rows_per_source.items())[:_SHOWN], numbers.values(), strict=False)
    )
    heads = ("row", "version", "entered by", "on", "validated by, for, on", "file")
    right = frozenset({"version", "file", "rows"})
    return Shown(title, heads, rows, right), Shown("Files", ("file", "name", "SHA-256", "rows"), files, right)


def trace_lines(trace: Trace) -> list[str]:
    """What was cut, under which rules the round was checked, and from which frozen facts the figure is."""
    return list(_lines(trace, ZoneInfo(trace.time_zone)))


def _lines(trace: Trace, zone: ZoneInfo) -> Iterator[str]:
    rules = trace.rules
    for found, what in ((len(trace.trail), "rows"), (len(trace.rows_per_source), "files")):
        if found > _SHOWN:
            yield f"... and {found - _SHOWN} more {what}: {found} in all, each of them with --json"
    if rules.sha256:
        yield f"Rules of the round: version {rules.version}, meetcyclus {rules.product_version}"
        yield f"  SHA-256 {rules.sha256}"
    else:
        yield "Rules of the round: it keeps none of its own and was checked with those of the program"
    if rules.check_run:
        yield f"Last checked: run {rules.check_run} on {_day(rules.checked_at, zone)} by {rules.checked_by}"
    else:
        yield "Last checked: never"
    yield f"Frozen facts of {_day(trace.taken_at, zone)}"
    yield f"  SHA-256 {trace.snapshot_sha256}"


def _cells(trail: RowTrail, zone: ZoneInfo) -> tuple[object, ...]:
    approvals = (f"{each.by}, {each.mandate}, {_day(each.at, zone)}" for each in trail.validated)
    validated = "\n".join(filter(None, (*approvals, trail.remark)))
    return trail.row, trail.version, trail.entered_by or "nobody named", _day(trail.entered_at, zone), validated


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).date().isoformat() if at else ""


@click.command(cls=CommonCommand)
@click.argument("key")
@click.argument("figure")
def trace(key: str, figure: str) -> None:
    """The rows a figure was counted from, who entered and validated each, the file it came in, and the rules.

    Long lists are cut; --json has all of it.

    Example:  meetcyclus trace 2023-12 vak.totaal
    """
    with application().work() as uow:
        found = tracing.trace_figure(uow, round_key=key, figure_id=figure)
    emit(
        {
            "figure": found.figure.id,
            "value": found.figure.value,
            "text": found.figure.text,
            "formula": found.figure.formula,
            "snapshot_sha256": found.snapshot_sha256,
            "taken_at": found.taken_at,
            "rows": found.rows,
            "looked_through": found.looked_through,
            "trail": found.trail,
            "sources": found.sources,
            "rules": found.rules,
        },
        *trace_tables(found),
        lines=trace_lines(found),
    )


COMMANDS = (trace,)
