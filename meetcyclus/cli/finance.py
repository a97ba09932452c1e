"""meetcyclus finance ...: the EMOE extract, its reconciliation and DFB's signature."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.findings import finding_facts, findings_table
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonGroup, Shown, actor, app_for_change, emit
from meetcyclus.domain import dutch
from meetcyclus.domain.credits import FinanceUpload
from meetcyclus.services import finance as service
from meetcyclus.services.programmes import load_register


@click.group(cls=CommonGroup)
def finance() -> None:
    """Money: committed (VAK) and settled (VEK).

    Example:  meetcyclus finance load 2023-12 emoe.xlsx --by dfb@example.org
    """


@finance.command()
@click.argument("key")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def load(key: str, file: Path) -> int:
    """Load an extract (xlsx or semicolon CSV) and check it; the same file twice is no change.

    Example:  meetcyclus finance load 2023-12 emoe.xlsx --by dfb@example.org
    Exit code 1: loaded, but something does not match.
    """
    app = app_for_change()
    with app.work() as uow:
        read = app.exchange.read_finance(file, load_register(uow), key)
        upload, is_new = service.load_finance(
            uow,
            quality=app.quality,
            round_key=key,
            file=read,
            file_name=file.name,
            content=file.read_bytes(),
            by=actor(),
            at=app.now(),
        )
        found = service.reconcile(uow, round_key=key)
    emit(
        _facts(key, found, {"is_new": is_new, "changes": upload.rows if is_new else 0}),
        _totals(upload),
        *_lists(found),
        lines=[f"Next: meetcyclus finance reconcile {key}"],
    )
    return 0 if found.is_clean else FOUND_SOMETHING


@finance.command()
@click.argument("key")
def reconcile(key: str) -> int:
    """What of the newest extract does not match the register or the previous round.

    Example:  meetcyclus finance reconcile 2023-12
    """
    with application().work() as uow:
        found = service.reconcile(uow, round_key=key)
    emit(_facts(key, found, {}), _totals(found.upload), *_lists(found))
    return 0 if found.is_clean else FOUND_SOMETHING


@finance.command("sign-off")
@click.argument("key")
def sign_off(key: str) -> None:
    """DFB declares the money of the round right.

    Example:  meetcyclus finance sign-off 2023-12 --by dfb@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        signed = service.sign_off(uow, round_key=key, by=actor(), at=app.now())
    emit(
        {"signed_off_by": signed.signed_off_by, "signed_off_at": signed.signed_off_at, **_amounts(signed)},
        lines=[f"Signed off by {signed.signed_off_by}.", f"Next: meetcyclus round advance {key}"],
    )


def _amounts(upload: FinanceUpload) -> dict[str, object]:
    return {
        "rows": upload.rows,
        "committed_eur": f"{Decimal(upload.committed_cents).scaleb(-2):.2f}",
        "settled_eur": f"{Decimal(upload.settled_cents).scaleb(-2):.2f}",
    }


def _facts(key: str, found: service.Reconciliation, more: dict[str, object]) -> dict[str, object]:
    return {
        "round": key,
        "file": found.upload.file_name,
        "sha256": found.upload.sha256,
        **_amounts(found.upload),
        "unmatched": found.unmatched,
        "differences": found.differences,
        "findings": [finding_facts(each) for each in found.open_findings],
        **more,
    }


def _totals(upload: FinanceUpload) -> Shown:
    rows = [
        ("rows", upload.rows),
        ("vastgelegd (VAK)", dutch.amount(upload.committed_cents)),
        ("vereffend (VEK)", dutch.amount(upload.settled_cents)),
    ]
    return Shown(upload.file_name, ("total", "euro"), rows, frozenset({"euro"}))


def _lists(found: service.Reconciliation) -> list[Shown]:
    tables = [
        Shown("Does not match", ("what",), ([each] for each in found.unmatched)),
        Shown("Lower than in the previous round", ("what",), ([each] for each in found.differences)),
    ]
    shown = [table for table, items in zip(tables, (found.unmatched, found.differences), strict=True) if items]
    return [*shown, findings_table(found.open_findings)] if found.open_findings else shown


COMMANDS = (finance,)
