"""Until when a project of a round may be entered: the deadline that holds for it, and the grace behind that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from meetcyclus.domain.deadlines import is_past
from meetcyclus.domain.rounds import Round, RoundProject
from meetcyclus.services.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class EntryWindow:
    """In time until `deadline`, taken and marked late until `closes_at`; both empty in a round without entry."""

    deadline: datetime | None
    closes_at: datetime | None

    def is_late(self, at: datetime) -> bool:
        """Whether the deadline has passed; the deadline itself is the last moment that counts."""
        return self.deadline is not None and is_past(self.deadline, at)

    def is_closed(self, at: datetime) -> bool:
        """Whether leads are refused."""
        return self.closes_at is not None and is_past(self.closes_at, at)


def window_of(round_: Round, member: RoundProject) -> EntryWindow:
    """The window of one project. An extension replaces the deadline of the round and has the same grace behind it.

    A correction after feedback or a return was asked of a project that is in already: it has no grace.
    """
    deadline = member.entry_until or round_.entry_until
    if deadline is None or member.is_reopened:
        return EntryWindow(deadline, deadline)
    return EntryWindow(deadline, deadline.astimezone(UTC) + grace_of(round_))


def grace_of(round_: Round) -> timedelta:
    """How long after a deadline entry is still taken."""
    if round_.entry_until is None or round_.grace_until is None:
        return timedelta(0)
    return round_.grace_until - round_.entry_until


def windows_of(uow: UnitOfWork, round_: Round) -> dict[str, EntryWindow]:
    """The window of every project of the population."""
    members = uow.round_projects.where(round_key=round_.key)
    return {each.project_number: window_of(round_, each) for each in members}


def missing_projects(uow: UnitOfWork, round_key: str) -> list[str]:
    """Numbers of the population for which nothing was entered."""
    submitted = {each.project_number for each in uow.entries.latest(round_key)}
    population = [each.project_number for each in uow.round_projects.where(round_key=round_key)]
    return [number for number in population if number not in submitted]
