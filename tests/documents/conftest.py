"""Documents that several tests look at, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetcyclus.documents import WordReports
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.figures import figures_of
from tests.documents import samples, shipped

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"
MARK = "ab" * 32


@pytest.fixture(scope="session")
def writer() -> WordReports:
    """The writer with the templates of the repository."""
    return WordReports(TEMPLATES)


def both(writer: WordReports, snapshot: Snapshot) -> dict[str, bytes]:
    """Cover note and report of a snapshot."""
    figures = figures_of(snapshot)
    return {
        "covernota": writer.cover_note(snapshot, MARK, figures),
        "monitoringsrapport": writer.monitoring_report(snapshot, MARK, figures),
    }


@pytest.fixture(scope="session")
def small(writer: WordReports) -> dict[str, bytes]:
    """Both documents of the hand-made programme."""
    return both(writer, samples.snapshot())


@pytest.fixture(scope="session")
def large(writer: WordReports) -> dict[str, bytes]:
    """Both documents of the shipped programme, meting 6."""
    return both(writer, shipped.vlaamse_veerkracht())
