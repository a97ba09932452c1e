"""Texts as nobody would write them, five hundred at once: hypothesis makes them, one file takes them all."""

from __future__ import annotations

from functools import cache

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

COUNT = 500
_ANY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
# What spreadsheets run, what Word and templates read as marks, with words behind them; words alone are read in a PDF.
_SIGNS = st.sampled_from(["", "=", "+", "-", "@", "\t=", "'=", "<w:p/>", "&amp;", "]]>", "{{veld}}", "_x000D_"])
_WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789éë€", min_size=1, max_size=12)
_PLAIN = st.text("bcdfghjklmnpqrtvwxz", min_size=4, max_size=9)
_MIXED = st.builds("{}{}{}".format, _SIGNS, _WORDS, _ANY) | st.builds("{}{}".format, _SIGNS, _WORDS)


@cache
def hostile_texts() -> tuple[str, ...]:
    """The texts, the same in every run."""
    found: dict[str, None] = {}

    @seed(32)
    @settings(max_examples=3 * COUNT, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(_ANY | _MIXED | _PLAIN)
    def gather(text: str) -> None:
        found[text] = None

    gather()
    assert len(found) >= COUNT
    return tuple(found)[:COUNT]
