"""meetcyclus backup and restore: a copy of the whole home, and a home from a copy."""

from __future__ import annotations

from pathlib import Path

import click

from meetcyclus import backup as copies
from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import CommonCommand, emit
from meetcyclus.cli.working import working
from meetcyclus.settings import read_settings


@click.command(cls=CommonCommand)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write, or a folder for it.")
def backup(out: Path) -> None:
    """Copy database, letters, documents and packages to one file with their hashes. Nothing needs to stop.

    Example:  meetcyclus backup --out /srv/copies
    """
    with working("Copying the home"):
        facts = copies.back_up(application(), out)
    _say(facts, f"{facts.file}: {facts.files} files, ledger up to line {facts.ledger_seq}.")


@click.command(cls=CommonCommand)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Make a home from a copy, into a folder that is empty or not there yet. A damaged copy is refused.

    Letters that waited may have gone out since the copy was made: they are held until you release them.

    Example:  meetcyclus restore /srv/copies/meetcyclus-20231201T080000Z.tar.gz --home /srv/meetcyclus
    """
    settings = read_settings()
    with working("Restoring the home"):
        facts = copies.restore(file, settings.home, at=settings.now())
    _say(
        facts,
        f"{settings.home}: {facts.files} files, ledger up to line {facts.ledger_seq}; hashes and chain are right.",
        f"{facts.letters_held} letters are held: they may have gone out since. See `mail list`, then `mail release`.",
    )


def _say(facts: copies.BackupFacts, *lines: str) -> None:
    payload = {
        "file": str(facts.file),
        "files": facts.files,
        "ledger_seq": facts.ledger_seq,
        "ledger_sha256": facts.ledger_sha256,
        "letters_held": facts.letters_held,
    }
    emit(payload, lines=lines)


COMMANDS = (backup, restore)
