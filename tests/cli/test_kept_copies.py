"""Copies each minute: each comes back as it was, old ones are thinned, and one that was interrupted is never taken."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from meetcyclus import backup
from meetcyclus.bootstrap import Application, application
from meetcyclus.domain.errors import BadInput, NotAllowed, NotNow
from meetcyclus.kept_copies import add_copy, copies_in, to_keep
from meetcyclus.services import programmes
from meetcyclus.storage.locks import copies_lock
from tests.cli.command_line import Seat
from tests.factories import SECRETARIAT, moment, small_programme

AT = moment("2023-11-16 09:00")
# A copy that is killed by -9 at the first call of this.
INTERRUPTED = """
import os, shutil, signal, sys
from pathlib import Path
from meetcyclus.bootstrap import application
from meetcyclus.kept_copies import add_copy
module, name = {"os": os, "shutil": shutil}[sys.argv[2]], sys.argv[3]
setattr(module, name, lambda *given, **named: os.kill(os.getpid(), signal.SIGKILL))
add_copy(application(), Path(sys.argv[1]), keep=1)
"""


@pytest.fixture
def app() -> Application:
    """A home with a programme and two letters."""
    app = application()
    with app.work() as uow:
        programmes.import_programme(uow, small_programme(), by="", at=AT)
    folder = app.settings.folder("mail")
    for name in ("een", "twee"):
        (folder / f"{name}.eml").write_text(name)
    return app


@pytest.fixture
def seat(app: Application) -> Seat:
    return Seat(app.settings.home, AT.isoformat())


@pytest.mark.goal("87")
def test_two_copies_a_change_apart_come_back_each_as_it_was(app: Application, seat: Seat, tmp_path: Path) -> None:
    out = tmp_path / "copies"
    first = seat.ask("backup", "--out", out, "--keep", "60").json
    same = seat.at((AT + timedelta(minutes=1)).isoformat()).ask("backup", "--out", out, "--keep", "60").json
    assert same == first
    (app.settings.home / "mail" / "twee.eml").unlink()
    (app.settings.home / "mail" / "drie.eml").write_text("drie")
    change(app)
    second = seat.at((AT + timedelta(minutes=2)).isoformat()).ask("backup", "--out", out, "--keep", "60").json
    assert [each.name for each in copies_in(out)] == ["meetcyclus-20231116T080000Z", "meetcyclus-20231116T080200Z"]
    assert second["ledger_seq"] == first["ledger_seq"] + 1
    one, other = (Path(each["file"]) for each in (first, second))
    linked = {name: (one / name).samefile(other / name) for name in ("mail/een.eml", "meetcyclus.db")}
    assert linked == {"mail/een.eml": True, "meetcyclus.db": False}
    for number, (told, letters) in enumerate(((first, ["een", "twee"]), (second, ["drie", "een"]))):
        again = Seat(tmp_path / f"again{number}")
        assert again.ask("restore", told["file"]).json["ledger_seq"] == told["ledger_seq"]
        assert [each.stem for each in sorted((again.home / "mail").iterdir())] == letters
        assert again.ask("log", "verify").json["ok"] is True
    # A restored home is no part of its copy: what is changed in the one stays as it was in the other.
    assert not (tmp_path / "again1" / "mail" / "een.eml").samefile(other / "mail" / "een.eml")


@pytest.mark.goal("87")
def test_old_copies_are_thinned_and_the_newest_stay(
    app: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minutes in (0, 1, 2, 60, 61, 62):
        change(app)
        monkeypatch.setenv("MEETCYCLUS_NOW", (AT + timedelta(minutes=minutes)).isoformat())
        made = add_copy(app, tmp_path / "copies", keep=2)
        assert made.file == copies_in(tmp_path / "copies")[-1]
    times = [each.name[len("meetcyclus-20231116T") : -1] for each in copies_in(tmp_path / "copies")]
    assert times == ["080200", "090100", "090200"]
    assert backup.restore(copies_in(tmp_path / "copies")[-1], tmp_path / "again", at=AT).ledger_seq == made.ledger_seq


@pytest.mark.goal("87")
def test_thinning_keeps_the_newest_and_one_for_each_hour_and_each_day() -> None:
    dice, start = random.Random(87), datetime(2023, 12, 1, tzinfo=UTC)
    for _ in range(50):
        minutes = sorted(dice.sample(range(60 * 24 * 30), k=dice.randint(1, 400)))
        names = [backup.name_at(start + timedelta(minutes=each)) for each in minutes]
        newest = dice.randint(1, 60)
        kept = to_keep(names, newest)
        assert kept >= set(names[-newest:])
        assert {each[:19] for each in kept} == {each[:19] for each in names}, "each day that had one still has one"
        # Thinning again, or with one copy more, takes nothing that would have stayed.
        assert to_keep(kept, newest) == kept


@pytest.mark.goal("87")
@pytest.mark.parametrize(
    "killed_at", [("os", "utime"), ("os", "rename"), ("shutil", "rmtree")], ids=lambda each: each[1]
)
def test_an_interrupted_copy_is_never_taken_for_a_whole_one(
    app: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_at: tuple[str, str]
) -> None:
    """Killed while files are copied, when all but its name is there, and while an older one is removed."""
    out = tmp_path / "copies"
    monkeypatch.setenv("MEETCYCLUS_NOW", AT.isoformat())
    whole = add_copy(app, out, keep=1)
    (app.settings.home / "mail" / "drie.eml").write_text("drie")
    change(app)
    monkeypatch.setenv("MEETCYCLUS_NOW", (AT + timedelta(minutes=1)).isoformat())
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, out, *killed_at], cwd=Path(__file__).parents[2], check=False
    )
    assert done.returncode == -signal.SIGKILL
    present = copies_in(out)
    assert len(present) == 1 and (present[0] == whole.file) is (killed_at[1] != "rmtree")
    assert backup.restore(present[0], tmp_path / "again", at=AT).files == (4 if killed_at[1] == "rmtree" else 3)
    if killed_at[1] == "utime":
        with pytest.raises(BadInput, match="not a copy"):
            backup.restore(out / ".making", tmp_path / "other", at=AT)
    monkeypatch.setenv("MEETCYCLUS_NOW", (AT + timedelta(minutes=2)).isoformat())
    assert add_copy(app, out, keep=1).files == 4
    assert [each.name for each in out.iterdir() if each.name != ".copies.lock"] == [copies_in(out)[-1].name]


def test_no_copy_is_made_that_would_count_as_old_or_while_another_is_made(
    app: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEETCYCLUS_NOW", AT.isoformat())
    add_copy(app, tmp_path / "copies", keep=1)
    monkeypatch.setenv("MEETCYCLUS_NOW", (AT - timedelta(minutes=1)).isoformat())
    with pytest.raises(NotNow, match="before the newest copy"):
        add_copy(app, tmp_path / "copies", keep=1)
    with pytest.raises(NotAllowed, match="in the home itself"):
        add_copy(app, app.settings.home / "copies", keep=1)
    with copies_lock(tmp_path / "copies"), pytest.raises(NotNow, match="somebody else"):
        add_copy(app, tmp_path / "copies", keep=1)
    assert len(copies_in(tmp_path / "copies")) == 1


@pytest.mark.goal("87")
@pytest.mark.parametrize("spoilt", ["mail/een.eml", "meetcyclus.db"])
def test_a_byte_that_a_disk_flips_is_found_the_next_day_and_copied_anew(
    app: Application, seat: Seat, tmp_path: Path, spoilt: str
) -> None:
    out = tmp_path / "copies"
    first = Path(seat.ask("backup", "--out", out, "--keep", "60").json["file"])
    flip_byte(first / spoilt)
    told = seat.at((AT + timedelta(days=1)).isoformat()).run("backup", "--out", out, "--keep", "60").out
    assert f"1 files of the copy before were damaged: {spoilt}." in told
    newest = copies_in(out)[-1]
    assert newest != first and backup.restore(newest, tmp_path / "again", at=AT).files == 3
    with pytest.raises(BadInput, match="damaged"):
        backup.restore(first, tmp_path / "other", at=AT)
    later = seat.at((AT + timedelta(days=1, minutes=1)).isoformat()).ask("backup", "--out", out, "--keep", "60").json
    assert (later["file"], later["damaged"]) == (str(newest), [])


@pytest.mark.goal("87")
def test_a_folder_of_copies_is_refused_before_anything_is_read(app: Application, tmp_path: Path) -> None:
    out = tmp_path / "copies"
    add_copy(app, out, keep=1)
    os.mkfifo(out / "whoever reads this fails")
    with pytest.raises(BadInput, match=r"has no manifest\.json"):
        backup.restore(out, tmp_path / "again", at=AT)
    assert not (tmp_path / "again").exists()


@pytest.mark.goal("87")
def test_a_copy_that_cannot_be_read_is_refused_in_one_sentence(app: Application, tmp_path: Path) -> None:
    made = add_copy(app, tmp_path / "copies", keep=1)
    (made.file / "mail" / "een.eml").unlink()
    os.mkfifo(made.file / "mail" / "een.eml")
    refused = Seat(tmp_path / "again").run("restore", made.file)
    assert refused.code == 2 and "is not a whole copy" in refused.err
    assert not (tmp_path / "again" / "mail").exists()


@pytest.mark.goal("87")
def test_a_copy_is_not_read_while_copies_are_thinned(app: Application, tmp_path: Path) -> None:
    made = add_copy(app, tmp_path / "copies", keep=1)
    again = tmp_path / "again"
    reader = threading.Thread(target=backup.restore, args=(made.file, again), kwargs={"at": AT})
    with copies_lock(tmp_path / "copies"):
        reader.start()
        reader.join(timeout=1)
        assert reader.is_alive() and not list(again.rglob("*.eml"))
    reader.join()
    assert sorted(each.stem for each in again.rglob("*.eml")) == ["een", "twee"]


def flip_byte(path: Path) -> None:
    """Change one byte where it stands, as a failing disk does: size and time of change stay."""
    was, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def change(app: Application) -> None:
    """A line more in the ledger."""
    with app.work() as uow:
        uow.ledger.append(action="proef", object=os.urandom(4).hex(), by=SECRETARIAT, at=AT)
