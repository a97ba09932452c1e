"""Reads a returned workbook: all of it or nothing, with every bad place named at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from meetcyclus.domain.errors import NotFound
from meetcyclus.exchange.workbook_cells import RawSheet, read_sheets
from meetcyclus.exchange.workbook_entries import entries_from
from meetcyclus.exchange.workbook_layout import META_SHEET, TEMPLATE_VERSION
from meetcyclus.exchange.workbook_meta import WorkbookMeta, read_meta, returned_sha256
from meetcyclus.exchange.workbook_problems import ProblemLog
from meetcyclus.exchange.workbook_rows import Table, tables_of
from meetcyclus.exchange.workbook_sheet_reader import SheetReader
from meetcyclus.exchange.workbook_texts import WorkbookTexts
from meetcyclus.exchange.xlsx_guard import MEGABYTE, Limits, UnsafeFileError, safe_xlsx
from meetcyclus.services.ports import WorkbookContent, WorkbookLookup, WorkbookSubject

# A workbook of fifty projects has a tenth of these.
_LIMITS = Limits(
    file_bytes=10 * MEGABYTE,
    unpacked_bytes=30 * MEGABYTE,
    side_part_bytes=MEGABYTE // 2,
    parts=200,
    tags=300_000,
)


def read_workbook(path: Path, subject_of: WorkbookLookup, texts: WorkbookTexts) -> WorkbookContent:
    """What the lead filled in, or BadInput with every problem."""
    log = ProblemLog(path.name, texts)
    sheets = _safe_sheets(path, log)
    meta = _known_meta(sheets, log)
    subject = _subject(meta, subject_of, log)
    tables = tables_of(subject)
    _require_sheets(tables, sheets, log)
    is_untouched = returned_sha256(tables, sheets) == meta.locked_sha256
    values = {
        table.layout.key: SheetReader(table, sheets[table.layout.name], subject, texts, log, is_untouched).rows()
        for table in tables
    }
    log.raise_if_any()
    return WorkbookContent(meta.round_key, meta.lead_email, entries_from(meta.round_key, meta.lead_email, values))


def _safe_sheets(path: Path, log: ProblemLog) -> Mapping[str, RawSheet]:
    try:
        return read_sheets(safe_xlsx(path, _LIMITS))
    except UnsafeFileError as refused:
        for each in refused.suspicions:
            log.whole_file(each.fault.value, each.seen, grens=each.limit)
        raise log.error() from refused
    except Exception as error:  # openpyxl raises a dozen kinds of errors on damaged XML; each means the same to a lead.
        log.whole_file("beschadigd", type(error).__name__)
        raise log.error() from error


def _known_meta(sheets: Mapping[str, RawSheet], log: ProblemLog) -> WorkbookMeta:
    meta = read_meta(sheets[META_SHEET]) if META_SHEET in sheets else None
    if meta is None:
        log.sheet(META_SHEET, "meta_ontbreekt")
        raise log.error()
    if meta.template_version != TEMPLATE_VERSION:
        log.sheet(META_SHEET, "meta_versie", meta.template_version, versie=TEMPLATE_VERSION)
        raise log.error()
    return meta


def _subject(meta: WorkbookMeta, subject_of: WorkbookLookup, log: ProblemLog) -> WorkbookSubject:
    try:
        subject = subject_of(meta.round_key, meta.lead_email)
    except NotFound as error:
        log.sheet(META_SHEET, "meta_onbekend", f"{meta.round_key}, {meta.lead_email}")
        raise log.error() from error
    if (subject.round.key, subject.lead_email) != (meta.round_key, meta.lead_email):
        log.sheet(META_SHEET, "meta_anders", f"{meta.round_key}, {meta.lead_email}")
    code = subject.data.programme.code
    if meta.programme_code != code:
        log.sheet(META_SHEET, "meta_programma", meta.programme_code, programma=code)
    log.raise_if_any()
    return subject


def _require_sheets(tables: tuple[Table, ...], sheets: Mapping[str, RawSheet], log: ProblemLog) -> None:
    for name in (each.layout.name for each in tables):
        if name not in sheets:
            log.sheet(name, "werkblad", werkblad=name)
    log.raise_if_any()
