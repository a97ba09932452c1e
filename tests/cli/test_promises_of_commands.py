"""What single commands promise, typed as the goals say it, in a round that is in the days of entry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command_line import Seat
from tests.cli.round_by_hand import DELIVERY_REPORT, reports_folder
from tests.factories import KEY, NUMBERS, SECRETARIAT

LAST = NUMBERS[-1]


@pytest.mark.goal("03")
def test_an_extension_is_one_line_of_the_log_of_its_project(entering: Seat) -> None:
    before = entering.ask("log", KEY, "--project", LAST).json["events"]
    given = ("--until", "2023-12-15T12:00", "--reason", "ziekte")
    entering.ask("round", "extend", KEY, LAST, *given, by=SECRETARIAT)
    (line,) = entering.ask("log", KEY, "--project", LAST).json["events"][len(before) :]
    after = json.loads(line["after"])
    assert (line["action"], line["by"], line["project_number"]) == ("round.extend", SECRETARIAT, LAST)
    assert (after["extension_reason"], after["entry_until"]) == ("ziekte", "2023-12-15T11:00:00+00:00")
    extensions = [each for each in entering.ask("log", "--project", LAST).json["events"] if each == line]
    assert len(extensions) == 1


@pytest.mark.goal("06")
def test_a_reopened_step_leaves_the_old_freeze_beside_the_new_one(entering: Seat, tmp_path: Path) -> None:
    first = entering.ask("round", "freeze", KEY, by=SECRETARIAT).json
    entering.ask("round", "close-step", KEY, "invoer", "--note", "alles ontvangen", by=SECRETARIAT)
    entering.ask("round", "reopen-step", KEY, "invoer", "--note", "een verbetering", by=SECRETARIAT)
    entering.ask("entry", "import", reports_folder(tmp_path / "reports", NUMBERS[0]), by=SECRETARIAT)
    second = entering.ask("round", "freeze", KEY, by=SECRETARIAT).json
    told = entering.ask("round", "history", KEY).json
    assert [(each["sequence"], each["sha256"]) for each in told["freezes"]] == [
        (each["snapshot"], each["sha256"]) for each in (first, second)
    ]
    assert first["sha256"] != second["sha256"]
    assert "Freezes" in entering.run("round", "history", KEY).out
    assert [each["action"] for each in told["events"] if each["action"] == "step.reopen"] == ["step.reopen"]


@pytest.mark.goal("22")
def test_a_delivery_report_on_standard_input_is_one_bounce_in_the_list(entering: Seat) -> None:
    sent = next(each for each in entering.ask("mail", "list", KEY).json["letters"] if each["state"] == "sent")
    entering.ask("mail", "bounce", stdin=DELIVERY_REPORT.format_map(sent).encode())
    bounced = [each for each in entering.ask("mail", "list", KEY).json["letters"] if each["state"] == "bounced"]
    assert [each["id"] for each in bounced] == [sent["id"]]
