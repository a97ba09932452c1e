"""The exit codes: 0 done, 1 found something, 2 refused and nothing changed, 3 not now, 4 something outside failed."""

from __future__ import annotations

import shutil
import socket
import sqlite3
from pathlib import Path

import pytest

from tests.cli.command_line import Seat
from tests.cli.conftest import Played
from tests.cli.round_by_hand import filled, workbook_of
from tests.factories import ANNA, BERT, CONTROLLER, KABINET_1, KEY, SECRETARIAT, entry

EXTEND = ("round", "extend", KEY, "KL001", "--reason", "x", "--until")
DECIDE = ("validation", "decide", KEY, "--mandate", "M1")
WITHOUT_REASON = "waived without a reason"
REFUSED = {
    "unknown round": ("round", "show", "1999-12"),
    "log of an unknown round": ("log", "1999-12"),
    "round of history": ("round", "show", "2023-06"),
    "unknown step": ("round", "close-step", KEY, "feest", "--note", "x", "--by", SECRETARIAT),
    "nobody acts": ("round", "freeze", KEY),
    "unknown person": ("round", "freeze", KEY, "--by", "wie@example.org"),
    "unknown person walks the round": ("round", "advance", KEY, "--by", "wie@example.org"),
    "wrong role": (*EXTEND, "2024-01-02", "--by", ANNA),
    "deadline in the past": (*EXTEND, "2023-11-01", "--by", SECRETARIAT),
    "other reference date": ("round", "open", KEY, "--reference-date", "2023-11-30", "--by", SECRETARIAT),
    "no month in the name": ("round", "open", "voorjaar", "--by", SECRETARIAT),
    "not a day": ("round", "open", KEY, "--reference-date", "31/12/2023", "--by", SECRETARIAT),
    "not a moment": (*EXTEND, "morgen", "--by", SECRETARIAT),
    "skipped by the clocks": (*EXTEND, "2024-03-31T02:30", "--by", SECRETARIAT),
    "unknown project": ("entry", "show", KEY, "KL999"),
    "unknown version": ("entry", "diff", KEY, "KL001", "1", "9"),
    WITHOUT_REASON: ("finding", "waive", "abc", "--by", CONTROLLER),
    "unknown finding": ("finding", "waive", "abc", "--reason", "x", "--by", CONTROLLER),
    "unknown letter": ("mail", "show", "abc"),
    "no delivery report": ("mail", "bounce"),
    "all and some": (*DECIDE, "--all", "--project", "KL001", "--decision", "validated", "--by", KABINET_1),
    "unknown decision": (*DECIDE, "--all", "--decision", "ja", "--by", KABINET_1),
    "no such file": ("finance", "load", KEY, "nergens.xlsx", "--by", "dfb@example.org"),
    "no such programme": ("programme", "import", "nergens"),
    "unknown dataset": ("opendata", "prove", "."),
    "unknown option": ("round", "list", "--all"),
    "unknown command": ("round", "dance"),
    "no command": ("round",),
}


@pytest.fixture(scope="module")
def refusing(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Seat:
    """One home in the days of entry for all refusals: none of them may change it."""
    house = tmp_path_factory.mktemp("refusing") / "house"
    shutil.copytree(played.folder / "home_in_entry", house)
    return Seat(house, "2023-12-04T09:00+01:00", dict(played.seat.settings))


@pytest.mark.parametrize(
    "case",
    [pytest.param(each, marks=pytest.mark.goal("16")) if each == WITHOUT_REASON else each for each in REFUSED],
)
def test_refusal_is_exit_2_says_why_and_changes_nothing(case: str, refusing: Seat) -> None:
    before = refusing.ask("log").json["events"]
    answer = refusing.run(*REFUSED[case])
    assert answer.code == 2, answer
    assert answer.out == "" or "--json" in answer.words
    assert "rror: " in answer.err or "Usage: " in answer.err
    assert refusing.ask("log").json["events"] == before
    in_json = refusing.run(*REFUSED[case], "--json")
    assert in_json.code == 2
    assert in_json.json["error"]


def test_unknown_figure_is_exit_2(played: Played) -> None:
    assert "geen.figuur" in played.seat.ask("trace", KEY, "geen.figuur", expect=2).json["error"]


def test_done_is_exit_0(entering: Seat) -> None:
    assert entering.run("round", "list").code == 0


def test_damaged_package_is_exit_1_and_the_file_is_named(played: Played, tmp_path: Path) -> None:
    shutil.copytree(played.answers["package build"].json["folder"], tmp_path / "package")
    victim = next((tmp_path / "package").rglob("projecten.csv"))
    victim.write_bytes(victim.read_bytes().replace(b"KL001", b"KL009", 1))
    problems = played.seat.ask("package", "verify", tmp_path / "package", expect=1).json["problems"]
    assert any("projecten.csv" in each for each in problems)


def test_dataset_that_differs_from_the_round_is_exit_1(played: Played, tmp_path: Path) -> None:
    shutil.copytree(played.answers["opendata build"].json["folder"], tmp_path / KEY / "v1")
    victim = tmp_path / KEY / "v1" / "mijlpalen.csv"
    assert played.seat.ask("opendata", "prove", tmp_path / KEY / "v1").json["differences"] == []
    victim.write_bytes(victim.read_bytes().replace(b"Stap 1", b"Stap 7", 1))
    assert played.seat.ask("opendata", "prove", tmp_path / KEY / "v1", expect=1).json["differences"]


def test_correction_is_refused_inside_the_dataset_that_it_corrects(played: Played) -> None:
    first = played.answers["opendata build"].json["folder"]
    played.seat.ask("opendata", "correct", KEY, "--note", "x", "--out", first, by=SECRETARIAT, expect=2)
    assert played.seat.ask("opendata", "prove", first, "--round", KEY).json["differences"] == []


def test_rewritten_log_is_exit_1(entering: Seat) -> None:
    with sqlite3.connect(entering.home / "meetcyclus.db") as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE ledger SET by = 'iemand@example.org' WHERE seq = 3")
    assert any("3" in each for each in entering.ask("log", "verify", expect=1).json["problems"])


def test_blocking_finding_is_exit_1(entering: Seat, played: Played, tmp_path: Path) -> None:
    realised = entry("KL005", 1)
    early = type(realised.report)(**{**vars(realised.report), "status_code": "gerealiseerd"})
    export = entering.ask("workbook", "export", KEY, "--out", tmp_path / "books", "--lead", "cis@example.org")
    book = filled(
        workbook_of(export, "cis@example.org"), {"KL005": type(realised)(**{**vars(realised), "report": early})}
    )
    entering.ask("workbook", "import", book, by="cis@example.org")
    found = entering.ask("check", "run", KEY, "--project", "KL005", by=CONTROLLER, expect=1).json["findings"]
    assert any(each["severity"] == "blokkerend" and each["project"] == "KL005" for each in found)


def test_waiting_is_exit_3(played: Played, entering: Seat, tmp_path: Path) -> None:
    assert played.answers["round advance waiting"].code == 3
    assert "KL001" in played.answers["validation decide unseen"].json["error"]
    early = entering.ask("finance", "sign-off", KEY, by="dfb@example.org", expect=3)
    assert early.json["error"]
    export = entering.ask("workbook", "export", KEY, "--out", tmp_path / "books", "--lead", BERT)
    book = filled(workbook_of(export, BERT), {"KL003": entry("KL003", 0)})
    late = entering.at("2023-12-13T12:00:01+01:00").ask("workbook", "import", book, by=BERT, expect=3)
    assert late.json["accepted"] == []
    assert "KL003" in late.json["errors"][0]["expected"]


def test_mail_server_that_is_away_is_exit_4_and_safe_to_run_again(entering: Seat) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    away = Seat(
        entering.home,
        "2023-12-06T09:00+01:00",
        {**entering.settings, "MEETCYCLUS_SMTP_URL": f"smtp://127.0.0.1:{port}"},
    )
    _forget_entries_of_bert(entering)
    # The round goes on; its letters wait, and say why.
    answer = away.run("round", "advance", KEY)
    assert answer.code == 0, answer
    assert "wachten op een nieuwe poging" in " ".join(answer.out.split())
    planned = [each for each in entering.ask("mail", "list", KEY).json["letters"] if each["state"] == "planned"]
    assert all("cannot be reached" in each["detail"] for each in planned)
    assert "herinnering_invoer" in {each["kind"] for each in planned}
    assert away.run("mail", "send").code == 0
    assert away.run("mail", "send", "--now").code == 4
    sent = entering.at("2023-12-06T10:00+01:00").ask("mail", "send").json
    assert (sent["sent"], sent["failed"], sent["unknown"]) == (len(planned), 0, 0)
    assert entering.ask("mail", "reconcile", KEY).json["difference"] == 0


def _forget_entries_of_bert(seat: Seat) -> None:
    """One lead has not handed in: somebody must be reminded."""
    with sqlite3.connect(seat.home / "meetcyclus.db") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            if "entries" in table or {"round_key", "project_number", "version"} <= set(columns):
                database.execute(f"DELETE FROM {table} WHERE round_key = ? AND project_number = 'KL003'", (KEY,))


def test_database_that_is_away_is_exit_4(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    seat = Seat(tmp_path, settings={"MEETCYCLUS_DATABASE_URL": f"postgresql+psycopg://u:geheim@127.0.0.1:{port}/x"})
    answer = seat.run("round", "list", "--json")
    assert answer.code == 4
    assert answer.json["error"]
    assert "geheim" not in answer.out + answer.err


def test_file_that_is_no_database_is_exit_4(tmp_path: Path) -> None:
    (tmp_path / "meetcyclus.db").write_bytes(b"dit is geen database, maar een lange tekst die er een wil zijn" * 99)
    answer = Seat(tmp_path).run("round", "list")
    assert answer.code == 4
    assert "Traceback" not in answer.err
