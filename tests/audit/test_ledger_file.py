"""The ledger as files for outsiders, and the anchors that show what a chain cannot show itself."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from meetcyclus.audit.ledger_file import LEDGER_HEADER, anchor_line, anchor_problems, ledger_csv, ledger_json_lines
from meetcyclus.domain.ledger import GENESIS, Event, chain_problems, event_sha256

MakeLedger = Callable[[int], tuple[Event, ...]]


def rewritten(events: tuple[Event, ...], seq: int) -> tuple[Event, ...]:
    """The whole chain made again with one line told differently: sound in itself."""
    chain: list[Event] = []
    for event in events:
        told = replace(event, by="vals@example.org") if event.seq == seq else event
        told = replace(told, previous_sha256=chain[-1].sha256 if chain else GENESIS)
        chain.append(replace(told, sha256=event_sha256(told)))
    return tuple(chain)


def test_json_lines_give_every_field_back(ledger_of: MakeLedger) -> None:
    events = ledger_of(3)
    lines = ledger_json_lines(events).decode().split("\n")
    assert len(lines) == 4 and lines[-1] == ""
    first = json.loads(lines[0])
    assert first["by"] == events[0].by and first["after"] == events[0].after and first["sha256"] == events[0].sha256


def test_csv_has_a_row_a_line_and_is_safe_for_spreadsheets(ledger_of: MakeLedger) -> None:
    events = ledger_of(3)
    dangerous = (*events[:2], replace(events[2], action="=1+1", by="@vals"))
    rows = list(csv.reader(io.StringIO(ledger_csv(dangerous).decode(), newline="")))
    assert tuple(rows[0]) == LEDGER_HEADER and len(rows) == 4
    assert (rows[3][0], rows[3][2], rows[3][3]) == ("3", "'@vals", "'=1+1")
    assert rows[1][7:] == [events[0].before, events[0].after, GENESIS, events[0].sha256]


@pytest.mark.goal("72")
def test_true_anchors_hold_while_the_ledger_grows(ledger_of: MakeLedger) -> None:
    events = ledger_of(20)
    text = f"# bewaard door het Rekenhof\n\n{anchor_line(events[4])}{anchor_line(events[19]).upper()}"
    assert anchor_problems(events, text) == ()


@pytest.mark.goal("72")
def test_cut_tail_passes_the_chain_and_fails_the_anchor(ledger_of: MakeLedger) -> None:
    events = ledger_of(20)
    for length in range(20):
        assert chain_problems(events[:length]) == ()
        (problem,) = anchor_problems(events[:length], anchor_line(events[19]))
        assert problem == f"line 20 is anchored but missing: the ledger was cut and now ends at line {length}"


@pytest.mark.goal("72")
def test_rewritten_ledger_passes_the_chain_and_fails_the_anchor(ledger_of: MakeLedger) -> None:
    events = ledger_of(20)
    for seq in range(1, 21):
        forged = rewritten(events, seq)
        assert chain_problems(forged) == ()
        assert anchor_problems(forged, anchor_line(events[19])) == (
            "line 20 is not the line that was anchored: the ledger was rewritten",
        )


@pytest.mark.parametrize("text", ["", "\n# niets\n"])
def test_anchor_file_without_anchors_proves_nothing(ledger_of: MakeLedger, text: str) -> None:
    assert anchor_problems(ledger_of(2), text) == ("the anchor file holds no anchors",)


@pytest.mark.parametrize("line", ["2", "0 " + "a" * 64, "twee " + "a" * 64, "2 " + "a" * 63, "2;" + "a" * 64])
def test_unreadable_anchor_is_named_by_line(ledger_of: MakeLedger, line: str) -> None:
    events = ledger_of(2)
    (problem,) = anchor_problems(events, f"{anchor_line(events[0])}{line}\n")
    assert problem.startswith("anchor file, line 2:")
