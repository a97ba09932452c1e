"""The catalogue is complete, speaks Dutch that can be filled in, and refuses entries that cannot be rules."""

from __future__ import annotations

import re
import shutil
import string
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.findings import Severity
from meetcyclus.domain.programme import ROLES
from meetcyclus.quality import GreatExpectationsCheck
from meetcyclus.quality.catalogue import read_catalogue, read_files
from meetcyclus.quality.tables import BUILDERS
from meetcyclus.services.checks import DAILY
from tests.quality.conftest import EXPECTATIONS

# Every code of the plan for the quality rules.
PLANNED = (
    "001 002 003 004 005 006 007 008 009 010 011 012 013 014 015 016 017 018 020 021 022 023 024 025 026 027 028 "
    "029 030 031 032 033 034 035 036 037 038 039 040 041 042 050 051 052 053 054 055 056 057 058 059 060 061 062 "
    "063 064 065 066 067 068 069 070 071 072 073 074 080 081 082 083 084 085 086 087 088 089 090 091 092 093 094 "
    "100 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119 120 121 122 130 131 132 133 "
    "134 135 136 140 141 142 143 144 145 146 147 148 149 150 "
    "160 161 162 163 164 165 166 167 168 169 170 171 172 173 174 175 176 177 178 179"
)
ENGLISH = re.compile(r"\b(the|and|must|with|project lead|milestone|missing|value|date)\b")


@pytest.mark.goal("12")
def test_every_rule_has_code_version_severity_and_owner(check: GreatExpectationsCheck) -> None:
    for rule in check.rules():
        assert re.fullmatch(r"KC-\d{3}", rule.code)
        assert rule.version >= 1 and isinstance(rule.severity, Severity) and rule.owner in ROLES


@pytest.mark.goal("12")
def test_every_planned_code_is_a_rule_or_says_why_not(check: GreatExpectationsCheck) -> None:
    rules, undecided = ([each.code for each in found] for found in (check.rules(), check.undecided()))
    assert rules == sorted(set(rules)) and undecided == sorted(set(undecided))
    assert not set(rules) & set(undecided)
    assert {*rules, *undecided} == {f"KC-{number}" for number in PLANNED.split()}


def test_undecided_rules_say_in_dutch_what_they_wait_for(check: GreatExpectationsCheck) -> None:
    for each in check.undecided():
        for text in (each.title, each.reason, each.needs):
            assert text and not ENGLISH.search(text), f"{each.code}: {text}"
        assert each.reason.endswith(".") and each.needs.endswith("."), each.code


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('needs = "Een', 'neds = "Een', "filled"),
        ('title = "Eigen', 'extra = "x"\ntitle = "Eigen', "known key"),
        ('code = "KC-040"', 'code = "KC-001"', "not used"),
    ],
)
def test_undecided_rule_without_reason_is_refused(tmp_path: Path, old: str, new: str, expected: str) -> None:
    for name in ("form.toml", "undecided.toml"):
        text = (EXPECTATIONS / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(old, new, 1) if name == "undecided.toml" else text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        GreatExpectationsCheck(tmp_path).undecided()
    assert any(each.file == "undecided.toml" and expected in each.expected for each in refused.value.problems)


@pytest.mark.goal("12")
def test_messages_are_dutch_and_can_be_filled_in(check: GreatExpectationsCheck) -> None:
    for rule in check.rules():
        message = rule.what.format(project="VV001", object="VV001-M01", value="x", expected="y")
        assert "VV001" in message or rule.stage == "financien"
        for text in (rule.title, message, rule.why, rule.how):
            assert not ENGLISH.search(text), f"{rule.code}: {text}"
            assert "{" not in text and text == text.strip()
        for text in (message, rule.why, rule.how):
            assert text[-1] in ".?'", f"{rule.code}: {text}"
        assert rule.basis


def test_templates_of_checks_name_columns_and_parameters_only() -> None:
    for check in read_catalogue(read_files(EXPECTATIONS)).checks:
        row_type, _ = BUILDERS[check.table]
        known = {each.name for each in fields(row_type)} | check.parameters.keys() | {"horizon_from", "horizon_until"}
        for template in (check.field, check.value, check.expected):
            named = {name for _, name, _, _ in string.Formatter().parse(template) if name}
            assert named <= known, f"{check.rule_code}: {template}"
        assert check.columns <= known


def test_rules_that_count_days_until_today_are_said_to_look_at_the_day(check: GreatExpectationsCheck) -> None:
    """`unanswered_workdays` and `days_to_wait` are the only columns that hold today."""
    catalogue = read_catalogue(read_files(EXPECTATIONS))
    counting = {each.rule_code for each in catalogue.checks if each.columns & {"unanswered_workdays", "days_to_wait"}}
    assert {each.code for each in check.rules() if DAILY in each.suites} == counting


def test_thresholds_stand_in_parameters_only() -> None:
    for check in read_catalogue(read_files(EXPECTATIONS)).checks:
        for name, value in check.kwargs.items():
            assert not isinstance(value, int | float) or isinstance(value, bool), f"{check.rule_code}: {name} = {value}"


def test_rules_are_listed_without_loading_the_engine() -> None:
    code = (
        "import sys; from pathlib import Path; from meetcyclus.quality import GreatExpectationsCheck;"
        f"GreatExpectationsCheck(Path({str(EXPECTATIONS)!r})).rules();"
        "print([name for name in ('great_expectations', 'pandas') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=EXPECTATIONS.parent
    )
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('severity = "blokkerend"', 'severity = "erg"', "blokkerend"),
        ('stage = "invoer"', 'stage = "later"', "kwaliteitscheck"),
        ('owner = "dossierbeheerder"', 'owner = "niemand"', "secretariaat"),
        ('title = "Rapportering ontbreekt"', 'title = ""', "filled"),
        ('table = "statuses"', 'table = "schijven"', "milestones"),
        ('code = "KC-002"', 'code = "KC-001"', "not used"),
        ("[[rule]]", "[[rule", "TOML"),
        ("expect_column_values_to_be_in_set", "expect_column_values_to_be_nice", "one of expect_"),
        ('column = "has_report", value_set = [true]', 'column = "has_report"', "value_set in the kwargs"),
        ("value_set = [true] }", "value_set = [true], mostly = 0.9 }", "column, value_set in the kwargs"),
        ('why = "', 'whi = "', "known key"),
    ],
)
def test_entry_that_cannot_be_a_rule_is_refused_by_name(tmp_path: Path, old: str, new: str, expected: str) -> None:
    text = (EXPECTATIONS / "form.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "form.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        GreatExpectationsCheck(tmp_path).rules()
    assert any(each.file == "form.toml" and expected in each.expected for each in refused.value.problems)


def test_folder_without_rules_is_refused(tmp_path: Path) -> None:
    shutil.copy(EXPECTATIONS / "form.toml", tmp_path / "form.txt")
    with pytest.raises(BadInput, match="no rule files"):
        GreatExpectationsCheck(tmp_path).rules()
