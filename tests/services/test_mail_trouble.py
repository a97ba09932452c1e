"""A mail server on a bad day: what each kind of trouble does to letters, and what the secretariat reads about it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from click.testing import CliRunner

from meetcyclus import doctor
from meetcyclus.bootstrap import Application
from meetcyclus.cli.main import root
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.domain.retries import PATIENCE, next_attempt_at
from meetcyclus.services import chasing, letters_of_entry, outbox, rounds, sending
from meetcyclus.services.sending import SendResult
from meetcyclus.settings import read_settings
from tests.factories import ANNA, BERT, CIS, KEY, SECRETARIAT, SPOC, moment
from tests.mail.mail_server import PASSWORD, USER, Authority, Handler, RealServer, ScriptedServer, make_authority
from tests.services.world import DURING_ENTRY, desk_at, events, letters

MORNING = moment("2023-12-01 09:00")
EVERYBODY = sorted([ANNA, BERT, CIS, SPOC])


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Certificates of our own."""
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def planned(app: Application) -> Application:
    """Four invitations wait in the outbox."""
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, "informatiesessies")
        letters_of_entry.plan_invitations(desk_at(app, uow, DURING_ENTRY), step)
    return app


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The frozen clock, at nine in the morning."""
    return Clock(monkeypatch)


class Clock:
    """Moves MEETCYCLUS_NOW."""

    def __init__(self, environment: pytest.MonkeyPatch) -> None:
        self._environment = environment

    def set(self, minutes: float) -> datetime:
        """So many minutes after nine."""
        at = MORNING + timedelta(minutes=minutes)
        self._environment.setenv("MEETCYCLUS_NOW", at.isoformat())
        return at


@contextmanager
def at(monkeypatch: pytest.MonkeyPatch, handler: Handler) -> Iterator[Handler]:
    with RealServer(handler) as running:
        monkeypatch.setenv("MEETCYCLUS_SMTP_URL", f"smtp://127.0.0.1:{running.port}")
        yield handler


def send(app: Application) -> SendResult:
    return sending.send_planned(app.work, app.post_office(), now=app.now)


def listed(*words: str) -> str:
    """What `mail list` shows, and that it fits a page of 100 columns."""
    shown = CliRunner().invoke(root, ["mail", "list", KEY, *words], catch_exceptions=False)
    assert shown.exit_code == 0
    assert max(map(len, shown.output.splitlines())) <= 100
    return " ".join(shown.output.split())


def to(app: Application, email: str) -> Letter:
    (one,) = [each for each in letters(app) if each.recipient_email == email]
    return one


def waits(app: Application) -> list[tuple[str, str]]:
    with app.work() as uow:
        return [(each.who, each.what) for each in chasing.letters_waited_for(uow, round_key=KEY, at=MORNING)]


def test_back_off_grows_to_an_hour_and_ends_after_72_hours() -> None:
    moments, now = [], MORNING
    while (again := next_attempt_at(MORNING, now)) is not None:
        assert again > now
        moments.append((again - MORNING) / timedelta(minutes=1))
        now = again
    assert moments[:7] == [1, 6, 21, 51, 111, 171, 231]
    assert moments[-1] == PATIENCE / timedelta(minutes=1)
    # A sender that comes by only every quarter of an hour must not begin at one minute each time.
    assert next_attempt_at(MORNING, MORNING + timedelta(minutes=15)) == MORNING + timedelta(minutes=30)


@pytest.mark.goal("51")
def test_server_that_takes_the_text_and_drops_the_line_leaves_a_line_in_the_list(
    planned: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(monkeypatch, Handler({"DATA": None})):
        assert send(planned).unknown == 2
    assert "the line broke after the text was sent" in listed("--trouble")
    assert listed("--trouble").startswith("2 letters") and listed().startswith("4 letters")
    assert waits(planned) == [
        ("secretariaat", "van 2 brieven is niet zeker of ze aankwamen"),
        ("de mailserver", "2 brieven wachten op een nieuwe poging"),
    ]


@pytest.mark.goal("20")
@pytest.mark.parametrize("word", ["MAIL", "DATA", "TEXT"])
def test_server_that_says_421_for_an_hour_gets_every_letter_once_after_it(
    planned: Application, monkeypatch: pytest.MonkeyPatch, clock: Clock, word: str
) -> None:
    with ScriptedServer({word: "421 4.3.2 closing for maintenance"}) as busy:
        monkeypatch.setenv("MEETCYCLUS_SMTP_URL", busy.url)
        for minutes in range(0, 61, 15):
            clock.set(minutes)
            assert send(planned).sent == 0
        # Two lines each time, however many letters wait: the server has trouble enough.
        assert busy.connections <= 2 * 5
    assert {each.state for each in letters(planned)} == {LetterState.PLANNED}
    assert "421 4.3.2 closing" in listed() and "again 2023-12-01 11:00" in listed()
    with at(monkeypatch, Handler()) as friendly:
        clock.set(125)
        assert send(planned).sent == 4
        clock.set(300)
        assert send(planned) == SendResult(0, 0, 0, 0)
    assert sorted(each.rcpt_tos[0] for each in friendly.envelopes) == EVERYBODY
    assert waits(planned) == []


def test_greylisting_takes_the_letter_at_the_next_attempt(
    planned: Application, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    answers: dict[str, str | None] = {BERT: "451 4.7.1 greylisted, come back later"}
    with at(monkeypatch, Handler(answers)) as handler:
        assert send(planned) == SendResult(sent=3, failed=0, unknown=0, postponed=1)
        assert "451 4.7.1 greylisted" in listed() and "again 2023-12-01 09:01" in listed()
        answers.clear()
        assert send(planned) == SendResult(0, 0, 0, 0)
        clock.set(1)
        assert send(planned) == SendResult(sent=1, failed=0, unknown=0, postponed=0)
    assert sorted(each.rcpt_tos[0] for each in handler.envelopes) == EVERYBODY
    assert (to(planned, BERT).attempts, to(planned, BERT).next_attempt_at) == (2, None)


def test_refused_recipient_fails_alone_and_is_chased(planned: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    with at(monkeypatch, Handler({BERT: "550 5.1.1 no such person"})) as handler:
        assert send(planned) == SendResult(sent=3, failed=1, unknown=0, postponed=0)
    assert len(handler.messages) == 3
    assert "550 5.1.1 no such person" in listed("--trouble") and BERT in listed("--trouble").replace(" ", "")
    assert waits(planned) == [("secretariaat", "1 brief kwam niet aan")]


@pytest.mark.parametrize("certificate", ["expired", "trusted"])
def test_expired_certificate_or_wrong_login_leaves_letters_planned_with_the_reason(
    planned: Application, monkeypatch: pytest.MonkeyPatch, authority: Authority, certificate: str, tmp_path: Path
) -> None:
    handler = Handler()
    right = certificate == "expired"
    with RealServer(
        handler, authenticator=handler.authenticate, auth_require_tls=False, ssl_context=getattr(authority, certificate)
    ) as server:
        monkeypatch.setenv("MEETCYCLUS_SMTP_URL", f"smtps://{USER}@localhost:{server.port}")
        monkeypatch.delenv("MEETCYCLUS_NOW")
        monkeypatch.setenv("MEETCYCLUS_SMTP_CA", str(authority.file))
        monkeypatch.setenv("MEETCYCLUS_SMTP_PASSWORD", PASSWORD if right else "fout")
        shown = CliRunner().invoke(root, ["mail", "send", "--json"])
    assert json.loads(shown.stdout)["postponed"] == 4
    assert handler.messages == []
    reason = "certificate has expired" if right else "does not let secretariaat in"
    assert reason in listed() and reason in shown.stderr
    assert {each.state for each in letters(planned)} == {LetterState.PLANNED}


def test_letter_refused_for_72_hours_fails_with_the_reason_and_is_not_tried_again(
    planned: Application, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    with at(monkeypatch, Handler({BERT: "451 4.2.2 mailbox full"})) as handler:
        for hours in (0, 24, 71.9, 72, 73):
            clock.set(hours * 60)
            result = send(planned)
            assert result.failed == (hours == 72)
    bert = to(planned, BERT)
    assert bert.state is LetterState.FAILED
    assert bert.detail == "na 72 uur en 4 pogingen opgegeven; laatste reden: 451 4.2.2 mailbox full"
    assert [each.action for each in events(planned) if each.object == bert.id] == ["letter.failed"]
    assert len(handler.messages) == 3
    with planned.work() as uow:
        outbox.release_letter(uow, letter_id=bert.id, reason="bus geleegd", by=SECRETARIAT, at=planned.now())
    assert (to(planned, BERT).first_attempt_at, to(planned, BERT).next_attempt_at) == (None, None)


def test_server_that_is_away_for_72_hours_ends_in_failed_not_in_silence(
    planned: Application, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setenv("MEETCYCLUS_SMTP_URL", "smtp://127.0.0.1:9")
    assert send(planned).postponed == 4
    clock.set(72 * 60)
    assert (send(planned).failed, send(planned).failed) == (4, 0)
    assert waits(planned) == [("secretariaat", "4 brieven kwamen niet aan")]
    assert len([each for each in events(planned) if each.action == "letter.failed"]) == 4


def test_limit_per_minute_holds_over_runs_and_the_rest_waits(
    planned: Application, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setenv("MEETCYCLUS_MAIL_PER_MINUTE", "3")
    with at(monkeypatch, Handler()) as handler:
        assert send(planned) == SendResult(sent=3, failed=0, unknown=0, postponed=1)
        clock.set(0.9)
        assert send(planned) == SendResult(sent=0, failed=0, unknown=0, postponed=1)
        clock.set(1)
        assert send(planned) == SendResult(sent=1, failed=0, unknown=0, postponed=0)
    assert sorted(each.rcpt_tos[0] for each in handler.envelopes) == EVERYBODY


@pytest.mark.parametrize("value", ["veel", "-1", "1.5", "²"])
def test_limit_that_is_no_number_is_named(planned: Application, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MEETCYCLUS_MAIL_PER_MINUTE", value)
    shown = CliRunner().invoke(root, ["mail", "send"])
    assert "MEETCYCLUS_MAIL_PER_MINUTE" in str(shown.exception)


@pytest.mark.goal("20")
def test_every_way_in_which_outbox_and_ledger_differ_is_counted_and_shown(planned: Application) -> None:
    anna, bert = to(planned, ANNA), to(planned, BERT)
    with planned.work() as uow:
        # One letter lost, one put in by hand, one that was made to look sent.
        uow.ledger.append(
            action="letter.plan",
            object="uitnodiging",
            by="meetcyclus",
            at=MORNING,
            round_key=KEY,
            after={"kind": "uitnodiging", "letters": [["weg", "x@example.org"]]},
        )
        uow.letters.add([replace(anna, id="erbij", sequence="9", message_id="<erbij@example.org>")])
        uow.letters.put(replace(bert, state=LetterState.SENT))
        found = outbox.reconcile_letters(uow, round_key=KEY)
    assert (found.missing, found.unplanned, found.contradicted) == (("weg",), ("erbij",), (bert.id,))
    assert found.difference == 3
    shown = CliRunner().invoke(root, ["mail", "reconcile", KEY], standalone_mode=False)
    assert shown.return_value == 1
    for words in ("not in the outbox: weg", "never planned in the ledger: erbij", f"ledger says: {bert.id}"):
        assert words in " ".join(shown.output.split())
    assert ("secretariaat", "FOUT: 3 brieven komen niet overeen met het grootboek") in waits(planned)


def test_difference_is_an_error_after_sending(planned: Application) -> None:
    with planned.work() as uow:
        uow.letters.add([replace(to(planned, ANNA), id="erbij", sequence="9", message_id="<erbij@example.org>")])
    shown = CliRunner().invoke(root, ["mail", "send"], standalone_mode=False)
    assert shown.return_value == 1
    assert f"error: round {KEY}: 1 letters in the outbox, never planned in the ledger: erbij" in shown.stderr


@pytest.mark.goal("82")
def test_password_of_the_mail_server_is_in_no_log_error_or_health_check(
    planned: Application,
    monkeypatch: pytest.MonkeyPatch,
    authority: Authority,
    caplog: pytest.LogCaptureFixture,
) -> None:
    secret = "zeer-geheim-7731"
    caplog.set_level(logging.DEBUG)
    # A server that repeats what it was given.
    with RealServer(
        Handler(),
        authenticator=lambda *given: AuthResult(success=False, handled=False, message=f"535 wrong password {secret}"),
        auth_require_tls=False,
        ssl_context=authority.trusted,
    ) as server:
        monkeypatch.setenv("MEETCYCLUS_SMTP_CA", str(authority.file))
        monkeypatch.setenv("MEETCYCLUS_SMTP_PASSWORD", secret)
        monkeypatch.delenv("MEETCYCLUS_NOW")
        told = [repr(planned), repr(read_settings())]
        for url in (
            f"smtps://{USER}@localhost:{server.port}",
            f"smtps://{USER}:{secret}@mail.example.org:465",
            f"{USER}:{secret}@mail.example.org",
            f"smtps://{USER}:{secret}/x@mail.example.org:465",
            f"smtps://{USER}:{secret}",
        ):
            monkeypatch.setenv("MEETCYCLUS_SMTP_URL", url)
            shown = CliRunner().invoke(root, ["mail", "send", "--now"], standalone_mode=False)
            assert shown.return_value == 4
            told += [shown.output, shown.stderr, listed(), str(doctor._run("mail server", doctor._mail))]
    assert "535 wrong password ***" in told[2]
    told += [each.detail for each in letters(planned)] + [str(each) for each in events(planned)]
    # "mail.log" is what the server of this test says of itself.
    told += [each.getMessage() for each in caplog.records if each.name != "mail.log"]
    assert [text for text in told if secret in text] == []
