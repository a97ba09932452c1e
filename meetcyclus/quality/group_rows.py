"""Rows about clusters and policy domains beside each other: outliers, and a rush in one direction on the last day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import mean, pstdev
from zoneinfo import ZoneInfo

from meetcyclus.domain.credits import committed_total, settled_total
from meetcyclus.domain.dutch import percent, share
from meetcyclus.quality.money_rows import credits_by_project
from meetcyclus.quality.view import RoundView

_ATTENTION = ("aandacht", "actie")
_WORSE = (*_ATTENTION, "stopgezet")
_Members = Mapping[str, list[str]]


@dataclass(frozen=True)
class GroupRow:
    """One measure of one cluster or policy domain. `deviations` counts standard deviations from the other groups."""

    project: str
    object_key: str
    measure: str
    size: int
    groups: int
    share_shown: str
    others_shown: str
    deviations: float | None


@dataclass(frozen=True)
class LastDayRow:
    """One policy domain: how many statuses changed, and which part of them in one direction on the last day."""

    project: str
    object_key: str
    changes: int
    on_last_day: int
    direction: str
    last_day_pct: float


def group_rows(view: RoundView) -> list[GroupRow]:
    """Every cluster and every policy domain, for each measure."""
    rows: list[GroupRow] = []
    for members in (_clusters(view), _domains(view)):
        for measure, of in (("aandeel dat aandacht vraagt", _attention), ("vereffend deel", _settled)):
            rows += _beside_each_other(members, measure, of(view))
    return rows


def last_day_rows(view: RoundView) -> list[LastDayRow]:
    """Every policy domain in which a status changed."""
    rows = []
    for domain, numbers in _domains(view).items():
        moved = [number for number in numbers if _direction(view, number)]
        late = Counter(_direction(view, number) for number in moved if _is_of_last_day(view, number))
        if moved:
            direction, count = max(late.items(), key=lambda each: each[1], default=("", 0))
            rows.append(LastDayRow("", domain, len(moved), count, direction, round(100 * count / len(moved), 1)))
    return rows


def _clusters(view: RoundView) -> _Members:
    """Clusters under their name; the code keeps two of the same name apart."""
    names = {each.code: f"{each.name} ({each.code})" for each in view.data.clusters}

    def named(number: str) -> str:
        code = view.projects[number].cluster_code
        return names.get(code, code)

    return _grouped(view, named)


def _domains(view: RoundView) -> _Members:
    domains = {each.code: each.policy_domain for each in view.data.entities}
    return _grouped(view, lambda number: domains.get(view.projects[number].entity_code, ""))


def _grouped(view: RoundView, code_of: Callable[[str], str]) -> _Members:
    members: dict[str, list[str]] = {}
    for number in view.projects:
        if code_of(number):
            members.setdefault(code_of(number), []).append(number)
    return members


def _attention(view: RoundView) -> Callable[[list[str]], tuple[int, int]]:
    def measured(numbers: list[str]) -> tuple[int, int]:
        own = [view.entries[number].report.status_code for number in numbers if number in view.entries]
        return sum(1 for status in own if status in _ATTENTION), len(own)

    return measured


def _settled(view: RoundView) -> Callable[[list[str]], tuple[int, int]]:
    credits = credits_by_project(view.data.credits_of(view.subject.round.key))

    def measured(numbers: list[str]) -> tuple[int, int]:
        own = [each for number in numbers for each in credits.get(number, ())]
        return settled_total(own), committed_total(own)

    return measured


def _beside_each_other(
    members: _Members, measure: str, measured: Callable[[list[str]], tuple[int, int]]
) -> list[GroupRow]:
    shares = {
        name: float(share(part, whole))
        for name, numbers in members.items()
        for part, whole in (measured(numbers),)
        if whole
    }
    return [_group(name, measure, len(members[name]), shares) for name in shares]


def _group(name: str, measure: str, size: int, shares: Mapping[str, float]) -> GroupRow:
    others = [value for other, value in shares.items() if other != name]
    spread = pstdev(others) if others else 0.0
    return GroupRow(
        project="",
        object_key=name,
        measure=measure,
        size=size,
        groups=len(shares),
        share_shown=_shown(shares[name]),
        others_shown=_shown(mean(others)) if others else "",
        deviations=abs(shares[name] - mean(others)) / spread if spread else None,
    )


def _shown(value: float) -> str:
    return percent(share(round(value * 10), 1000), 1)


def _direction(view: RoundView, number: str) -> str:
    """Better or worse than in the round before, in Dutch; empty when the status stayed."""
    now, before = view.entries.get(number), view.previous_entries.get(number)
    if now is None or before is None or view.previous is None:
        return ""
    old = view.comparable_status(before.report.status_code, view.previous, view.subject.round)
    new = view.comparable_status(now.report.status_code, view.subject.round, view.previous)
    return "" if old == new else "slechter" if new in _WORSE else "beter"


def _is_of_last_day(view: RoundView, number: str) -> bool:
    zone, until = ZoneInfo(view.data.programme.time_zone), view.subject.round.entry_until
    submitted = view.entries[number].submitted_at
    if until is None or submitted is None:
        return False
    return submitted.astimezone(zone).date() == until.astimezone(zone).date()
