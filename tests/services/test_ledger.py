"""Every change leaves one line with who, when, what, before and after, and the lines can be taken along."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from meetcyclus.bootstrap import Application
from meetcyclus.cli.main import root
from meetcyclus.domain.findings import FindingState
from meetcyclus.domain.ledger import chain_problems
from meetcyclus.exchange.finance import write_finance
from meetcyclus.services import checks, finance, meetings, rounds, snapshots
from meetcyclus.services.programmes import load_register
from meetcyclus.services.unit_of_work import UnitOfWork
from tests.factories import (
    ANNA,
    CHAIR,
    CONTROLLER,
    DFB,
    KABINET_1,
    KABINET_2,
    KEY,
    SECRETARIAT,
    SIGNER,
    credits,
    entry,
    moment,
    with_report,
)
from tests.services.world import ask, begin, decide, events, everything_entered, found, hand_in, hit

AT = moment("2024-01-15 16:00")


def whole_round(app: Application, folder: Path) -> None:
    """One of every change that people make."""

    def change(service: Callable[..., Any], **given: Any) -> Any:
        with app.work() as uow:
            return service(uow, **given)

    everything_entered(app)
    until = moment("2023-12-20 12:00")
    change(
        rounds.extend_deadline, key=KEY, project_number="KL001", until=until, reason="ziekte", by=SECRETARIAT,
        at=moment("2023-12-05 10:00"),
    )  # fmt: skip
    hand_in(app, [with_report(entry("KL001", 1), outlook="v" * 130)], by=ANNA, at=until)
    change(rounds.close_step, key=KEY, code="invoer", note="alles is er", by=SECRETARIAT, at=until)
    change(rounds.reopen_step, key=KEY, code="invoer", note="toch niet", by=SECRETARIAT, at=until)
    found(app, hit("KL002"))
    with app.work() as uow:
        (finding,) = uow.findings.where(round_key=KEY)
    for target, by in ((FindingState.ANSWERED, ANNA), (FindingState.WAIVED, CONTROLLER)):
        change(checks.decide_finding, finding_id=finding.id, target=target, text="klopt", by=by, at=until)
    begin(app, "validatie")
    ask(app)
    decide(app, "M1", KABINET_1, exceptions={"KL004": "welke stad?"})
    decide(app, "M1", KABINET_1)
    decide(app, "M2", KABINET_2)
    begin(app, "financien")
    change(_load, app=app, folder=folder)
    change(finance.sign_off, round_key=KEY, by=SIGNER, at=AT)
    change(snapshots.freeze, round_key=KEY, by=CONTROLLER, at=AT)
    begin(app, "directiecomite")
    change(
        meetings.record_meeting, round_key=KEY, step_code="directiecomite", held_on=AT.date(), decision="akte",
        actions=(), by=CHAIR, at=AT,
    )  # fmt: skip


def _load(uow: UnitOfWork, *, app: Application, folder: Path) -> None:
    data = load_register(uow)
    path = write_finance(credits(1), data, folder / "emoe.csv")
    file = app.exchange.read_finance(path, data, KEY)
    finance.load_finance(
        uow,
        quality=app.quality,
        round_key=KEY,
        file=file,
        file_name=path.name,
        content=path.read_bytes(),
        by=DFB,
        at=AT,
    )


# action -> who, and whether there was something before it
EXPECTED = {
    "programme.import": ("eerste import", False),
    "round.open": (SECRETARIAT, False),
    "step.open": ("meetcyclus", True),
    "round.extend": (SECRETARIAT, True),
    "step.reopen": (SECRETARIAT, True),
    "check.run": (DFB, False),
    "finding.answered": (ANNA, True),
    "finding.waived": (CONTROLLER, True),
    "verdict.returned": (KABINET_1, False),
    "entry.reopen": (KABINET_1, True),
    "finance.load": (DFB, False),
    "finance.sign_off": (SIGNER, True),
    "round.freeze": (CONTROLLER, False),
    "meeting.record": (CHAIR, False),
    "step.close": (CHAIR, True),
}


@pytest.mark.goal("35")
def test_every_change_has_its_line_with_before_and_after(app: Application, tmp_path: Path) -> None:
    whole_round(app, tmp_path)
    last = {each.action: each for each in events(app)}
    for action, (by, has_before) in EXPECTED.items():
        line = last[action]
        assert (action, line.by) == (action, by)
        assert (action, line.before != "null") == (action, has_before)
        assert json.loads(line.after), action
    assert set(last) == {*EXPECTED, "entry.submit", "finding.closed", "letter.plan", "verdict.validated"}
    # The second version of an entry and the second verdict say what they came after.
    second = [each for each in events(app) if each.action == "entry.submit" and each.project_number == "KL001"][1]
    assert json.loads(second.before)["version"] == 1 and json.loads(second.after)["version"] == 2
    again = [each for each in events(app) if each.object == "KL004/M1"][1]
    assert json.loads(again.before)["decision"] == "returned" and json.loads(again.after)["decision"] == "validated"
    assert not chain_problems(events(app))


@pytest.mark.goal("35")
@pytest.mark.goal("36")
def test_the_ledger_is_exported_as_it_stands(app: Application, tmp_path: Path) -> None:
    whole_round(app, tmp_path)
    shown = CliRunner().invoke(root, ["log", "--json"], catch_exceptions=False)
    lines = json.loads(shown.output)["events"]
    assert [each["seq"] for each in lines] == [each.seq for each in events(app)]
    for line, event in zip(lines, events(app), strict=True):
        assert {"at", "by", "action", "object", "before", "after", "sha256"} <= set(line)
        assert (line["by"], line["sha256"]) == (event.by, event.sha256)
    one = json.loads(CliRunner().invoke(root, ["log", "--project", "KL004", "--json"]).output)["events"]
    assert {each["project_number"] for each in one} == {"KL004"}


@pytest.mark.parametrize("by", [ANNA, KABINET_1, DFB, CHAIR])
def test_what_is_refused_leaves_no_line(app: Application, by: str) -> None:
    lines = len(events(app))
    attempts: list[Callable[[UnitOfWork], object]] = [
        lambda uow: rounds.close_step(uow, key=KEY, code="informatiesessies", note="x", by=by, at=AT),
        lambda uow: rounds.reopen_step(uow, key=KEY, code="invoer", note="x", by=by, at=AT),
        lambda uow: rounds.extend_deadline(
            uow, key=KEY, project_number="KL001", until=_tomorrow(), reason="x", by=by, at=AT
        ),
        lambda uow: snapshots.freeze(uow, round_key=KEY, by=by, at=AT),
    ]
    for attempt in attempts:
        with pytest.raises(Exception, match=by), app.work() as uow:
            attempt(uow)
    assert len(events(app)) == lines


def _tomorrow() -> datetime:
    return AT + timedelta(days=1)
