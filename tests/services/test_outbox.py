"""Sending what is planned over a real line: one copy each, a state that never lies, and a sum that always fits."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.ledger import chain_problems
from meetcyclus.domain.letters import Letter, LetterKind, LetterState
from meetcyclus.services import letters_of_entry, outbox, rounds, sending
from meetcyclus.services.outbox import Reconciliation
from meetcyclus.services.sending import SendResult
from tasks import letters as letter_tasks
from tests.factories import ANNA, BERT, CIS, KEY, SPOC
from tests.mail.mail_server import Handler, RealServer
from tests.services.world import DURING_ENTRY, desk_at, events, letters

MINUTE = timedelta(minutes=1)


@pytest.fixture
def planned(app: Application) -> Application:
    """Four invitations wait in the outbox, each with a calendar file."""
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, "informatiesessies")
        letters_of_entry.plan_invitations(desk_at(app, uow, DURING_ENTRY), step)
    return app


@contextmanager
def server(monkeypatch: pytest.MonkeyPatch, answers: Mapping[str, str | None] | None = None) -> Iterator[Handler]:
    """A real mail server that answers as told, and to which the application sends."""
    handler = Handler(answers=answers or {})
    with RealServer(handler) as running:
        monkeypatch.setenv("MEETCYCLUS_SMTP_URL", f"smtp://127.0.0.1:{running.port}")
        yield handler


def send(app: Application, *, later: timedelta = timedelta(0), even_waiting: bool = False) -> SendResult:
    """Send what is due at the frozen moment, or so much later."""
    return sending.send_planned(app.work, app.post_office(), now=lambda: app.now() + later, even_waiting=even_waiting)


def reconciled(app: Application) -> Reconciliation:
    with app.work() as uow:
        return outbox.reconcile_letters(uow, round_key=KEY)


def recipients(handler: Handler) -> list[str]:
    return sorted(each.rcpt_tos[0] for each in handler.envelopes)


def state_of(app: Application, email: str) -> Letter:
    (one,) = [each for each in letters(app) if each.recipient_email == email]
    return one


@pytest.mark.goal("19")
def test_every_letter_is_sent_once_with_its_own_message_id(
    planned: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server(monkeypatch) as handler:
        assert send(planned) == SendResult(sent=4, failed=0, unknown=0, postponed=0)
        assert send(planned) == SendResult(sent=0, failed=0, unknown=0, postponed=0)
    assert recipients(handler) == sorted([ANNA, BERT, CIS, SPOC])
    assert {each["Message-ID"] for each in handler.messages} == {each.message_id for each in letters(planned)}
    for each in letters(planned):
        assert (each.state, each.attempts, each.sent_at) == (LetterState.SENT, 1, planned.now())
        assert each.template_version == f"{LetterKind.INVITATION.value}/1"


def test_sending_for_all_rounds_counts_only_what_differs_from_the_ledger(planned: Application) -> None:
    assert letter_tasks.send.fn() == {**letter_tasks.send.fn(KEY), "sent": 4}
    with planned.work() as uow:
        uow.letters.put(replace(letters(planned)[0], state=LetterState.HELD))
    assert [letter_tasks.send.fn()["difference"], letter_tasks.send.fn(KEY)["difference"]] == [1, 1]


@pytest.mark.goal("20")
def test_planned_is_the_sum_of_every_outcome(planned: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {BERT: "550 unknown here", CIS: "451 try later"}
    with server(monkeypatch, answers):
        assert send(planned) == SendResult(sent=2, failed=1, unknown=0, postponed=1)
    assert reconciled(planned) == Reconciliation({"failed": 1, "planned": 1, "sent": 2}, planned=4, difference=0)
    assert state_of(planned, BERT).detail.startswith("550")
    with server(monkeypatch) as handler:
        assert send(planned) == SendResult(sent=0, failed=0, unknown=0, postponed=0)
        assert send(planned, later=MINUTE) == SendResult(sent=1, failed=0, unknown=0, postponed=0)
    assert recipients(handler) == [CIS]
    assert state_of(planned, CIS).attempts == 2
    assert reconciled(planned).states == {"failed": 1, "sent": 3}


@pytest.mark.goal("20")
def test_reconciliation_sees_a_letter_that_the_ledger_planned_and_the_outbox_lost(planned: Application) -> None:
    with planned.work() as uow:
        uow.ledger.append(
            action="letter.plan",
            object="uitnodiging",
            by="meetcyclus",
            at=DURING_ENTRY,
            round_key=KEY,
            after={"kind": "uitnodiging", "letters": [["weg", "x@example.org"]]},
        )
    assert reconciled(planned).difference == 1


@pytest.mark.goal("51")
def test_a_line_that_drops_after_the_text_leaves_unknown_and_is_never_tried_again(
    planned: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server(monkeypatch, {"DATA": None}) as handler:
        # After two lines lost in a row the others wait: a server in trouble must not make every letter unknown.
        first = send(planned)
        assert (first.unknown, first.postponed) == (2, 2)
        assert "in a row" in first.trouble
        assert send(planned) == SendResult(0, 0, 0, 0)
    with server(monkeypatch) as calm:
        assert send(planned, later=MINUTE) == SendResult(2, 0, 0, 0)
        assert send(planned, later=timedelta(hours=80)) == SendResult(0, 0, 0, 0)
    assert sorted(recipients(handler) + recipients(calm)) == sorted([ANNA, BERT, CIS, SPOC])
    assert reconciled(planned) == Reconciliation({"sent": 2, "unknown": 2}, planned=4, difference=0)


@pytest.mark.goal("51")
def test_a_letter_that_was_being_sent_when_the_process_died_is_unknown_and_not_sent_again(
    planned: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    with planned.work() as uow:
        with planned.enrol_sender() as died:
            pass
        interrupted = replace(state_of(planned, ANNA), state=LetterState.SENDING, attempts=1, claimed_by=died.name)
        uow.letters.put(interrupted)
    with server(monkeypatch) as handler:
        send(planned)
    assert recipients(handler) == sorted([BERT, CIS, SPOC])
    after = state_of(planned, ANNA)
    assert (after.state, after.attempts, after.sent_at) == (LetterState.UNKNOWN, 1, None)
    assert "niet zeker" in after.detail
    assert reconciled(planned) == Reconciliation({"sent": 3, "unknown": 1}, planned=4, difference=0)


def test_without_a_mail_server_nothing_is_lost(planned: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEETCYCLUS_SMTP_URL", "smtp://127.0.0.1:9")
    result = send(planned)
    assert (result.postponed, "cannot be reached" in result.trouble) == (4, True)
    for each in letters(planned):
        assert (each.state, each.attempts, each.next_attempt_at) == (LetterState.PLANNED, 1, planned.now() + MINUTE)
        assert "cannot be reached" in each.detail
    with server(monkeypatch):
        assert send(planned).sent == 0
        assert send(planned, even_waiting=True).sent == 4


def test_two_senders_at_once_send_every_letter_once(planned: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rounds can run at the same time, and each walk sends what is planned."""
    with planned.work() as uow:
        pattern = uow.letters.where()[0]
        more = [
            replace(pattern, id=f"meer{at}", sequence=str(at), message_id=f"<meer{at}@example.org>")
            for at in range(2, 42)
        ]
        uow.letters.add(more)
    failures: list[Exception] = []

    def run() -> None:
        try:
            send(planned)
        except Exception as error:
            failures.append(error)

    with server(monkeypatch) as handler:
        threads = [threading.Thread(target=run) for _ in range(2)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)
    assert not failures
    assert Counter(each["Message-ID"] for each in handler.messages).most_common(1)[0][1] == 1
    assert len(handler.messages) == 44
    outcomes = Counter(each.action for each in events(planned) if each.action.startswith("letter."))
    assert outcomes == {"letter.plan": 1, "letter.sent": 44}
    assert not chain_problems(events(planned))


def test_every_outcome_has_its_line_in_the_ledger(planned: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    with server(monkeypatch, {BERT: "550 unknown here"}):
        send(planned)
    lines = {each.object: each.action for each in events(planned)}
    for each in letters(planned):
        assert lines[each.id] == ("letter.failed" if each.recipient_email == BERT else "letter.sent")


def test_without_a_server_in_the_settings_the_sink_keeps_every_letter(planned: Application, tmp_path: Path) -> None:
    assert send(planned).sent == 4
    assert len(list((planned.settings.home / "mail").glob("*.eml"))) == 4
