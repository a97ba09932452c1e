"""Where a row comes from: findings lead to rule and pass, amounts to the check of the money."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from types import FrameType

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.findings import CheckOutcome, Stage
from meetcyclus.services import checks, snapshots, tracing
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.row_trails import Trails
from meetcyclus.services.tracing import Trace
from meetcyclus.services.unit_of_work import UnitOfWork
from tests.factories import CONTROLLER, KEY, credits, moment
from tests.services.world import DURING_ENTRY, DURING_VALIDATION, everything_entered, found, hit, rule

AT = moment("2024-01-08 10:00")


@pytest.mark.goal("66")
def test_a_finding_leads_to_its_rule_and_the_pass_that_found_it(app: Application) -> None:
    everything_entered(app)
    first = found(app, hit("KL001"))
    found(app, hit("KL001"), at=DURING_VALIDATION)
    (row,) = traced(app, "bevindingen.open.aantal").trail
    assert (row.kind, row.version, row.entered_by, row.entered_at) == ("bevindingen", 1, SYSTEM, DURING_ENTRY)
    assert (row.source, row.remark) == (None, f"gevonden door regel KC-005 in controle {first.run.id}")


@pytest.mark.goal("66")
def test_a_row_of_a_kind_that_nobody_knows_has_no_trail(app: Application) -> None:
    everything_entered(app)
    with app.work() as uow, pytest.raises(ValueError, match="brieven:1"):
        frozen(uow).of("brieven:1")


@pytest.mark.goal("66")
def test_the_last_check_of_a_figure_is_the_whole_one_over_rows_of_its_kind(app: Application) -> None:
    everything_entered(app)
    with app.work() as uow:
        uow.credits.add(KEY, 1, credits(1))
    quality = found(app).run.id
    money = passed(app, frozenset({Stage.MONEY}), DURING_ENTRY)
    passed(app, checks.ENTRY_STAGES, DURING_VALIDATION, suite="rekenhof")
    passed(app, frozenset({Stage.ENTRY}), DURING_VALIDATION)
    assert traced(app, "mijlpalen.totaal").rules.check_run == quality
    assert traced(app, "vak.totaal").rules.check_run == money


def test_the_ledger_line_of_an_import_is_read_once_for_all_rows(app: Application) -> None:
    everything_entered(app)
    read = []

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is json.loads.__code__:
            read.append(frame)

    with app.work() as uow:
        trails = frozen(uow)
        sys.setprofile(count)
        try:
            rows = [trails.of("projecten:KL001") for _ in range(50)]
        finally:
            sys.setprofile(None)
    assert len(rows) == 50 and len(read) == 1


def passed(app: Application, stages: frozenset[Stage], at: datetime, suite: str = "") -> str:
    """The number of a pass over these stages that found nothing."""
    outcome = CheckOutcome(("KC-005",), (), ())
    with app.work() as uow:
        return checks.store_outcome(
            uow, round_key=KEY, stages=stages, rules=[rule()], outcome=outcome, by=CONTROLLER, at=at, suite=suite
        ).run.id


def frozen(uow: UnitOfWork) -> Trails:
    """The trails of a freeze at the end."""
    snapshots.freeze(uow, round_key=KEY, by=CONTROLLER, at=AT)
    return Trails(uow, snapshots.newest_snapshot(uow, round_key=KEY)[0])


def traced(app: Application, figure_id: str) -> Trace:
    """The trace of a figure after that freeze."""
    with app.work() as uow:
        snapshots.freeze(uow, round_key=KEY, by=CONTROLLER, at=AT)
        return tracing.trace_figure(uow, round_key=KEY, figure_id=figure_id)
