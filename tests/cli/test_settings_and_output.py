"""Settings from the command line and the surroundings; one JSON document or tables that fit; never a traceback."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import click
import pytest

from meetcyclus.cli import main as command_line
from meetcyclus.cli.shared import CommonCommand
from tests.cli.command_line import Seat
from tests.cli.conftest import Played
from tests.factories import KEY, SECRETARIAT

WIDTH = 100
READING = (
    ("programme", "show"),
    ("round", "list"),
    ("round", "show", KEY),
    ("round", "history", KEY),
    ("progress", KEY),
    ("entry", "show", KEY, "KL003"),
    ("check", "rules"),
    ("finding", "list", KEY),
    ("mail", "list", KEY),
    ("mail", "reconcile", KEY),
    ("validation", "list", KEY),
    ("finance", "reconcile", KEY),
    ("figures", KEY),
    ("trace", KEY, "vak.totaal"),
    ("log", KEY),
)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_table_fits_in_100_columns_and_has_rows(words: tuple[str, ...], played: Played) -> None:
    answer = played.seat.run(*words)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert len(lines) > 2
    assert max(len(line.rstrip()) for line in lines) <= WIDTH
    assert answer.err == ""


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_json_is_one_document_and_nothing_else(words: tuple[str, ...], played: Played) -> None:
    answer = played.seat.run(*words, "--json")
    assert isinstance(json.loads(answer.out), dict)
    assert answer.err == ""


def test_round_show_says_how_it_goes_on(played: Played, entering: Seat) -> None:
    over, going = "The round is published: only letters that are still planned go out.", "A server walks the round"
    ended = played.answers["round show at the end"].json
    assert (ended["state"], ended["schedule"]) == ("gepubliceerd", over)
    # In the home as it was left, publication was taken up again; in the other, entry is open.
    for seat in (played.seat, entering):
        told = seat.ask("round", "show", KEY).json
        assert told["state"] == "lopend" and told["schedule"].startswith(going)
        assert told["schedule"] in seat.run("round", "show", KEY).out


def test_common_options_are_accepted_before_between_and_after_the_words(entering: Seat, tmp_path: Path) -> None:
    elsewhere = Seat(tmp_path / "elsewhere", entering.now)
    home = ("--home", str(entering.home))
    expected = elsewhere.run("round", "list", *home, "--json").json
    assert expected["rounds"]
    assert elsewhere.run(*home, "--json", "round", "list").json == expected
    assert elsewhere.run("round", "--json", *home, "list").json == expected
    assert elsewhere.run("--json", "round", "list", *home).json == expected


@pytest.mark.parametrize("place", ["before", "between", "after"])
def test_who_acts_is_accepted_anywhere(place: str, entering: Seat) -> None:
    by = {
        "before": (("--by", SECRETARIAT), (), ()),
        "between": ((), ("--by", SECRETARIAT), ()),
        "after": ((), (), ("--by", SECRETARIAT)),
    }
    first, second, third = by[place]
    answer = entering.run(*first, "round", *second, "freeze", KEY, *third, "--json")
    assert answer.code == 0, answer
    assert entering.ask("log", KEY).json["events"][-1]["by"] == SECRETARIAT


def test_who_acts_may_stand_in_the_surroundings(entering: Seat) -> None:
    assert entering.run("round", "freeze", KEY, by=SECRETARIAT).code == 0
    assert entering.run("round", "freeze", KEY, by="wie@example.org").code == 2


def test_time_without_an_offset_is_read_on_the_clocks_of_the_programme(entering: Seat) -> None:
    extend = ("round", "extend", KEY, "KL002", "--reason", "ziekte", "--until")
    said = entering.ask(*extend, "2023-12-15T17:00", by=SECRETARIAT).json["until"]
    assert said.startswith("2023-12-15T16:00") or said == "2023-12-15T17:00:00+01:00"
    with sqlite3.connect(entering.home / "meetcyclus.db") as database:
        database.execute("UPDATE programmes SET time_zone = 'Europe/Helsinki'")
    there = entering.ask(*extend, "2023-12-16T17:00", by=SECRETARIAT).json["until"]
    assert there.startswith("2023-12-16T15:00") or there == "2023-12-16T17:00:00+02:00"
    explicit = entering.ask(*extend, "2023-12-17T17:00-05:00", by=SECRETARIAT).json["until"]
    assert explicit.startswith("2023-12-17T22:00") or explicit == "2023-12-17T17:00:00-05:00"


def test_people_see_the_time_of_the_programme(played: Played) -> None:
    shown = played.seat.run("log", KEY).out
    assert "2023-11-16 14:00  secretariaat@example.org" in shown


@pytest.mark.parametrize(
    "server", ["smtps://iemand@mail.example.org:465", "smtp+starttls://iemand@10.0.0.5:587", "smtp://mail:25"]
)
def test_frozen_clock_is_refused_with_a_real_mail_server(server: str, entering: Seat) -> None:
    real = Seat(entering.home, entering.now, {"MEETCYCLUS_SMTP_URL": server, "MEETCYCLUS_SMTP_PASSWORD": "geheim"})
    for words in (("mail", "send"), ("round", "advance", KEY), ("round", "list"), ("mail", "list")):
        answer = real.run(*words)
        assert answer.code == 2
        assert "MEETCYCLUS_NOW" in answer.err
    assert real.at("").run("round", "list").code == 0
    assert entering.run("round", "list").code == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MEETCYCLUS_NOW", "gisteren"),
        ("MEETCYCLUS_DATABASE_URL", "geen adres"),
        ("MEETCYCLUS_SMTP_PASSWORD_FILE", "/nergens/wachtwoord"),
    ],
)
def test_setting_that_cannot_be_is_exit_2_and_is_named(name: str, value: str, tmp_path: Path) -> None:
    answer = Seat(tmp_path, settings={name: value}).run("round", "list", "--json")
    assert answer.code == 2
    assert name in answer.json["error"]


def test_mistake_of_our_own_is_told_without_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command("stumble", cls=CommonCommand)
    def stumble() -> None:
        raise KeyError("iets wat er had moeten zijn")

    monkeypatch.setitem(command_line.root.commands, "stumble", stumble)
    answer = Seat(tmp_path).run("stumble", "--json")
    assert answer.code == 4
    assert "KeyError" in answer.json["error"]
    assert "Traceback" not in answer.err
    wanted = Seat(tmp_path, settings={"MEETCYCLUS_DEBUG": "1"}).run("stumble")
    assert "Traceback" in wanted.err


@pytest.mark.goal("35")
def test_empty_home_has_an_empty_log(tmp_path: Path) -> None:
    assert Seat(tmp_path).ask("log").json["events"] == []
