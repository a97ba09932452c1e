"""What can go wrong in the middle of a walk, and when: drawn from the dice."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Target(StrEnum):
    """What is hit. A letter in the server's hands is the one moment at which nobody can know what became of it."""

    DRIVER = "driver"
    LETTER = "driver, a letter in the server's hands"
    SUSPENDED = "driver stands still while another walks, and wakes up"
    CONDUCTOR = "Prefect server"
    DATABASE = "PostgreSQL backend"
    POWER = "power"
    POWER_AND_DATABASE = "power, PostgreSQL with it"


@dataclass(frozen=True)
class Strike:
    """One blow: what is hit, and after how much of a walk's usual time, or of its usual letters (0 to 1).

    `step` names the step it is meant for, where it is meant for one.
    """

    target: Target
    part: float
    step: str = ""


@dataclass
class Aim:
    """Draws strikes; `share` says how often each target comes up."""

    dice: random.Random
    share: Mapping[Target, float]

    def draw(self, letters: int) -> Strike:
        """The next blow for a walk that usually sends so many letters."""
        possible = [each for each in self.share if letters or each is not Target.LETTER]
        target = self.dice.choices(possible, [self.share[each] for each in possible])[0]
        return Strike(target, self.dice.random())
