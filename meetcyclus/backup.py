"""A copy of a whole home in one file, and a home made from such a copy; both prove what they hold by hash."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.ledger import chain_problems
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.outbox import hold_waiting
from meetcyclus.storage.engine import copy_database, make_engine, migrate
from meetcyclus.storage.locks import reading_lock
from meetcyclus.storage.unit_of_work import unit_of_work

DATABASE, MANIFEST = "meetcyclus.db", "manifest.json"
# Prefect's history can be missed (the ledger has its own), and locks mean nothing elsewhere.
_LEFT_OUT = ("prefect", "locks", DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")

_MAY_BE_SENT = "teruggezet uit een kopie: deze brief kan intussen verzonden zijn"


@dataclass(frozen=True)
class BackupFacts:
    """What a copy holds: its file, how many files are in it, and the last line of its ledger.

    `letters_held` counts the letters that a home made from the copy does not send by itself. `damaged` names files of
    the copy before that were not as they had been copied.
    """

    file: Path
    files: int
    ledger_seq: int
    ledger_sha256: str
    letters_held: int = 0
    damaged: tuple[str, ...] = ()


def back_up(app: Application, out: Path) -> BackupFacts:
    """Copy the home to a file (`.tar.gz`), or to a new file in a folder, while everything goes on.

    NotAllowed on PostgreSQL.

    The database comes first: what it names was written before it, so the files that follow are never too few.
    """
    home = app.settings.home
    is_file = out.name.endswith((".gz", ".tgz")) and not out.is_dir()
    target = out if is_file else out / f"{name_at(app.now())}.tar.gz"
    require_place(app, target)
    with tempfile.TemporaryDirectory(dir=home, prefix=".backup-") as folder:
        database = Path(folder) / DATABASE
        copy_database(app.engine, database)
        seq, sha256 = ledger_of(database)
        hashes = {DATABASE: hashlib.sha256(database.read_bytes()).hexdigest()}
        packed = Path(folder) / "packed"
        with tarfile.open(packed, "w:gz") as archive:
            archive.add(database, DATABASE)
            for name, path in files_of(home):
                hashes[name] = _pack(archive, name, path.read_bytes())
            _pack(archive, MANIFEST, manifest_of(app, hashes, seq, sha256))
        target.parent.mkdir(parents=True, exist_ok=True)
        # It holds names, addresses and everything that was said.
        packed.chmod(0o600)
        shutil.move(packed, target)
    return BackupFacts(target, len(hashes), seq, sha256)


def name_at(moment: datetime) -> str:
    """The name of a copy of that moment: names in order are moments in order."""
    return f"meetcyclus-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def require_place(app: Application, target: Path) -> None:
    """Raise NotAllowed where this home is not copied by us, or not to there."""
    if app.engine.dialect.name != "sqlite":
        raise NotAllowed("the database is PostgreSQL: copy it with pg_dump, as docs/operations.md shows")
    if target.exists():
        raise NotAllowed(f"{target} exists; a copy is never written over")
    if app.settings.home in target.resolve().parents:
        raise NotAllowed(
            f"{target} lies in the home itself, and the next copy would copy it along; give another folder"
        )


def manifest_of(app: Application, hashes: dict[str, str], seq: int, sha256: str) -> bytes:
    """What a copy says of itself: the hash of every file, and the end of the ledger."""
    manifest = {"files": hashes, "ledger_seq": seq, "ledger_sha256": sha256, "version": app.product_version}
    return json.dumps(manifest, indent=1, sort_keys=True).encode()


def restore(file: Path, home: Path, *, at: datetime) -> BackupFacts:
    """Make a home from a copy (a file or a folder), all or nothing. BadInput when it is damaged.

    NotAllowed where the home is used.

    Letters that waited when the copy was made may have gone out since: they are held until a person releases them.
    """
    if home.exists() and any(home.iterdir()):
        raise NotAllowed(f"{home} is not empty; a copy is never restored over something")
    was_there = home.exists()
    home.mkdir(parents=True, exist_ok=True)
    try:
        facts, held = _restored(file, home, at)
    except BaseException:
        if not was_there:
            home.rmdir()
        raise
    return replace(facts, letters_held=held)


def _restored(file: Path, home: Path, at: datetime) -> tuple[BackupFacts, int]:
    # Unpacked within the home: it may be a volume of its own, which cannot be replaced as a whole.
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as folder:
        unpacked = Path(folder) / "home"
        _unpack(file, unpacked)
        facts = _proven(file, unpacked)
        (unpacked / MANIFEST).unlink()
        held = _hold_waiting(unpacked / DATABASE, at)
        # The database comes last: without it the home is not one yet.
        for each in sorted(unpacked.iterdir(), key=lambda path: path.name == DATABASE):
            os.replace(each, home / each.name)
    return facts, held


def _hold_waiting(database: Path, at: datetime) -> int:
    engine = make_engine(f"sqlite:///{database}")
    try:
        migrate(engine)
        with unit_of_work(engine) as uow:
            return hold_waiting(uow, reason=_MAY_BE_SENT, by=SYSTEM, at=at)
    finally:
        engine.dispose()


def files_of(home: Path) -> Iterator[tuple[str, Path]]:
    """What is copied of a home beside its database: the name of each file within the home, and where it is."""
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home)
        # What begins with a dot is being written, by us or by a neighbour.
        if path.is_file() and name.parts[0] not in _LEFT_OUT and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix(), path


def _pack(archive: tarfile.TarFile, name: str, content: bytes) -> str:
    """Put the bytes in the archive; gives their hash, so that what is proven is what was packed."""
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
    return hashlib.sha256(content).hexdigest()


def _unpack(file: Path, folder: Path) -> None:
    try:
        if file.is_dir():
            _copy_folder(file, folder)
            return
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
    except shutil.Error as error:
        # It names every file that could not be copied; the first says enough.
        (_, _, reason), *_ = error.args[0]
        raise BadInput(f"{file} is not a whole copy: {reason}") from None
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise BadInput(f"{file} is not a whole copy: {error}") from None


def _copy_folder(copy: Path, folder: Path) -> None:
    """Take a copy that is a folder, while no other process can thin it."""
    # A whole folder of copies has no manifest, and would take far more room: what they share is then copied each time.
    _require_manifest(copy, copy)
    with reading_lock(copy.resolve().parent):
        # Copied and not linked: what is changed in the home must not change in the copy.
        shutil.copytree(copy, folder)


def _require_manifest(file: Path, folder: Path) -> None:
    if not (folder / MANIFEST).is_file():
        raise BadInput(f"{file} has no {MANIFEST}: it is not a copy made by `meetcyclus backup`")


def _proven(file: Path, folder: Path) -> BackupFacts:
    """Compare everything with the manifest, and the chain of the ledger with itself."""
    _require_manifest(file, folder)
    manifest = folder / MANIFEST
    facts = json.loads(manifest.read_bytes())
    present = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path != manifest
    }
    wrong = sorted(
        name for name in facts["files"].keys() | present.keys() if facts["files"].get(name) != present.get(name)
    )
    if wrong:
        raise BadInput(f"{file} is damaged: {', '.join(wrong[:5])} is not what was copied")
    seq, sha256 = ledger_of(folder / DATABASE)
    if (seq, sha256) != (facts["ledger_seq"], facts["ledger_sha256"]):
        raise BadInput(f"{file} is damaged: its ledger ends at line {seq}, not as it was copied")
    return BackupFacts(file, len(present), seq, sha256)


def ledger_of(database: Path) -> tuple[int, str]:
    """Number and hash of the last line; BadInput where the chain is broken."""
    engine = make_engine(f"sqlite:///{database}")
    try:
        with unit_of_work(engine) as uow:
            events = uow.ledger.events()
    finally:
        engine.dispose()
    problems = chain_problems(events)
    if problems:
        raise BadInput(f"the ledger of {database.name} is broken: {problems[0]}")
    return (events[-1].seq, events[-1].sha256) if events else (0, "")
