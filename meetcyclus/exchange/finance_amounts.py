"""An amount of money as offices send it: exact cents, or refused with what was expected. Nothing is guessed.

What was decided where a notation could be read in two ways:
- the comma always marks the cents; points or spaces mark groups of three, one kind in an amount: `1.234` is 1234 euro;
- `1.23`, `1,234` and `1,234.56` are refused: groups and cents do not stand where Belgium puts them;
- a number of Excel counts to the cent when it is at most a millionth of a euro away from it, the noise of binary
  numbers; a number that says more than cents is refused.
"""

from __future__ import annotations

import re
from decimal import Decimal

from meetcyclus.exchange.cells import Unacceptable

EXPECTED_AMOUNT = "an amount in euro such as 1.234.567,89"
# From here on a number of Excel keeps no cents any more: it has fifteen digits.
LARGEST_NUMBER_CENTS = 10**15
# Far above any budget, and low enough that the sum of a full extract still fits the columns of the database.
_LARGEST_CENTS = 10**16
_NOISE_CENTS = Decimal("0.0001")

_SPACES = re.compile("[\u00a0\u2007\u2009\u202f]")
_CURRENCY = "(?:€|eur|euro)"
_WRITTEN = re.compile(
    rf"(?P<c1>{_CURRENCY} ?)?(?P<sign>[-+] ?)?(?P<c2>{_CURRENCY} ?)?(?P<open>\( ?)?(?P<c3>{_CURRENCY} ?)?"
    rf"(?P<number>[0-9][0-9., ]*?)"
    rf"(?P<c4> ?{_CURRENCY})?(?P<close> ?\))?(?P<c5> ?{_CURRENCY})?(?P<trail> ?-)?(?P<c6> ?{_CURRENCY})?",
    re.IGNORECASE,
)
_CURRENCIES = ("c1", "c2", "c3", "c4", "c5", "c6")
_NUMBER = re.compile(
    r"(?P<whole>0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]*)(?:,(?P<cents>[0-9]{1,2}))?"
)


def cents_of_text(text: str) -> int:
    """Cents from Belgian text; raises Unacceptable for everything else."""
    written = _WRITTEN.fullmatch(_SPACES.sub(" ", text).strip(" ").replace("\u2212", "-"))
    if written is None or sum(written[each] is not None for each in _CURRENCIES) > 1:
        raise Unacceptable(EXPECTED_AMOUNT)
    number = _NUMBER.fullmatch(written["number"])
    if number is None:
        raise Unacceptable(f"{EXPECTED_AMOUNT}: a comma for the cents, points or spaces for groups of three, no other")
    whole = int(re.sub("[. ]", "", number["whole"]))
    cents = whole * 100 + int((number["cents"] or "0").ljust(2, "0"))
    return _bounded(-cents if _is_negative(written) else cents)


def _is_negative(written: re.Match[str]) -> bool:
    """Whether the amount is below zero; a sign, brackets or a minus behind it say so, one of them at most."""
    if (written["open"] is None) != (written["close"] is None):
        raise Unacceptable(f"{EXPECTED_AMOUNT}, with both brackets where it is negative")
    marks = [written["sign"], written["open"], written["trail"]]
    if sum(each is not None for each in marks) > 1:
        raise Unacceptable(f"{EXPECTED_AMOUNT}, with one sign where it is negative")
    return (written["sign"] or "").strip() == "-" or any(each is not None for each in marks[1:])


def cents_of_number(number: int | float) -> int:
    """Cents from a number of Excel; raises Unacceptable when it says more than cents."""
    # Excel keeps fifteen digits; what is beyond them is noise of the binary number.
    cents = Decimal(format(number, ".15g")) * 100 if isinstance(number, float) else Decimal(number) * 100
    if not cents.is_finite() or abs(cents) >= LARGEST_NUMBER_CENTS:
        raise Unacceptable(f"{EXPECTED_AMOUNT}; a number this large loses its cents in Excel, write it as text")
    whole = cents.to_integral_value()
    if abs(cents - whole) > _NOISE_CENTS:
        raise Unacceptable(f"{EXPECTED_AMOUNT}: no more than two decimals, also where Excel shows fewer")
    return int(whole)


def _bounded(cents: int) -> int:
    if abs(cents) >= _LARGEST_CENTS:
        raise Unacceptable(f"{EXPECTED_AMOUNT}, below a hundred thousand milliard")
    return cents
