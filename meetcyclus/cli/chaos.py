"""meetcyclus chaos: rehearsal of disasters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from meetcyclus.cli.programmes import programme_folder
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonCommand, Shown, emit
from meetcyclus.domain.errors import BadInput
from meetcyclus.settings import read_settings

if TYPE_CHECKING:
    from meetcyclus.chaos.rehearsal import Outcome
    from meetcyclus.chaos.theatre import Theatre

_DIFFERENCES_SHOWN = 20


@click.command(cls=CommonCommand)
@click.option(
    "--every-step", is_flag=True, help="Kill the driver, and let it stand still, in the walk that begins each step."
)
@click.option("--kills", type=click.IntRange(0), default=0, help="So many kills at random moments.")
@click.option("--power", is_flag=True, help="Cut the power; with --runs for how often.")
@click.option("--runs", type=click.IntRange(1), default=10, show_default=True, help="Power cuts.")
@click.option("--kill-database", is_flag=True, help="PostgreSQL too gets SIGKILL: all its databases recover.")
@click.option("--walks", type=click.IntRange(0), default=0, help="Only the first walks of each round; 0: whole rounds.")
@click.option("--seed", default=1, show_default=True, help="Another number: other projects, mistakes, moments.")
@click.option("--programme", default="vlaamse_veerkracht", show_default=True)
def chaos(
    every_step: bool, kills: int, power: bool, runs: int, kill_database: bool, walks: int, seed: int, programme: str
) -> int:
    """Play small rounds and break them: each must end equal to the round that nobody disturbed.

    Example:  meetcyclus chaos --every-step --kills 20 --power --runs 10
    Exit code 1: a difference was found; it is printed, and the home of that round is kept.
    """
    # The rehearsal brings Excel, mail and Prefect with it, which no other command needs at its start.
    from meetcyclus.chaos import rehearsal
    from meetcyclus.chaos.theatre import theatre
    from meetcyclus.storage.scratch import is_postgresql

    settings = read_settings()
    if not (every_step or kills or power):
        raise BadInput("say which disaster: --every-step, --kills N or --power")
    if kill_database and not is_postgresql(settings.database_url):
        raise BadInput("--kill-database needs MEETCYCLUS_DATABASE_URL to name a PostgreSQL server that may be killed")
    parts: list[Callable[[Theatre], Outcome]] = []
    if every_step:
        parts.append(lambda house: rehearsal.every_step(house, seed))
    if kills:
        parts.append(lambda house: rehearsal.kills(house, kills, seed, with_database=kill_database))
    if power:
        parts.append(lambda house: rehearsal.power_cuts(house, runs, seed, with_database=kill_database))
    with theatre(settings, programme_folder(programme), seed, lambda line: click.echo(line, err=True), walks) as house:
        house.play_unbroken()
        outcomes = [part(house) for part in parts]
    _show(outcomes, seed, "postgresql" if is_postgresql(settings.database_url) else "sqlite", str(house.folder))
    return 0 if all(each.is_equal for each in outcomes) else FOUND_SOMETHING


def _show(outcomes: list[Outcome], seed: int, database: str, folder: str) -> None:
    bad = [f"{part.name}: {each}" for part in outcomes for each in part.differences]
    short = [f"{each.name}: only {len(each.blows)} of {each.wanted}" for each in outcomes if not each.is_equal]
    emit(
        {
            "ok": all(each.is_equal for each in outcomes),
            "database": database,
            "seed": seed,
            "parts": [_part(each) for each in outcomes],
            "kept": folder if bad else None,
        },
        *(Shown(f"\n{each.name}", ("step", "walk", "what", "after s", "again s"), _rows(each)) for each in outcomes),
        Shown("\nResult", ("rehearsal", "blows", "rounds", "unknown letters", "differences"), _sums(outcomes)),
        lines=[*bad[:_DIFFERENCES_SHOWN], *([] if bad else short), *([f"kept: {folder}"] if bad else [])],
    )


def _part(outcome: Outcome) -> dict[str, object]:
    return {
        "name": outcome.name,
        "wanted": outcome.wanted,
        "blows": len(outcome.blows),
        "by_target": Counter(each.strike.target.value for each in outcome.blows),
        "by_step": Counter(step for each in outcome.blows for step in each.steps),
        "rounds": outcome.rounds,
        "too_late": outcome.too_late,
        "unknown_letters": outcome.unknown,
        "lost_on_disk": sum(len(each.lost) for each in outcome.blows),
        "seconds": round(outcome.seconds, 1),
        "differences": outcome.differences,
    }


def _rows(outcome: Outcome) -> list[tuple[object, ...]]:
    return [
        (
            each.strike.step or ", ".join(each.steps) or "nothing due",
            each.walk,
            each.strike.target.value + (f", {len(each.lost)} losses" if each.lost else ""),
            f"{each.seconds:.2f}",
            f"{each.resumed_seconds:.2f}",
        )
        for each in outcome.blows
    ]


def _sums(outcomes: list[Outcome]) -> list[tuple[object, ...]]:
    return [
        (each.name, len(each.blows), each.rounds, each.unknown, len(each.differences) or "none") for each in outcomes
    ]


COMMANDS = (chaos,)
