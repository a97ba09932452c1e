"""The adapter of the exchange format: the one class that the services see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from meetcyclus.domain.entries import Entry
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.finance import read_finance
from meetcyclus.exchange.programme_reader import programme_hashes, read_programme, read_reports
from meetcyclus.exchange.programme_writer import write_programme
from meetcyclus.services.ports import FinanceFile


class CsvExchange:
    """Programmes, reports and finance extracts as files (fulfils `ports.ExchangeFiles`)."""

    def read_programme(self, folder: Path) -> ProgrammeData:
        """A whole programme, or BadInput with every bad cell."""
        return read_programme(folder)

    def programme_hashes(self, folder: Path) -> Mapping[str, str]:
        """SHA-256 of every file of a programme, by its name."""
        return programme_hashes(folder)

    def write_programme(self, data: ProgrammeData, folder: Path) -> Sequence[Path]:
        """The programme as files; gives the paths written."""
        return write_programme(data, folder)

    def read_reports(self, folder: Path, data: ProgrammeData, round_key: str) -> Sequence[Entry]:
        """The reports of one round, or BadInput with every bad cell."""
        return read_reports(folder, data, round_key)

    def read_finance(self, path: Path, data: ProgrammeData, round_key: str) -> FinanceFile:
        """A finance extract (xlsx or semicolon CSV), or BadInput with every bad cell."""
        return read_finance(path, data, round_key)
