"""What a letter shows of an old text beside the new one."""

from __future__ import annotations

import pytest

from meetcyclus.services.text_changes import change_of

LONG = "Een zin die heel lang is omdat er veel in staat over de werf en de buurt en het weer en de planning, " * 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "Eén dak ligt er. Het regent.",
            "Twee daken liggen er. Het regent.",
            ("Eén dak ligt er.", "Twee daken liggen er."),
        ),
        ("Het regent.", "Het regent. Het waait.", ("", "Het waait.")),
        ("Het regent. Het waait.", "Het regent.", ("Het waait.", "")),
        ("Het regent.\nHet waait.", "Het waait. Het regent.", ("", "")),
        ("", "", ("", "")),
    ],
)
def test_only_the_sentences_that_differ_are_shown(old: str, new: str, said: tuple[str, str]) -> None:
    change = change_of(old, new)
    assert (change.gone, change.came) == said
    assert bool(change) == (said != ("", ""))


def test_a_change_is_said_in_dutch() -> None:
    assert str(change_of("Vijf.", "Zes.")) == "nieuw “Zes.”, in plaats van “Vijf.”"
    assert str(change_of("", "Zes.")) == "toegevoegd “Zes.”" and str(change_of("Vijf.", "")) == "geschrapt “Vijf.”"


def test_of_a_long_sentence_the_part_that_changed_is_shown() -> None:
    change = change_of(f"{LONG} klaar in mei.", f"{LONG} klaar in juni.")
    assert change.gone.endswith("klaar in mei.") and change.came.endswith("klaar in juni.")
    assert change.gone.startswith("… ") and len(change.gone) <= 162
    assert change_of(LONG, "").gone.endswith(" …")
