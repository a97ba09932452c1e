"""The rules about wording, measured on labelled texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from meetcyclus.domain.programme import Person
from tests import factories
from tests.quality.houses import furnished
from tests.quality.labelled.measure import labelled, total
from tests.quality.labelled.page import DOCUMENT, PRECISION, RECALL, SETS, rekenhof, written
from tests.quality.labelled.suite import criteria, labelled_round, suite_scores


@pytest.mark.goal("59")
def test_criteria_of_the_court_hold_on_texts_of_an_independent_author() -> None:
    assert "independent" in SETS, "tests/quality/labelled/independent.csv is missing: the goal is not measured"
    found = rekenhof("independent")
    assert (found.precision or 0) >= 0.9 and (found.recall or 0) >= 0.8


@pytest.mark.goal("59")
@pytest.mark.long("postgresql")
def test_command_finds_what_a_controller_labelled(database: str, tmp_path: Path) -> None:
    data = labelled_round()
    held = replace(
        data,
        programme=replace(factories.programme(), code="VV", project_number_pattern=r"^VV\d{3}$"),
        rounds=tuple(replace(each, governance_path="KORT") for each in data.rounds),
        persons=(*factories.persons(), *data.persons, Person("k@example.org", "K", "kabinet", mandate_code="M0")),
    )
    seat = furnished(tmp_path / "home", database, held)
    answer = seat.ask("check", "run", factories.KEY, "--suite", "rekenhof", by=factories.CONTROLLER, expect=1).json
    assert (answer["rules_run"], answer["crashed"]) == (len(criteria()), [])
    scores = suite_scores((each["project"], each["rule"]) for each in answer["findings"])
    assert all(score.right + score.missed >= 2 for score in scores.values())
    found = total(scores.values())
    assert (found.precision or 0) >= PRECISION and (found.recall or 0) >= RECALL


def test_criteria_of_the_court_hold_on_the_texts_they_were_tuned_on() -> None:
    found = rekenhof("tuning")
    assert (found.precision or 0) >= 0.95 and (found.recall or 0) >= 0.95


def test_table_of_the_documentation_is_what_the_rules_give() -> None:
    page = DOCUMENT.read_text(encoding="utf-8")
    assert written(page) == page


def test_no_text_stands_in_two_sets() -> None:
    texts = [(each.before, each.text) for name in SETS for each in labelled(name)]
    assert len(texts) == len(set(texts)) >= 300
