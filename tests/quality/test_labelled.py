"""The rules about wording, measured on labelled texts."""

from __future__ import annotations

import pytest

from tests.quality.labelled.measure import labelled
from tests.quality.labelled.page import DOCUMENT, HALVES, rekenhof, written


@pytest.mark.goal("59")
def test_criteria_of_the_court_hold_on_the_held_out_half() -> None:
    found = rekenhof("held_out")
    assert (found.precision or 0) >= 0.9 and (found.recall or 0) >= 0.8


def test_criteria_of_the_court_do_not_get_worse_on_words_nobody_had_in_mind() -> None:
    found = rekenhof("blind")
    assert (found.precision or 0) >= 0.75 and (found.recall or 0) >= 0.8


def test_table_of_the_documentation_is_what_the_rules_give() -> None:
    page = DOCUMENT.read_text(encoding="utf-8")
    assert written(page) == page


def test_no_text_stands_in_two_halves() -> None:
    texts = [(each.before, each.text) for half in HALVES for each in labelled(half)]
    assert len(texts) == len(set(texts)) >= 300
