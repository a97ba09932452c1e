"""No data is no success: empty, cut or half input stops the check instead of passing it or blaming people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.findings import Stage
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.quality import GreatExpectationsCheck
from meetcyclus.quality.catalogue import read_files
from meetcyclus.quality.guard import is_cut, require_true_input
from meetcyclus.services.ports import CheckSubject
from tests.quality.conftest import EXPECTATIONS
from tests.quality.small_programme import THIS, merged, small_programme, subject_of

DATA = merged([small_programme(1), small_programme(2)])
ENTRY, QUALITY, MONEY = frozenset({Stage.ENTRY}), frozenset({Stage.ENTRY, Stage.QUALITY}), frozenset({Stage.MONEY})


def _keep_entries(data: ProgrammeData, count: int) -> ProgrammeData:
    own = [each for each in data.entries if each.round_key == THIS.key]
    return replace(data, entries=tuple(each for each in data.entries if each not in own[count:]))


def _no_milestone_reports(data: ProgrammeData) -> ProgrammeData:
    return replace(
        data,
        entries=tuple(replace(each, milestones=()) if each.round_key == THIS.key else each for each in data.entries),
    )


def _no_credits(data: ProgrammeData) -> ProgrammeData:
    return replace(data, credits=tuple(each for each in data.credits if each.round_key != THIS.key))


def _half_credits(data: ProgrammeData) -> ProgrammeData:
    return replace(data, credits=tuple(e for e in data.credits if e.round_key != THIS.key or e.project_number < "VV02"))


@pytest.mark.goal("58")
@pytest.mark.parametrize(
    ("cut", "stages", "message"),
    [
        (lambda data: replace(data, projects=()), ENTRY, "register is empty"),
        (lambda data: replace(data, projects=data.projects[:6]), ENTRY, "lacks 6"),
        (lambda data: replace(data, projects=data.projects[1:]), ENTRY, "lacks 1"),
        (lambda data: replace(data, milestones=data.milestones[:18]), QUALITY, "18 of 36 expected rows"),
        (lambda data: replace(data, milestones=()), QUALITY, "36 of 36 expected rows"),
        (_no_milestone_reports, QUALITY, "too short to be true"),
        (lambda data: _keep_entries(data, 5), QUALITY, "7 of 12 projects have no report"),
        (lambda data: _keep_entries(data, 0), QUALITY, "12 of 12 projects have no report"),
        (_no_credits, MONEY, "no amounts"),
        (_half_credits, MONEY, "6 of 12 expected rows"),
    ],
)
def test_cut_input_is_refused(
    cut: Callable[[ProgrammeData], ProgrammeData], stages: frozenset[Stage], message: str, check: GreatExpectationsCheck
) -> None:
    subject = CheckSubject(cut(DATA), THIS, subject_of(DATA).population)
    with pytest.raises(BadInput, match=message):
        check.run(subject, stages)


@pytest.mark.goal("58")
def test_round_without_projects_is_refused(check: GreatExpectationsCheck) -> None:
    with pytest.raises(BadInput, match="no projects"):
        check.run(CheckSubject(DATA, THIS, ()), ENTRY)


@pytest.mark.goal("58")
def test_stage_without_rules_is_refused() -> None:
    only_form = {"form.toml": read_files(EXPECTATIONS)["form.toml"]}
    with pytest.raises(BadInput, match="nothing would be checked"):
        GreatExpectationsCheck(only_form).run(subject_of(DATA), frozenset({Stage.PUBLICATION}))


@pytest.mark.goal("58")
@pytest.mark.parametrize("stage", [Stage.REPORT, Stage.PUBLICATION])
def test_release_that_nobody_gathered_is_refused(stage: Stage, check: GreatExpectationsCheck) -> None:
    with pytest.raises(BadInput, match="ready to leave"):
        check.run(subject_of(DATA), frozenset({stage}))


@pytest.mark.goal("58")
def test_refusal_names_every_missing_row() -> None:
    with pytest.raises(BadInput) as refused:
        require_true_input(
            CheckSubject(replace(DATA, projects=DATA.projects[:6]), THIS, subject_of(DATA).population), ENTRY
        )
    assert [each.value for each in refused.value.problems] == [f"VV02{digit}" for digit in range(1, 7)]


def test_missing_reports_are_findings_while_entry_runs(check: GreatExpectationsCheck) -> None:
    found = check.run(subject_of(_keep_entries(DATA, 0)), ENTRY)
    assert {each.project_number for each in found.hits if each.rule_code == "KC-001"} == {
        p.number for p in DATA.projects
    }


@pytest.mark.goal("58")
def test_a_register_that_lacks_one_row_is_refused_and_reports_only_when_more_than_half_are_missing() -> None:
    """Who has not reported yet is a person; a project that the register lost is a cut file."""
    with pytest.raises(BadInput, match="lacks 1"):
        require_true_input(
            CheckSubject(replace(DATA, projects=DATA.projects[1:]), THIS, subject_of(DATA).population), QUALITY
        )
    with pytest.raises(BadInput, match="7 of 12"):
        require_true_input(subject_of(_keep_entries(DATA, 5)), QUALITY)
    assert require_true_input(subject_of(_keep_entries(DATA, 6)), QUALITY).entries.keys() == {
        each.number for each in DATA.projects[:6]
    }


@pytest.mark.parametrize(
    ("missing", "total", "expected"),
    [(0, 0, False), (1, 1, True), (3, 5, False), (4, 5, True), (25, 100, False), (26, 100, True)],
)
def test_few_missing_rows_are_forgotten_and_many_are_cut(missing: int, total: int, expected: bool) -> None:
    assert is_cut(missing, total) is expected
