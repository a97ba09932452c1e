"""The hidden sheet of a workbook: for whom it was made, and a hash of everything grey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

from meetcyclus.domain.canonical import sha256_of
from meetcyclus.exchange.workbook_cells import RawSheet
from meetcyclus.exchange.workbook_layout import TEMPLATE_VERSION
from meetcyclus.exchange.workbook_rows import Table
from meetcyclus.exchange.workbook_text_cleaning import clean_text
from meetcyclus.exchange.workbook_values import comparable
from meetcyclus.services.ports import WorkbookSubject

FIRST_LIST_COLUMN = 4
_NAMES = ("sjabloonversie", "programma", "meting", "projectverantwoordelijke", "hash_vergrendeld")


@dataclass(frozen=True)
class WorkbookMeta:
    """What the workbook says about itself."""

    template_version: str
    programme_code: str
    round_key: str
    lead_email: str
    locked_sha256: str

    def named_values(self) -> Iterable[tuple[str, str]]:
        """The rows of the hidden sheet."""
        return zip(_NAMES, astuple(self), strict=True)


def meta_of(subject: WorkbookSubject, tables: Iterable[Table]) -> WorkbookMeta:
    """The hidden facts of a workbook that is about to be written."""
    return WorkbookMeta(
        template_version=TEMPLATE_VERSION,
        programme_code=subject.data.programme.code,
        round_key=subject.round.key,
        lead_email=subject.lead_email,
        locked_sha256=written_sha256(tables),
    )


def read_meta(sheet: RawSheet) -> WorkbookMeta | None:
    """The hidden facts of a workbook that came back; None where one is missing."""
    found: Mapping[str, str] = {
        clean_text(str(cell.value)): clean_text(str(sheet.cells[row, 2].value))
        for (row, column), cell in sheet.cells.items()
        if column == 1 and (row, 2) in sheet.cells
    }
    values = [found.get(name, "") for name in _NAMES]
    return WorkbookMeta(*values) if all(values) else None


def written_sha256(tables: Iterable[Table]) -> str:
    """Hash of the locked values as they are written."""
    return sha256_of(
        [
            [
                [comparable(row[column.key]) for column in table.layout.columns if not column.is_white]
                for row in table.rows
            ]
            for table in tables
        ]
    )


def returned_sha256(tables: Iterable[Table], sheets: Mapping[str, RawSheet]) -> str:
    """Hash of the locked values as they came back, on as many rows as the sheet holds identifiers."""
    return sha256_of([_returned_rows(table, sheets[table.layout.name]) for table in tables])


def _returned_rows(table: Table, sheet: RawSheet) -> list[list[str]]:
    locked = [number for number, column in enumerate(table.layout.columns, start=1) if not column.is_white]
    rows = sorted(row for row, column in sheet.cells if column == 1 and row > 1) if table.rows else []
    return [
        [comparable(cell.value) if (cell := sheet.cells.get((row, each))) else "" for each in locked] for row in rows
    ]
