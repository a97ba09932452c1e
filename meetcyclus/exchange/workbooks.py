"""Entry workbooks in and out: the adapter behind `services.ports.WorkbookFiles`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from meetcyclus.exchange.workbook_places import places_of
from meetcyclus.exchange.workbook_reader import read_workbook
from meetcyclus.exchange.workbook_texts import load_texts
from meetcyclus.exchange.workbook_writer import write_workbook
from meetcyclus.services.ports import WorkbookContent, WorkbookLookup, WorkbookPlace, WorkbookSubject


class EntryWorkbooks:
    """Writes the workbook of a lead and reads it back."""

    def __init__(self, templates_folder: Path) -> None:
        """`templates_folder` is the project's folder `templates`; the texts are in `workbooks/texts.toml`."""
        self._texts = load_texts(templates_folder)

    def write(self, subject: WorkbookSubject) -> bytes:
        """The xlsx of one lead; equal subjects give equal bytes."""
        return write_workbook(subject, self._texts)

    def places(self, subject: WorkbookSubject) -> Mapping[tuple[str, str], WorkbookPlace]:
        """Where a lead fills something in, by object and field of the exchange format; "" is the row."""
        return places_of(subject, self._texts)

    def read(self, path: Path, subject_of: WorkbookLookup) -> WorkbookContent:
        """Everything in the file, or BadInput with every problem named by sheet, row, column, value, expectation."""
        return read_workbook(path, subject_of, self._texts)
