"""Writes a programme as a folder of files, the same bytes for the same programme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.cells import print_cell
from meetcyclus.exchange.columns import Table
from meetcyclus.exchange.csv_text import csv_text
from meetcyclus.exchange.data_package import write_data_package
from meetcyclus.exchange.report_rows import rows_of_entries
from meetcyclus.exchange.round_tables import TABLES
from meetcyclus.exchange.settings_file import settings_text_of
from meetcyclus.exchange.settings_reader import SETTINGS_FILE
from meetcyclus.safe_files import write_file


def write_programme(data: ProgrammeData, folder: Path) -> Sequence[Path]:
    """Write every file that has rows, the settings and datapackage.json; gives the paths.

    Files of the format that this programme does not have are removed from the folder: they would be read as part of it.
    """
    contents = programme_files(data)
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        if table.file_name not in contents:
            (folder / table.file_name).unlink(missing_ok=True)
    for name, content in contents.items():
        write_file(folder / name, content)
    package = write_data_package(
        folder,
        name=data.programme.code.lower(),
        title=data.programme.name,
        description=f"Het programma {data.programme.name} in het uitwisselingsformaat van Meetcyclus.",
    )
    return [*(folder / name for name in contents), package]


def programme_files(data: ProgrammeData) -> dict[str, bytes]:
    """The settings and every file that has rows, by file name; required files are there without rows as well."""
    zone = ZoneInfo(data.programme.time_zone)
    reports = rows_of_entries(data)
    contents = {SETTINGS_FILE: settings_text_of(data.programme).encode()}
    for table in TABLES:
        rows = reports[table.name] if table.record is None else _facts_of(getattr(data, table.attribute))
        if rows or table.required:
            contents[table.file_name] = table_text(table, rows, zone).encode()
    return contents


def table_text(table: Table, rows: Iterable[Mapping[str, object]], zone: tzinfo) -> str:
    """One file as text: the header, and a line for each row of values by attribute."""
    given = list(rows)
    columns = [
        each for each in table.columns if not each.is_optional or any(row[each.attribute] is not None for row in given)
    ]
    lines = [[print_cell(column, row[column.attribute], zone) for column in columns] for row in given]
    return csv_text([[each.name for each in columns], *lines])


def _facts_of(records: Iterable[object]) -> list[Mapping[str, object]]:
    return [vars(each) for each in records]
