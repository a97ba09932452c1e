"""One round played by hand for all tests of the command line, and a home in the middle of it to try things in."""

from __future__ import annotations

import os
import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from tests.cli.command_line import Answer, Seat
from tests.cli.round_by_hand import play


@dataclass(frozen=True)
class Played:
    """A round that was played with commands: every answer, the home it happened in, and what went in and out."""

    answers: dict[str, Answer]
    seat: Seat
    folder: Path


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Played:
    """Played once, by whichever worker of this run comes first; the others read what it left."""
    of_this_run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        of_this_run = of_this_run.parent
    folder = of_this_run / "round_by_hand"
    seat = Seat(folder / "home", "", {"MEETCYCLUS_PREFECT_API_URL": prefect_server})
    with FileLock(of_this_run / "round_by_hand.lock"):
        kept = folder / "answers.pickle"
        if not kept.exists():
            folder.mkdir()
            kept.write_bytes(pickle.dumps(play(seat, folder)))
        answers = pickle.loads(kept.read_bytes())
    return Played(answers, seat.at("2024-01-23T09:00+01:00"), folder)


@pytest.fixture
def entering(played: Played, tmp_path: Path) -> Seat:
    """A home of its own, in the days of entry, when everything has been entered once."""
    shutil.copytree(played.folder / "home_in_entry", tmp_path / "house")
    return Seat(tmp_path / "house", "2023-12-04T09:00+01:00", dict(played.seat.settings))
