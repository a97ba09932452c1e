"""The line to a mail server, against real servers: encryption, refusals, and lines that break at every point."""

from __future__ import annotations

import logging
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from meetcyclus.domain.errors import BadInput, NotAllowed, OutsideFailure
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.mail.route import SmtpRoute
from meetcyclus.services.ports import Delivery, MailRoute
from tests.mail.mail_server import PASSWORD, USER, Authority, Handler, RealServer, ScriptedServer

SENDER = "meetcyclus@example.org"
Contents = dict[str, bytes]


def _plain(port: int) -> SmtpRoute:
    return SmtpRoute(f"smtp://127.0.0.1:{port}", password=None, authority_file=None, timeout_seconds=5)


def _deliver(url: str, letter: Letter, contents: Contents, *, timeout_seconds: float = 5) -> Delivery:
    with SmtpRoute(url, password=None, authority_file=None, timeout_seconds=timeout_seconds) as route:
        return route.deliver(letter, SENDER, contents)


def test_letter_arrives_once_and_whole(letter: Letter, contents: Contents) -> None:
    handler = Handler()
    with RealServer(handler) as server:
        assert _deliver(f"smtp://127.0.0.1:{server.port}", letter, contents).state is LetterState.SENT
    (message,) = handler.messages
    (envelope,) = handler.envelopes
    assert message["Message-ID"] == letter.message_id
    assert envelope.mail_from == SENDER
    assert envelope.rcpt_tos == [letter.recipient_email]
    body = message.get_body(("plain",))
    assert body is not None
    # A line that starts with a dot must not end the message nor lose its dot.
    assert body.get_content().splitlines() == letter.text.splitlines()
    assert [part.get_filename() for part in message.iter_attachments()] == ["fiche-één.xlsx"]


def test_batch_uses_one_line(letter: Letter, contents: Contents) -> None:
    handler = Handler()
    with RealServer(handler) as server, _plain(server.port) as route:
        line: MailRoute = route
        for number in range(20):
            each = replace(letter, message_id=f"<{number}@example.org>")
            assert line.deliver(each, SENDER, contents).state is LetterState.SENT
        assert server.connections == 1
    assert len({message["Message-ID"] for message in handler.messages}) == 20


def test_refusals_have_their_own_outcome_and_leave_the_line_usable(letter: Letter, contents: Contents) -> None:
    answers = {
        "later@example.org": "451 4.7.1 greylisted, try later",
        "never@example.org": "550 5.1.1 no such person",
    }
    with RealServer(Handler(answers)) as server, _plain(server.port) as route:
        later = route.deliver(replace(letter, recipient_email="later@example.org"), SENDER, contents)
        never = route.deliver(replace(letter, recipient_email="never@example.org"), SENDER, contents)
        good = route.deliver(letter, SENDER, contents)
        assert server.connections == 1
    assert (later.state, later.detail) == (LetterState.PLANNED, "451 4.7.1 greylisted, try later")
    assert (never.state, never.detail) == (LetterState.FAILED, "550 5.1.1 no such person")
    assert good.state is LetterState.SENT


def test_line_that_drops_after_the_text_is_unknown_and_the_next_letter_goes(letter: Letter, contents: Contents) -> None:
    answers: dict[str, str | None] = {"DATA": None}
    handler = Handler(answers)
    with RealServer(handler) as server, _plain(server.port) as route:
        assert route.deliver(letter, SENDER, contents).state is LetterState.UNKNOWN
        answers.clear()
        assert route.deliver(letter, SENDER, contents).state is LetterState.SENT
        assert server.connections == 2
    assert len(handler.messages) == 2


def test_line_that_drops_at_the_recipient_is_temporary(letter: Letter, contents: Contents) -> None:
    handler = Handler({letter.recipient_email: None})
    with RealServer(handler) as server:
        delivery = _deliver(f"smtp://127.0.0.1:{server.port}", letter, contents)
    assert delivery.state is LetterState.PLANNED
    assert "before the text was sent" in delivery.detail
    assert handler.messages == []


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ({"MAIL": None}, LetterState.PLANNED),
        ({"RCPT": None}, LetterState.PLANNED),
        ({"DATA": None}, LetterState.PLANNED),
        ({"TEXT": None}, LetterState.UNKNOWN),
        ({"MAIL": ""}, LetterState.PLANNED),
        ({"DATA": ""}, LetterState.PLANNED),
        ({"TEXT": ""}, LetterState.UNKNOWN),
        ({"MAIL": "421 closing"}, LetterState.PLANNED),
        ({"MAIL": "450 busy"}, LetterState.PLANNED),
        ({"MAIL": "553 sender refused"}, LetterState.FAILED),
        ({"DATA": "451 not now"}, LetterState.PLANNED),
        ({"DATA": "554 no"}, LetterState.FAILED),
        ({"DATA": "250 what"}, LetterState.PLANNED),
        ({"TEXT": "452 disk full"}, LetterState.PLANNED),
        ({"TEXT": "421 closing"}, LetterState.PLANNED),
        ({"TEXT": "554 looks like spam"}, LetterState.FAILED),
        ({"TEXT": "nonsense"}, LetterState.UNKNOWN),
        ({"TEXT": "250 taken", "QUIT": None}, LetterState.SENT),
        ({"TEXT": "552 too big", "RSET": None}, LetterState.FAILED),
    ],
)
def test_every_answer_has_one_outcome(
    letter: Letter, contents: Contents, replies: dict[str, str | None], expected: LetterState
) -> None:
    with ScriptedServer(replies) as server:
        delivery = _deliver(server.url, letter, contents, timeout_seconds=0.3)
    assert delivery.state is expected
    word = next(iter(replies))
    if replies[word] and replies[word] != "nonsense" and word != "QUIT" and delivery.state is not LetterState.PLANNED:
        assert replies[word] in delivery.detail


def test_server_that_goes_away_has_no_line_for_the_rest(letter: Letter, contents: Contents) -> None:
    with (
        ScriptedServer({"MAIL": None}) as server,
        SmtpRoute(server.url, password=None, authority_file=None, timeout_seconds=5) as route,
    ):
        assert route.deliver(letter, SENDER, contents).state is LetterState.PLANNED
        server.close()
        for _ in range(3):
            with pytest.raises(OutsideFailure, match="cannot be reached"):
                route.deliver(letter, SENDER, contents)


@pytest.mark.parametrize("replies", [{"TEXT": None}, {"MAIL": "421 closing"}])
def test_server_that_loses_two_lines_in_a_row_gets_no_third_letter(
    letter: Letter, contents: Contents, replies: dict[str, str | None]
) -> None:
    with (
        ScriptedServer(replies) as server,
        SmtpRoute(server.url, password=None, authority_file=None, timeout_seconds=5) as route,
    ):
        for _ in range(2):
            assert route.deliver(letter, SENDER, contents).state is not LetterState.SENT
        with pytest.raises(OutsideFailure, match="2 letters in a row"):
            route.deliver(letter, SENDER, contents)
        assert server.connections == 2


def test_letter_that_cannot_be_built_fails_without_being_sent(letter: Letter, contents: Contents) -> None:
    handler = Handler()
    with RealServer(handler) as server, _plain(server.port) as route:
        assert route.deliver(replace(letter, recipient_email="nobody"), SENDER, contents).state is LetterState.FAILED
        assert route.deliver(letter, SENDER, {}).state is LetterState.FAILED
    assert handler.messages == []


@pytest.mark.goal("82")
@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_trusted_server_is_used_encrypted_with_one_login(
    letter: Letter, contents: Contents, authority: Authority, scheme: str
) -> None:
    handler = Handler()
    with _encrypted(scheme, handler, authority.trusted) as server:
        url = f"{scheme}://{USER}@localhost:{server.port}"
        with SmtpRoute(url, password=PASSWORD, authority_file=authority.file, timeout_seconds=5) as route:
            for _ in range(3):
                assert route.deliver(letter, SENDER, contents).state is LetterState.SENT
        assert server.connections == 1
    assert handler.logins == 1
    assert len(handler.messages) == 3


@pytest.mark.goal("82")
@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize("certificate", ["self_signed", "wrong_name", "expired", "unknown_authority"])
def test_certificate_that_cannot_be_trusted_is_refused(authority: Authority, scheme: str, certificate: str) -> None:
    handler = Handler()
    known = certificate != "unknown_authority"
    context = getattr(authority, certificate) if known else authority.trusted
    with _encrypted(scheme, handler, context) as server:
        url = f"{scheme}://{USER}@localhost:{server.port}"
        file = authority.file if known else None
        with (
            pytest.raises(OutsideFailure, match="certificate that cannot be trusted") as caught,
            SmtpRoute(url, password=PASSWORD, authority_file=file, timeout_seconds=5),
        ):
            pass
    assert handler.logins == 0
    assert PASSWORD not in str(caught.value)


@pytest.mark.goal("82")
def test_server_without_starttls_is_refused(letter: Letter, contents: Contents, authority: Authority) -> None:
    handler = Handler()
    with RealServer(handler) as server:
        url = f"smtp+starttls://{USER}@localhost:{server.port}"
        with (
            pytest.raises(OutsideFailure, match="STARTTLS"),
            SmtpRoute(url, password=PASSWORD, authority_file=authority.file, timeout_seconds=5),
        ):
            pass
    assert handler.logins == 0


def _encrypted(scheme: str, handler: Handler, context: object) -> RealServer:
    secured = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context, "require_starttls": True}
    return RealServer(handler, authenticator=handler.authenticate, auth_require_tls=scheme != "smtps", **secured)


@pytest.mark.parametrize("password", ["fout", "gehéim"])
def test_wrong_password_is_an_outside_failure_without_the_password(authority: Authority, password: str) -> None:
    handler = Handler()
    with _encrypted("smtps", handler, authority.trusted) as server:
        url = f"smtps://{USER}@localhost:{server.port}"
        with (
            pytest.raises(OutsideFailure) as caught,
            SmtpRoute(url, password=password, authority_file=authority.file, timeout_seconds=5),
        ):
            pass
    assert password not in str(caught.value)


def test_server_that_is_not_there_is_an_outside_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(OutsideFailure, match="cannot be reached"), _plain(port):
        pass


def test_server_that_turns_us_away_is_an_outside_failure() -> None:
    class _Closed(ScriptedServer):
        def _talk(self, file: object) -> None:
            file.write(b"554 no service here\r\n")  # type: ignore[attr-defined]

    with _Closed({}) as server, pytest.raises(OutsideFailure, match="554 no service here"):
        SmtpRoute(server.url, password=None, authority_file=None, timeout_seconds=5).__enter__()


@pytest.mark.goal("82")
@pytest.mark.parametrize(
    "url", ["smtp://mail.example.org:25", "smtp://10.0.0.1:25", "smtp://user@127.0.0.1:25", "smtp://0.0.0.0:25"]
)
def test_plain_text_over_a_network_is_not_allowed(url: str) -> None:
    with pytest.raises(NotAllowed, match="no encryption"):
        SmtpRoute(url, password="x", authority_file=None)


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://x", "smtps://", "smtps://h:no", "smtps://h:99999", "smtps://h/path"]
)
def test_address_that_is_none_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput):
        SmtpRoute(url, password=None, authority_file=None)


def test_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadInput) as caught:
        SmtpRoute("smtps://u:geheim@mail.example.org:465", password=None, authority_file=None)
    assert "geheim" not in str(caught.value)


def test_user_without_a_password_is_refused_instead_of_asked() -> None:
    with pytest.raises(BadInput, match="password"):
        SmtpRoute("smtps://u@mail.example.org:465", password=None, authority_file=None)


def test_authority_that_is_none_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "leeg.pem").write_text("geen certificaat")
    for name in ("leeg.pem", "afwezig.pem"):
        with pytest.raises(BadInput, match=name):
            SmtpRoute("smtps://mail.example.org", password=None, authority_file=tmp_path / name)


def test_no_handler_is_added_to_the_log_and_no_home_file_is_read(
    letter: Letter, contents: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".yagmail").write_text("somebody@example.org")
    monkeypatch.setenv("HOME", str(tmp_path))
    before = list(logging.getLogger("yagmail.log").handlers)
    handler = Handler()
    with RealServer(handler) as server:
        _deliver(f"smtp://127.0.0.1:{server.port}", letter, contents)
    assert logging.getLogger("yagmail.log").handlers == before
    assert handler.envelopes[0].mail_from == SENDER


@pytest.mark.goal("82")
def test_text_that_names_a_file_stays_text(letter: Letter, contents: Contents, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("wachtwoord: zonnebloem")
    handler = Handler()
    with RealServer(handler) as server, _plain(server.port) as route:
        for text in ("/etc/passwd", str(secret)):
            hostile = replace(letter, text=text, html=text, subject=text, recipient_name=text, attachments=())
            assert route.deliver(hostile, SENDER, contents).state is LetterState.SENT
    for message in handler.messages:
        assert list(message.iter_attachments()) == []
        assert b"zonnebloem" not in message.as_bytes()
        assert b"root:" not in message.as_bytes()
