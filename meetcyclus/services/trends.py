"""Reading a trend from the database: the newest reports of each round, and populations as they were at its opening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from meetcyclus.domain.errors import BadInput, NotFound
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData, Snapshot
from meetcyclus.services.programmes import load_programme
from meetcyclus.services.scope import frozen_populations, scope_of
from meetcyclus.services.tallies import RoundView
from meetcyclus.services.trend import Trend, trend_of
from meetcyclus.services.unit_of_work import UnitOfWork


def read_trend(uow: UnitOfWork, *, first_key: str = "", last_key: str = "") -> Trend:
    """The series between two rounds, both included; without keys from the first to the newest round.

    BadInput where the first comes after the last, NotFound where the programme has no such round.
    """
    data = load_programme(uow)
    rounds = data.rounds_in_order()
    if not rounds:
        raise NotFound("the programme has no rounds yet")
    first, last = _round(data, first_key or rounds[0].key), _round(data, last_key or rounds[-1].key)
    if first.reference_date > last.reference_date:
        raise BadInput(f"--from {first.key} comes after --to {last.key}")
    frozen = frozen_populations(uow, [each.key for each in rounds])
    # A view counts one round beside those before it; nothing of this is kept.
    return trend_of(RoundView(_as_frozen(data, last, frozen)), first.key)


def _round(data: ProgrammeData, key: str) -> Round:
    found = [each for each in data.rounds if each.key == key]
    if not found:
        raise NotFound(
            f"the programme has no round {key}; it has {', '.join(each.key for each in data.rounds_in_order())}"
        )
    return found[0]


def _as_frozen(data: ProgrammeData, last: Round, frozen: Mapping[str, tuple[str, ...]]) -> Snapshot:
    population = frozen.get(last.key) or tuple(sorted(scope_of(data.projects, data.rounds, last)))
    kept = tuple(each for each in data.rounds if each.reference_date <= last.reference_date)
    taken_at = datetime.min.replace(tzinfo=UTC)
    known = replace(data, rounds=kept)
    return Snapshot(last.key, 0, taken_at, "", False, population, known, populations=frozen)
