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
from tests.quality.conftest import EXPECTATIONS

PROMISED = (
    "001 002 003 004 005 006 007 008 013 014 015 016 020 021 022 023 026 027 028 029 030 031 032 035 041 050 051 052 "
    "054 055 058 059 060 066 067 070 080 081 083 084 087 088 100 103 105 107 108 140 141 143 144 145 146 147 "
    "148 149 150 "
    "160 161 162 163 164 165 166 167 168 169 170 171 172 173 174 175 176 177 178 179"
)
ENGLISH = re.compile(r"\b(the|and|must|with|project lead|milestone|missing|value|date)\b")


@pytest.mark.goal("12")
def test_every_rule_has_code_version_severity_and_owner(check: GreatExpectationsCheck) -> None:
    for rule in check.rules():
        assert re.fullmatch(r"KC-\d{3}", rule.code)
        assert rule.version >= 1 and isinstance(rule.severity, Severity) and rule.owner in ROLES


@pytest.mark.goal("12")
def test_catalogue_holds_every_promised_rule_in_order(check: GreatExpectationsCheck) -> None:
    assert [rule.code for rule in check.rules()] == [f"KC-{number}" for number in PROMISED.split()]


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
