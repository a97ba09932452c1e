"""meetcyclus finance ...: the EMOE extract, its reconciliation and DFB's signature."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.findings import finding_facts, findings_table
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonGroup, Shown, actor, app_for_change, emit
from meetcyclus.domain import dutch
from meetcyclus.domain.credits import AmountChange, FinanceUpload
from meetcyclus.reception import receive_extract
from meetcyclus.services import finance as service
from meetcyclus.services.reconciliation import Reconciliation
from meetcyclus.services.reconciliation import reconcile as held_against


@click.group(cls=CommonGroup)
def finance() -> None:
    """Money: committed (VAK) and settled (VEK).

    Example:  meetcyclus finance load 2023-12 emoe.xlsx --by dfb@example.org
    """


@finance.command()
@click.argument("key")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--reason", default="", help="Why another extract comes after one was signed; DFB then signs again.")
def load(key: str, file: Path, reason: str) -> int:
    """Load an extract (xlsx or CSV) and check it; the same file twice is no change.

    Example:  meetcyclus finance load 2023-12 emoe.xlsx --by dfb@example.org
    Exit code 1: loaded, but something does not match.
    """
    found, is_new = receive_extract(app_for_change(), file, round_key=key, by=actor(), reason=reason)
    changes = (len(found.changes) if found.replaced else found.upload.rows) if is_new else 0
    emit(
        _facts(key, found, {"is_new": is_new, "changes": changes}),
        _totals(found),
        *_lists(found),
        lines=[f"{changes} changes." if is_new else "No change.", f"Next: meetcyclus finance reconcile {key}"],
    )
    return 0 if found.is_clean else FOUND_SOMETHING


@finance.command()
@click.argument("key")
def reconcile(key: str) -> int:
    """What of the newest extract does not match the register, the extract before it or the previous round.

    Example:  meetcyclus finance reconcile 2023-12
    """
    with application().work() as uow:
        found = held_against(uow, round_key=key)
    emit(_facts(key, found, {}), _totals(found), *_lists(found), _versions(found))
    return 0 if found.is_clean else FOUND_SOMETHING


@finance.command("sign-off")
@click.argument("key")
def sign_off(key: str) -> None:
    """DFB declares the money of the round right: somebody else than who loaded the extract.

    Example:  meetcyclus finance sign-off 2023-12 --by dfb2@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        signed = service.sign_off(uow, round_key=key, by=actor(), at=app.now())
    emit(
        {"signed_off_by": signed.signed_off_by, "signed_off_at": signed.signed_off_at, **_amounts(signed)},
        lines=[f"Signed off by {signed.signed_off_by}.", f"Next: meetcyclus round advance {key}"],
    )


def _euro(cents: int) -> str:
    return f"{Decimal(cents).scaleb(-2):.2f}"


def _amounts(upload: FinanceUpload) -> dict[str, object]:
    return {
        "rows": upload.rows,
        "committed_eur": _euro(upload.committed_cents),
        "settled_eur": _euro(upload.settled_cents),
    }


def _facts(key: str, found: Reconciliation, more: dict[str, object]) -> dict[str, object]:
    return {
        "round": key,
        "file": found.upload.file_name,
        "sha256": found.upload.sha256,
        **_amounts(found.upload),
        "difference_eur": _euro(found.difference[0]),
        "difference_settled_eur": _euro(found.difference[1]),
        "unmatched": found.unmatched,
        "differences": [_change_facts(each) for each in found.changes],
        "decreases": found.decreases,
        "findings": [finding_facts(each) for each in found.open_findings],
        "versions": [_version_facts(each) for each in found.versions],
        **more,
    }


def _change_facts(change: AmountChange) -> dict[str, object]:
    return {
        "project": change.project_number,
        "budget_year": change.budget_year,
        "budget_article": change.budget_article,
        "column": change.column,
        "old_eur": _euro(change.old_cents),
        "new_eur": _euro(change.new_cents),
        "difference_eur": _euro(change.difference_cents),
    }


def _version_facts(upload: FinanceUpload) -> dict[str, object]:
    return {
        "version": upload.sequence,
        "file": upload.file_name,
        "sha256": upload.sha256,
        **_amounts(upload),
        "reason": upload.reason,
        "signed_off_by": upload.signed_off_by,
        "signed_off_at": upload.signed_off_at,
    }


def _totals(found: Reconciliation) -> Shown:
    rows = [
        ("rows", found.upload.rows),
        ("vastgelegd (VAK)", dutch.amount(found.upload.committed_cents)),
        ("vereffend (VEK)", dutch.amount(found.upload.settled_cents)),
        ("verschil VAK", dutch.amount(found.difference[0])),
        ("verschil VEK", dutch.amount(found.difference[1])),
    ]
    return Shown(found.upload.file_name, ("total", "euro"), rows, frozenset({"euro"}))


def _lists(found: Reconciliation) -> list[Shown]:
    tables = [
        Shown("Does not match", ("what",), ([each] for each in found.unmatched)),
        _changes(found),
        Shown("Lower than in the previous round", ("what",), ([each] for each in found.decreases)),
    ]
    lists = (found.unmatched, found.changes, found.decreases)
    shown = [table for table, items in zip(tables, lists, strict=True) if items]
    return [*shown, findings_table(found.open_findings)] if found.open_findings else shown


def _changes(found: Reconciliation) -> Shown:
    rows = (
        (
            each.project_number,
            each.budget_year,
            each.budget_article,
            each.column,
            *(dutch.amount(cents) for cents in (each.old_cents, each.new_cents, each.difference_cents)),
        )
        for each in found.changes
    )
    heads = ("project", "year", "article", "amount", "old", "new", "difference")
    return Shown("Other than in the extract before", heads, rows, frozenset(heads[-3:]))


def _versions(found: Reconciliation) -> Shown:
    rows = (
        (each.sequence, each.file_name, each.sha256[:12], each.signed_off_by or "–", each.reason)
        for each in found.versions
    )
    return Shown("Extracts of this round", ("version", "file", "sha256", "signed by", "reason"), rows)


COMMANDS = (finance,)
