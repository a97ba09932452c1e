"""The rules about wording, measured on labelled texts."""

from __future__ import annotations

import pytest

from tests.quality.labelled.measure import labelled
from tests.quality.labelled.page import DOCUMENT, SETS, rekenhof, written


@pytest.mark.goal("59")
def test_criteria_of_the_court_hold_on_texts_of_an_independent_author() -> None:
    assert "independent" in SETS, "tests/quality/labelled/independent.csv is missing: the goal is not measured"
    found = rekenhof("independent")
    assert (found.precision or 0) >= 0.9 and (found.recall or 0) >= 0.8


def test_criteria_of_the_court_hold_on_the_texts_they_were_tuned_on() -> None:
    found = rekenhof("tuning")
    assert (found.precision or 0) >= 0.95 and (found.recall or 0) >= 0.95


def test_table_of_the_documentation_is_what_the_rules_give() -> None:
    page = DOCUMENT.read_text(encoding="utf-8")
    assert written(page) == page


def test_no_text_stands_in_two_sets() -> None:
    texts = [(each.before, each.text) for name in SETS for each in labelled(name)]
    assert len(texts) == len(set(texts)) >= 300
