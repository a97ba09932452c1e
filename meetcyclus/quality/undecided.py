"""The part of the catalogue that says which rules no data can decide yet, and what they wait for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

from meetcyclus.domain.errors import Problem
from meetcyclus.domain.findings import UndecidedRule

UNDECIDED_KEYS = tuple(each.name for each in fields(UndecidedRule))


def undecided_rules(entries: Iterable[Mapping[str, object]]) -> tuple[UndecidedRule, ...]:
    """The entries as rules without a decision, in order of code."""
    found = [UndecidedRule(**{name: str(entry[name]).strip() for name in UNDECIDED_KEYS}) for entry in entries]
    return tuple(sorted(found, key=lambda each: each.code))


def undecided_problems(file: str, entry: Mapping[str, object]) -> list[Problem]:
    """What keeps an entry from being a rule without a decision: a key that is empty or unknown."""
    code = str(entry.get("code", ""))
    empty = [name for name in UNDECIDED_KEYS if not entry.get(name)]
    unknown = sorted(set(entry) - set(UNDECIDED_KEYS))
    return [
        *(Problem(file, 0, f"{code} {name}", "", "a filled value") for name in empty),
        *(Problem(file, 0, code, name, "a known key of an undecided rule") for name in unknown),
    ]
