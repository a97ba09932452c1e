"""Rows about the wording of indicators: what their name says is counted."""

from __future__ import annotations

from dataclasses import dataclass

from meetcyclus.quality.view import RoundView
from meetcyclus.quality.wording.lexicon import Lexicon
from meetcyclus.quality.wording.words import texts_of, words_of

RULE = "KC-091"


@dataclass(frozen=True)
class IndicatorTextRow:
    """One indicator. `activities` are the words of activity in the part of its name that is counted."""

    project: str
    object_key: str
    name: str
    activities: tuple[str, ...]
    activity_count: int


def indicator_text_rows(view: RoundView) -> list[IndicatorTextRow]:
    """The indicators of the population."""
    return [
        _row(each.project_number, each.id, each.name, view.lexicon)
        for each in view.data.indicators
        if each.project_number in view.projects
    ]


def _row(number: str, key: str, name: str, lexicon: Lexicon) -> IndicatorTextRow:
    """What is counted stands before the first preposition: in `deelnemers aan infosessies` people are counted."""
    words = words_of(name)
    prepositions = lexicon.words(RULE, "prepositions").found(words)
    counted = words[: prepositions[0].begin] if prepositions else words
    # `deelnemers infosessies`: behind what is really counted an activity only says where.
    products = lexicon.words(RULE, "product_words").found(counted)
    counted = counted[: products[0].begin] if products else counted
    activities = texts_of(lexicon.words(RULE, "activity_words").found(counted))
    return IndicatorTextRow(number, key, name, activities, len(activities))
