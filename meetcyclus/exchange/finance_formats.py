"""How Excel shows a number, where that says something else than the number itself: percents, thousands, dollars."""

from __future__ import annotations

import re

_PERCENT = re.compile("[%‰]")
# A comma behind the last digit of a format leaves three digits away.
_SCALED = re.compile(r"[0#?]\.?,+(?![0#?,.])|[0#?],+\.")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_UNITS = re.compile(r"(?<![a-z])(?:k|keur|keuro|m|mio|mln|mld|duizend|miljoen|miljard|million|thousand)(?![a-z])")
_OTHER_MONEY = re.compile(r"[$£¥](?!-)|\[\$(?!€|eur\b|euro\b|-|\])|usd|gbp|chf|sek|dkk|pln|czk|nok")
_LOCALE = re.compile(r"\[\$(?:€|eur|euro)?(?:-[0-9a-z]+)?\]", re.IGNORECASE)


def shown_otherwise(number_format: str) -> str:
    """What is expected instead of a number that is shown in another unit; empty where it is shown as it is."""
    plain = _LOCALE.sub("", number_format).casefold()
    words = " ".join(part.strip('"\\') for part in _LITERAL.findall(plain) if part[0] in '"\\')
    bare = _LITERAL.sub("", plain)
    if _PERCENT.search(bare):
        return "a number that is not shown as a percentage"
    if _SCALED.search(bare) or _UNITS.search(words.replace("€", " ")):
        return "a number that is shown in euro, not in thousands or millions"
    if _OTHER_MONEY.search(bare) or _OTHER_MONEY.search(words):
        return "a number that is shown in euro, not in other money"
    return ""
