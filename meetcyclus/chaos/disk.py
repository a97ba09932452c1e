"""A disk that loses its power: what was not synced may be gone, cut short, or have kept its old name.

POSIX promises no more than this: the content of a file is safe after fsync of the file, its name after fsync of the
folder. Drivers note every fsync in a journal; the copy after the cut keeps what is in the journal, and of the rest
what the dice leave.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from meetcyclus.chaos.write_ahead_log import cut_uncommitted

_DATABASE = ".db"
# SQLite makes this one anew from the log; on a real machine it lives in memory.
_SHARED_MEMORY = "-shm"


def note_syncs(journal: Path) -> None:
    """From now on, write every fsync of this process into the journal."""
    sync = os.fsync
    target = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def noting(descriptor: int) -> None:
        sync(descriptor)
        os.write(target, (json.dumps(_seen(descriptor)) + "\n").encode())

    os.fsync = noting  # type: ignore[assignment]


def _seen(descriptor: int) -> dict[str, object]:
    found = os.fstat(descriptor)
    if not stat.S_ISDIR(found.st_mode):
        return {"inode": found.st_ino, "size": found.st_size}
    with os.scandir(descriptor) as entries:
        return {"inode": found.st_ino, "names": {each.name: each.inode() for each in entries}}


@dataclass
class SafePart:
    """What is certainly on the disk: sizes of files and names in folders, by inode."""

    sizes: dict[int, int] = field(default_factory=dict)
    names: dict[int, dict[str, int]] = field(default_factory=dict)

    def holds(self, folder: int, name: str, inode: int) -> bool:
        """Whether that name in that folder surely leads to that file."""
        return self.names.get(folder, {}).get(name) == inode


def safe_now(home: Path) -> SafePart:
    """Everything in a home, taken as safe: it has just survived a cut, or is new and empty."""
    safe = SafePart()
    for folder, _, files in os.walk(home):
        with os.scandir(folder) as entries:
            safe.names[os.stat(folder).st_ino] = {each.name: each.inode() for each in entries}
        safe.sizes |= {found.st_ino: found.st_size for found in (os.stat(Path(folder, each)) for each in files)}
    return safe


def add_journal(safe: SafePart, journal: Path) -> SafePart:
    """What the journal proves on top. A last line that the kill cut short proves nothing."""
    for line in _whole_lines(journal):
        noted = json.loads(line)
        if "names" in noted:
            safe.names[noted["inode"]] = noted["names"]
        else:
            safe.sizes[noted["inode"]] = noted["size"]
    return safe


def _whole_lines(journal: Path) -> Iterable[str]:
    text = journal.read_text() if journal.exists() else ""
    return text[: text.rfind("\n") + 1].splitlines()


@dataclass
class Survivors:
    """Copies a home as the disk may hold it, and counts what was lost."""

    safe: SafePart
    dice: random.Random
    lost: list[str] = field(default_factory=list)

    def copy(self, home: Path, target: Path) -> None:
        """The home after the cut. The home itself is old and safe; so is the name of its database."""
        target.mkdir(parents=True)
        for entry in sorted(os.scandir(home), key=lambda each: each.name):
            is_database = _DATABASE in entry.name
            if entry.name.endswith(_SHARED_MEMORY):
                continue
            if not is_database and self._loses_name(home, entry):
                self.lost.append(f"{entry.path}: the name")
            elif entry.is_dir(follow_symlinks=False):
                self.copy(Path(entry.path), target / entry.name)
            elif is_database:
                self._copy_database(Path(entry.path), target / entry.name)
            else:
                self._copy_file(entry, target / entry.name)

    def _loses_name(self, folder: Path, entry: os.DirEntry[str]) -> bool:
        return not self.safe.holds(os.stat(folder).st_ino, entry.name, entry.inode()) and self.dice.random() < 0.5

    def _copy_database(self, source: Path, target: Path) -> None:
        shutil.copyfile(source, target)
        if source.name.endswith("-wal"):
            cut = cut_uncommitted(target, self.dice)
            if cut:
                self.lost.append(f"{source}: {cut} bytes that were not committed")

    def _copy_file(self, entry: os.DirEntry[str], target: Path) -> None:
        shutil.copyfile(entry.path, target)
        size, safe = entry.stat().st_size, self.safe.sizes.get(entry.inode(), 0)
        kept = size if safe >= size else self.dice.randint(safe, size)
        if kept < size:
            os.truncate(target, kept)
            self.lost.append(f"{entry.path}: {size - kept} of {size} bytes")
