"""Exact division of a total. Belongs here: whole-number shares between bounds, in proportion to weights."""

from __future__ import annotations

from collections.abc import Sequence

Bound = tuple[int, int, int]  # lowest, highest, weight

_FINE = 10**9


def _clipped(bound: Bound, factor: int) -> int:
    low, high, weight = bound
    return max(low, min(high, weight * factor // _FINE))


def spread(total: int, bounds: Sequence[Bound]) -> list[int]:
    """Divide the total exactly: each share is its weight times one factor, kept between its bounds."""
    lowest, highest = sum(b[0] for b in bounds), sum(b[1] for b in bounds)
    if not lowest <= total <= highest or any(low > high for low, high, _ in bounds):
        raise ValueError(f"{total} cannot be divided: the bounds allow {lowest} to {highest}")
    small, large = 0, 10**24
    while large - small > 1:
        middle = (small + large) // 2
        if sum(_clipped(bound, middle) for bound in bounds) <= total:
            small = middle
        else:
            large = middle
    return _topped_up(total, bounds, [_clipped(bound, small) for bound in bounds])


def _topped_up(total: int, bounds: Sequence[Bound], shares: list[int]) -> list[int]:
    """Hand out what rounding down left over, first to those with most room."""
    missing = total - sum(shares)
    for place in sorted(range(len(shares)), key=lambda index: (shares[index] - bounds[index][1], index)):
        # Zero weight means "nothing more than the lowest share" unless nobody else has room.
        if missing and bounds[place][2]:
            extra = min(missing, bounds[place][1] - shares[place])
            shares[place] += extra
            missing -= extra
    if missing:
        raise ValueError(f"{missing} of {total} could not be placed")
    return shares
