"""Plants faults at random places of the shipped programme, each in a project of its own and of a rule of its own."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice

from meetcyclus.domain.snapshot import ProgrammeData
from tests.quality.world import SIXTH, Site, World

# The keys of the objects at which the rule must fire; None: this project has no place for the fault.
Broken = tuple[str, ...] | None
Maker = Callable[[Site], Broken]


@dataclass(frozen=True)
class Fault:
    """A way to break one rule in a project with one of these statuses (none named: any)."""

    rule: str
    statuses: tuple[str, ...]
    make: Maker


FAULTS: dict[str, Fault] = {}


def fault(rule: str, statuses: tuple[str, ...] = ()) -> Callable[[Maker], Maker]:
    """Enter a maker of faults under its rule."""

    def enter(make: Maker) -> Maker:
        FAULTS[rule] = Fault(rule, statuses, make)
        return make

    return enter


def broken(*keys: str) -> Broken:
    """The rule must fire at these objects."""
    return keys


def plant(
    data: ProgrammeData, *, seed: int, count: int, rules: frozenset[str] = frozenset()
) -> tuple[ProgrammeData, set[tuple[str, str]]]:
    """The programme with that many faults, and the (rule, object) pairs that must be found.

    Every rule gets a fault before one gets its second.
    """
    dice = random.Random(seed)
    world = World.of(data)
    free = sorted(number for key, number in world.entries if key == SIXTH.key)
    planted: set[tuple[str, str]] = set()
    wanted = sorted(rules or FAULTS)
    for rule in islice(cycle(dice.sample(wanted, len(wanted))), count):
        dice.shuffle(free)
        world, number, keys = _planted(world, FAULTS[rule], free)
        free.remove(number)
        planted |= {(rule, key) for key in keys}
    return world.closed(), planted


def _planted(world: World, fault: Fault, free: list[str]) -> tuple[World, str, tuple[str, ...]]:
    for number in free:
        if fault.statuses and world.site(number).status not in fault.statuses:
            continue
        trial = copy.copy(world)
        for name in ("entries", "projects", "milestones", "indicators"):
            setattr(trial, name, dict(getattr(world, name)))
        trial.credits = {key: list(lines) for key, lines in world.credits.items()}
        keys = fault.make(trial.site(number))
        if keys is not None:
            return trial, number, keys
    raise AssertionError(f"no project has a place for {fault.rule}")
