"""Copies of a home that follow each other in one folder, each minute if need be: what did not change takes no room.

Each copy is a folder with the same content as the file of `backup`. A file that is as it was in the copy before is
linked to that one; the first copy of each day reads those again, so that what a disk spoilt is copied anew. A copy gets
its name when it is whole, and loses it before it is removed: what was interrupted begins with a dot, and is cleared
away by the next.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from meetcyclus.backup import DATABASE, MANIFEST, BackupFacts, files_of, ledger_of, manifest_of, name_at, require_place
from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import NotNow
from meetcyclus.safe_files import make_folder, sync_folder, write_file
from meetcyclus.storage.engine import copy_database
from meetcyclus.storage.locks import copies_lock

_MAKING, _REMOVING = ".making", ".removing-"
_HOURS, _DAYS = 48, 400
_HOUR, _DAY = len("meetcyclus-20231201T08"), len("meetcyclus-20231201")


def add_copy(app: Application, folder: Path, *, keep: int) -> BackupFacts:
    """Copy the home beside the copies before it, then thin those; where nothing changed since one of today, it stays.

    NotNow where another copy is being made, or where the clock stands before the newest copy.
    """
    require_place(app, folder / name_at(app.now()))
    make_folder(folder)
    with copies_lock(folder):
        _clear(folder)
        facts = _added(app, folder)
        _thin(folder, keep)
        return facts


def copies_in(folder: Path) -> list[Path]:
    """The whole copies of a folder, oldest first."""
    return sorted(each for each in folder.glob("meetcyclus-*") if (each / MANIFEST).is_file())


def to_keep(names: Iterable[str], newest: int) -> set[str]:
    """Which copies stay: the newest so many, and the last of each of the last 48 hours and 400 days that have one."""
    ordered = sorted(names, reverse=True)
    last_of_hour = {name[:_HOUR]: name for name in reversed(ordered)}
    last_of_day = {name[:_DAY]: name for name in reversed(ordered)}
    hours, days = (sorted(each.values(), reverse=True) for each in (last_of_hour, last_of_day))
    return {*ordered[:newest], *hours[:_HOURS], *days[:_DAYS]}


def _added(app: Application, folder: Path) -> BackupFacts:
    present = copies_in(folder)
    before = present[-1] if present else None
    target, making = folder / name_at(app.now()), folder / _MAKING
    if before and target.name <= before.name:
        raise NotNow(f"the clock stands before the newest copy, {before.name}")
    known: dict[str, str] = json.loads((before / MANIFEST).read_bytes())["files"] if before else {}
    # Once a day: reading everything each minute would wear out what it guards.
    is_first_of_day = before is None or before.name[:_DAY] != target.name[:_DAY]
    damaged = _damaged(before, known) if before and is_first_of_day else ()
    sound = {name: sha256 for name, sha256 in known.items() if name not in damaged}
    making.mkdir(mode=0o700)
    # The database comes first: what it names was written before it, so the files that follow are never too few.
    copy_database(app.engine, making / DATABASE)
    seq, sha256 = ledger_of(making / DATABASE)
    hashes = {DATABASE: _database_sha256(making, before, sound)}
    for name, path in files_of(app.settings.home):
        hashes[name] = _take(path, making / name, before / name if before else None, sound.get(name, ""))
    if before and not is_first_of_day and hashes == known:
        shutil.rmtree(making)
        return BackupFacts(before, len(hashes), seq, sha256)
    for each in (path for path in making.rglob("*") if path.is_dir()):
        sync_folder(each)
    write_file(making / MANIFEST, manifest_of(app, hashes, seq, sha256))
    os.rename(making, target)
    sync_folder(folder)
    return BackupFacts(target, len(hashes), seq, sha256, damaged=damaged)


def _damaged(copy: Path, known: dict[str, str]) -> tuple[str, ...]:
    """The files of a copy that are not what was copied."""
    whole = {name for name, sha256 in known.items() if (copy / name).is_file() and _sha256(copy / name) == sha256}
    return tuple(sorted(known.keys() - whole))


def _database_sha256(making: Path, before: Path | None, known: dict[str, str]) -> str:
    """The hash of the copied database; one that did not change is linked as well."""
    path = making / DATABASE
    sha256 = _sha256(path)
    if before and known.get(DATABASE) == sha256:
        path.unlink()
        os.link(before / DATABASE, path)
    else:
        _sync(path)
    return sha256


def _take(source: Path, target: Path, before: Path | None, known: str) -> str:
    """Link or copy one file; gives its hash. Files of a home are replaced, never changed where they stand."""
    found = source.stat()
    target.parent.mkdir(parents=True, exist_ok=True)
    if before and known and before.is_file():
        was = before.stat()
        if (was.st_size, was.st_mtime_ns) == (found.st_size, found.st_mtime_ns):
            os.link(before, target)
            return known
    content = source.read_bytes()
    target.write_bytes(content)
    os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))
    _sync(target)
    return hashlib.sha256(content).hexdigest()


def _thin(folder: Path, keep: int) -> None:
    present = {each.name: each for each in copies_in(folder)}
    for name in present.keys() - to_keep(present, keep):
        os.rename(present[name], folder / f"{_REMOVING}{name}")
    _clear(folder)


def _clear(folder: Path) -> None:
    """Take away what was left half made or half removed."""
    for pattern in (_MAKING, f"{_REMOVING}*"):
        for each in folder.glob(pattern):
            shutil.rmtree(each)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
