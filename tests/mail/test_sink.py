"""The mail sink: keeps every message as a file, shows a letter that came twice, and never half a file."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.mail.message import build_message
from meetcyclus.mail.route import SmtpRoute
from meetcyclus.mail.sink import MailSink

SENDER = "meetcyclus@example.org"


def _send(sink: MailSink, letters: list[Letter], contents: dict[str, bytes]) -> list[str]:
    with SmtpRoute(sink.url, password=None, authority_file=None, timeout_seconds=5) as route:
        deliveries = [route.deliver(each, SENDER, contents) for each in letters]
    return [f"{each.state} {each.detail}" for each in deliveries]


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_message_is_kept_byte_for_byte_under_its_message_id(
    tmp_path: Path, letter: Letter, contents: dict[str, bytes]
) -> None:
    folder = tmp_path / "mail"
    with MailSink(folder) as sink:
        assert sink.url.startswith("smtp://127.0.0.1:")
        _send(sink, [letter], contents)
    assert _names(folder) == ["feedback.2023-12.7f3a.eml"]
    kept = (folder / "feedback.2023-12.7f3a.eml").read_bytes()
    assert kept == build_message(letter, SENDER, contents, dated_at=letter.planned_at).as_bytes()


def test_same_letter_twice_is_seen(tmp_path: Path, letter: Letter, contents: dict[str, bytes]) -> None:
    for _ in range(2):
        with MailSink(tmp_path) as sink:
            _send(sink, [letter], contents)
    with MailSink(tmp_path) as sink:
        _send(sink, [letter], contents)
    assert _names(tmp_path) == [f"feedback.2023-12.7f3a{end}.eml" for end in ("-2", "-3", "")]


@pytest.mark.parametrize("local_part", ["../../buiten", "/etc/cron.d/x", ".verborgen", "a" * 300, "..", "&|;"])
def test_name_of_a_file_never_leaves_the_folder(tmp_path: Path, letter: Letter, local_part: str) -> None:
    folder = tmp_path / "mail"
    odd = replace(letter, message_id=f"<{local_part}@example.org>", attachments=())
    with MailSink(folder) as sink:
        (outcome,) = _send(sink, [odd], {})
    (name,) = _names(folder)
    assert name.endswith(".eml") and not name.startswith(".") and len(name) < 140
    assert outcome.startswith("sent 250 kept as")
    assert _names(tmp_path) == ["mail"]


def test_disk_that_cannot_be_written_is_a_temporary_refusal(tmp_path: Path, letter: Letter) -> None:
    folder = tmp_path / "mail"
    with MailSink(folder) as sink:
        folder.rmdir()
        (outcome,) = _send(sink, [replace(letter, attachments=())], {})
    assert outcome.startswith(f"{LetterState.PLANNED} 452")


def test_two_sinks_may_share_a_folder(tmp_path: Path, letter: Letter, contents: dict[str, bytes]) -> None:
    letters = [replace(letter, message_id=f"<{number}@example.org>") for number in range(10)]
    with MailSink(tmp_path) as first, MailSink(tmp_path) as second:
        assert first.url != second.url
        _send(first, letters[:5], contents)
        _send(second, letters[5:], contents)
    assert len(_names(tmp_path)) == 10
    for path in tmp_path.iterdir():
        assert message_from_bytes(path.read_bytes(), policy=default)["Message-ID"] == f"<{path.stem}@example.org>"


def test_address_of_a_closed_sink_is_an_error(tmp_path: Path) -> None:
    sink = MailSink(tmp_path)
    with pytest.raises(RuntimeError, match="not open"):
        _ = sink.url
