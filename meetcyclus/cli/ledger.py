"""meetcyclus log ...: the ledger and its chain."""

from __future__ import annotations

from pathlib import Path

import click

from meetcyclus.audit.ledger_file import anchor_line, anchor_problems, ledger_csv
from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonCommand, Shown, emit
from meetcyclus.cli.values import clock_of
from meetcyclus.domain.errors import NotFound
from meetcyclus.domain.ledger import chain_problems
from meetcyclus.safe_files import write_file


@click.command(cls=CommonCommand)
@click.argument("key", required=False, default="")
@click.option("--project", default="", help="Only what concerns this project.")
@click.option("--person", default="", metavar="EMAIL", help="Only what this person did.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Also write the lines here.")
@click.option("--anchor", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="With verify: anchors.")
def log(key: str, project: str, person: str, csv_file: Path | None, anchor: Path | None) -> int:
    """Who did what, when, before and after: of a round (KEY), or of everything.

    Example:  meetcyclus log 2023-12 --project VV012
              meetcyclus log verify --anchor anchors.txt
    `log verify` checks the chain; exit code 1: it is broken.
    """
    if key == "verify":
        return _verify(anchor)
    with application().work() as uow:
        if key and uow.rounds.get(key) is None:
            raise NotFound(f"there is no round {key}; see `meetcyclus round list`")
        events = uow.ledger.events(round_key=key, project_number=project, by=person)
        clock = clock_of(uow)
    if csv_file:
        write_file(csv_file, ledger_csv(events))
    rows = ((each.seq, clock(each.at), each.by, each.action, each.object) for each in events)
    emit({"events": events}, Shown(f"{len(events)} lines", ("seq", "at", "by", "action", "object"), rows))
    return 0


def _verify(anchor: Path | None) -> int:
    with application().work() as uow:
        events = uow.ledger.events()
    problems = chain_problems(events)
    if anchor:
        problems += anchor_problems(events, anchor.read_text())
    last = anchor_line(events[-1]) if events else ""
    verdict = "broken" if problems else "whole"
    emit(
        {"ok": not problems, "problems": problems, "lines": len(events), "anchor": last.strip()},
        lines=[*problems, f"{len(events)} lines, the chain is {verdict}; anchor: {last.strip()}"],
    )
    return FOUND_SOMETHING if problems else 0


COMMANDS = (log,)
