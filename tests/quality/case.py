"""One thing that is spoilt in a small programme, and what must be found then."""

from __future__ import annotations

from dataclasses import dataclass

from tests.quality.spoiling import Spoil


@dataclass(frozen=True)
class Case:
    """`hits` are (rule, object without the copy's prefix, field)."""

    name: str
    spoil: Spoil
    hits: frozenset[tuple[str, str, str]]


def case(name: str, spoil: Spoil, *hits: tuple[str, str, str]) -> Case:
    """The case in which exactly these are found."""
    return Case(name, spoil, frozenset(hits))
