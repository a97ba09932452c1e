"""Faults planted over the whole shipped round are found by the command that people type, out of a real database."""

from __future__ import annotations

from pathlib import Path

import pytest

import tests.quality.faults_in_register
import tests.quality.faults_in_reports  # noqa: F401  (both enter their makers of faults)
from tests.factories import KEY
from tests.quality.houses import furnished, paid
from tests.quality.planting import FAULTS, plant
from tests.quality.world import sixth_round

CONTROLLER = "controle1@example.org"
# What a database cannot hold: the same project, milestone or indicator twice in one report.
IMPOSSIBLE = frozenset({"KC-004"})


@pytest.mark.goal("13")
@pytest.mark.long("postgresql")
def test_forty_planted_faults_are_what_the_command_finds(database: str, tmp_path: Path) -> None:
    spoilt, planted = plant(sixth_round(), seed=13, count=40, rules=frozenset(FAULTS) - IMPOSSIBLE)
    seat = paid(furnished(tmp_path / "home", database, spoilt), database, spoilt)
    found = [
        each
        for stage in ((), ("--stage", "financien"))
        for each in seat.ask("check", "run", KEY, *stage, by=CONTROLLER, expect=1).json["findings"]
    ]
    assert len({rule for rule, _ in planted}) == 40
    assert {(each["rule"], each["object"]) for each in found} == planted
