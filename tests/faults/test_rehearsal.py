"""A rehearsal cannot reach anybody: with a real mail server in the settings, its letters still end in the sink."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.policy import default

import pytest
from click.testing import CliRunner

from meetcyclus.bootstrap import Application, application
from meetcyclus.cli.main import root
from meetcyclus.domain.letters import LetterState
from meetcyclus.services import programmes, sending
from tests.factories import KEY, SECRETARIAT, moment, small_programme
from tests.faults.counting_server import CountingServer
from tests.faults.letter_box import MORNING, letters_of, open_box, write_letters


@pytest.fixture
def exercise(database: str, monkeypatch: pytest.MonkeyPatch) -> Application:
    """A rehearsal with five letters."""
    monkeypatch.setenv("MEETCYCLUS_NOW", MORNING.isoformat())
    app = open_box(is_rehearsal=True)
    write_letters(app, range(5))
    return app


@pytest.mark.goal("21")
def test_letters_of_a_rehearsal_end_in_the_sink_whatever_the_settings_say(
    exercise: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CountingServer() as server:
        monkeypatch.setenv("MEETCYCLUS_SMTP_URL", server.url)
        result = sending.send_planned(exercise.work, exercise.post_office(), now=exercise.now)
        assert server.letters.arrived == []
    assert (result.sent, result.trouble) == (5, "")
    kept = [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in (exercise.settings.home / "mail").glob("*.eml")
    ]
    assert sorted(each["X-Meetcyclus-Letter"] for each in kept) == sorted(each.id for each in letters_of(exercise))
    assert {each["Subject"] for each in kept} == {"[OEFENING] Onderwerp"}


@pytest.mark.goal("21")
def test_rehearsal_goes_on_while_the_mail_server_of_the_settings_is_away(
    exercise: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    for url in ("smtp://127.0.0.1:9", "smtp://127.0.0.1:x"):
        monkeypatch.setenv("MEETCYCLUS_SMTP_URL", url)
        result = sending.send_planned(exercise.work, exercise.post_office(), now=exercise.now)
        assert result.trouble == ""
    assert {each.state for each in letters_of(exercise)} == {LetterState.SENT}


@pytest.mark.goal("21")
def test_no_line_to_the_outside_is_even_made_for_a_rehearsal(
    exercise: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way of its letters must not depend on who reads a flag: the line that it gets knows no settings."""
    office = exercise.post_office()
    monkeypatch.setattr(Application, "mail_line", lambda self: pytest.fail("the line of the settings was opened"))
    monkeypatch.setattr("meetcyclus.bootstrap.read_settings", lambda: pytest.fail("the settings were read"))
    assert sending.send_planned(exercise.work, office, now=lambda: MORNING).sent == 5


@pytest.mark.goal("21")
def test_rehearsal_is_opened_and_shown_as_one(database: str, conducted: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEETCYCLUS_NOW", moment("2023-11-16 09:00").isoformat())
    app = application()
    with app.work() as uow:
        programmes.import_programme(uow, small_programme(), by="", at=app.now())
    with CountingServer() as server:
        monkeypatch.setenv("MEETCYCLUS_SMTP_URL", server.url)
        run("round", "open", KEY, "--rehearsal", "--by", SECRETARIAT)
        again = CliRunner().invoke(root, ["round", "open", KEY, "--by", SECRETARIAT])
        assert "as a rehearsal" in str(again.exception)
        assert server.letters.arrived == []
    assert "oefening" in run("round", "show", KEY) and "oefening" in run("round", "list")
    assert json.loads(run("round", "show", KEY, "--json"))["is_rehearsal"] is True
    assert "[OEFENING]" in run("mail", "list", KEY)
    assert {each.state for each in letters_of(app)} == {LetterState.SENT}


def run(*words: str) -> str:
    shown = CliRunner().invoke(root, list(words), catch_exceptions=False)
    return shown.output
