"""Faults planted at random places of the shipped programme are found, every one, and nothing else is."""

from __future__ import annotations

import pytest

import tests.quality.faults_in_register
import tests.quality.faults_in_reports  # noqa: F401  (both enter their makers of faults)
from meetcyclus.domain.findings import Stage
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.quality import GreatExpectationsCheck
from tests.quality.planting import plant
from tests.quality.world import SIXTH, sixth_round, subject_at

# Status, date, text, value or amount against the round before, and against what was usual before.
AGAINST_LAST_ROUND = frozenset(
    {"KC-007", "KC-021", "KC-022", "KC-024", "KC-055", "KC-057", "KC-058", "KC-059", "KC-060", "KC-061"}
    | {"KC-084", "KC-087", "KC-108", "KC-116", "KC-118"}
)
OUTLIERS = frozenset({"KC-084", "KC-087", "KC-108", "KC-116", "KC-118"})
STAGES = frozenset({Stage.ENTRY, Stage.QUALITY, Stage.MONEY})
Places = set[tuple[str, str]]


@pytest.fixture(scope="module")
def data() -> ProgrammeData:
    """The programme with the sixth round, in which nothing is wrong."""
    return sixth_round()


@pytest.mark.goal("13")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_forty_planted_faults_are_found_and_nothing_else(
    seed: int, data: ProgrammeData, check: GreatExpectationsCheck
) -> None:
    spoilt, planted = plant(data, seed=seed, count=40)
    found = check.run(subject_at(spoilt, SIXTH), STAGES)
    assert len({rule for rule, _ in planted}) == 40
    assert {(each.rule_code, each.object_key) for each in found.hits} == planted
    assert found.crashed == ()


@pytest.fixture(scope="module")
def against_last_round(data: ProgrammeData, check: GreatExpectationsCheck) -> tuple[Places, Places]:
    """What was planted and what was found in thirty cases against the round before."""
    spoilt, planted = plant(data, seed=60, count=30, rules=AGAINST_LAST_ROUND)
    found = check.run(subject_at(spoilt, SIXTH), STAGES)
    return planted, {(each.rule_code, each.object_key) for each in found.hits}


@pytest.mark.goal("60")
def test_thirty_cases_against_the_round_before_are_all_found(against_last_round: tuple[Places, Places]) -> None:
    planted, found = against_last_round
    assert len(planted) == 30 and {rule for rule, _ in planted} == AGAINST_LAST_ROUND
    assert found == planted


@pytest.mark.goal("15")
def test_values_and_amounts_that_do_not_fit_their_history_are_found(against_last_round: tuple[Places, Places]) -> None:
    planted, found = ({each for each in places if each[0] in OUTLIERS} for places in against_last_round)
    assert len(planted) == 10 and found == planted
