"""Small measures that rows share: filled texts, days between dates, likeness of two texts, what changed."""

from __future__ import annotations

from datetime import date
from difflib import SequenceMatcher

from meetcyclus.domain.entries import Entry


def filled(text: str | None) -> str | None:
    """The text without outer white space, or None when nothing is left."""
    return (text or "").strip() or None


def days_between(earlier: date | None, later: date | None) -> int | None:
    """Days from one date to another; None when one is not given."""
    return None if earlier is None or later is None else (later - earlier).days


def likeness(before: str | None, now: str | None) -> float | None:
    """Share of equal words in equal order, 0 to 1; None when one of the texts is empty."""
    if not before or not now:
        return None
    old, new = before.casefold().split(), now.casefold().split()
    return 1.0 if old == new else SequenceMatcher(None, old, new, autojunk=False).ratio()


def facts_of(entry: Entry) -> object:
    """What an entry states in codes, dates and numbers, so without its words."""
    return (
        entry.report.status_code,
        {each.milestone_id: (each.status_code, each.expected_on, each.realised_on) for each in entry.milestones},
        {each.indicator_id: each.value for each in entry.indicators},
    )


def says_the_same(one: Entry, other: Entry) -> bool:
    """Whether two entries have the same words and the same facts; dates of measuring may differ."""
    return one.report == other.report and facts_of(one) == facts_of(other)
