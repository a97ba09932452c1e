"""A pattern means what Python says, whoever reads the text."""

from __future__ import annotations

import re
import warnings

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from meetcyclus.quality.column import TextColumn, column_of
from meetcyclus.quality.patterns import is_read_alike

PLAIN = st.text(st.sampled_from("aAbBkKsSzZ019 _-.,@/:%()[]{}|^$*+?'\"\\&~#<>=!"), max_size=8)
ODD = st.text(st.sampled_from("aAkKsS1 .-\n\t\x1c\u00a0\u0301éÉſßıK٣²–’"), max_size=5)
LITERALS = ["a", "B", "k", "S", "1", " ", "_", "-", "@", ":", "%", "=", ".", r"\.", r"\-", r"\/", r"\(", r"\\"]
CLASSES = [r"\d", r"\D", r"\w", r"\W", r"\s", r"\S"]
SETS = ["[ab]", "[^ab]", "[a-z]", "[^A-Z0-9]", r"[\w.-]", r"[^\d ]", "[-a]", "[ .()*+?]", r"[^@ ]", r"[\]\\\^]"]
REPEATS = ["", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "+?", "??", "{1,2}?"]
PARTS = st.builds("".join, st.tuples(st.sampled_from([*LITERALS, *CLASSES, *SETS]), st.sampled_from(REPEATS)))
MARKS = st.sampled_from(["^", "$", r"\b", "|"])
PATTERNS = st.recursive(
    st.lists(PARTS | MARKS, max_size=4).map("".join),
    lambda inner: st.builds("{}({}{}){}".format, PARTS, st.sampled_from(["", "?:"]), inner, st.sampled_from(REPEATS)),
    max_leaves=3,
)


def _found(pattern: str, texts: list[str]) -> list[bool]:
    column = column_of("words", "text", texts)
    assert isinstance(column, TextColumn)
    return column.matches(pattern, np.ones(len(texts), dtype=bool)).tolist()


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["", "(?i)"]), PATTERNS, st.lists(PLAIN | ODD, min_size=1, max_size=30))
def test_polars_and_python_find_the_same(flag: str, pattern: str, texts: list[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # A set inside a set will mean something else one day.
        try:
            search = re.compile(flag + pattern).search
        except re.error:
            assume(False)
    assert is_read_alike(flag + pattern)
    assert _found(flag + pattern, texts) == [search(text) is not None for text in texts]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("a++a", "aa"),  # gives nothing back here, and means (a+)+ there
        (r"\B", ""),
        (r"(a)\1", "aa"),
        ("a(?=b)", "ab"),
        ("[a&&b]", "&"),
        ("[a~~b]", "~"),
        ("[*--]", "+"),
        ("a{,2}b", "a{,2}b"),
        ("(?x)a b", "ab"),
        ("a$", "a\n"),
        (r"\s", "\x1c"),
        ("(?i)ſ", "s"),
        (r"^\W$", "\u0301"),
    ],
)
def test_what_they_read_differently_is_left_to_python(pattern: str, text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert _found(pattern, [text, "x"]) == [re.search(pattern, each) is not None for each in (text, "x")]


def test_pattern_that_grows_too_large_for_polars_is_left_to_python() -> None:
    pattern = r"^(?:(?:\w{99}){99}){9}$"
    assert not is_read_alike(pattern) and _found(pattern, ["a"]) == [False]


def test_broken_pattern_is_an_error_even_without_texts() -> None:
    with pytest.raises(re.error):
        _found("(a", [])
