"""Meting 6 of the shipped programme as a snapshot, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from meetcyclus.demo.material import ROUND_KEY as KEY
from meetcyclus.demo.report_bench import round_on_paper
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.exchange.csv_exchange import CsvExchange

__all__ = ["KEY", "vlaamse_veerkracht"]

PROGRAMME = Path(__file__).resolve().parents[2] / "meetcyclus" / "programmes" / "vlaamse_veerkracht"


@cache
def vlaamse_veerkracht() -> Snapshot:
    """The round with all its reports and its money."""
    return round_on_paper(CsvExchange(), PROGRAMME)
