"""Three real senders on one database: every letter goes once, and a killed one takes one letter with it."""

from __future__ import annotations

import signal
import threading

import pytest

from meetcyclus.domain.letters import LetterState
from tests.faults.counting_server import CountingServer
from tests.faults.letter_box import (
    MORNING,
    PATIENCE,
    letters_of,
    open_box,
    require_once_only,
    start_sender,
    write_letters,
)

LETTERS = 60


@pytest.mark.goal("51")
def test_three_senders_send_each_letter_once_and_only_the_killed_one_leaves_one_unknown(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_box()
    write_letters(app, range(LETTERS))
    monkeypatch.setenv("MEETCYCLUS_NOW", MORNING.isoformat())
    in_hand, others_sent = threading.Event(), threading.Event()
    with CountingServer() as slow, CountingServer() as server:
        slow.letters.at_letter = lambda number: _hold_second(number, in_hand, others_sent)
        server.letters.at_letter = lambda number: others_sent.set() if number == LETTERS // 2 else None
        doomed = start_sender(MEETCYCLUS_SMTP_URL=slow.url)
        assert in_hand.wait(PATIENCE)
        # The slow one lives: those who come later may not touch what it has in hand.
        others = [start_sender(MEETCYCLUS_SMTP_URL=server.url) for _ in range(2)]
        assert others_sent.wait(PATIENCE)
        doomed.send_signal(signal.SIGKILL)
        assert doomed.wait(PATIENCE) == -signal.SIGKILL
        for each in others:
            _, errors = each.communicate(timeout=PATIENCE)
            assert each.returncode == 0, errors
        (orphan,) = [each for each in letters_of(app) if each.state is not LetterState.SENT]
        assert (orphan.state, orphan.id) == (LetterState.SENDING, slow.letters.arrived[-1])
        last = start_sender(MEETCYCLUS_SMTP_URL=server.url)
        _, errors = last.communicate(timeout=PATIENCE)
        assert last.returncode == 0, errors
        states = require_once_only(app, slow.letters.arrived + server.letters.arrived)
    assert states == {LetterState.SENT: LETTERS - 1, LetterState.UNKNOWN: 1}
    assert len({each.claimed_by for each in letters_of(app)}) >= 2


def _hold_second(number: int, in_hand: threading.Event, others_sent: threading.Event) -> None:
    if number == 2:
        in_hand.set()
        others_sent.wait(PATIENCE)
