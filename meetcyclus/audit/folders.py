"""Folders that are sealed: they appear whole or not at all, and are never overwritten with something else."""

from __future__ import annotations

import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from meetcyclus.domain.errors import BadInput, NotAllowed, Problem
from meetcyclus.safe_files import make_folder, sync_folder

_FORBIDDEN = set('\\:*?"<>|%')


def write_folder(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Write the files as one folder; True when it is new, False when exactly this was there already.

    Raises NotAllowed when the folder holds something else: what was handed over or published stays as it was.
    """
    require_sound_names(files)
    if _holds_something(folder):
        _require_equal(folder, files)
        return False
    make_folder(folder.parent)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _write_all(draft, files)
        draft.chmod(0o755)
        draft.replace(folder)
        sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return True


def folder_files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its relative path."""
    paths = sorted(path for path in folder.rglob("*") if not path.is_dir())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def require_sound_names(names: Iterable[str]) -> None:
    """Raise BadInput for relative paths that could leave the folder or do not survive another kind of computer."""
    listed = list(names)
    folded = [name.casefold() for name in listed]
    bad = [name for name in listed if not _is_sound(name) or folded.count(name.casefold()) > 1]
    if bad:
        expected = "a unique relative path that every computer can store"
        raise BadInput("some file names cannot be used", [Problem(name, 0, "", name, expected) for name in bad])


def _is_sound(name: str) -> bool:
    parts = name.split("/")
    return (
        not PurePosixPath(name).is_absolute()
        and unicodedata.is_normalized("NFC", name)
        and name.isprintable()
        and not _FORBIDDEN & set(name)
        and all(part.strip(" ") == part and part.rstrip(".") == part and part for part in parts)
    )


def _holds_something(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _require_equal(folder: Path, files: Mapping[str, bytes]) -> None:
    present = folder_files(folder) if folder.is_dir() else {}
    changed = sorted(name for name in present.keys() | files.keys() if present.get(name) != files.get(name))
    if changed or not folder.is_dir():
        named = ", ".join(changed[:3])
        raise NotAllowed(f"{folder} already exists with other content ({named}); choose another folder")


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    for name in sorted(files):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.write(files[name])
            stream.flush()
            os.fsync(stream.fileno())
    for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sync_folder(each)
