"""Seeded chance. Belongs here: the only place that draws random numbers.

Everything rests on `Random.random()`, the one method whose sequence Python promises to keep between versions,
and every subject has its own stream, so that a change in one place does not reshuffle the rest.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of chance for one subject, for example `Dice("texts", "VV014")`."""

    def __init__(self, *subject: object) -> None:
        """Seed the stream with the words that name its subject."""
        self._random = random.Random("vlaamse_veerkracht|" + "|".join(str(part) for part in subject))

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, percent: int) -> bool:
        """Return True in about this percentage of the calls."""
        return self._random.random() * 100 < percent

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self.whole(0, len(options) - 1)]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """Return the options in another order."""
        result = list(options)
        for last in range(len(result) - 1, 0, -1):
            other = self.whole(0, last)
            result[last], result[other] = result[other], result[last]
        return result

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """Return `count` different options, in their original order."""
        chosen = set(self.shuffled(range(len(options)))[:count])
        return [option for index, option in enumerate(options) if index in chosen]
