"""meetcyclus backup and restore: a copy of the whole home, and a home from a copy."""

from __future__ import annotations

from pathlib import Path

import click

from meetcyclus import backup as copies
from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import CommonCommand, emit
from meetcyclus.cli.working import working
from meetcyclus.kept_copies import add_copy
from meetcyclus.settings import read_settings


@click.command(cls=CommonCommand)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The file to write (.tar.gz), or a folder for it."
)
@click.option(
    "--keep",
    type=click.IntRange(1),
    help="A folder per copy in --out, sharing what did not change; so many stay, and older ones per hour and per day.",
)
def backup(out: Path, keep: int | None) -> None:
    """Copy database, letters, documents and packages with their hashes, to one file or with --keep to a folder.

    Nothing needs to stop. With --keep a copy costs what changed, so that it can be made each minute.

    Example:  meetcyclus backup --out /srv/copies --keep 60
    """
    with working("Copying the home"):
        facts = add_copy(application(), out, keep=keep) if keep else copies.back_up(application(), out)
    _say(facts, f"{facts.file}: {facts.files} files, ledger up to line {facts.ledger_seq}.", *_damage(facts.damaged))


def _damage(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        return ()
    told = f"{', '.join(names[:5])}{' and more' if len(names) > 5 else ''}"
    return (f"{len(names)} files of the copy before were damaged: {told}. They are copied anew; look at that disk.",)


@click.command(cls=CommonCommand)
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def restore(file: Path) -> None:
    """Make a home from a copy, into a folder that is empty or not there yet. A damaged copy is refused.

    Letters that waited may have gone out since the copy was made: they are held until you release them.

    Example:  meetcyclus restore /srv/copies/meetcyclus-20231201T080000Z.tar.gz --home /srv/meetcyclus
    """
    settings = read_settings()
    with working("Restoring the home"):
        facts = copies.restore(file, settings.home, at=settings.now())
    lines = [f"{settings.home}: {facts.files} files, ledger up to line {facts.ledger_seq}; hashes and chain are right."]
    if facts.letters_held:
        held = f"{facts.letters_held} letters are held: they may have gone out since."
        lines.append(f"{held} See `mail list`, then `mail release`.")
    _say(facts, *lines)


def _say(facts: copies.BackupFacts, *lines: str) -> None:
    payload = {
        "file": str(facts.file),
        "files": facts.files,
        "ledger_seq": facts.ledger_seq,
        "ledger_sha256": facts.ledger_sha256,
        "letters_held": facts.letters_held,
        "damaged": facts.damaged,
    }
    emit(payload, lines=lines)


COMMANDS = (backup, restore)
