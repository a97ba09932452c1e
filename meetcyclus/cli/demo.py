"""meetcyclus demo: a whole round with simulated people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from meetcyclus.cli.programmes import programme_folder
from meetcyclus.cli.shared import CommonCommand, Shown, emit
from meetcyclus.settings import read_settings

if TYPE_CHECKING:
    from meetcyclus.demo.rehearsal import Rehearsal

_KEY_FIGURES = (
    "projecten.totaal",
    "projecten.status.gerealiseerd.aantal",
    "projecten.volgens_schema.aantal",
    "projecten.aandacht.aantal",
    "projecten.status.stopgezet.aantal",
    "mijlpalen.op_schema_of_gerealiseerd.aandeel",
    "vak.totaal",
    "vek.totaal",
    "vek.verschil_punten",
)


@click.command(cls=CommonCommand)
@click.option("--seed", default=1, show_default=True, help="Another number gives other people and mistakes.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Its home; default HOME/demo.")
@click.option("--programme", default="vlaamse_veerkracht", show_default=True)
def demo(seed: int, out: Path | None, programme: str) -> None:
    """A whole round with simulated people, through the real flows, from launch to publication.

    Example:  meetcyclus demo --seed 1
    """
    # The rehearsal brings Excel and mail libraries with it, which no other command needs at its start.
    from meetcyclus.demo.rehearsal import rehearse

    home = out or read_settings().home / "demo"
    done = rehearse(
        programme=programme_folder(programme), home=home, seed=seed, say=lambda line: click.echo(line, err=True)
    )
    figures = {each.id: each for each in done.figures}
    emit(
        {
            "home": str(done.home),
            "round": "2023-12",
            "seconds": round(done.seconds, 1),
            "steps": [
                {"code": each.code, "state": each.state, "closed_by": each.closed_by, "closed_at": each.closed_at}
                for each in done.steps
            ],
            "letters": done.letters,
            "findings": done.findings,
            "files": done.files,
            "figures": {name: {"value": each.value, "text": each.text} for name, each in figures.items()},
        },
        *_tables(done),
        lines=[
            f"Done in {done.seconds:.0f} seconds. Everything is in {done.home}",
            f"Look further: meetcyclus round show 2023-12 --home {done.home}",
        ],
    )


def _tables(done: Rehearsal) -> list[Shown]:
    figures = {each.id: each for each in done.figures}
    happened = [
        ("entries", f"{done.entries} projects, {done.versions} versions"),
        ("findings", ", ".join(f"{state} {count}" for state, count in done.findings.items())),
        ("letters", ", ".join(f"{state} {count}" for state, count in done.letters.items())),
        ("walks of the round (Prefect)", done.walks),
        ("lines in the ledger", done.ledger_lines),
    ]
    key_figures = [(figures[name].label, figures[name].text) for name in _KEY_FIGURES if name in figures]
    return [
        Shown("\nWhat happened", ("what", "count"), happened),
        Shown("\nThe cover note says", ("figure", "value"), key_figures),
        Shown("\nWhere it is", ("what", "path"), done.files.items()),
    ]


COMMANDS = (demo,)
