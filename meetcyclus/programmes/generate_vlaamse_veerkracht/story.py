"""The published story of the statuses. Belongs here: which project has which status in which meting, and nothing else.

The counts per meting and the named projects are published figures; who the others are is drawn once, with a fixed seed.
"""

from __future__ import annotations

from .dice import Dice

NOT_STARTED, STARTED, RUNNING, REALISED = "niet_gestart", "opgestart", "in_uitvoering", "gerealiseerd"
ATTENTION, ACTION, STOPPED = "aandacht", "actie", "stopgezet"
NON_GREEN = (ATTENTION, ACTION)
OUT_OF_SCOPE = ""
Path = tuple[str, ...]

ADDED = 181
REGULAR = tuple(number for number in range(158, 181) if number != 168)
_N, _S, _R, _A, _X = NOT_STARTED, STARTED, RUNNING, ATTENTION, ACTION
_G, _E = REALISED, STOPPED
# Projects whose status is published, or that carry a story of their own (a stop, a shift of money).
FIXED: dict[int, Path] = {
    14: (_R, _R, _R, _A, _A, _A),
    28: (_R,) * 6,
    33: (_R,) * 6,
    37: (_S, _R, _R, _R, _R, _E),
    38: (_R,) * 6,
    44: (_R, _R, _R, _R, _G, _G),
    56: (_S, _R, _R, _A, _R, _R),
    78: (_R, _R, _A, _X, _X, _X),
    87: (_R, _R, _A, _A, _R, _R),
    92: (_S, _R, _R, _R, _R, _E),
    93: (_S, _R, _R, _R, _R, _R),
    101: (_R,) * 6,
    103: (_R, _R, _R, _R, _R, _A),
    120: (_S, _R, _R, _A, _R, _R),
    128: (_S, _R, _R, _R, _R, _R),
    129: (_S, _S, _S, _S, _S, _E),
    139: (_R, _R, _R, _G, _G, _G),
    146: (_R, _R, _R, _G, _G, _G),
    168: (_A,) * 6,
    181: (OUT_OF_SCOPE,) * 4 + (_R, _R),
}
# Projects that stop and the project in the same cluster that receives their remaining money.
STOPPED_TO = {37: 38, 92: 93, 129: 128}
# Projects that each gave a third of the 6 million euro of VV181.
GIVERS = (28, 33, 101)
CAUSES = {
    14: "partner",
    37: "beleidskeuze",
    56: "technisch",
    78: "aanbesteding",
    87: "vergunning",
    92: "partner",
    103: "levering",
    120: "partner",
    129: "beleidskeuze",
    168: "juridisch",
}
# How many projects are green after an agenda item for the first time in meting 1, 2 ... 6 (VV168 and VV181 apart).
_FIRST_RUNNING = {1: 77, 2: 72, 3: 11, 4: 9, 5: 7, 6: 1}
_REALISED_LATER = {5: (8, 2), 6: (17, 3)}  # relanceprovisie, regular means


def _path(first_running: int, waits: int = 0, realised: int = 7) -> Path:
    """Build the path of a project that is not started up to meting `waits` and runs from meting `first_running`."""

    def status(number: int) -> str:
        if number >= realised:
            return REALISED
        if number >= first_running:
            return RUNNING
        return NOT_STARTED if number <= waits else STARTED

    return tuple(status(number) for number in range(1, 7))


def _first_running(path: Path) -> int:
    return path.index(RUNNING) + 1 if RUNNING in path else 7


def _realised_paths(once: list[int], regular: list[int]) -> dict[int, Path]:
    """Take the projects realised in meting 5 or 6 from both pools."""
    paths: dict[int, Path] = {}
    for realised, (count, regular_count) in _REALISED_LATER.items():
        chosen = [once.pop() for _ in range(count)] + [regular.pop() for _ in range(regular_count)]
        for place, number in enumerate(chosen):
            paths[number] = _path(1 if realised == 5 else 1 + place % 2, realised=realised)
    return paths


def _waiting_paths(pool: list[int]) -> dict[int, Path]:
    """Take the eleven not started at meting 1: seven wait until meting 1, two until 2, one until 3, one until 4."""
    spec = [(2, 1)] * 3 + [(3, 1)] * 4 + [(4, 2)] * 2 + [(5, 3), (7, 4)]
    return {pool.pop(): _path(first, waits) for first, waits in spec}


def status_paths() -> dict[int, Path]:
    """Return the six statuses of each of the 181 projects."""
    dice = Dice("story")
    regular = dice.shuffled([number for number in REGULAR if number not in FIXED])
    once = dice.shuffled([number for number in range(1, 181) if number not in FIXED and number not in REGULAR])
    paths = dict(FIXED)
    paths.update(_realised_paths(once, regular))
    pool = dice.shuffled(once + regular)
    paths.update(_waiting_paths(pool))
    for first, wanted in _FIRST_RUNNING.items():
        present = sum(1 for number, path in paths.items() if number != ADDED and _first_running(path) == first)
        for _ in range(wanted - present):
            paths[pool.pop()] = _path(first)
    return dict(sorted(paths.items()))
