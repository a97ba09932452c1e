"""meetcyclus trend: one document for programs, a Dutch table for people, and the exit codes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.command_line import Seat


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Seat:
    """A home with the shipped programme and its five past rounds."""
    found = Seat(tmp_path_factory.mktemp("trend") / "home")
    found.ask("programme", "import", "vlaamse_veerkracht")
    return found


@pytest.mark.goal("62")
def test_trend_closes_and_shows_the_mapping(seat: Seat) -> None:
    found = seat.ask("trend", "--from", "2021-03", "--to", "2022-12").json
    assert [(each["projects"], each["clusters"], each["total"]) for each in found["published"]] == [
        *[(180, 35, 180)] * 4,
        (181, 36, 181),
    ]
    assert all(each["closes"] for each in (*found["published"], *found["same_projects"]))
    assert {each["projects"] for each in found["same_projects"]} == {180}
    assert found["published"][0]["on_schedule_pct"] == "93.33"
    assert {each["version"] for each in found["mapping"]} == {"1"}
    assert found["problems"] == []


@pytest.mark.goal("62")
def test_people_read_a_dutch_table_of_at_most_hundred_columns(seat: Seat) -> None:
    shown = seat.run("trend").out
    assert max(map(len, shown.splitlines())) <= 100
    assert "162 / 161" in shown and "91,11%" in shown
    assert "opgestart na agendering VR     in uitvoering na agendering VR" in shown
    assert "Elke meting sluit" in shown


def test_trend_between_two_rounds_shows_only_these(seat: Seat) -> None:
    found = seat.ask("trend", "--from", "2021-09", "--to", "2022-06").json
    assert [(each["round"], each["projects"]) for each in found["published"]] == [
        ("2021-09", 180),
        ("2021-12", 180),
        ("2022-06", 180),
    ]
    assert [each["rise_eur"] is None for each in found["money"]] == [True, False, False]


@pytest.mark.parametrize("words", [("--from", "2020-03"), ("--from", "2022-12", "--to", "2021-03")])
def test_rounds_that_are_not_there_or_run_backwards_are_refused(seat: Seat, words: tuple[str, ...]) -> None:
    assert seat.run("trend", *words).code == 2


def test_trend_before_there_is_a_programme_is_refused(tmp_path: Path) -> None:
    assert Seat(tmp_path / "home").run("trend").code in (2, 3)


@pytest.mark.goal("62")
def test_a_row_that_does_not_close_ends_with_exit_code_1(seat: Seat) -> None:
    """Somebody put a project out of scope of a round in which it reported."""
    with closing(sqlite3.connect(seat.home / "meetcyclus.db")) as database, database:
        database.execute("UPDATE projects SET in_scope_from = '2022-12' WHERE number = 'VV001'")
    answer = seat.ask("trend", "--to", "2021-09", expect=1)
    assert [each["closes"] for each in answer.json["published"]] == [False, False]
    assert "VV001" in answer.json["problems"][0]
