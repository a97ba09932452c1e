"""What the engine does with trouble: crashed rules, severity, and programmes that do not use everything."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from meetcyclus.domain.findings import CheckOutcome, Finding, FindingState, Severity, Stage
from meetcyclus.quality import GreatExpectationsCheck
from tests.quality.conftest import EXPECTATIONS
from tests.quality.small_programme import merged, small_programme, subject_of
from tests.quality.spoiling import milestone

WHEN = datetime(2024, 1, 15, tzinfo=UTC)
# One milestone is overdue and one slips.
SPOILT = subject_of(
    merged(
        [
            milestone("1", "M03", expected_on=date(2023, 12, 31))(small_programme(1), "VV01"),
            milestone("1", "M03", expected_on=date(2024, 5, 1))(small_programme(2), "VV02"),
        ]
    )
)


def _catalogue_with(folder: Path, pattern: str, replacement: str, files: str = "*.toml") -> GreatExpectationsCheck:
    for path in EXPECTATIONS.glob(files):
        text, _ = re.subn(pattern, replacement, path.read_text(encoding="utf-8"))
        (folder / path.name).write_text(text, encoding="utf-8")
    return GreatExpectationsCheck(folder)


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (r'column = "overdue_days"', 'column = "status"'),
        (r'column = "overdue_days"', 'column = "no_such_column"'),
        (r'column = "overdue_days", max_value = "\$most_days"', 'column = "overdue_days", max_value = "$nothing"'),
        (r'\["status", "==", "op_schema"\]', '["status", "resembles", "op_schema"]'),
        (r'\["status", "==", "op_schema"\]', '["no_such_column", "==", "op_schema"]'),
    ],
    ids=["wrong type", "no column", "no parameter", "no operator", "no column in condition"],
)
def test_crashing_rule_gives_a_crash_and_no_hit(tmp_path: Path, pattern: str, replacement: str) -> None:
    found = _catalogue_with(tmp_path, pattern, replacement, "milestones.toml").run(SPOILT, frozenset({Stage.QUALITY}))
    assert [each.rule_code for each in found.crashed] == ["KC-054"]
    assert found.crashed[0].detail and "KC-054" not in found.rules_run
    assert [(each.rule_code, each.object_key) for each in found.hits] == [("KC-055", "VV021-M03")]


def test_whole_catalogue_finds_what_the_broken_one_misses(tmp_path: Path) -> None:
    found = _catalogue_with(tmp_path, "x^", "", "milestones.toml").run(SPOILT, frozenset({Stage.QUALITY}))
    assert [each.rule_code for each in found.hits] == ["KC-054", "KC-055"] and found.crashed == ()


def test_half_broken_rule_gives_no_hit_of_its_other_checks(tmp_path: Path) -> None:
    spoilt = milestone("1", "M01", realised_on=date(2019, 1, 1))(small_programme(1), "VV01")
    broken = _catalogue_with(tmp_path, r'column = "expected_year"', 'column = "nothing"', "milestones.toml")
    found = broken.run(subject_of(spoilt), frozenset({Stage.ENTRY}))
    assert found.hits == () and [each.rule_code for each in found.crashed] == ["KC-070"]


@pytest.mark.goal("57")
def test_when_every_rule_crashes_nobody_is_blamed(tmp_path: Path) -> None:
    stages = frozenset({Stage.ENTRY, Stage.QUALITY, Stage.MONEY})
    whole = GreatExpectationsCheck(EXPECTATIONS).run(SPOILT, stages).rules_run
    found = _catalogue_with(tmp_path, r'column(_A)? = "', r'column\1 = "no_').run(SPOILT, stages)
    assert (found.hits, found.rules_run) == ((), ())
    assert tuple(each.rule_code for each in found.crashed) == whole


@pytest.mark.goal("14")
def test_severity_decides_what_keeps_the_check_open(check: GreatExpectationsCheck, outcome: CheckOutcome) -> None:
    severities = {rule.code: rule.severity for rule in check.rules()}
    gating = {state: _gating(severities, outcome, state) for state in FindingState}
    assert gating[FindingState.OPEN] == {Severity.BLOCKING, Severity.ERROR}
    assert gating[FindingState.ANSWERED] == {Severity.BLOCKING}
    assert gating[FindingState.WAIVED] == set()
    assert Severity.WARNING in {severities[each.rule_code] for each in outcome.hits}


def _gating(severities: dict[str, Severity], outcome: CheckOutcome, state: FindingState) -> set[Severity]:
    findings = [
        Finding(
            id=str(number),
            round_key="2023-12",
            rule_code=hit.rule_code,
            rule_version=1,
            severity=severities[hit.rule_code],
            stage=Stage.QUALITY,
            owner="projectverantwoordelijke",
            project_number=hit.project_number,
            object_key=hit.object_key,
            field=hit.field,
            value=hit.value,
            expected=hit.expected,
            message="",
            why="",
            how="",
            state=state,
            raised_at=WHEN,
            changed_at=WHEN,
        )
        for number, hit in enumerate(outcome.hits)
    ]
    return {each.severity for each in findings if each.is_gating}


def test_rules_that_a_programme_has_no_use_for_are_not_run(check: GreatExpectationsCheck) -> None:
    data = small_programme(1)
    plain = replace(
        data,
        vr_documents=(),
        shifts=(),
        code_values=(),
        entries=tuple(replace(each, indicators=()) for each in data.entries),
        indicators=(),
    )
    found = check.run(subject_of(plain), frozenset({Stage.ENTRY, Stage.QUALITY}))
    skipped = {rule.code for rule in check.rules() if rule.stage in (Stage.ENTRY, Stage.QUALITY)} - set(found.rules_run)
    indicator_rules = {rule.code for rule in check.rules() if rule.code[3:5] in ("08", "09")}
    process_rules = {"KC-140", "KC-141", "KC-149", "KC-150", "KC-178"}
    assert skipped == {"KC-020", "KC-026", "KC-027", "KC-032", *indicator_rules, *process_rules}
    assert found.hits == () and found.crashed == ()


def test_first_round_of_a_programme_has_no_round_before(check: GreatExpectationsCheck) -> None:
    data = small_programme(1)
    alone = replace(
        data, rounds=data.rounds[-1:], entries=tuple(each for each in data.entries if each.round_key == "2023-12")
    )
    found = check.run(subject_of(alone), frozenset({Stage.ENTRY, Stage.QUALITY}))
    assert found.hits == () and found.crashed == ()


def test_same_subject_gives_the_same_outcome(check: GreatExpectationsCheck) -> None:
    once, again = (check.run(SPOILT, frozenset({Stage.ENTRY})) for _ in range(2))
    assert once == again
