"""The shipped programme at full size: 181 projects and 1,753 milestones without an error."""

from __future__ import annotations

import pytest

from meetcyclus.domain.findings import Stage
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.quality import GreatExpectationsCheck
from tests.quality.world import SIXTH, sixth_round, subject_at


@pytest.fixture(scope="module")
def data() -> ProgrammeData:
    """The programme with the entries and amounts of the sixth round."""
    return sixth_round()


@pytest.mark.goal("13")
def test_entries_of_the_sixth_round_hold_no_error(data: ProgrammeData, check: GreatExpectationsCheck) -> None:
    found = check.run(subject_at(data, SIXTH), frozenset({Stage.ENTRY, Stage.QUALITY}))
    assert found.hits == () and found.crashed == ()
    own = {rule.code for rule in check.rules() if rule.stage in (Stage.ENTRY, Stage.QUALITY)}
    # Nobody handed these in: how the round was conducted is not known here.
    assert own - set(found.rules_run) == {"KC-149", "KC-150"}


@pytest.mark.goal("13")
def test_amounts_of_the_sixth_round_hold_no_error(data: ProgrammeData, check: GreatExpectationsCheck) -> None:
    found = check.run(subject_at(data, SIXTH), frozenset({Stage.MONEY}))
    assert found.hits == () and found.crashed == ()
    skipped = {rule.code for rule in check.rules() if rule.stage is Stage.MONEY} - set(found.rules_run)
    # The extract holds no projects on regular means, and nobody writes a total in words.
    assert skipped == {"KC-117", "KC-120"}


def test_amounts_of_the_fifth_round_raise_one_question(data: ProgrammeData, check: GreatExpectationsCheck) -> None:
    found = check.run(subject_at(data, data.round("2022-12")), frozenset({Stage.MONEY}))
    assert [(each.rule_code, each.project_number) for each in found.hits] == [("KC-115", "VV080")]
    assert found.crashed == ()
