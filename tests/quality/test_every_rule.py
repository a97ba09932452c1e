"""Every rule fires on the object that is spoilt, and no other rule or object does."""

from __future__ import annotations

import re

import pytest

from meetcyclus.domain.findings import CheckOutcome, Hit
from meetcyclus.quality import GreatExpectationsCheck
from meetcyclus.quality.catalogue import read_catalogue, read_files
from tests.quality.case import Case
from tests.quality.cases import CASES
from tests.quality.cases_of_wording import WORDING
from tests.quality.cases_process import PROCESS_HITS
from tests.quality.conftest import EXPECTATIONS


def _hits_of(copy: int, outcome: CheckOutcome) -> list[Hit]:
    prefix = f"VV{copy:02d}"
    return [each for each in outcome.hits if _prefix_of(each.project_number) == prefix]


def _prefix_of(number: str) -> str:
    """The prefix of the copy: all but the last digit, or all that stands behind the letters of a wrong number."""
    return number.removeprefix("XX") if number.startswith("XX") else number[:-1]


@pytest.mark.goal("13")
@pytest.mark.parametrize(("copy", "case"), list(enumerate(CASES)), ids=[case.name for case in CASES])
def test_rule_fires_on_exactly_the_spoilt_object(copy: int, case: Case, outcome: CheckOutcome) -> None:
    prefix = f"VV{copy:02d}"
    found = {
        (each.rule_code, each.object_key.removeprefix("XX").removeprefix(prefix), each.field)
        for each in _hits_of(copy, outcome)
    }
    assert found == case.hits


@pytest.mark.goal("13")
@pytest.mark.parametrize(("copy", "case"), list(enumerate(WORDING)), ids=[case.name for case in WORDING])
def test_rule_of_wording_fires_on_exactly_the_spoilt_text(copy: int, case: Case, wording: CheckOutcome) -> None:
    prefix = f"VV{copy:02d}"
    found = {(each.rule_code, each.object_key.removeprefix(prefix), each.field) for each in _hits_of(copy, wording)}
    assert found == case.hits


def test_evidence_of_wording_is_shown_and_personal_data_is_not(wording: CheckOutcome) -> None:
    shown = {each.value for each in wording.hits}
    assert "knelpunten: uitgesteld" in shown and "2: studie, bestek, opgeleverd, gepubliceerd" in shown
    assert "knelpunten: Xav• ••••" in shown and not any("Maes" in each for each in shown)


def test_every_hit_belongs_to_one_case(outcome: CheckOutcome) -> None:
    assert len(outcome.hits) == sum(len(case.hits) for case in CASES)
    assert outcome.crashed == ()


@pytest.mark.goal("13")
def test_cases_reach_every_check_of_the_catalogue() -> None:
    reached = {(code, field) for case in (*CASES, *WORDING) for code, _, field in case.hits}
    reached |= {(code, field) for code, _, field in PROCESS_HITS}
    for each in read_catalogue(read_files(EXPECTATIONS)).checks:
        assert "{" in each.field or (each.rule_code, each.field) in reached, f"{each.rule_code} {each.field}"


def test_rules_run_names_every_rule_once(
    outcome: CheckOutcome, released: CheckOutcome, check: GreatExpectationsCheck
) -> None:
    assert len(outcome.rules_run) == len(set(outcome.rules_run))
    assert sorted({*outcome.rules_run, *released.rules_run}) == [rule.code for rule in check.rules()]


def test_hit_shows_value_and_expectation_in_dutch(outcome: CheckOutcome) -> None:
    shown = {(each.rule_code, each.field): (each.value, each.expected) for each in outcome.hits}
    assert shown["KC-054", "status"] == ("31/12/2023", "een datum na het meetmoment")
    assert shown["KC-087", "waarde"] == ("401", "40")
    assert shown["KC-088", "waarde"][0] in ("40,5 personen", "100,5 %", "-30 personen")
    assert shown["KC-105", "vereffend_eur"] == ("3,01\u00a0euro", "3\u00a0euro")
    assert shown["KC-022", "motivering"][0] == "van ‘in uitvoering’ naar ‘bijzondere aandacht nodig’"
    assert shown["KC-100", "begrotingsjaar"] == ("het begrotingsjaar 2019", "een jaar van 2020 tot 2030")


def test_share_of_a_target_that_nobody_can_read_is_said_in_times(outcome: CheckOutcome) -> None:
    shown = {each.value for each in outcome.hits if each.rule_code == "KC-086"}
    assert {"120,5% van de streefwaarde", "602 keer de streefwaarde"} <= shown
    assert not [each for each in shown if re.search(r"\d\.\d{3}.*%", each)]
