"""Which patterns polars reads as Python does, on texts of plain characters.

A rule means by its pattern what Python's `re` means, as Great Expectations does. The expressions of polars differ from
it outside ASCII (what is a letter, what is a capital), at ends of lines and in rare signs. So on texts of printable
ASCII only, and only these parts of a pattern: everything else stays with Python.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl

# The characters of a plain text, as the inside of a set.
PLAIN = " -~"
_ESCAPED = r"\\[dDwWsS.^$*+?()\[\]{}|\\/-]"
_LITERAL = r"[A-Za-z0-9 _@/:,;=%!'\"-]"
_IN_SET = rf"(?:[A-Za-z0-9]-[A-Za-z0-9]|{_ESCAPED}|[A-Za-z0-9 _@/:,;=%!'\".()*+?$|{{}}])"
_SET = rf"\[\^?-?{_IN_SET}+-?\]"
_REPEATED = r"(?:[*+?]|\{[0-9]{1,2}(?:,[0-9]{0,2})?\})\??"
_PART = rf"(?:(?:{_ESCAPED}|{_LITERAL}|{_SET}|\.|\))(?:{_REPEATED})?|\((?:\?:)?|\||\^|\$|\\b)"
_READ_ALIKE = re.compile(rf"(?:\(\?i\))?{_PART}*+")


@cache
def is_read_alike(pattern: str) -> bool:
    """Whether polars and Python find a pattern that Python can read in the same plain texts."""
    if _READ_ALIKE.fullmatch(pattern) is None:
        return False
    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.ComputeError:  # Repetitions of repetitions grow too large for it, not for Python.
        return False
    return True
