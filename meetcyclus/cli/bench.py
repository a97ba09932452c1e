"""meetcyclus bench: what the work costs on this machine."""

from __future__ import annotations

from dataclasses import asdict

import click

from meetcyclus.cli.programmes import programme_folder
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonCommand, CommonGroup, Shown, emit

_SECONDS, _MEGABYTES = 60, 1024


@click.group(cls=CommonGroup)
def bench() -> None:
    """What the work costs on this machine.

    Example:  meetcyclus bench report
    """


@bench.command("report", cls=CommonCommand)
@click.option("--programme", default="vlaamse_veerkracht", show_default=True)
def bench_report(programme: str) -> int:
    """Build the monitoring report of a whole round; it must take less than 60 seconds and less than 1 GB.

    Example:  meetcyclus bench report --json
    Exit code 1: it took longer or more. Nothing of your own home is read or written.
    """
    from meetcyclus.demo.report_bench import measure_report

    cost = measure_report(programme_folder(programme))
    is_within = cost.seconds < _SECONDS and cost.megabytes < _MEGABYTES
    rows = [
        ("project sheets", cost.sheets, ""),
        ("milestone rows", cost.milestones, ""),
        ("charts", cost.charts, ""),
        ("seconds", f"{cost.seconds:.1f}", _SECONDS),
        ("peak memory, MB", cost.megabytes, _MEGABYTES),
        ("size of the file, MB", f"{cost.bytes / 1e6:.1f}", ""),
    ]
    limits = {"seconds": _SECONDS, "megabytes": _MEGABYTES}
    emit({"ok": is_within, **asdict(cost), "limits": limits}, Shown("", ("what", "here", "limit"), rows))
    return 0 if is_within else FOUND_SOMETHING


COMMANDS = (bench,)
