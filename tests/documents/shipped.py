"""Meting 6 of the shipped programme as a snapshot: its history and the rows that people enter in this round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.exchange.csv_exchange import CsvExchange
from meetcyclus.exchange.programme_reader import read_programme

PROGRAMME = Path(__file__).resolve().parents[2] / "meetcyclus" / "programmes" / "vlaamse_veerkracht"
KEY = "2023-12"


@cache
def vlaamse_veerkracht() -> Snapshot:
    """The round with all its reports and its money."""
    files, inputs = CsvExchange(), PROGRAMME / f"meting_{KEY}"
    data = read_programme(PROGRAMME)
    data = replace(data, rounds=(*data.rounds, Round(KEY, 6, date(2023, 12, 31), "A_2021", "3")))
    entries = tuple(files.read_reports(inputs, data, KEY))
    finance = files.read_finance
    del finance
    data = replace(data, entries=(*data.entries, *entries), credits=(*data.credits, *_credits()))
    population = tuple(each.number for each in data.projects)
    return Snapshot(KEY, 1, datetime(2024, 1, 19, 13, 5, tzinfo=UTC), "secretariaat@example.org", True, population, data)
