"""The three rehearsals: a kill and a standstill in every step, many kills at random, and power cuts."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from meetcyclus.chaos.stage import Blow, Walk
from meetcyclus.chaos.strikes import Aim, Strike, Target
from meetcyclus.chaos.theatre import Played, Theatre

# A blow can come too late; a round more for each that did, but not for ever.
_MOST_EXTRA_ROUNDS = 5
_SECOND_BLOW = 0.25
# What hits every step, and the latest moment of a walk's usual time: the one that stands still comes after a kill.
_LATEST = {Target.DRIVER: 0.9, Target.SUSPENDED: 0.4}


@dataclass(frozen=True)
class Outcome:
    """What one rehearsal did: blows that fell, rounds that were played, and every difference that was found."""

    name: str
    wanted: int
    rounds: int
    blows: tuple[Blow, ...]
    too_late: int
    unknown: int
    seconds: float
    differences: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """Whether everything that was asked for happened, and nothing differs."""
        return not self.differences and len(self.blows) >= self.wanted


def every_step(theatre: Theatre, seed: int) -> Outcome:
    """Kill the driver once in the walk that begins each step of the path, and let it stand still once in that walk.

    Steps that begin in one walk share the standing still: whoever walked meanwhile has begun them all.
    """
    dice = random.Random(f"{seed} every step")
    walks = enumerate(theatre.unbroken, start=1)
    begun = [[step for step in walk.steps if step not in _before(theatre, number)] for number, walk in walks]
    left = {(Target.DRIVER, step) for new in begun for step in new} | {
        (Target.SUSPENDED, new[0]) for new in begun if new
    }

    def strikes(number: int, _walk: Walk) -> Sequence[Strike]:
        wanted = [(target, step) for target in _LATEST for step in begun[number - 1] if (target, step) in left]
        return [Strike(target, dice.uniform(0.05, _LATEST[target]), step) for target, step in wanted]

    def hit(played: Played) -> int:
        left.difference_update((blow.strike.target, blow.strike.step) for blow in played.blows)
        return len(left)

    return _played("every step", len(left), _until_none_left(theatre, strikes, hit, is_powered=False))


def kills(theatre: Theatre, count: int, seed: int, *, with_database: bool) -> Outcome:
    """Kill drivers at random moments in every walk of as many rounds as it takes; now and then what they lean on."""
    shares = {Target.DRIVER: 6.0, Target.LETTER: 3.0, Target.SUSPENDED: 1.0}
    if theatre.conductor.is_ours:
        shares[Target.CONDUCTOR] = 0.4
    if with_database:
        shares[Target.DATABASE] = 1.0
    return _random("kills", theatre, count, Aim(random.Random(f"{seed} kills"), shares), is_powered=False)


def power_cuts(theatre: Theatre, count: int, seed: int, *, with_database: bool) -> Outcome:
    """Cut the power at random moments; the next walk starts from what the disk held."""
    target = Target.POWER_AND_DATABASE if with_database else Target.POWER
    return _random("power", theatre, count, Aim(random.Random(f"{seed} power"), {target: 1.0}), is_powered=True)


def _random(name: str, theatre: Theatre, count: int, aim: Aim, *, is_powered: bool) -> Outcome:
    fell, planned = [0], [0]

    def strikes(_number: int, walk: Walk) -> Sequence[Strike]:
        wanted = min(count - planned[0], 1 + (aim.dice.random() < _SECOND_BLOW))
        planned[0] += wanted
        return [aim.draw(walk.letters) for _ in range(wanted)]

    def hit(played: Played) -> int:
        fell[0] += len(played.blows)
        # Blows that came too late are planned again, in the next round.
        planned[0] = fell[0]
        return count - fell[0]

    return _played(name, count, _until_none_left(theatre, strikes, hit, is_powered=is_powered))


def _until_none_left(
    theatre: Theatre,
    strikes: Callable[[int, Walk], Sequence[Strike]],
    hit: Callable[[Played], int],
    *,
    is_powered: bool,
) -> Iterator[Played]:
    """Rounds until every blow fell, or one differs, or blows keep coming too late."""
    idle = 0
    while idle < _MOST_EXTRA_ROUNDS:
        played = theatre.play(strikes, is_powered=is_powered)
        yield played
        if hit(played) == 0 or played.differences:
            return
        idle = 0 if played.blows else idle + 1


def _played(name: str, wanted: int, rounds: Iterator[Played]) -> Outcome:
    began = time.monotonic()
    outcome = Outcome(name, wanted, 0, (), 0, 0, 0.0, ())
    for each in rounds:
        outcome = replace(
            outcome,
            rounds=outcome.rounds + 1,
            blows=outcome.blows + each.blows,
            too_late=outcome.too_late + each.misses,
            unknown=outcome.unknown + each.unknown,
            seconds=time.monotonic() - began,
            differences=outcome.differences + each.differences,
        )
    return outcome


def _before(theatre: Theatre, number: int) -> set[str]:
    return {step for walk in theatre.unbroken[: number - 1] for step in walk.steps}
