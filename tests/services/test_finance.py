"""Money: an extract comes in once, what does not match is named both ways, and DFB signs only what fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.credits import Credit, FinanceUpload
from meetcyclus.domain.errors import NotAllowed, NotNow
from meetcyclus.domain.rounds import StepState
from meetcyclus.exchange.finance import write_finance
from meetcyclus.services import finance, rounds
from meetcyclus.services.programmes import load_register
from tests.factories import ANNA, CHAIR, CONTROLLER, DFB, KABINET_1, KEY, SECRETARIAT, credits, moment
from tests.services.world import begin, events, everything_entered, take_up_before

AT = moment("2024-01-03 10:00")


@pytest.fixture
def asked(app: Application) -> Application:
    """Everything is in and DFB was asked for the money."""
    everything_entered(app)
    begin(app, "financien", AT)
    return app


def load(
    app: Application, folder: Path, rows: Sequence[Credit], name: str = "emoe.xlsx", by: str = DFB
) -> tuple[FinanceUpload, bool]:
    with app.work() as uow:
        data = load_register(uow)
        path = write_finance(rows, data, folder / name)
        return finance.load_finance(
            uow,
            quality=app.quality,
            round_key=KEY,
            file=app.exchange.read_finance(path, data, KEY),
            file_name=name,
            content=path.read_bytes(),
            by=by,
            at=AT,
        )


def sign(app: Application, by: str = DFB) -> FinanceUpload:
    with app.work() as uow:
        return finance.sign_off(uow, round_key=KEY, by=by, at=AT)


def step_state(app: Application) -> StepState:
    with app.work() as uow:
        return rounds.require_step(uow, KEY, "financien").state


@pytest.mark.goal("30")
@pytest.mark.goal("63")
def test_the_same_file_twice_changes_nothing_and_a_clean_one_can_be_signed(asked: Application, tmp_path: Path) -> None:
    with pytest.raises(NotNow, match="no extract"):
        sign(asked)
    upload, is_new = load(asked, tmp_path, credits(1))
    assert is_new
    assert (upload.rows, upload.committed_cents, upload.settled_cents) == (6, 14_000_00, 7_000_00)
    lines = len(events(asked))
    assert load(asked, tmp_path, credits(1)) == (upload, False)
    assert len(events(asked)) == lines
    with asked.work() as uow:
        assert [each for each in uow.credits.in_force() if each.round_key == KEY] == list(credits(1))
        found = finance.reconcile(uow, round_key=KEY)
    assert (found.unmatched, found.differences, found.open_findings, found.is_clean) == ((), (), (), True)
    for by in (SECRETARIAT, CONTROLLER, CHAIR):
        with pytest.raises(NotAllowed):
            sign(asked, by=by)
    assert sign(asked).signed_off_by == DFB
    assert step_state(asked) is StepState.CLOSED
    assert sign(asked).signed_off_at == AT
    with pytest.raises(NotAllowed, match="signed off"):
        load(asked, tmp_path, credits(1)[:-1], "later.xlsx")


def test_a_signature_stands_while_an_earlier_step_is_taken_up_again(asked: Application, tmp_path: Path) -> None:
    load(asked, tmp_path, credits(1))
    take_up_before(asked, "financien")
    assert sign(asked).signed_off_by == DFB
    assert step_state(asked) is StepState.OPEN


@pytest.mark.goal("30")
@pytest.mark.goal("63")
def test_what_does_not_match_is_named_both_ways_and_stops_the_signature(asked: Application, tmp_path: Path) -> None:
    """KL001 is booked on a number that does not exist; KL004 is not paid with recovery money and may be absent."""
    wrong = [
        replace(each, project_number="KL999") if each.project_number == "KL001" else each
        for each in credits(1)
        if each.project_number != "KL004"
    ]
    upload, _ = load(asked, tmp_path, wrong)
    assert upload.unmatched == ("regel 2: KL999 hoort niet bij de meting", "KL001: geen regel in het extract")
    with pytest.raises(NotNow, match="2 lines do not match"):
        sign(asked)
    assert step_state(asked) is StepState.OPEN
    right, _ = load(asked, tmp_path, credits(1), "emoe2.xlsx")
    assert (right.sequence, right.unmatched) == (2, ())
    sign(asked)


@pytest.mark.goal("63")
def test_amounts_that_fell_and_more_paid_than_committed_are_named(asked: Application, tmp_path: Path) -> None:
    rows = [
        replace(each, committed_cents=90_000, settled_cents=90_001) if each.project_number == "KL001" else each
        for each in credits(1)
    ]
    load(asked, tmp_path, rows, "emoe.csv")
    with asked.work() as uow:
        found = finance.reconcile(uow, round_key=KEY)
    assert found.differences == ("KL001: vastgelegd daalt van 1.000,00 naar 900,00 euro",)
    assert {(each.rule_code, each.project_number) for each in found.open_findings} == {
        ("KC-105", "KL001"),
        ("KC-108", "KL001"),
        ("KC-115", "KL001"),
    }
    assert not found.is_clean
    with pytest.raises(NotNow, match="findings are open"):
        sign(asked)


@pytest.mark.parametrize("by", [ANNA, CONTROLLER, KABINET_1, CHAIR])
def test_only_dfb_and_the_secretariat_load_money(asked: Application, tmp_path: Path, by: str) -> None:
    with pytest.raises(NotAllowed):
        load(asked, tmp_path, credits(1), by=by)
    with asked.work() as uow:
        assert uow.uploads.where() == []
