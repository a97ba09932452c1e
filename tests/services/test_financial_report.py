"""The financial report adds up at every level, to the cent, on both databases; no amount passes through a float."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import meetcyclus
from meetcyclus.bootstrap import Application
from meetcyclus.domain.credits import Credit, FinanceUpload, changes_between, committed_total
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services import snapshots
from meetcyclus.services.figures import figures_of
from meetcyclus.services.financial_report import MoneyLine, financial_report
from tests.factories import DFB, KEY, NUMBERS, REFERENCE_DATE, SECRETARIAT, credits, moment

AT = moment("2024-01-03 10:00")
CENTS = some.integers(-(10**16), 10**16)
LINES = some.dictionaries(
    some.tuples(some.sampled_from(NUMBERS), some.integers(2020, 2030), some.sampled_from(["A1", "B2"])),
    some.tuples(CENTS, CENTS),
    max_size=20,
)
# Every module between the file and the figure; excel itself gives numbers, and only one function may take them.
PATH = ("exchange/finance*.py", "services/finance.py", "services/reconciliation.py", "services/figure_money*.py")
PATH_MORE = (
    "services/financial_report.py",
    "services/year_gaps.py",
    "domain/credits.py",
    "storage/repositories.py",
    "quality/money_rows.py",
)


@pytest.fixture
def frozen(app: Application) -> Snapshot:
    with app.work() as uow:
        snapshots.freeze(uow, round_key=KEY, by=SECRETARIAT, at=AT)
        return snapshots.newest_snapshot(uow, round_key=KEY)[0]


def with_money(snapshot: Snapshot, rows: Sequence[Credit]) -> Snapshot:
    past = tuple(each for each in snapshot.data.credits if each.round_key != KEY)
    return replace(snapshot, data=replace(snapshot.data, credits=(*past, *rows)))


def totals(lines: Sequence[MoneyLine]) -> tuple[int, int, int]:
    return (
        sum(each.committed_cents for each in lines),
        sum(each.settled_cents for each in lines),
        sum(each.rest_cents for each in lines),
    )


@pytest.mark.goal("63")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_every_level_adds_up_to_the_same_cents(
    frozen: Snapshot, lines: dict[tuple[str, int, str], tuple[int, int]]
) -> None:
    rows = [Credit(KEY, *line, *cents, REFERENCE_DATE) for line, cents in lines.items()]
    report = financial_report(with_money(frozen, rows))
    exact = (committed_total(rows), sum(each.settled_cents for each in rows))
    wanted = (*exact, exact[0] - exact[1])
    levels = (report.per_project, report.per_cluster, report.per_speerpunt, report.per_domain, report.per_year)
    assert [totals(each) for each in ((report.total,), *levels)] == [wanted] * 6
    means = [sum(each.means_cents or 0 for each in level) for level in levels[:4]]
    assert means == [report.total.means_cents] * 4
    assert sum(each.difference_cents for each in changes_between((), rows)) == sum(exact)
    if rows:
        figures = {each.id: each.value for each in figures_of(with_money(frozen, rows))}
        assert figures["vak.totaal"] * 100 == exact[0] and figures["encours.totaal"] * 100 == wanted[2]


@pytest.mark.goal("63")
def test_cents_come_back_from_the_database_as_they_went_in(app: Application) -> None:
    """A tenth and two tenths, and more cents than a float can count."""
    amounts = (10, 20, 10**15, 10**15 + 1, 2**53 + 1, -(10**16) + 1)
    rows = [Credit(KEY, NUMBERS[at], 2023, "A1", cents, -cents, REFERENCE_DATE) for at, cents in enumerate(amounts)]
    with app.work() as uow:
        uow.credits.add(KEY, 1, rows)
    with app.work() as uow:
        assert uow.credits.of_upload(KEY, 1) == rows
        snapshots.freeze(uow, round_key=KEY, by=SECRETARIAT, at=AT)
        report = financial_report(snapshots.newest_snapshot(uow, round_key=KEY)[0])
    assert (report.total.committed_cents, report.total.settled_cents) == (sum(amounts), -sum(amounts))


@pytest.mark.goal("63")
def test_what_fell_what_moved_and_who_signed_stand_in_the_report(frozen: Snapshot) -> None:
    rows = [
        replace(each, committed_cents=90_000, remark="annulering") if each.project_number == "KL001" else each
        for each in credits(1)
    ]
    # The same remark on a second line of the project is told once.
    more = next(each for each in rows if each.project_number == "KL001")
    rows.append(replace(more, budget_article="Z9", committed_cents=0, settled_cents=0))
    upload = FinanceUpload(KEY, 1, "emoe.xlsx", "ab" * 32, DFB, AT, 6, committed_total(rows) + 7, 7_000_00)
    signed = replace(upload, signed_off_by=DFB, signed_off_at=AT)
    report = financial_report(replace(with_money(frozen, rows), uploads=(signed,)))
    (fell,) = report.decommitments
    assert (fell.project_number, fell.column, fell.previous_cents, fell.now_cents, fell.remarks) == (
        "KL001",
        "vastgelegd",
        1_000_00,
        90_000,
        ("annulering",),
    )
    assert [each.key for each in report.regular] == ["KL004", "KL006"]
    assert [(each.from_project, each.amount_cents) for each in report.shifts] == [("KL004", 1000)]
    assert report.stand_dates == (date(2023, 12, 31),)
    assert report.statement is not None
    assert (report.statement.difference_committed_cents, report.statement.difference_settled_cents) == (7, 0)
    assert (report.statement.upload.signed_off_by, report.statement.upload.sha256) == (DFB, "ab" * 32)
    assert isinstance(report.statement.upload.signed_off_at, datetime)
    assert financial_report(frozen).statement is None


@pytest.mark.goal("63")
def test_no_float_is_made_between_the_file_and_the_figure() -> None:
    folder = Path(meetcyclus.__file__).parent
    modules = [path for pattern in (*PATH, *PATH_MORE) for path in sorted(folder.glob(pattern))]
    assert len(modules) > 12
    made = [
        f"{path.name}:{node.lineno}"
        for path in modules
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("float", "round"))
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    assert made == []
