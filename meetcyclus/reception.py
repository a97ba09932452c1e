"""Where entries and money come in: a file or folder is read, accepted whole and confirmed, or refused whole."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import NotNow
from meetcyclus.domain.rounds import RoundState
from meetcyclus.services import confirmations, entries, finance, letters_of_entry, letters_of_money
from meetcyclus.services.authority import require_person
from meetcyclus.services.entries import Receipt
from meetcyclus.services.ports import WorkbookContent, WorkbookLookup, WorkbookSubject
from meetcyclus.services.programmes import load_register
from meetcyclus.services.reconciliation import Reconciliation, reconcile
from meetcyclus.services.unit_of_work import UnitOfWork

ReceiptFacts = dict[str, object]


def receive_workbook(app: Application, path: Path, *, by: str) -> list[ReceiptFacts]:
    """Take in a filled workbook whole, with a letter of receipt, or not at all (BadInput names every problem)."""
    body = path.read_bytes()
    sha256 = hashlib.sha256(body).hexdigest()
    with app.work() as uow:
        content = app.workbooks.read(path, _lookup(uow))
        uow.files.put(body)
        made = entries.accept_entries(
            uow,
            round_key=content.round_key,
            entries=content.entries,
            file_name=path.name,
            file_sha256=sha256,
            by=by,
            at=app.now(),
        )
        made = confirmations.confirm_returned(
            uow, round_key=content.round_key, receipts=made, file_name=path.name, by=by, at=app.now()
        )
        _confirm(app, uow, content, made, path.name, sha256, by)
    return [_facts(path.name, sha256, each) for each in made]


def receive_folder(app: Application, folder: Path, *, round_key: str, by: str) -> list[ReceiptFacts]:
    """Take in reports in the exchange format for a round (the running one when none is named)."""
    with app.work() as uow:
        key = round_key or _running_round(uow)
        data = load_register(uow)
        given = app.exchange.read_reports(folder, data, key)
        sha256 = _folder_sha256(folder)
        made = entries.accept_entries(
            uow, round_key=key, entries=given, file_name=folder.name, file_sha256=sha256, by=by, at=app.now()
        )
    return [_facts(folder.name, sha256, each) for each in made]


def receive_extract(
    app: Application, path: Path, *, round_key: str, by: str, reason: str = ""
) -> tuple[Reconciliation, bool]:
    """Take in an extract whole, with a receipt for DFB, or not at all; gives how it compares and whether it is new."""
    with app.work() as uow:
        _, is_new = finance.load_finance(
            uow,
            quality=app.quality,
            round_key=round_key,
            file=app.exchange.read_finance(path, load_register(uow), round_key),
            file_name=path.name,
            content=path.read_bytes(),
            by=by,
            at=app.now(),
            reason=reason,
        )
        found = reconcile(uow, round_key=round_key)
        letters_of_money.plan_finance_receipt(app.desk(uow, round_key), found)
    return found, is_new


def _confirm(
    app: Application,
    uow: UnitOfWork,
    content: WorkbookContent,
    made: Sequence[Receipt],
    file_name: str,
    sha256: str,
    by: str,
) -> None:
    if any(each.is_new or each.is_confirmed for each in made):
        person = require_person(uow, by)
        letters_of_entry.plan_receipt(app.desk(uow, content.round_key), person, made, file_name, sha256)


def _lookup(uow: UnitOfWork) -> WorkbookLookup:
    """Finds the subject of a workbook inside the transaction that will store it."""

    def subject_of(round_key: str, lead_email: str) -> WorkbookSubject:
        return entries.workbook_subjects(uow, round_key=round_key, lead_email=lead_email)[0]

    return subject_of


def _running_round(uow: UnitOfWork) -> str:
    running = [each.key for each in uow.rounds.where(state=RoundState.RUNNING.value)]
    if len(running) != 1:
        raise NotNow(f"{len(running)} rounds are running: name one with --round")
    return running[0]


def _folder_sha256(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _facts(file_name: str, file_sha256: str, receipt: Receipt) -> ReceiptFacts:
    return {
        "file": file_name,
        "file_sha256": file_sha256,
        "project": receipt.project_number,
        "version": receipt.version,
        "receipt_sha256": receipt.content_sha256,
        "is_new": receipt.is_new,
        "is_confirmed": receipt.is_confirmed,
    }
